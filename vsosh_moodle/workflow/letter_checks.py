"""What is wrong with the files letters are made of: declension.toml and the school's own templates."""

from collections.abc import Iterator

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.letters.kinds import KINDS
from vsosh_moodle.reports.letters.own_docx import check_word_template
from vsosh_moodle.reports.letters.template_files import (
    FOLDER,
    LetterTemplate,
    list_templates,
    template_problems,
)
from vsosh_moodle.rosters.declension_file import FILE_NAME, load_overrides
from vsosh_moodle.school.names import name_key
from vsosh_moodle.sources.suggestions import closest
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.school import SchoolFiles


def check_letters(project: Project, files: SchoolFiles) -> list[Problem]:
    """Return the problems of declension.toml and of `letters/`; nothing where there is neither."""
    overrides, problems = load_overrides(project.root / FILE_NAME)
    named = {name_key(one.full_name): one.full_name for one in files.roster.people}
    if named:
        tutors = _tutors(files)
        for key, person in overrides.people.items():
            if key not in named and key not in tutors:
                near = named.get(closest(key, named), "")
                problems.append(_unknown_person(person.line, near))
    folder = project.root / FOLDER
    if folder.is_dir():
        for template in list_templates(folder):
            if template.is_own:
                problems += _of_template(template)
    return problems


def _of_template(template: LetterTemplate) -> Iterator[Problem]:
    values = {one.name: "" for one in template.kind.values}
    if template.form == "word" and template.path is not None:
        found = check_word_template(template.path, template.shown, values)
    else:
        found = template_problems(template, values)
    # A kind of the school's own may be told anything by --set: only what it is called then is known.
    own_kind = template.kind not in KINDS
    yield from (one for one in found if not (own_kind and one.code == "field-unknown"))


def _tutors(files: SchoolFiles) -> set[str]:
    config = files.school.config if files.school else None
    return {name_key(one.tutor) for one in config.letters.classes.values()} if config else set()


def _unknown_person(line: int, near: str) -> Problem:
    return Problem(
        Place(file=FILE_NAME, line=line),
        _("человека с таким полным именем нет в списках: эти формы никому не пригодятся."),
        _("возможно, это «{name}».").format(name=near)
        if near
        else _("впишите имя, как в списке, или уберите этот раздел."),
        "declension-nobody",
        "warning",
    )
