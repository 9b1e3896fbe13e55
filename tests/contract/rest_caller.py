"""The smallest possible caller of Moodle's REST: nothing here is shared with our client."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

PATH = "/webservice/rest/server.php"
Pair = tuple[str, str]


def flatten(value: Any, name: str = "") -> Iterator[Pair]:
    """Yield the PHP form fields of nested dicts and lists."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flatten(inner, f"{name}[{key}]" if name else str(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from flatten(inner, f"{name}[{index}]")
    else:
        yield name, str(value)


class RefusedError(Exception):
    """The site answered a call with an error."""

    def __init__(self, body: dict[str, Any]) -> None:
        super().__init__(str(body))
        self.body = body
        self.errorcode = body.get("errorcode")
        self.exception = body["exception"]


@dataclass
class RestCaller:
    """Calls functions of one site with one token."""

    url: str
    token: str
    session: requests.Session = field(default_factory=requests.Session)

    def post(self, pairs: list[Pair], query: dict[str, str] | None = None) -> requests.Response:
        """Send these very form fields in this order."""
        return self.session.post(
            self.url + PATH, data=pairs, params=query, allow_redirects=False, timeout=120
        )

    def call(self, function: str, /, *, raw: bool = False, **params: Any) -> Any:
        """Call a function and return what it answers; raise RefusedError on an error."""
        pairs = [("moodlewsrestformat", "json"), ("wsfunction", function)]
        if raw:
            pairs.append(("moodlewssettingraw", "true"))
        response = self.post([*pairs, *flatten(params), ("wstoken", self.token)])
        assert response.status_code == 200, response.text[:500]
        body = response.json()
        if isinstance(body, dict) and "exception" in body:
            raise RefusedError(body)
        return body

    def refusal(self, function: str, /, **params: Any) -> str:
        """Call a function that must fail and return its errorcode."""
        try:
            answer = self.call(function, **params)
        except RefusedError as error:
            return str(error.errorcode)
        msg = f"{function} did not fail: {answer}"
        raise AssertionError(msg)
