"""local_vsosh_queue_job, local_vsosh_get_jobs: calls that the site's cron makes later.

The sandbox has no cron: what is queued runs when its owner asks for it the next time.
"""

import json

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, invalid_parameter
from vsosh_moodle.sandbox.params import validate
from vsosh_moodle.sandbox.plugin import most
from vsosh_moodle.sandbox.plugin.documents import parse_object
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_MAY_WAIT = (
    "local_vsosh_put_courses",
    "local_vsosh_import_questions",
    "local_vsosh_set_events",
    "local_vsosh_set_exceptions",
    "local_vsosh_set_members",
    "local_vsosh_put_users",
)
_KEPT = 7 * 86400


@function("local_vsosh_queue_job")
def queue_job(call: Call, function: str, arguments: str) -> Row:
    """Queue a call; its rights are checked when it is made."""
    name = function
    if name not in _MAY_WAIT:
        raise invalid_parameter("function")
    values = validate(call.params_of(name), parse_object(arguments))
    waiting = "SELECT count(*) FROM local_vsosh_job WHERE userid = ? AND timefinished = 0"
    most.check(call.store.value(waiting, call.user["id"]) + 1, most.OPEN_JOBS)
    ident = call.store.insert(
        "local_vsosh_job",
        {
            "userid": call.user["id"],
            "functionname": name,
            "arguments": json.dumps(values, ensure_ascii=False),
            "timecreated": call.now,
        },
    )
    return {"id": ident}


@function("local_vsosh_get_jobs")
def get_jobs(call: Call, ids: list[int]) -> Row:
    """Tell one's own jobs; those in the queue run first."""
    most.check(len(ids), most.JOBS)
    store, userid = call.store, call.user["id"]
    store.write(
        "DELETE FROM local_vsosh_job WHERE timefinished > 0 AND timefinished < ?", call.now - _KEPT
    )
    for job in store.rows(
        "SELECT * FROM local_vsosh_job WHERE userid = ? AND status = 'queued' ORDER BY id", userid
    ):
        _run(call, job)
    rows = store.rows("SELECT * FROM local_vsosh_job WHERE userid = ? ORDER BY id", userid)
    return {
        "jobs": [
            {
                "id": row["id"],
                "function": row["functionname"],
                "status": row["status"],
                "progress": row["progress"],
                "result": row["result"],
                "error": row["error"],
                "created": row["timecreated"],
                "started": row["timestarted"],
                "finished": row["timefinished"],
            }
            for row in rows
            if row["id"] in ids
        ]
    }


def _run(call: Call, job: Row) -> None:
    ended = {"arguments": "", "timestarted": call.now, "timefinished": call.now}
    try:
        result = call.run(call, job["functionname"], json.loads(job["arguments"]))
    except Fault as fault:
        ended |= {"status": "failed", "error": f"{fault.errorcode}: {fault.message}"}
    else:
        text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
        ended |= {"status": "done", "progress": 100, "result": text}
    call.store.update("local_vsosh_job", job["id"], ended)
