"""One POST to a Moodle site and its decoded answer: the only module that speaks HTTP.

Body order: format, raw setting, function, data, and the token last. PHP drops what exceeds
`max_input_vars` without a word; this way what it drops first is the token, and a cut call fails
with `invalidtoken` instead of losing rows (behaviour.md M4).
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import requests
import urllib3
import urllib3.exceptions

from vsosh_moodle import __version__
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _
from vsosh_moodle.moodle import answers, refusals
from vsosh_moodle.moodle.address import REST_PATH, UPLOAD_PATH, is_loopback
from vsosh_moodle.moodle.echoed import cover_echoed, passwords_in
from vsosh_moodle.moodle.encode import Pairs
from vsosh_moodle.moodle.errors import MoodleError, TokenRejected
from vsosh_moodle.moodle.multipart import Multipart
from vsosh_moodle.moodle.pace import Backoff, CallBudget
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.moodle.traffic import Traffic
from vsosh_moodle.moodle.wire import Exchange, tell_answer, tell_request, tell_retry

log = logging.getLogger("vsosh_moodle.moodle")

_CHUNK = 64 * 1024
URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, whole: status, the headers that matter, the decoded body."""

    status: int
    location: str
    retry_after: str
    body: bytes


class Transport:
    """Posts web service calls to one site; safe to use from many threads at once."""

    def __init__(
        self,
        site: str,
        token: Secret,
        settings: ClientSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if isinstance(settings.verify, str) and not Path(settings.verify).is_file():
            raise ConfigError(
                _("Файла с сертификатами нет: {path}.").format(path=settings.verify),
                _("Проверьте site.ca_bundle в config.yaml."),
            )
        if settings.verify is False:
            # The program tells it once a command; urllib3 would repeat it at every call.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
        self.site = site
        self.traffic = Traffic()
        self.clock_offset: float | None = None
        self._token = token
        self._settings = settings
        self._backoff = Backoff(settings.backoff_base, settings.backoff_cap)
        self._budget = CallBudget(settings.calls_per_second, sleep=sleep)
        self._sleep = sleep
        self._local = threading.local()
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []
        self._token_worked = False

    def __repr__(self) -> str:
        return f"Transport({self.site!r})"

    def post(self, wsfunction: str, data: Pairs, *, repeatable: bool) -> object:
        """Return the decoded JSON answer of `wsfunction` to the form fields `data`.

        A repeatable call (a read) is sent again after a transient failure; any other is sent once.
        Raises MoodleError and its children.
        """
        body = self._body(wsfunction, data)
        return self._repeated(
            wsfunction,
            lambda attempt: self._post_once(Exchange(wsfunction, data, len(body), attempt), body),
            repeatable,
        )

    def upload(self, wsfunction: str, file: Path, name: str) -> object:
        """Send a file into a new draft area of the token's owner; return the decoded answer.

        Sent again after a transient failure: a draft area too many does no harm. Raises MoodleError
        and its children, OSError when the file cannot be read.
        """
        fields = {"token": self._token.reveal(), "itemid": "0"}
        body = Multipart(fields, file, name)
        return self._repeated(
            wsfunction,
            lambda attempt: self._post_once(
                Exchange(wsfunction, list(fields.items()), len(body), attempt), body, UPLOAD_PATH
            ),
            repeatable=True,
        )

    def _repeated(self, wsfunction: str, once: Callable[[int], object], repeatable: bool) -> object:
        repeats = self._settings.retries if repeatable else 0
        for repeat in range(repeats + 1):
            try:
                return once(repeat + 1)
            except MoodleError as error:
                if repeat == repeats or not error.transient:
                    raise
                pause = self._backoff.pause(repeat)
                log.warning("%s: %s, again in %.1f s", wsfunction, type(error).__name__, pause)
                tell_retry(wsfunction, repeat + 2, pause, error)
                self.traffic.add_retry()
                self._sleep(pause)
        raise AssertionError  # the last repeat returns or raises

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.close()
        self._local = threading.local()

    def _post_once(
        self, exchange: Exchange, body: bytes | Multipart, path: str = REST_PATH
    ) -> object:
        self._budget.wait()
        tell_request(exchange)
        started = time.monotonic()
        wsfunction = exchange.wsfunction
        try:
            reply = self._covered(self._send(wsfunction, body, path), exchange.fields)
            exchange.status, exchange.body = reply.status, reply.body
            answer = self._decode(wsfunction, reply)
        except MoodleError as error:
            exchange.error = error
            if isinstance(error, TokenRejected):
                error.perhaps_cut = self._token_worked
            raise
        finally:
            exchange.seconds = time.monotonic() - started
            received = len(exchange.body)
            self.traffic.add(
                wsfunction, len(body), received, exchange.seconds, failed=exchange.error is not None
            )
            log.debug(
                "%s: %d variables, %d bytes out, %d bytes in, %.0f ms",
                wsfunction, len(exchange.fields), len(body), received, exchange.seconds * 1000,
            )  # fmt: skip
            tell_answer(exchange)
        self._token_worked = True
        return answer

    def _body(self, wsfunction: str, data: Pairs) -> bytes:
        fields: Pairs = [
            ("moodlewsrestformat", "json"),
            ("moodlewssettingraw", "true"),
            ("wsfunction", wsfunction),
            *data,
            ("wstoken", self._token.reveal()),
        ]
        return urlencode(fields).encode("ascii")

    def _decode(self, wsfunction: str, reply: Reply) -> object:
        refusal = refusals.refusal_of(self.site, wsfunction, reply.status, reply.location,
                                      reply.retry_after, reply.body)  # fmt: skip
        if refusal is not None:
            raise refusal
        return answers.parse_answer(self.site, wsfunction, reply.body)

    def _covered(self, reply: Reply, fields: Iterable[tuple[str, str]]) -> Reply:
        secrets = (self._token.reveal(), *passwords_in(fields))
        location = cover_echoed(reply.location.encode(errors="replace"), secrets).decode()
        return replace(reply, location=location, body=cover_echoed(reply.body, secrets))

    def _send(self, wsfunction: str, body: bytes | Multipart, path: str) -> Reply:
        settings = self._settings
        form = body.content_type if isinstance(body, Multipart) else URLENCODED
        with self._explained(wsfunction):
            response = self._session().post(
                self.site + path,
                data=body,
                headers={"Content-Type": form},
                timeout=(settings.connect_timeout, settings.read_timeout),
                # Said per request: the session's own setting gives way to REQUESTS_CA_BUNDLE.
                verify=settings.verify,
                allow_redirects=False,
                stream=True,
            )
            with response:
                self._note_clock(response.headers.get("Date"))
                return Reply(
                    status=response.status_code,
                    location=response.headers.get("Location", ""),
                    retry_after=response.headers.get("Retry-After", ""),
                    body=self._read_body(wsfunction, response),
                )

    def _read_body(self, wsfunction: str, response: requests.Response) -> bytes:
        deadline = time.monotonic() + self._settings.total_timeout
        limit = self._settings.max_answer_bytes
        parts: list[bytes] = []
        size = 0
        # read1 returns what has come, so that an answer dripping byte by byte meets the deadline.
        while part := response.raw.read1(_CHUNK, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > limit:
                raise refusals.answer_too_large(self.site, wsfunction, limit)
            if time.monotonic() > deadline:
                raise refusals.timed_out(self.site, wsfunction)
        return b"".join(parts)

    @contextmanager
    def _explained(self, wsfunction: str) -> Iterator[None]:
        """Turn what requests and urllib3 raise into our errors, without their text.

        Their text may hold a proxy's password or the request itself.
        """
        try:
            yield
        except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as error:
            raise refusals.tls_failed(self.site, wsfunction, str(error)) from error
        except (
            requests.exceptions.ConnectTimeout,
            urllib3.exceptions.ConnectTimeoutError,
        ) as error:
            raise refusals.not_connected(self.site, wsfunction, "timeout") from error
        except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise refusals.timed_out(self.site, wsfunction) from error
        except requests.exceptions.ProxyError as error:
            raise refusals.not_connected(self.site, wsfunction, "proxy") from error
        except requests.exceptions.ConnectionError as error:
            reason = _reason_not_sent(error)
            if reason:
                raise refusals.not_connected(self.site, wsfunction, reason) from error
            raise refusals.connection_broke(self.site, wsfunction) from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            raise refusals.connection_broke(self.site, wsfunction) from error

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._new_session()
            self._local.session = session
            with self._lock:
                self._sessions.append(session)
        return session

    def _new_session(self) -> requests.Session:
        session = _Session()
        session.headers.update(
            {
                "User-Agent": f"vsosh-moodle/{__version__}",
                "Accept": "application/json",
            }
        )
        # A proxy of the environment has no way to this very machine.
        session.trust_env = not is_loopback(urlsplit(self.site).hostname or "")
        # Without this, requests would look into ~/.netrc for every call.
        session.auth = _no_auth
        return session

    def _note_clock(self, date: str | None) -> None:
        if self.clock_offset is None and date:
            try:
                self.clock_offset = parsedate_to_datetime(date).timestamp() - time.time()
            except (ValueError, OverflowError):
                self.clock_offset = None


class _Session(requests.Session):
    """A session that looks at no redirect, not even to prepare it: requests would read its body."""

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002  its signature
        return None


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _reason_not_sent(error: requests.exceptions.ConnectionError) -> str:
    """Return why the request never left, or "" when it may have left."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, urllib3.exceptions.MaxRetryError):
        cause = cause.reason
    if isinstance(cause, urllib3.exceptions.NameResolutionError):
        return "name"
    if isinstance(cause, urllib3.exceptions.NewConnectionError):
        return "refused"
    return ""
