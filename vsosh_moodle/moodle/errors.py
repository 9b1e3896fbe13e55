"""What a Moodle site can answer instead of a result, as exceptions.

MoodleError                  5  the site answered with an error; `wsfunction`, `errorcode` kept
  TokenRejected                 invalidtoken: wrong, deleted, or the POST lost its tail
  AccessDenied                  accessexception, nopermissions, a blocked or suspended caller
    WebServicesOff              HTTP 403 with nothing in it
  FunctionMissing               invalidrecord for the function itself
  InvalidParameter              invalidparameter and other refusals of what was sent
    PasswordRefused             a password that the site's rules do not take
    Conflict                    a shortname, idnumber, name that is taken
    NotFound                    an id the site does not know
  DatabaseFailed                dmlwriteexception and its like
  SiteUnavailable               maintenance, an upgrade running, the database away
  RequestTooLarge               413, or more variables than the site accepts
  CountMismatch                 a write returned fewer rows than were sent
  NotAttempted                  a call that was not sent because one before it could not be
  TransportError             6  no usable answer
    ConnectionFailed            name, port, TLS, proxy, a connection cut
      TlsFailed
    TimedOut                    no answer in time; the site may have done the work
    RedirectRefused             the site lives at another address
    NotMoodle                   404, or a page where an answer was due
    BadAnswer                   not JSON, cut JSON, of another shape, too large
"""

from collections.abc import Sequence

from vsosh_moodle.errors import ExitCode, VsoshMoodleError


class MoodleError(VsoshMoodleError):
    """The site refused or failed a call.

    `wsfunction` and `errorcode` are Moodle's words. `may_have_been_processed` is true when the site
    may have done the work although no good answer came: read again before sending again.
    `transient` is true when the same read may well pass a moment later. Arguments of the call are
    never kept: they hold people's names, passwords and the token.
    """

    exit_code = ExitCode.MOODLE
    transient = False
    may_have_been_processed = False

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        wsfunction: str = "",
        errorcode: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(message, hint)
        self.wsfunction = wsfunction
        self.errorcode = errorcode
        self.detail = detail


class TokenRejected(MoodleError):
    """The site does not know the token.

    `perhaps_cut` is true when the same token worked before in this session: PHP then probably cut
    the POST at `max_input_vars` and the token, which goes last, was lost. The client asks which it
    is: a cut call is raised as RequestTooLarge. Either way nothing was executed.
    """

    perhaps_cut = False


class AccessDenied(MoodleError):
    """The token is known, but its owner or service may not do this."""


class WebServicesOff(AccessDenied):
    """Web services or the REST protocol are switched off on the site."""


class FunctionMissing(MoodleError):
    """The site has no such web service function."""


class InvalidParameter(MoodleError):
    """The site refused the values sent; nothing of an all-or-nothing call was kept."""


class PasswordRefused(InvalidParameter):
    """The site's rules for passwords do not take one; nothing of an all-or-nothing call was kept."""


class Conflict(InvalidParameter):
    """A name, short name or idnumber is taken."""


class NotFound(InvalidParameter):
    """The site does not know an object the call named."""


class DatabaseFailed(MoodleError):
    """The site's database refused a write: a duplicate, a deadlock, a value too long."""


class SiteUnavailable(MoodleError):
    """The site is there and says it is not serving: maintenance, upgrade, database away."""


class RequestTooLarge(MoodleError):
    """The request is larger than the site takes; nothing was executed."""


class CountMismatch(MoodleError):
    """A write returned fewer rows than were sent; `returned` holds what did come back."""

    may_have_been_processed = True

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        wsfunction: str,
        sent: int,
        returned: Sequence[object],
    ) -> None:
        super().__init__(message, hint, wsfunction=wsfunction, errorcode="countmismatch")
        self.sent = sent
        self.returned = tuple(returned)


class NotAttempted(MoodleError):
    """A call of a bundle was not sent, because one before it could not be."""


class TransportError(MoodleError):
    """No usable answer came."""

    exit_code = ExitCode.TRANSPORT


class ConnectionFailed(TransportError):
    """The connection was not made, or broke."""

    transient = True


class TlsFailed(ConnectionFailed):
    """The site's certificate cannot be trusted."""

    transient = False


class TimedOut(TransportError):
    """No answer in time; the site may be doing the work right now."""

    transient = True
    may_have_been_processed = True


class RedirectRefused(TransportError):
    """The site answers at another address; a followed redirect would lose the request's body."""


class NotMoodle(TransportError):
    """Nothing at this address speaks Moodle's REST protocol."""


class BadAnswer(TransportError):
    """The answer is not what the function promises; a write may have been done."""

    may_have_been_processed = True
