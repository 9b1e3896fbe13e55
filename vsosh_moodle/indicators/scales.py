"""Which exam scale is meant, whether points reach its threshold, which mark they give."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from vsosh_moodle.indicators.inputs import ExamScale, Requirement
from vsosh_moodle.language import _
from vsosh_moodle.school.names import name_key

_DASHES = re.compile(r"[‐‑–—−-]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What points are worth: the `mark` with all conditions, whether they pass with the margin.

    `passed` is None when the scale has no threshold; `untested` are conditions whose points nobody told.
    """

    passed: bool | None
    mark: str = ""
    untested: tuple[Requirement, ...] = ()


def judge(
    scale: ExamScale, points: float, groups: Mapping[str, float], margin: float = 0
) -> Verdict:
    """Return what primary points are worth on a scale; `groups` are points of groups of tasks.

    A condition whose group is not told counts as met, and is reported as untested.
    """
    if not scale.scale:
        return Verdict(None)
    told = {group_key(name): value for name, value in groups.items()}
    lowest, threshold = scale.scale[0]
    mark = ""
    for name, least in scale.scale:
        if points >= least and all(
            told.get(group_key(one.group), one.least) >= one.least
            for one in scale.requirements
            if name in one.marks
        ):
            mark = name
    asked = [one for one in scale.requirements if {lowest, mark} & one.marks]
    untested = tuple(one for one in asked if group_key(one.group) not in told)
    return Verdict(bool(mark) and points >= threshold + margin, mark, untested)


def group_key(name: str) -> str:
    """Return what equal names of a group of tasks have in common."""
    return _DASHES.sub("-", name.casefold().replace(" ", ""))


def scales_of_period(
    scales: Iterable[ExamScale], used: Iterable[tuple[str, str]], campaign: int
) -> list[ExamScale]:
    """Return one scale a subject: of the period's campaign, else that of the courses, else the newest.

    `used` are the (file, subject) of the courses' exams.
    """
    taught = set(used)
    found: dict[tuple[str, str], ExamScale] = {}
    for one in scales:
        key = (one.exam, one.subject)
        other = found.get(key)
        if other is None or _fit(one, taught, campaign) > _fit(other, taught, campaign):
            found[key] = one
    return list(found.values())


def find_scale(scales: Iterable[ExamScale], subject: str, grade: int) -> ExamScale | None:
    """Return the scale a register means by a subject in a class of a grade, None for none or many."""
    wanted = name_key(subject)
    fitting = [one for one in scales if grade in one.grades or not one.grades]
    for matches in (
        [one for one in fitting if wanted in (name_key(one.title), name_key(one.subject))],
        [one for one in fitting if name_key(one.title).startswith(wanted)],
    ):
        if matches:
            return matches[0] if len(matches) == 1 else None
    return None


def about_age(scale: ExamScale, day: date, campaign: int) -> str:
    """Return what to know about the age of a scale, "" when it is that of the campaign and holds."""
    title = scale_title(scale)
    if day > scale.valid_until:
        return _(
            "Шкала «{title}» действовала до {day}: сверьте её и поправьте {file}.toml."
        ).format(title=title, day=f"{scale.valid_until:%d.%m.%Y}", file=scale.file)
    if scale.campaign and scale.campaign != campaign:
        return _("«{title}»: применена шкала {used} года, а экзамен — {campaign} года.").format(
            title=title, used=scale.campaign, campaign=campaign
        )
    return ""


def scale_title(scale: ExamScale) -> str:
    """Return an exam with its subject: «ОГЭ: Математика»."""
    return f"{scale.exam}: {scale.title}"


def _fit(scale: ExamScale, used: set[tuple[str, str]], campaign: int) -> tuple[bool, bool, int]:
    return (scale.campaign == campaign, (scale.file, scale.subject) in used, scale.campaign)
