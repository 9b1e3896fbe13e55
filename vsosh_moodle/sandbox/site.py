"""The sandbox as Python uses it: start, ask for a token, switch states, look at the calls, stop."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from vsosh_moodle.sandbox.access import SYSTEM_CONTEXT_ID
from vsosh_moodle.sandbox.call import Mail
from vsosh_moodle.sandbox.dispatch import Site
from vsosh_moodle.sandbox.install import install_site
from vsosh_moodle.sandbox.plugin.provisioner import CAPABILITIES, FUNCTIONS
from vsosh_moodle.sandbox.releases import RELEASES, ReleaseName
from vsosh_moodle.sandbox.server import Application, ServerThread
from vsosh_moodle.sandbox.state import SiteState
from vsosh_moodle.sandbox.store import Store

_ASSIGNABLE = ("editingteacher", "teacher", "student")


class Sandbox:
    """A Moodle-compatible site on 127.0.0.1, served from a background thread.

    `database` None keeps the site in memory; a file keeps it, and the administrator's token,
    across runs. `port` 0 takes a free one. The port is bound in the constructor, so that `url`
    is known at once; calls are answered from `start()` (or `with`) to `stop()`.
    Raises OSError when the port is taken.
    """

    def __init__(
        self,
        release: ReleaseName = "4.5",
        database: Path | None = None,
        port: int = 0,
        max_input_vars: int = 1000,
        plugin: bool = False,
        log: Callable[[str], None] | None = None,
    ) -> None:
        self._initial = SiteState(max_input_vars=max_input_vars)
        store = Store(database)
        self._site = Site(store, RELEASES[release], plugin=plugin, state=self._initial, log=log)
        if store.setting("admintoken") is None:
            install_site(store)
        self._application = Application(self._site)
        try:
            self._thread = ServerThread(self._application, port)
        except OSError:
            store.close()
            raise
        self._site.wwwroot = f"http://127.0.0.1:{self._thread.port}"
        self._stopped = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start answering; return when the port listens."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and close the database; a second call does nothing."""
        if not self._stopped:
            self._stopped = True
            self._thread.stop()
            self._site.store.close()

    @property
    def url(self) -> str:
        """The address of the site (wwwroot), like http://127.0.0.1:43123."""
        return self._site.wwwroot

    @property
    def token(self) -> str:
        """The administrator's token."""
        with self._site.lock:
            token = self._site.store.setting("admintoken")
        return token or ""

    @property
    def calls(self) -> list[tuple[str, int, int]]:
        """Every call so far: function name, form variables sent, bytes of the body."""
        return self._application.calls

    @property
    def mails(self) -> list[Mail]:
        """Every letter the site would have sent so far."""
        return self._site.mails

    @property
    def store(self) -> Store:
        """The data of the site, to look at; changes go through `edit`."""
        return self._site.store

    @contextmanager
    def edit(self) -> Iterator[Store]:
        """Change the data past the web services, in one transaction: what no function can do.

        A demo plays a term this way; a test makes a state that only a person could click together:
        `hand_edits` has the ways for activities, sections, questions and what pupils do.
        """
        with self._site.lock, self._site.store.transaction():
            yield self._site.store

    def state(self, **changes: Any) -> SiteState:
        """Switch states of the site (see SiteState), e.g. `maintenance="cli"`; return the new one."""
        with self._site.lock:
            self._site.state = replace(self._site.state, **changes)
            self._site.store.set_read_only(self._site.state.dbreadonly)
        return self._site.state

    def reset(self) -> None:
        """Make the site as new: no data, normal state, no calls; the tokens of `token` stay valid."""
        with self._site.lock:
            token = self.token
            self._site.store.set_read_only(False)
            self._site.store.clear()
            install_site(self._site.store)
            self._site.store.write("UPDATE external_tokens SET token = ? WHERE userid = 2", token)
            self._site.store.set_setting("admintoken", token)
            self._site.state = self._initial
            self._application.calls.clear()
            self._site.mails.clear()

    def add_provisioner(self) -> str:
        """Make the service user of the plugin's set-up, with the least rights, and return its token."""
        return self.add_token(functions=FUNCTIONS, capabilities=CAPABILITIES)

    def add_token(
        self,
        functions: Sequence[str] | None = None,
        capabilities: Sequence[str] | None = None,
    ) -> str:
        """Make a service user with a token and return the token.

        `functions`: what the service contains (None: every function). `capabilities`: what the
        user's role in the system context allows beyond `webservice/rest:use` (None: what a manager
        may). A role with `moodle/role:assign` may assign students and teachers.
        """
        with self._site.lock, self._site.store.transaction():
            return _add_service_user(self._site.store, functions, capabilities)


def _add_service_user(
    store: Store, functions: Sequence[str] | None, capabilities: Sequence[str] | None
) -> str:
    now = int(time.time())
    suffix = secrets.token_hex(4)
    userid = store.insert(
        "user",
        {
            "username": f"service-{suffix}",
            "firstname": "Service",
            "lastname": suffix,
            "email": f"service-{suffix}@sandbox.invalid",
            "timecreated": now,
            "timemodified": now,
        },
    )
    role = store.insert(
        "role",
        {
            "shortname": f"service-{suffix}",
            "name": f"Service {suffix}",
            "sortorder": 100 + userid,
            "levels": "10,40,50",
        },
    )
    if capabilities is None:
        capabilities = store.column(
            "SELECT capability FROM role_capabilities JOIN role ON role.id = roleid"
            " WHERE shortname = 'manager'"
        )
    store.write_many(
        "INSERT OR IGNORE INTO role_capabilities (roleid, capability) VALUES (?, ?)",
        [(role, name) for name in ("webservice/rest:use", *capabilities)],
    )
    if "moodle/role:assign" in capabilities:
        store.write_many(
            "INSERT INTO role_allow_assign (roleid, allowassign)"
            " SELECT ?, id FROM role WHERE shortname = ?",
            [(role, shortname) for shortname in _ASSIGNABLE],
        )
    store.insert(
        "role_assignments", {"roleid": role, "contextid": SYSTEM_CONTEXT_ID, "userid": userid}
    )
    service = store.insert(
        "external_services",
        {
            "name": f"Service {suffix}",
            "shortname": f"service_{suffix}",
            "every_function": int(functions is None),
        },
    )
    store.write_many(
        "INSERT INTO external_services_functions (externalserviceid, functionname) VALUES (?, ?)",
        [(service, name) for name in functions or ()],
    )
    token = secrets.token_hex(16)
    store.insert(
        "external_tokens", {"token": token, "userid": userid, "externalserviceid": service}
    )
    return token
