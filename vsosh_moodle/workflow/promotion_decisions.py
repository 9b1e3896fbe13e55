"""Write the file in which the school decides about the turn of the year."""

from pathlib import Path

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.reports.decision_files import SUFFIXES, write_decision_file
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.promoting import PreparedYear
from vsosh_moodle.workflow.promotion_places import is_list_of


def save_decisions(project: Project, prepared: PreparedYear, path: Path) -> None:
    """Write a new file (0600) that says what will be done with each class and has a row for each pupil.

    Raises ConfigError when the file is there already, its ending is unknown, it would be read as a
    list of people, or it cannot be written.
    """
    if is_list_of(project, prepared.patterns, path):
        raise ConfigError(
            _("В этой папке файл «{file}» читался бы как список людей.").format(file=path),
            _("Сохраните его рядом с config.yaml: --save-decisions решения.xlsx"),
        )
    if path.suffix.lower() not in SUFFIXES:
        raise ConfigError(
            _("Файл решений «{file}»: вид по окончанию имени не понять.").format(file=path),
            _("Назовите его решения.xlsx, решения.csv или решения.yaml."),
        )
    try:
        write_decision_file(path, prepared.report.promotion)
    except OSError as error:
        raise ConfigError(
            _("Не удалось записать файл «{file}»: {why}.").format(file=path, why=reason_of(error)),
            _("Укажите новый файл в папке, куда можно писать."),
        ) from error
