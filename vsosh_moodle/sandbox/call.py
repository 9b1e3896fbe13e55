"""What a web service function is given: the site, the caller, the settings of this request."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.access import COURSE, Access, Context, Contexts
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.formatting import FORMATS, format_string, format_text
from vsosh_moodle.sandbox.outline import Record
from vsosh_moodle.sandbox.releases import Release
from vsosh_moodle.sandbox.state import SiteState
from vsosh_moodle.sandbox.store import Row, Store

Runner = Callable[["Call", str, dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter the site would have sent: why, and to whom."""

    reason: str
    userid: int
    courseid: int


@dataclass(slots=True)
class Call:
    """One call of one function by one user."""

    store: Store
    release: Release
    wwwroot: str
    user: Row
    serviceid: int
    contexts: Contexts
    access: Access
    mails: list[Mail]
    functions: frozenset[str]
    run: Runner
    params_of: Callable[[str], Record]
    raw: bool = False
    undelivered: bool = False
    uploads_files: bool = False
    state: SiteState = field(default_factory=SiteState)
    now: int = field(default_factory=lambda: int(time.time()))

    def string(self, text: str | None) -> str:
        """Return a name as this request wants it: HTML, or raw with `moodlewssettingraw`."""
        return format_string(text, raw=self.raw)

    def text(self, text: str | None, textformat: int | None) -> tuple[str, int]:
        """Return a description and its format as this request wants them."""
        return format_text(text, textformat, raw=self.raw)

    def course_context(self, courseid: int) -> Context:
        """Enter a course; Fault `errorcoursecontextnotvalid` when it is absent or closed."""
        try:
            return self.access.enter(self.contexts.of(COURSE, courseid))
        except Fault as fault:
            raise Fault(
                "errorcoursecontextnotvalid",
                "You cannot execute functions in the course context "
                f"(course id:{courseid}). The context error message was: {fault.message}",
            ) from fault

    def require(self, capability: str, context: Context | None = None) -> None:
        """Raise Fault `nopermissions` unless the caller has the capability (system by default)."""
        self.access.require(capability, context or self.contexts.system)


def check_format(textformat: int) -> int:
    """Return a text format Moodle knows, or raise Fault `formatnotsupported`."""
    if textformat not in FORMATS:
        raise Fault("formatnotsupported", "The text format is not supported by this site")
    return textformat


def warning(item: str, itemid: int, code: str, message: str) -> dict[str, Any]:
    """Return one entry of a `warnings` list."""
    return {"item": item, "itemid": itemid, "warningcode": code, "message": message}
