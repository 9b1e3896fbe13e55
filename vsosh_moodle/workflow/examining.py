"""Examine the site of a project, even when its files are not in order yet."""

from collections.abc import Iterator

from vsosh_moodle.config.load import ReadConfig, read_config
from vsosh_moodle.config.models import Config
from vsosh_moodle.config.policies import LoginsConfig
from vsosh_moodle.config.site import SiteConfig
from vsosh_moodle.errors import ExitCode, InputProblems
from vsosh_moodle.language import _, plural
from vsosh_moodle.store.database import open_database
from vsosh_moodle.workflow.connection import open_site
from vsosh_moodle.workflow.doctor import Expectations, examine
from vsosh_moodle.workflow.findings import Finding, Report
from vsosh_moodle.workflow.old_slips import find_old_slips
from vsosh_moodle.workflow.project import STATE_FILE, Project


def examine_project(project: Project) -> Report:
    """Return the findings about the project's site; a broken config beside a sound `site` is one.

    Raises InputProblems when the section `site` itself cannot be relied on, ConfigError when the
    token cannot be had.
    """
    read = read_config(project.config)
    site = read.config.site if read.config else read.draft.sound_site
    if site is None:
        raise InputProblems(read.problems)
    with open_site(project, site) as client:
        report = examine(client, _expectations(read, site))
    if read.config is not None:
        return Report(report.url, (*report.findings, *_old_slips(project, read.config)))
    return Report(report.url, (_broken_config(read), *report.findings))


def _expectations(read: ReadConfig, site: SiteConfig) -> Expectations:
    return Expectations(
        student_role=site.roles.student,
        teacher_role=site.roles.teacher,
        timezone=read.config.timezone.key if read.config else "",
        verify_tls=site.verify_tls,
        logins=read.config.logins if read.config else LoginsConfig(),
    )


def _old_slips(project: Project, config: Config) -> Iterator[Finding]:
    path = project.state / STATE_FILE
    if not path.exists():
        return
    with open_database(path) as database:
        for problem in find_old_slips(project, database, config):
            yield Finding("old-slips", _("Файлы с паролями"), "warn", problem.message, problem.hint)


def _broken_config(read: ReadConfig) -> Finding:
    errors = sum(problem.severity == "error" for problem in read.problems)
    return Finding(
        "config",
        "config.yaml",
        "fail",
        _("{errors}; проверен только сайт").format(
            errors=plural(errors, "{n} ошибка", "{n} ошибки", "{n} ошибок")
        ),
        _("Все ошибки с местом и подсказкой: vsosh-moodle check"),
        ExitCode.INPUT,
    )
