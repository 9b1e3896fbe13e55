"""What letters tell families is what the shipped norms say."""

from datetime import date

import pytest

from vsosh_moodle.norms.load import load_norms
from vsosh_moodle.norms.models import norms_on
from vsosh_moodle.reports.letters.screen_time import screen_time_of
from vsosh_moodle.sources.shipped import shipped


@pytest.mark.parametrize("grade", range(1, 13))
def test_a_letter_names_the_minutes_a_day_of_the_norms(grade: int) -> None:
    screen = norms_on(
        date(2026, 11, 26), load_norms(shipped("course_templates") / "norms", "norms")[0]
    ).screen
    told = screen_time_of(grade)
    assert screen is not None
    assert told is not None
    assert told.day == screen.home_day(grade)
