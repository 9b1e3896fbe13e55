"""The laws of undo over a rehearsal site: random schools, random years, runs undone and redone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.workflow.folder import Pupil, SchoolFolder, school_on
from vsosh_moodle.plan.records import Course, Kind, Record
from vsosh_moodle.plan.state import State
from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions, make_plan, open_session, plan_session
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.undoing import make_undo_plan, undo_run

NAMES = {Kind.COHORT, Kind.GROUP, Kind.GROUPING}
"""What stays after an undo: empty, it is no more than a name."""
CLASSES = ("8Д", "9А", "9Б")
LETTERS = "абвгдежзик"
TEMPLATE = """\
version: 1
kind: gia
subject: Математика
title: {title}
short_name: ОГЭ мат
category: gia
summary: {summary}
groups: {{class: true, named: [{{key: base, title: {group}}}]}}
events:
{events}
sections:
{sections}
"""
SECTION = """\
  - key: s{number}
    title: Раздел {title}
    activities:
      - {{key: page-{number}, type: page, title: Страница {title}, content: {title}}}
      - {{key: letter-{number}, type: assign, title: Письмо {number}, description: Да, dates: {{due: +{days} дней}}}}
"""
EVENT = "  - {{key: e{number}, title: Встреча {title}, date: +{days} дней}}\n"
EXCEPTIONS = "ФИО;Класс;Курс;Задание;Срок до;Доп. время;Попытки;Причина\n"


@dataclass(frozen=True)
class Chosen:
    """What a school has in its files at one time: numbers of pupils, sections and events."""

    pupils: dict[int, tuple[str, str, str]]
    sections: dict[int, tuple[str, int]]
    events: dict[int, tuple[str, int]]
    excepted: dict[int, int]
    title: str
    summary: str
    group: str


words = st.sampled_from(["Ум", "Ёж", "Дом & сад", "Лес"])
chosen = st.builds(
    Chosen,
    pupils=st.dictionaries(
        st.integers(0, 8),
        st.tuples(
            st.sampled_from(CLASSES),
            st.sampled_from(["", "-Новая"]),
            st.sampled_from(["", "sport"]),
        ),
        min_size=3,
    ),
    sections=st.dictionaries(
        st.integers(0, 4), st.tuples(words, st.integers(20, 60)), min_size=1, max_size=3
    ),
    events=st.dictionaries(st.integers(0, 3), st.tuples(words, st.integers(20, 60)), max_size=2),
    excepted=st.dictionaries(st.integers(0, 8), st.integers(70, 90), max_size=3),
    title=words,
    summary=words,
    group=words,
)


@pytest.fixture(scope="module")
def site() -> Iterable[Sandbox]:
    with Sandbox(plugin=True) as site:
        yield site


@settings(
    max_examples=8,
    deadline=None,
    phases=[
        Phase.explicit,
        Phase.generate,
    ],  # each example is a whole site: shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=chosen, second=chosen)
def test_apply_then_undo_is_the_state_before_and_forward_again_the_state_after(
    site: Sandbox, first: Chosen, second: Chosen
) -> None:
    site.reset()
    with TemporaryDirectory() as root:
        folder = school_on(site, Path(root))
        write(folder, first)
        apply(folder)
        before = observed(folder)
        write(folder, second)
        run = apply(folder)
        after = observed(folder)
        if run == 0:
            return
        undone = undo(folder, run)
        back = observed(folder)
        known = {(one.kind, one.key) for one in before}
        assert comparable(one for one in back if (one.kind, one.key) in known) == comparable(before)
        made = [one for one in back if (one.kind, one.key) not in known]
        assert [one for one in made if not out_of_sight(one)] == []
        again = undo(folder, undone) if undone else 0
        assert comparable(observed(folder)) == comparable(after)
        assert not again or make_plan(folder.project, lenient(folder)).writes == ()


def write(folder: SchoolFolder, has: Chosen) -> None:
    names = {number: f"Тестова-{LETTERS[number]}ова".title() for number in range(9)}
    folder.write_roster(
        [
            Pupil(names[number] + new, f"Л{number}", name, category="спортсмены" if sport else "")
            for number, (name, new, sport) in sorted(has.pupils.items())
        ]
    )
    folder.write_template(
        "oge",
        TEMPLATE.format(
            title=has.title, summary=has.summary, group=has.group,
            sections="".join(
                SECTION.format(number=number, title=title, days=days)
                for number, (title, days) in has.sections.items()
            ),
            events="".join(
                EVENT.format(number=number, title=title, days=days)
                for number, (title, days) in has.events.items()
            ) or "  []",
        ),
    )  # fmt: skip
    registers = folder.root / "registers"
    registers.mkdir(exist_ok=True)
    task = f"Письмо {next(iter(has.sections))}"
    rows = [
        f"{names[number]}{has.pupils[number][1]} Анна;{has.pupils[number][0]};oge;{task};"
        f"{date.today() + timedelta(days=days):%d.%m.%Y};;;Болезнь\n"
        for number, days in has.excepted.items()
        if number in has.pupils and has.pupils[number][0] != "8Д"
    ]
    (registers / "Продления.csv").write_text(EXCEPTIONS + "".join(rows), encoding="utf-8")


def lenient(folder: SchoolFolder) -> PlanOptions:
    allow = frozenset(one.override for one in make_plan(folder.project).verdicts)
    return PlanOptions(allow=allow)


def apply(folder: SchoolFolder) -> int:
    result = apply_plan(
        folder.project, lenient(folder), None, NoProgress(), lambda _plan: True
    )  # fmt: skip
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)
    return result.run_id


def undo(folder: SchoolFolder, run: int) -> int:
    allow = [one.override for one in make_undo_plan(folder.project, run).verdicts]
    result = undo_run(folder.project, run, NoProgress(), lambda _plan: True, allow=allow)
    assert result is not None
    assert result.complete, (result.failed, result.stopped_by)
    return result.run_id


def observed(folder: SchoolFolder) -> State:
    with open_session(folder.project, NoProgress()) as session:
        planned = plan_session(session, lenient(folder), NoProgress())
        return planned.observed.state


def comparable(records: Iterable[Record]) -> State:
    """Leave out how many sections a course has and in what order: a made one is still there, hidden."""
    return State.of(
        replace(one, sections=0) if isinstance(one, Course) else one
        for one in records
        if one.kind is not Kind.COURSE_CONTENT
    )


def out_of_sight(record: Record) -> bool:
    """Tell whether what a run made is closed or hidden after its undo, or is no more than a name."""
    if record.kind in {Kind.CONTENT_SECTION, Kind.COURSE_ACTIVITY}:
        return dict(record.settings).get("visible") == "false"  # type: ignore[union-attr]
    return bool(getattr(record, "suspended", False)) or record.kind in NAMES
