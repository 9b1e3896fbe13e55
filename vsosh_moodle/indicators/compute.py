"""All indicators of a period, in the order of reports, with last year's values and what to know."""

import re
from collections.abc import Callable
from dataclasses import replace

from vsosh_moodle.indicators import (
    course_counts,
    coverage,
    demand,
    materials,
    means,
    programmes,
    projects,
    readiness,
    staff,
)
from vsosh_moodle.indicators.definitions import TARGETS, definitions
from vsosh_moodle.indicators.indicator import Definition, Indicator
from vsosh_moodle.indicators.inputs import Inputs
from vsosh_moodle.indicators.view import View
from vsosh_moodle.language import _

Compute = Callable[[Definition, View], Indicator]

COMPUTED: dict[str, Compute] = {
    "coverage": coverage.coverage,
    "pupils_ever": coverage.pupils_ever,
    "coverage_ever": coverage.coverage_ever,
    "pupils_year": coverage.pupils_year,
    "funnel": coverage.funnel,
    "pupil_activity": coverage.pupil_activity,
    "demand": demand.demand,
    "projects": projects.projects,
    "readiness": readiness.readiness,
    "programmes": programmes.programmes,
    "gia_courses": course_counts.gia_courses,
    "school_courses": course_counts.school_courses,
    "distance_classes": programmes.distance_classes,
    "materials": materials.materials,
    "bank": materials.bank,
    "teachers": staff.teachers,
    "trained": staff.trained,
    "trained_share": staff.trained_share,
    "teacher_activity": staff.teacher_activity,
    "staffing": staff.staffing,
    "devices": means.devices,
    "screen_time": means.screen_time,
    "rooms": means.rooms,
    "software": means.software,
    "participants": means.participants,
    "parents": means.parents,
}

WITHOUT_SNAPSHOT = frozenset(
    {"distance_classes", "teachers", "trained", "rooms", "software", "screen_time"}
)
"""What registers and the config tell alone."""

REPEATABLE = frozenset(
    {
        "coverage", "pupils_ever", "coverage_ever", "pupils_year", "funnel", "pupil_activity",
        "demand", "projects", "readiness", "gia_courses", "school_courses", "distance_classes",
        "materials", "bank", "teacher_activity", "parents",
    }
)  # fmt: skip
"""What last year's snapshots give once more; registers without dates say nothing of last year."""

BY_KIND = frozenset({"projects", "readiness", "gia_courses", "school_courses"})
"""What asks for the kind of each course."""


def compute_indicators(inputs: Inputs) -> tuple[Indicator, ...]:
    """Return every defined indicator; what cannot be counted has no value and says why.

    The value of an indicator with rows is what counting its rows gives.
    """
    view = View(inputs)
    before = view.previous()
    return tuple(
        _with_previous(_with_remarks(_compute(one, view), view), view, before)
        for one in definitions(inputs.targets).values()
    )


def _compute(definition: Definition, view: View) -> Indicator:
    if view.facts.snapshot is None and definition.key not in WITHOUT_SNAPSHOT:
        return coverage.no_snapshot(definition)
    return COMPUTED[definition.key](definition, view)


def _with_remarks(indicator: Indicator, view: View) -> Indicator:
    remarks = list(indicator.remarks)
    snapshot = view.facts.snapshot
    if snapshot is not None and not snapshot.complete and indicator.key not in WITHOUT_SNAPSHOT:
        remarks.append(
            _("Снимок {number} снят не полностью: число может быть меньше настоящего.").format(
                number=snapshot.number
            )
        )
    missing = [
        name for name in TARGETS.get(indicator.key, ()) if view.inputs.targets.get(name) is None
    ]
    if missing:
        remarks.append(
            _("План не задан: впишите {names} в reports.targets файла config.yaml.").format(
                names=", ".join(missing)
            )
        )
    return replace(indicator, remarks=tuple(dict.fromkeys(remarks)))


def _with_previous(indicator: Indicator, view: View, before: View | None) -> Indicator:
    if before is not None and _repeatable(indicator.key, before):
        earlier = _compute(indicator.definition, before)
        if earlier.value is not None:
            window = before.facts.window
            return replace(
                indicator,
                previous=earlier.value,
                previous_source=_("снимки за {start}–{end}").format(
                    start=f"{window.start:%d.%m.%Y}", end=f"{window.end:%d.%m.%Y}"
                ),
            )
    for row in view.registers.past_years:
        asked = row.indicator.strip().casefold()
        named = asked in (indicator.key, indicator.definition.title.casefold())
        if named and row.fact is not None and _first_year(row.year) == _previous_year(view):
            return replace(
                indicator,
                previous=row.fact,
                previous_source=_("реестр прошлых лет, {year}").format(year=row.year),
            )
    return indicator


def _repeatable(key: str, before: View) -> bool:
    if key == "teachers":
        # Marks of the register are today's: they say nothing of last year's project.
        return not any(one.in_project for one in before.registers.staff)
    if key in BY_KIND and any(
        one.course not in before.inputs.courses for one in before.facts.courses
    ):
        return False
    return key in REPEATABLE


def _previous_year(view: View) -> int | None:
    window = view.facts.window
    if view.inputs.previous_year is not None:
        return view.inputs.previous_year
    if (window.end - window.start).days > 366:
        return None
    return window.start.year - (1 if window.start.month >= 8 else 2)


def _first_year(text: str) -> int | None:
    found = re.search(r"20\d\d", text)
    return int(found[0]) if found else None
