"""Calls that outlive PHP's time limit: local_vsosh_queue_job and local_vsosh_get_jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from vsosh_moodle.moodle.answers import int_of, parse_object, parse_rows, required_int, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.plugin_documents import document_text, document_value, field_of

QUEUE_JOB = "local_vsosh_queue_job"
GET_JOBS = "local_vsosh_get_jobs"

JobStatus = Literal["queued", "running", "done", "failed"]
JOB_STATUSES = ("queued", "running", "done", "failed")


@dataclass(frozen=True, slots=True)
class Job:
    """A queued call: `progress` in per cent, times in Unix seconds (0: not yet).

    `result` is what the function would have answered, decoded; None until it is done.
    """

    id: int
    wsfunction: str
    status: JobStatus
    progress: int
    result: object
    error: str
    created: int
    started: int
    finished: int


def queue_job(client: MoodleClient, wsfunction: str, params: Mapping[str, object]) -> int:
    """Have the site make a call in the background; return the job's number.

    Calls: local_vsosh_queue_job (plugin 2026112300, docs/plugin-api.md)
    """
    answer = client.call(QUEUE_JOB, {"function": wsfunction, "arguments": document_text(params)})
    return parse_object(QUEUE_JOB, answer, lambda row: required_int(row, "id"))


def get_jobs(client: MoodleClient, ids: Sequence[int]) -> list[Job]:
    """Return jobs of one's own by their numbers; those of a week ago are gone.

    Calls: local_vsosh_get_jobs (plugin 2026112300, docs/plugin-api.md)
    """
    if not ids:
        return []
    answer = client.call(GET_JOBS, {"ids": list(ids)})
    return parse_rows(GET_JOBS, field_of(GET_JOBS, answer, "jobs"), _job)


def _job(row: Mapping[str, object]) -> Job:
    status = text_of(row, "status")
    if status not in JOB_STATUSES:
        raise ValueError(status)
    result = text_of(row, "result")
    return Job(
        id=required_int(row, "id"),
        wsfunction=text_of(row, "function"),
        status=cast("JobStatus", status),
        progress=int_of(row, "progress"),
        result=document_value(result) if status == "done" and result else None,
        error=text_of(row, "error"),
        created=int_of(row, "created"),
        started=int_of(row, "started"),
        finished=int_of(row, "finished"),
    )
