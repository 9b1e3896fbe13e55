"""Calls of the plugin: answered at once, or queued on the site and asked for until they are done."""

import time
from collections.abc import Mapping

from vsosh_moodle.apply.send_site import Site
from vsosh_moodle.language import _
from vsosh_moodle.moodle.errors import MoodleError, TimedOut
from vsosh_moodle.moodle.plugin_jobs import QUEUE_JOB, Job, get_jobs, queue_job

POLL_SECONDS = 3.0
START_SECONDS = 300.0
"""Moodle's cron runs every minute; a job that waits longer waits for a cron that is not there."""
LONGEST_SECONDS = 3600.0


def call_plugin(site: Site, wsfunction: str, params: Mapping[str, object]) -> object:
    """Return the decoded answer of a function of the plugin; raises MoodleError.

    In the background the call is queued on the site, where no limit of PHP's cuts it short.
    """
    if site.background and site.client.site.has(QUEUE_JOB):
        return _run_job(site, wsfunction, params)
    return site.client.call(wsfunction, params)


def _run_job(site: Site, wsfunction: str, params: Mapping[str, object]) -> object:
    number = queue_job(site.client, wsfunction, params)
    started = time.monotonic()
    while True:
        time.sleep(POLL_SECONDS)
        job = next((one for one in get_jobs(site.client, [number]) if one.id == number), None)
        waited = time.monotonic() - started
        if job is None or job.status == "failed":
            raise _failed(site, wsfunction, job)
        if job.status == "done":
            return job.result
        if job.status == "queued" and waited > START_SECONDS:
            raise _not_started(site, wsfunction)
        if waited > LONGEST_SECONDS:
            raise _not_done(site, wsfunction)


def _failed(site: Site, wsfunction: str, job: Job | None) -> MoodleError:
    return MoodleError(
        _("Фоновая работа на сайте {site} не удалась: {text}").format(
            site=site.client.url, text=job.error if job else _("сайт о ней больше не знает")
        ),
        _("Повторите: vsosh-moodle apply — он доделает остальное."),
        wsfunction=wsfunction,
        errorcode="jobfailed",
    )


def _not_started(site: Site, wsfunction: str) -> MoodleError:
    error = MoodleError(
        _("Сайт {site} так и не начал фоновую работу.").format(site=site.client.url),
        _(
            "Администратору: проверьте, что cron Moodle запускается каждую минуту "
            "(Администрирование → Сервер → Задачи)."
        ),
        wsfunction=wsfunction,
        errorcode="jobnotstarted",
    )
    # It stays queued, and is done whenever cron comes back.
    error.may_have_been_processed = True
    return error


def _not_done(site: Site, wsfunction: str) -> MoodleError:
    return TimedOut(
        _("Сайт {site} не закончил фоновую работу за час.").format(site=site.client.url),
        _("Она может ещё идти: подождите и повторите vsosh-moodle apply."),
        wsfunction=wsfunction,
    )
