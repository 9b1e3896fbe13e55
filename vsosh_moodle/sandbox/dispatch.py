"""From a parsed request to an answer: token, user, service, function, parameters, result."""

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from vsosh_moodle.sandbox.access import Access, Contexts
from vsosh_moodle.sandbox.call import Call, Mail
from vsosh_moodle.sandbox.clock import site_time
from vsosh_moodle.sandbox.faults import (
    Fault,
    access_denied,
    invalid_parameter,
    missing_record,
)
from vsosh_moodle.sandbox.params import clean, validate
from vsosh_moodle.sandbox.registry import Function, load_functions
from vsosh_moodle.sandbox.releases import Release
from vsosh_moodle.sandbox.state import SiteState
from vsosh_moodle.sandbox.store import Row, Store
from vsosh_moodle.sandbox.subnets import is_among
from vsosh_moodle.sandbox.uploading import Upload, required_token, store_uploads, upload_error
from vsosh_moodle.sandbox.xmlize import render_error_xml, render_result_xml

logger = logging.getLogger("vsosh_moodle.sandbox")
logger.addHandler(logging.NullHandler())
_SETTINGS = ("raw", "fileurl", "filter", "lang", "timezone")
_CALLER = "127.0.0.1"  # the sandbox listens to its own machine only
_TRUE = {"1", "on", "yes", "true"}


@dataclass(slots=True)
class Site:
    """A running site: its data, its release, its state; calls come one at a time."""

    store: Store
    release: Release
    plugin: bool = False
    wwwroot: str = ""
    state: SiteState = field(default_factory=SiteState)
    log: Callable[[str], None] | None = None
    mails: list[Mail] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    functions: dict[str, Function] = field(init=False)

    def __post_init__(self) -> None:
        self.functions = load_functions(self.release, plugin=self.plugin)

    def answer(self, get: dict[str, Any], post: dict[str, Any]) -> tuple[str, str]:
        """Run the call of a request; return the content type and the body, as HTTP 200."""
        request = {**get, **post}
        as_json = request.pop("moodlewsrestformat", None) == "json"
        with self.lock:
            try:
                function, result = self._serve(request)
            except Fault as fault:
                body = fault.body(self.release)
                return _render(as_json, lambda: render_error_xml(body), body)
        return _render(as_json, lambda: render_result_xml(function.returns, result), result)

    def upload(self, fields: dict[str, str], files: list[Upload]) -> str:
        """Run an upload; return the body, as HTTP 200."""
        with self.lock:
            try:
                self._check_site()
                call = self._call_of(self._authenticate(required_token(fields)), raw=False)
                self._admit(call)
                with self.store.transaction():
                    told = store_uploads(call, fields, files)
            except Fault as fault:
                return upload_error(fault)
        return json.dumps(told)

    def _check_site(self) -> None:
        if self.state.dbdown:
            raise Fault("dbconnectionfailed", "<p>Error: Database connection failed</p>")
        if self.state.upgraderunning:
            raise Fault("upgraderunning", "Site is being upgraded, please retry later.")

    def _serve(self, request: dict[str, Any]) -> tuple[Function, Any]:
        settings = {name: request.pop("moodlewssetting" + name, "") for name in _SETTINGS}
        token = request.pop("wstoken", "")
        name = request.pop("wsfunction", "")
        self._check_site()
        row = self._authenticate(token)
        call = self._call_of(row, raw=str(settings["raw"]).lower() in _TRUE)
        self._admit(call)
        function = self._function(call, name)
        values = validate(function.params, request)
        with self.store.transaction():
            result = function.handler(call, **values)
        if call.undelivered:
            raise Fault("Message was not sent.", "error/Message was not sent.")
        return function, clean(function.returns, result)

    def _authenticate(self, token: Any) -> Row:
        row = self.store.row("SELECT * FROM external_tokens WHERE token = ?", str(token))
        if row is None:
            raise Fault("invalidtoken", "Invalid token - token not found")
        if self.state.token_expired or 0 < row["validuntil"] < time.time():
            # Moodle deletes an expired token, so that the next call says invalidtoken.
            self.store.write("DELETE FROM external_tokens WHERE id = ?", row["id"])
            raise access_denied()
        bound = row["iprestriction"]
        if self.state.ip_restricted or (bound and not is_among(_CALLER, bound)):
            raise access_denied()
        return row

    def _call_of(self, token: Row, *, raw: bool) -> Call:
        contexts = Contexts(self.store)
        return Call(
            store=self.store,
            release=self.release,
            wwwroot=self.wwwroot,
            user=self.store.get("user", token["userid"]),
            serviceid=token["externalserviceid"],
            contexts=contexts,
            access=Access(self.store, contexts, token["userid"]),
            mails=self.mails,
            functions=frozenset(self.functions),
            run=self._run_inner,
            params_of=lambda name: self.functions[name].params,
            raw=raw,
            uploads_files=self.plugin,
            state=self.state,
            now=site_time(self.store),
        )

    def _admit(self, call: Call) -> None:
        system = call.contexts.system
        if self.state.maintenance == "site" and not call.access.can(
            "moodle/site:maintenanceaccess", system
        ):
            raise Fault("sitemaintenance", "The site is undergoing maintenance")
        if self.state.owner_suspended or call.user["suspended"]:
            raise Fault("wsaccessusersuspended", "Refused web service access for suspended user")
        if call.user["auth"] == "nologin":
            raise Fault("wsaccessusernologin", "Refused web service access for nologin user")
        if not call.access.can("webservice/rest:use", system):
            raise access_denied()

    def _function(self, call: Call, name: Any) -> Function:
        if not name:
            raise invalid_parameter("no function name")
        function = self.functions.get(str(name))
        if function is None:
            self._note(f"unknown or unsupported function: {name}")
            raise missing_record("external_functions")
        if not service_has(self.store, call.serviceid, function.name):
            raise access_denied()
        return function

    def _run_inner(self, outer: Call, name: str, arguments: dict[str, Any]) -> Any:
        """Run a function inside tool_mobile_call_external_functions, in its own transaction."""
        function = self.functions[name]
        values = validate(function.params, arguments)
        contexts = Contexts(self.store)
        call = replace(
            outer, contexts=contexts, access=Access(self.store, contexts, outer.user["id"])
        )
        with self.store.transaction():
            result = function.handler(call, **values)
        return clean(function.returns, result)

    def _note(self, text: str) -> None:
        logger.warning(text)
        if self.log is not None:
            self.log(text)


def service_has(store: Store, serviceid: int, name: str) -> bool:
    """Whether the service contains the function."""
    if store.value("SELECT every_function FROM external_services WHERE id = ?", serviceid):
        return True
    return (
        store.row(
            "SELECT 1 FROM external_services_functions"
            " WHERE externalserviceid = ? AND functionname = ?",
            serviceid,
            name,
        )
        is not None
    )


def _render(as_json: bool, xml: Callable[[], str], body: Any) -> tuple[str, str]:
    if as_json:
        return "application/json", json.dumps(body, separators=(",", ":"))
    return "application/xml; charset=utf-8", xml()
