"""Write an empty list to fill in, with the words of the project when there is one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from vsosh_moodle.config.draft import Draft
from vsosh_moodle.config.load import read_config
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.reports.roster_template import TemplateWords, render_roster_template
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.school.people import Role
from vsosh_moodle.sources import did_you_mean
from vsosh_moodle.templates.library import check_templates
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import require_free, write_private


def write_list_template(
    out: Path,
    project: Project | None,
    roles: Sequence[Role],
    classes: Sequence[str],
    *,
    force: bool = False,
) -> TemplateWords:
    """Write the empty list to an xlsx and return the words it offers.

    `classes` get a sheet each. Raises ConfigError for a class that is none or is not in the
    config, and where the file cannot be written.
    """
    if out.suffix.lower() != ".xlsx":
        raise ConfigError(
            _("Шаблон — «Книга Excel»: имя {file} не годится.").format(file=out),
            _("Укажите в --out имя с окончанием .xlsx."),
        )
    require_free(out, project.sources() if project is not None else (), force=force)
    words = _words(project)
    sheets = [_class(name, words.classes, project) for name in classes]
    data = render_roster_template(words, roles, list(dict.fromkeys(sheets)), date.today())  # noqa: DTZ011
    write_private(out, data, force=force)
    return words


def _words(project: Project | None) -> TemplateWords:
    if project is None:
        return TemplateWords()
    draft = read_config(project.config).draft
    return TemplateWords(
        classes=[one.name for one in draft.known_classes()],
        categories=[one.name for _path, one in draft.learners],
        electives=list(dict.fromkeys(one.elective for _p, one in draft.programmes if one.elective)),
        subjects=_subjects(project, draft),
    )


def _subjects(project: Project, draft: Draft) -> list[str]:
    """Return the subjects of the templates the programmes name; those told by a formula are left out."""
    if not project.templates.is_dir():
        return []
    library, _problems = check_templates(project.templates)
    wanted = {programme.template for _path, programme in draft.programmes}
    return sorted(
        {
            made.model.subject
            for made in library
            if made.key in wanted and "{" not in made.model.subject
        }
    )


def _class(text: str, known: Sequence[ClassName], project: Project | None) -> ClassName:
    name = parse_class_name(text)
    if name is None:
        raise ConfigError(
            _("«{text}» не похоже на класс.").format(text=text),
            _("Пишите номер и букву: --class 9А."),
        )
    if project is not None and known and name not in known:
        near = did_you_mean(str(name), map(str, known))
        raise ConfigError(
            _("Класса {name} нет в config.yaml.").format(name=name),
            f"{near} {_('Новый класс впишите в classes config.yaml.')}".strip(),
        )
    return name
