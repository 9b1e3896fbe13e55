"""A site of canned answers: what `responses` gives back, and what was sent to it."""

import json
from urllib.parse import parse_qsl

import responses
from requests import PreparedRequest

from vsosh_moodle.moodle.address import REST_PATH
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.settings import ClientSettings

SITE = "https://school.example/moodle"
ENDPOINT = SITE + REST_PATH
TOKEN = "0123456789abcdef0123456789abcdef"
MULTI = "tool_mobile_call_external_functions"
# Repeats come at once.
AT_ONCE = ClientSettings(backoff_base=0.0)


def make_client(settings: ClientSettings = AT_ONCE) -> MoodleClient:
    return MoodleClient(SITE, TOKEN, settings)


def site_info(*functions: str) -> dict[str, object]:
    return {
        "sitename": "Школа",
        "username": "service",
        "firstname": "Имя",
        "lastname": "Фамилия",
        "fullname": "Имя Фамилия",
        "lang": "ru",
        "userid": 3,
        "siteurl": SITE,
        "release": "4.5.6 (Build: 20250811)",
        "version": "2024100706",
        "functions": [{"name": name, "version": "1"} for name in functions],
        "advancedfeatures": [{"name": "enablecompletion", "value": 1}],
        "userissiteadmin": False,
        "usermaxuploadfilesize": 1048576,
    }


def reply(
    body: object = None, *, status: int = 200, headers: dict[str, str] | None = None
) -> responses.BaseResponse:
    """Add an answer; text and bytes as they are, anything else as JSON."""
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return responses.add(responses.POST, ENDPOINT, body=content, status=status, headers=headers)


def sent_fields(call: int = -1) -> list[tuple[str, str]]:
    """The form fields of a request, in order."""
    return fields_of(responses.calls[call].request)


def fields_of(request: PreparedRequest) -> list[tuple[str, str]]:
    body = request.body
    text = body.decode("ascii") if isinstance(body, bytes) else str(body)
    return parse_qsl(text, keep_blank_values=True, strict_parsing=True)
