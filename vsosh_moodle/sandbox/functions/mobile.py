"""tool_mobile_call_external_functions: several calls in one request."""

import json
from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row


@function("tool_mobile_call_external_functions")
def call_external_functions(call: Call, requests: list[Row]) -> Row:
    """Run the requests in order, each in its own transaction; stop after the first error."""
    responses: list[Row] = []
    asked_raw = call.raw
    for request in requests:
        call.raw = request["settingraw"]
        response = _respond(call, request["function"], _arguments(request["arguments"]))
        responses.append(response)
        if response["error"]:
            break
    call.raw = asked_raw
    return {"responses": responses}


def _arguments(text: str | None) -> dict[str, Any]:
    try:
        arguments = json.loads(text or "{}")
    except ValueError:
        return {}
    if isinstance(arguments, list):
        return {str(index): value for index, value in enumerate(arguments)}
    return arguments if isinstance(arguments, dict) else {}


def _respond(call: Call, name: str, arguments: dict[str, Any]) -> Row:
    from vsosh_moodle.sandbox.dispatch import service_has

    if name not in call.functions or not service_has(call.store, call.serviceid, name):
        return _refused({"errorcode": "accessexception", "module": "webservice"})
    try:
        result = call.run(call, name, arguments)
    except Fault as fault:
        return _refused(
            {
                "message": fault.message,
                "errorcode": fault.errorcode or "generalexceptionmessage",
                "link": call.wwwroot + "/",
                "moreinfourl": _more_info(call, fault),
            }
        )
    data = None if result is None else json.dumps(result, separators=(",", ":"))
    return {"error": False, "data": data}


def _more_info(call: Call, fault: Fault) -> str:
    place = "debug" if fault.errorcode in {"invalidparameter", "codingerror"} else "moodle"
    return f"https://docs.moodle.org/{call.release.docs}/en/error/{place}/{fault.errorcode}"


def _refused(exception: Row) -> Row:
    return {"error": True, "exception": json.dumps(exception, separators=(",", ":"))}
