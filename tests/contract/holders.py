"""Users with tokens that hold some rights in some places: the sandbox makes them, and PHP on a real site's machine."""

import json
import secrets
import shlex
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from vsosh_moodle.sandbox import Sandbox
from vsosh_moodle.sandbox.access import COURSE, SYSTEM_CONTEXT_ID

SCRIPT = Path(__file__).with_name("make_holder.php")


@dataclass(frozen=True)
class Wish:
    """What a user may do (`capabilities`, `archetype`: of a role), where (`courses`; none: everywhere).

    `key` is his idnumber; `ip` and `until` bind his token; `lends` are idnumbers for accounts that no
    web service would give one, by login. Everybody may call at all.
    """

    capabilities: tuple[str, ...] = ()
    courses: tuple[int, ...] = ()
    archetype: str = ""
    key: str = ""
    ip: str = ""
    until: int = 0
    lends: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Holder:
    """A user and the token that was made for him."""

    token: str
    userid: int


Maker = Callable[[Wish], Holder]


def sandbox_holder(sandbox: Sandbox, wish: Wish) -> Holder:
    """Make a user with a token on a sandbox; the token's service has every function."""
    token = sandbox.add_token(capabilities=())
    with sandbox.edit() as store:
        row = store.row("SELECT id, userid FROM external_tokens WHERE token = ?", token)
        assert row is not None
        store.update(
            "external_tokens", row["id"], {"validuntil": wish.until, "iprestriction": wish.ip}
        )
        store.update("user", row["userid"], {"idnumber": wish.key})
        for login, key in wish.lends:
            store.write("UPDATE user SET idnumber = ? WHERE username = ?", key, login)
        contexts = [
            store.value(
                "SELECT id FROM contexts WHERE contextlevel = ? AND instanceid = ?", COURSE, course
            )
            for course in wish.courses
        ]
        roles = []
        if wish.capabilities:
            name = f"holder-{secrets.token_hex(4)}"
            role = {"shortname": name, "name": name, "sortorder": 900, "levels": "10,40,50"}
            roles.append(store.insert("role", role))
            for one in wish.capabilities:
                store.insert("role_capabilities", {"roleid": roles[0], "capability": one})
        if wish.archetype:
            roles.append(store.value("SELECT id FROM role WHERE archetype = ?", wish.archetype))
        for role in roles:
            for context in contexts or [SYSTEM_CONTEXT_ID]:
                given = {"roleid": role, "contextid": context, "userid": row["userid"]}
                store.insert("role_assignments", {**given, "timemodified": int(time.time())})
    return Holder(token, row["userid"])


def live_holder(command: str, wish: Wish) -> Holder:
    """Make a user with a token by PHP on the site's machine; `command` runs it from Moodle's folder."""
    text = SCRIPT.read_text("utf-8").replace("WISH", json.dumps(json.dumps(asdict(wish))), 1)
    done = subprocess.run(
        shlex.split(command), input=text, capture_output=True, text=True, check=True, timeout=120
    )
    made = json.loads(done.stdout.splitlines()[-1])
    return Holder(made["token"], made["userid"])
