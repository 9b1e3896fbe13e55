"""Readiness for the final exams: by graduate, and by subject."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vsosh_moodle.indicators.counting import share, unknown
from vsosh_moodle.indicators.facts import PersonFacts
from vsosh_moodle.indicators.indicator import Definition, Indicator, Rows, Value
from vsosh_moodle.indicators.inputs import ExamScale
from vsosh_moodle.indicators.scales import about_age, scale_title
from vsosh_moodle.indicators.trials import Trial, Trials
from vsosh_moodle.indicators.view import View
from vsosh_moodle.language import _, plural

MIDDLE_END = 9
SENIOR_END = (11, 12)


class Standing(StrEnum):
    """Where a graduate stands in a subject."""

    READY = "ready"
    NOT_READY = "not ready"
    UNCHECKED = "unchecked"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SubjectReadiness:
    """A subject: graduates who sit it, who wrote a trial, who reached the threshold, by marks.

    `unchecked` wrote one whose hand-checked part is not graded yet and did not reach it without;
    `untested` are those for whom another condition of the scale could not be tested. `ready` is None
    for a scale without a threshold.
    """

    scale: ExamScale
    sit: int
    wrote: int
    ready: int | None
    unchecked: int
    untested: int
    marks: Mapping[str, int]
    rows: Rows

    @property
    def title(self) -> str:
        """The exam with its subject."""
        return scale_title(self.scale)

    @property
    def absent(self) -> int:
        """Who has written no trial: they stay in the whole."""
        return self.sit - self.wrote

    @property
    def percent(self) -> float | None:
        """The ready of all who sit it."""
        return None if self.ready is None or not self.sit else 100 * self.ready / self.sit


def readiness(definition: Definition, view: View) -> Indicator:
    """Return the graduates who are ready in all subjects that everybody must sit."""
    trials = Trials(view)
    people = graduates(view)
    if not people:
        return unknown(definition, _("В списках на конец периода нет выпускников."))
    rows: list[tuple[Value, ...]] = []
    beyond = 0
    for one in people:
        standings = _standings(view, trials, one)
        known = [standing for _title, standing in standings if standing is not Standing.UNKNOWN]
        if not known:
            beyond += 1
            continue
        ready = all(standing is Standing.READY for standing in known)
        none = all(standing is Standing.ABSENT for standing in known)
        shown = "; ".join(f"{title}: {standing_title(standing)}" for title, standing in standings)
        rows.append((one.person, one.class_name, shown, none, ready))
    subjects = _subjects(view, trials)
    remarks = [*_about_scales(view, trials, subjects), *trials.remarks]
    if beyond:
        remarks.append(
            plural(
                beyond,
                "{n} выпускник не считается: для его экзаменов нет шкалы с порогом.",
                "{n} выпускника не считаются: для их экзаменов нет шкалы с порогом.",
                "{n} выпускников не считаются: для их экзаменов нет шкалы с порогом.",
            )
        )
    absent = sum(bool(row[3]) for row in rows)
    if absent:
        remarks.append(
            plural(
                absent,
                "{n} выпускник пробных экзаменов не писал: он остаётся в знаменателе.",
                "{n} выпускника пробных экзаменов не писали: они остаются в знаменателе.",
                "{n} выпускников пробных экзаменов не писали: они остаются в знаменателе.",
            )
        )
    columns = (_("Ученик"), _("Класс"), _("Предметы"), _("Не писал"), _("Готов"))
    return share(
        definition,
        Rows(columns, tuple(rows), people=0, counted=4),
        why=_("Ни для одного экзамена выпускников нет шкалы с порогом."),
        remarks=remarks,
        details={
            _("Выпускников"): len(people),
            _("Не писали пробных"): absent,
            **{
                one.title: _("готовы {ready} из {sit}").format(ready=one.ready, sit=one.sit)
                for one in subjects
                if one.ready is not None
            },
        },
    )


def graduates(view: View) -> list[PersonFacts]:
    """Return the pupils of graduating classes who are in the lists at the end of the period.

    Grade 9, and in each form of study the highest grade of 11 and 12 that the school has in it.
    """
    grades: dict[str, int] = {}
    seen = [(str(one.form), one.name.grade) for one in view.inputs.classes] or [
        (one.form, name.grade)
        for one in view.people.values()
        if (name := view.class_names[one.class_name]) is not None
    ]
    for form, grade in seen:
        if grade in SENIOR_END:
            grades[form] = max(grade, grades.get(form, 0))
    found = []
    for one in view.people.values():
        name = view.class_names[one.class_name]
        if one.present and name is not None and name.grade in (MIDDLE_END, grades.get(one.form)):
            found.append(one)
    return found


def subject_readiness(view: View) -> list[SubjectReadiness]:
    """Return every subject that somebody sits, those all must sit first."""
    return _subjects(view, Trials(view))


def _subjects(view: View, trials: Trials) -> list[SubjectReadiness]:
    people = {one.person: one for one in graduates(view)}
    found = []
    for scale in trials.scales:
        sitting = _sitting(view, trials, scale, people)
        if sitting:
            found.append(_subject(view, trials, scale, sitting))
    return sorted(
        found, key=lambda one: (one.scale.exam, not one.scale.compulsory, one.scale.title)
    )


def standing_title(standing: Standing) -> str:
    """Return a standing in words."""
    return {
        Standing.READY: _("готов"),
        Standing.NOT_READY: _("ниже порога"),
        Standing.UNCHECKED: _("проверено не всё"),
        Standing.ABSENT: _("не писал"),
        Standing.UNKNOWN: _("порога нет"),
    }[standing]


def standing_of(view: View, scale: ExamScale, trial: Trial | None) -> Standing:
    """Return where somebody stands with this last trial, None for no trial."""
    if scale.threshold is None:
        return Standing.UNKNOWN
    if trial is None:
        return Standing.ABSENT
    if trial.verdict(view.inputs.trial_margin).passed:
        return Standing.READY
    return Standing.NOT_READY if trial.complete else Standing.UNCHECKED


def _standings(view: View, trials: Trials, one: PersonFacts) -> list[tuple[str, Standing]]:
    """Return the standings that decide: of each compulsory subject, else of all that were written."""
    name = view.class_names[one.class_name]
    grade = name.grade if name else 0
    groups: dict[str, list[ExamScale]] = {}
    for scale in trials.scales:
        if scale.compulsory and grade in scale.grades:
            groups.setdefault(scale.compulsory, []).append(scale)
    if not groups:
        written = trials.by_person.get(one.person, [])
        return [(t.scale.title, standing_of(view, t.scale, t)) for t in written] or [
            (_("пробные экзамены"), Standing.ABSENT)
        ]
    order = list(Standing)
    return [
        min(
            (
                (
                    scale.title,
                    standing_of(view, scale, trials.last.get((one.person, scale_title(scale)))),
                )
                for scale in alike
            ),
            key=lambda pair: order.index(pair[1]),
        )
        for alike in groups.values()
    ]


def _sitting(
    view: View, trials: Trials, scale: ExamScale, people: Mapping[str, PersonFacts]
) -> list[PersonFacts]:
    """Return the graduates who sit a subject: all of its grades, or those who chose it by working."""
    title = scale_title(scale)
    alone = scale.compulsory and not any(
        one is not scale and one.compulsory == scale.compulsory and one.grades & scale.grades
        for one in trials.scales
    )
    working = {
        person
        for course, persons in view.active_by_course.items()
        if trials.scale_of(course) is scale
        for person in persons
    }
    found = []
    for one in people.values():
        name = view.class_names[one.class_name]
        fits = name is not None and (not scale.grades or name.grade in scale.grades)
        if fits and (alone or one.person in working or (one.person, title) in trials.last):
            found.append(one)
    return found


def _subject(
    view: View, trials: Trials, scale: ExamScale, sitting: Iterable[PersonFacts]
) -> SubjectReadiness:
    title = scale_title(scale)
    rows: list[tuple[Value, ...]] = []
    counts: Counter[Standing] = Counter()
    marks: Counter[str] = Counter()
    wrote = untested = 0
    for one in sitting:
        trial = trials.last.get((one.person, title))
        standing = standing_of(view, scale, trial)
        counts[standing] += 1
        mark = ""
        if trial is not None:
            wrote += 1
            verdict = trial.verdict(view.inputs.trial_margin)
            # Below the threshold of a scale of marks there is the mark «2».
            mark = verdict.mark or ("2" if scale.scale and scale.scale[0][0] == "3" else "")
            untested += bool(verdict.untested)
            if mark and trial.complete:
                marks[mark] += 1
        rows.append(
            (
                one.person, one.class_name,
                trial.day if trial else None, trial.points if trial else None, mark,
                standing_title(standing), standing is Standing.READY,
            )
        )  # fmt: skip
    columns = (
        _("Ученик"), _("Класс"), _("День"), _("Баллы"), _("Отметка"), _("Итог"), _("Готов"),
    )  # fmt: skip
    return SubjectReadiness(
        scale=scale,
        sit=len(rows),
        wrote=wrote,
        ready=None if scale.threshold is None else counts[Standing.READY],
        unchecked=counts[Standing.UNCHECKED],
        untested=untested,
        marks=dict(sorted(marks.items(), reverse=True)),
        rows=Rows(columns, tuple(rows), people=0, counted=6),
    )


def _about_scales(view: View, trials: Trials, subjects: Iterable[SubjectReadiness]) -> list[str]:
    found = []
    for one in subjects:
        if one.ready is None:
            found.append(
                _("«{title}»: порога в первичных баллах нет, готовность не считается.").format(
                    title=one.title
                )
            )
        found.append(about_age(one.scale, view.day, trials.campaign))
        if one.untested:
            conditions = "; ".join(sorted({each.text for each in one.scale.requirements}))
            found.append(
                _(
                    "«{title}»: {pupils} без проверки условия ({conditions}): этих баллов нет."
                ).format(
                    title=one.title,
                    pupils=plural(
                        one.untested,
                        "учтён {n} ученик",
                        "учтены {n} ученика",
                        "учтено {n} учеников",
                    ),
                    conditions=conditions,
                )
            )
        if one.unchecked:
            found.append(
                _("«{title}»: вторая часть не проверена у {pupils}.").format(
                    title=one.title,
                    pupils=plural(one.unchecked, "{n} ученика", "{n} учеников", "{n} учеников"),
                )
            )
    return [text for text in found if text]
