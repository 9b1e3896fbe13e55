"""/login/token.php: whether a login and a password open an account. The site has no mobile service."""

import json
from typing import Any

from vsosh_moodle.sandbox.install import is_password
from vsosh_moodle.sandbox.store import Store

LOGIN_PATH = "/login/token.php"
_WORDS = {
    "invalidlogin": "Invalid login, please try again",
    "servicenotavailable": "Web service is not available. (It doesn't exist or might be disabled.)",
}


def login_answer(store: Store, fields: dict[str, Any]) -> str:
    """Return the body of the answer (HTTP 200), as observed on 4.1.1 and 4.5.6.

    The password is checked before the service: a good one gets `servicenotavailable`, as on a site
    whose mobile service is off, a wrong one, or a suspended account, `invalidlogin`.
    """
    for name in ("username", "password", "service"):
        if not isinstance(fields.get(name), str):
            return _error("missingparam", f"A required parameter ({name}) was missing")
    user = store.row(
        "SELECT password FROM user WHERE username = ? AND deleted = 0 AND suspended = 0",
        fields["username"].strip().lower(),
    )
    good = user is not None and is_password(fields["password"], user["password"])
    code = "servicenotavailable" if good else "invalidlogin"
    return _error(code, _WORDS[code])


def _error(code: str, text: str) -> str:
    empty = dict.fromkeys(("stacktrace", "debuginfo", "reproductionlink"))
    return json.dumps({"error": text, "errorcode": code, **empty})
