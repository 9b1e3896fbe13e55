"""A trial exam of a row: its subject by the scales of its grade, its points within their bounds."""

from collections.abc import Mapping

from vsosh_moodle.language import _
from vsosh_moodle.registers.headers import fold_title
from vsosh_moodle.registers.row import RegisterRow
from vsosh_moodle.registers.values import fold, parse_number
from vsosh_moodle.registers.words import ExamWords, RegisterWords
from vsosh_moodle.rosters.values import cell_text
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.sources.suggestions import did_you_mean


def read_subject(
    row: RegisterRow, text: str, class_name: ClassName | None, words: RegisterWords
) -> tuple[str, ExamWords | None]:
    """Return the subject as its scale calls it and the scale's words, the text and None for no scale.

    Without a class nothing is judged: which exam it is, nobody can tell.
    """
    if not text or not words.exams or class_name is None:
        return text, None
    of_grade = [one for one in words.exams if not one.grades or class_name.grade in one.grades]
    exact = [one for one in of_grade if fold(one.title) == fold(text)]
    loose = [one for one in of_grade if fold_title(one.title) == fold_title(text)]
    found = exact or loose
    if len(found) == 1:
        return found[0].title, found[0]
    titles = list(dict.fromkeys(one.title for one in found or of_grade))
    row.report(
        "subject",
        "subject-ambiguous" if found else "subject-unknown",
        _("экзаменов с таким названием несколько: {titles}.").format(
            titles=", ".join(f"«{title}»" for title in titles)
        )
        if found
        else _(
            "шкалы экзамена «{subject}» для этого класса нет: балл прочитан, но о готовности не судит."
        ).format(subject=text),
        did_you_mean(text, titles)
        or _("добавьте предмет в course_templates/exams или исправьте класс."),
        "error" if found else "warning",
    )
    return text, None


def read_groups(row: RegisterRow) -> tuple[tuple[str, float], ...]:
    """Return the points of the groups of tasks whose columns the sheet has; empty cells are left out."""
    found = []
    for group, position in row.header.groups:
        cell = row.at(position)
        if cell == "" or (isinstance(cell, str) and not cell.strip(" -–—")):
            continue
        points = parse_number(cell)
        if points is None or points < 0:
            row.report(
                "",
                "number-unreadable",
                _("«{text}» — не число или оно меньше нуля.").format(text=cell_text(cell)),
                _("впишите баллы за группу заданий «{group}».").format(group=group),
                position=position,
            )
        else:
            found.append((group, points))
    return tuple(found)


def check_points(row: RegisterRow, values: Mapping[str, object], exam: ExamWords | None) -> None:
    """Report points above the most of the exam, and points of a group above those of the whole."""
    points = values.get("points")
    if not isinstance(points, float):
        return
    if exam is not None and points > exam.most:
        row.report(
            "points",
            "points-above",
            _("{points:g} баллов, а больше {most} за эту работу не бывает.").format(
                points=points, most=exam.most
            ),
            _("впишите первичный балл; стобалльный и отметка сюда не годятся."),
        )
    for group, position in row.header.groups:
        part = parse_number(row.at(position)) if row.at(position) != "" else None
        if part is not None and part > points:
            row.report(
                "",
                "points-above",
                _("за «{group}» {part:g} баллов, а за всю работу только {points:g}.").format(
                    group=group, part=part, points=points
                ),
                _("исправьте одно из двух."),
                position=position,
            )
