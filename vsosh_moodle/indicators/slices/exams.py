"""Results of the real exams, where the register of trials tells them (its rows marked as final)."""

from collections import Counter
from typing import NamedTuple

from vsosh_moodle.indicators.scales import scale_title
from vsosh_moodle.indicators.trials import Trials
from vsosh_moodle.indicators.view import View


class ExamResult(NamedTuple):
    """An exam: who sat it, who passed (None without a threshold), marks by the scale, highest first."""

    title: str
    sat: int
    passed: int | None
    marks: dict[str, int]

    @property
    def percent(self) -> float | None:
        """Who passed, of who sat it."""
        return None if self.passed is None or not self.sat else 100 * self.passed / self.sat


def exam_results(view: View) -> list[ExamResult]:
    """Return the exams of the period that the register tells of, by title."""
    finals = Trials(view).finals
    found = []
    for title in sorted({title for _person, title in finals}):
        verdicts = [one.verdict(0) for (_who, exam), one in finals.items() if exam == title]
        scale = next(one.scale for one in finals.values() if scale_title(one.scale) == title)
        lowest = "2" if scale.scale and scale.scale[0][0] == "3" else ""
        marks = Counter(one.mark or lowest for one in verdicts)
        found.append(
            ExamResult(
                title,
                sat=len(verdicts),
                passed=None
                if scale.threshold is None
                else sum(bool(one.passed) for one in verdicts),
                marks={mark: n for mark, n in sorted(marks.items(), reverse=True) if mark},
            )
        )
    return found
