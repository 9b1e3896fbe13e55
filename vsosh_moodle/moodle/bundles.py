"""Many calls in one request, through Moodle's own function for its mobile app.

Calls: tool_mobile_call_external_functions (4.1-4.5; any service whose list holds it and each
function called, mobile services may be off). Measured on both releases: 40 small reads take a
quarter of the time. Each sub-call has its own transaction; the request stops at the first that
fails and answers up to it. A sub-call's arguments are JSON in one form field, so `max_input_vars`
counts 3 fields per sub-call whatever it carries.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vsosh_moodle.language import _
from vsosh_moodle.moodle.answers import parse_object, parse_rows
from vsosh_moodle.moodle.encode import Pairs, Parameters, plain_json
from vsosh_moodle.moodle.errors import BadAnswer, MoodleError, NotAttempted
from vsosh_moodle.moodle.faults import fault_of
from vsosh_moodle.moodle.functions import CALL_EXTERNAL_FUNCTIONS

VARIABLES_PER_CALL = 3


class Call(NamedTuple):
    """One web service call: the function and its parameters."""

    wsfunction: str
    params: Parameters


class _Response(NamedTuple):
    failed: bool
    data: object
    exception: object


def encode_bundle(calls: Sequence[Call]) -> Pairs:
    """Return the form fields of a request that carries `calls`.

    Raw text is asked for in each: the outer setting does not reach them.
    """
    pairs: Pairs = []
    for index, call in enumerate(calls):
        arguments = json.dumps(plain_json(call.params), ensure_ascii=False, separators=(",", ":"))
        pairs.append((f"requests[{index}][function]", call.wsfunction))
        pairs.append((f"requests[{index}][arguments]", arguments))
        pairs.append((f"requests[{index}][settingraw]", "1"))
    return pairs


def parse_bundle(site: str, calls: Sequence[Call], answer: object) -> list[object]:
    """Return the results of the calls that ran, in order; the last may be a MoodleError.

    Shorter than `calls` when one failed: those after it were not run. Raises BadAnswer when the
    answer cannot be matched with the calls.
    """
    responses = parse_object(
        CALL_EXTERNAL_FUNCTIONS,
        answer,
        lambda row: parse_rows(CALL_EXTERNAL_FUNCTIONS, row["responses"], _response),
    )
    results = [
        _result(site, call, response) for call, response in zip(calls, responses, strict=False)
    ]
    stopped = bool(results) and isinstance(results[-1], MoodleError)
    if len(responses) > len(calls) or (len(responses) < len(calls) and not stopped):
        raise BadAnswer(
            _("Сайт {site} выполнил не все части общего запроса: {done} из {all}.").format(
                site=site, done=len(responses), all=len(calls)
            ),
            _("Повторный запуск перечитает сайт и отправит недостающее."),
            wsfunction=CALL_EXTERNAL_FUNCTIONS,
        )
    return results


def not_attempted(call: Call, cause: MoodleError) -> NotAttempted:
    """Return the error of a call that was left unsent because of `cause`."""
    return NotAttempted(
        _("{function} не отправлялась: {cause}").format(
            function=call.wsfunction, cause=cause.message
        ),
        cause.hint,
        wsfunction=call.wsfunction,
        errorcode=cause.errorcode,
    )


def _response(row: Mapping[str, object]) -> _Response:
    return _Response(bool(row["error"]), row.get("data"), row.get("exception"))


def _result(site: str, call: Call, response: _Response) -> object:
    if response.failed:
        exception = _decoded(response.exception)
        described = exception if isinstance(exception, dict) else {}
        return fault_of(site, call.wsfunction, described)
    if response.data is None:
        return None
    return _decoded(response.data)


def _decoded(text: object) -> object:
    try:
        value: object = json.loads(str(text))
    except (ValueError, RecursionError) as error:
        raise BadAnswer(
            _("Часть общего ответа не разобрать."), wsfunction=CALL_EXTERNAL_FUNCTIONS
        ) from error
    return value
