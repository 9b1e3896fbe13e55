"""Where each graduate stands in each exam, for the early warning."""

from collections.abc import Iterator

from vsosh_moodle.indicators.facts import PersonFacts
from vsosh_moodle.indicators.inputs import ExamScale
from vsosh_moodle.indicators.readiness import Standing, graduates, standing_of
from vsosh_moodle.indicators.scales import scale_title
from vsosh_moodle.indicators.trials import Trial, Trials
from vsosh_moodle.indicators.view import View
from vsosh_moodle.indicators.watch import TrialResult

_ORDER = list(Standing)


def trial_results(view: View) -> tuple[TrialResult, ...]:
    """Return a result for every graduate and exam they sit: the compulsory ones, and those they chose.

    Of exams that stand for each other (basic and advanced mathematics) the better one counts. An exam
    whose scale has no threshold warns of nothing, nor does one whose second part nobody graded yet.
    """
    trials = Trials(view)
    courses = {
        scale_title(scale): course
        for course in view.inputs.courses
        if (scale := trials.scale_of(course)) is not None
    }
    return tuple(
        result for person in graduates(view) for result in _of_person(view, trials, person, courses)
    )


def _of_person(
    view: View, trials: Trials, person: PersonFacts, courses: dict[str, str]
) -> Iterator[TrialResult]:
    name = view.class_names[person.class_name]
    groups: dict[str, list[ExamScale]] = {}
    for scale in trials.scales:
        fits = name is not None and (not scale.grades or name.grade in scale.grades)
        chosen = (person.person, scale_title(scale)) in trials.last
        if fits and (scale.compulsory or chosen):
            groups.setdefault(scale.compulsory or scale_title(scale), []).append(scale)
    for alike in groups.values():
        written = [
            (scale, trial, standing_of(view, scale, trial))
            for scale in alike
            for trial in [trials.last.get((person.person, scale_title(scale)))]
        ]
        scale, trial, standing = min(written, key=lambda one: _ORDER.index(one[2]))
        if standing in (Standing.UNKNOWN, Standing.UNCHECKED):
            continue
        yield _result(person, scale, trial, standing, courses)


def _result(
    person: PersonFacts, scale: ExamScale, trial: Trial | None, standing: Standing,
    courses: dict[str, str],
) -> TrialResult:  # fmt: skip
    title = scale_title(scale)
    return TrialResult(
        person.person,
        title,
        courses.get(title, ""),
        trial.points if trial else None,
        scale.threshold,
        standing is Standing.READY,
        trial.day if trial else None,
    )
