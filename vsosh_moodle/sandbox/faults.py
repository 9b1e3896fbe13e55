"""The errors a Moodle site answers with: errorcode, exception class, message."""

from vsosh_moodle.sandbox.releases import Release

# Classes that moved into a namespace between 4.1 and 4.5; the others kept their plain names.
_NAMESPACED = {
    "moodle_exception",
    "invalid_parameter_exception",
    "invalid_response_exception",
    "required_capability_exception",
    "require_login_exception",
    "coding_exception",
}


class Fault(Exception):
    """An error answer: HTTP 200 with `exception`, `errorcode`, `message` (`debuginfo` is off).

    `errorcode` is None for the few PHP errors that Moodle reports without one.
    """

    def __init__(self, errorcode: str | None, message: str, kind: str = "moodle_exception") -> None:
        super().__init__(message)
        self.errorcode = errorcode
        self.message = message
        self.kind = kind

    def exception(self, release: Release) -> str:
        """Return the PHP class name under which `release` reports this error."""
        if self.kind in _NAMESPACED and release.namespaced:
            return "core\\exception\\" + self.kind
        if self.kind == "restricted_context_exception" and release.namespaced:
            return "core_external\\" + self.kind
        return self.kind

    def body(self, release: Release) -> dict[str, str]:
        """Return the JSON object of the answer; without `errorcode` when there is none."""
        answer = {"exception": self.exception(release)}
        if self.errorcode is not None:
            answer["errorcode"] = self.errorcode
        answer["message"] = self.message
        return answer


def invalid_parameter(_reason: str) -> Fault:
    """A parameter or data error: one text for all, since the reason needs debug >= 15."""
    return Fault(
        "invalidparameter", "Invalid parameter value detected", "invalid_parameter_exception"
    )


def invalid_response(_reason: str) -> Fault:
    """The function's own result did not match its declaration."""
    return Fault("invalidresponse", "Invalid response value detected", "invalid_response_exception")


_RECORD_CODES = {
    "user": ("invaliduser", "Invalid user"),
    "course_modules": ("invalidcoursemodule", "Invalid course module ID"),
}


def missing_record(table: str) -> Fault:
    """A row that must exist does not (dml_missing_record_exception)."""
    code, message = _RECORD_CODES.get(
        table, ("invalidrecord", f"Can't find data record in database table {table}.")
    )
    return Fault(code, message, "dml_missing_record_exception")


def no_such_record() -> Fault:
    """A query that must find a row found none (get_record_sql with MUST_EXIST)."""
    return Fault(
        "invalidrecordunknown",
        "Can't find data record in database.",
        "dml_missing_record_exception",
    )


def read_refused() -> Fault:
    """The database refused a read: text where PostgreSQL wants a number."""
    return Fault("dmlreadexception", "Error reading from database", "dml_read_exception")


def write_refused() -> Fault:
    """The database refused a write: value too long, unique index."""
    return Fault("dmlwriteexception", "Error writing to database", "dml_write_exception")


def no_permission(capability: str) -> Fault:
    """The user lacks `capability` in the context."""
    return Fault(
        "nopermissions",
        f"Sorry, but you do not currently have permissions to do that ({capability}).",
        "required_capability_exception",
    )


def access_denied() -> Fault:
    """The token, its service or the protocol does not let this call in."""
    return Fault("accessexception", "Access control exception", "webservice_access_exception")


def coding_error(message: str) -> Fault:
    """Moodle met a call its own code calls a programming mistake."""
    return Fault(
        "codingerror",
        f"Coding error detected, it must be fixed by a programmer: {message}",
        "coding_exception",
    )
