"""The client of one Moodle site: calls by name, alone or many in one request."""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from vsosh_moodle.language import _, plural
from vsosh_moodle.moodle.address import parse_site_url
from vsosh_moodle.moodle.batches import PROTOCOL_VARIABLES, chunks, variables_limit
from vsosh_moodle.moodle.bundles import (
    VARIABLES_PER_CALL,
    Call,
    encode_bundle,
    not_attempted,
    parse_bundle,
)
from vsosh_moodle.moodle.encode import Pairs, Parameters, encode_parameters
from vsosh_moodle.moodle.errors import (
    MoodleError,
    RequestTooLarge,
    SiteUnavailable,
    TokenRejected,
    TransportError,
)
from vsosh_moodle.moodle.functions import CALL_EXTERNAL_FUNCTIONS, GET_SITE_INFO, is_read
from vsosh_moodle.moodle.secret import Secret, parse_token
from vsosh_moodle.moodle.settings import ClientSettings
from vsosh_moodle.moodle.site import SiteInfo, parse_site_info
from vsosh_moodle.moodle.traffic import Traffic
from vsosh_moodle.moodle.transport import Transport

# Sub-calls of one request: enough to hide the fixed cost of a request, few enough that an error
# or a time-out costs little.
DEFAULT_CHUNK = 40


class MoodleClient:
    """Calls a site's web service functions; blocking, and safe to use from many threads."""

    def __init__(
        self, url: str, token: Secret | str, settings: ClientSettings | None = None
    ) -> None:
        self.settings = settings or ClientSettings()
        self.url = parse_site_url(url)
        secret = token if isinstance(token, Secret) else parse_token(token, _("токен"))
        self._transport = Transport(self.url, secret, self.settings)
        self._site: SiteInfo | None = None
        self._site_lock = threading.Lock()

    def __repr__(self) -> str:
        return f"MoodleClient({self.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the client may still be used and opens new ones."""
        self._transport.close()

    @property
    def traffic(self) -> Traffic:
        """What went over the wire so far."""
        return self._transport.traffic

    @property
    def clock_offset(self) -> float | None:
        """The site's clock minus ours, in seconds, as of the first answer; None before it."""
        return self._transport.clock_offset

    @property
    def site(self) -> SiteInfo:
        """What the site says about itself; fetched once."""
        with self._site_lock:
            if self._site is None:
                self._site = parse_site_info(self.call(GET_SITE_INFO))
            return self._site

    @property
    def can_bundle(self) -> bool:
        """Whether many calls may travel in one request to this site."""
        return self.settings.bundles and self.site.can_bundle

    @property
    def variables_limit(self) -> int:
        """How many form fields of data one call may carry."""
        return variables_limit(self.settings.max_input_vars)

    def call(self, wsfunction: str, params: Parameters | None = None) -> object:
        """Return the decoded answer of one function; None when it has no result.

        More form fields than the site takes travel as one JSON argument where the site can do
        that. Raises MoodleError and its children; RequestTooLarge
        before anything is sent, or when the site cut the request: then nothing was executed.
        """
        data = encode_parameters(params or {})
        if len(data) + PROTOCOL_VARIABLES > self.settings.max_input_vars:
            return self._call_wrapped(Call(wsfunction, params or {}), len(data))
        return self._post_whole(wsfunction, data, repeatable=is_read(wsfunction))

    def post(self, wsfunction: str, data: Pairs, *, repeatable: bool = False) -> object:
        """Return the decoded answer to form fields as they are, whatever their number."""
        return self._transport.post(wsfunction, data, repeatable=repeatable)

    def upload(self, file: Path, name: str) -> object:
        """Return the decoded answer to a file sent into a new draft area of the token's owner.

        Raises MoodleError and its children, OSError when the file cannot be read.
        """
        return self._transport.upload("upload.php", file, name)

    def _post_whole(self, wsfunction: str, data: Pairs, *, repeatable: bool) -> object:
        """Post, and tell a token that has gone bad from a POST that lost its tail, token and all."""
        try:
            return self.post(wsfunction, data, repeatable=repeatable)
        except TokenRejected as error:
            if not error.perhaps_cut:
                raise
            self._require_token()
            raise _cut_off(self.url, wsfunction, len(data)) from error

    def _require_token(self) -> None:
        """Raise TokenRejected when the site does not take the token of the shortest call either."""
        try:
            self.post(GET_SITE_INFO, [], repeatable=True)
        except TokenRejected as error:
            error.perhaps_cut = False
            raise

    def bundle(
        self, wsfunction: str, params: Iterable[Parameters], *, chunk: int = DEFAULT_CHUNK
    ) -> list[object]:
        """Return the answers of one function to each of `params`, in order.

        See `bundle_calls`.
        """
        return self.bundle_calls([Call(wsfunction, one) for one in params], chunk=chunk)

    def bundle_calls(self, calls: Sequence[Call], *, chunk: int = DEFAULT_CHUNK) -> list[object]:
        """Return an answer or a MoodleError for each of `calls`, in order; raises neither.

        At most `chunk` calls travel in one HTTP request (one at a time when the site cannot take
        more). A call that fails does not stop those after it, unless the site itself is out of
        reach: then they hold NotAttempted. When a request is lost, each of its calls holds the
        same error, with `may_have_been_processed` for all.
        """
        if not calls:
            return []
        try:
            together = self.can_bundle
        except MoodleError as error:
            return [error, *(not_attempted(call, error) for call in calls[1:])]
        most = self.settings.max_input_vars - PROTOCOL_VARIABLES
        size = min(chunk, most // VARIABLES_PER_CALL) if together else 1
        results: list[object] = []
        for part in chunks(calls, max(1, size)):
            results += self._part(part, together=together)
            if _out_of_reach(results[-1]):
                break
        last = results[-1]
        if isinstance(last, MoodleError):
            results += [not_attempted(call, last) for call in calls[len(results) :]]
        return results

    def _part(self, calls: Sequence[Call], *, together: bool) -> list[object]:
        """Return results for a request's worth of calls: as many requests as there are failures."""
        results: list[object] = []
        refused: dict[str, MoodleError] = {}
        while len(results) < len(calls):
            rest = calls[len(results) :]
            if rest[0].wsfunction in refused:
                results.append(refused[rest[0].wsfunction])
                continue
            try:
                results += self._bundled(rest) if together else [self.call(*rest[0])]
            except MoodleError as error:
                if together:
                    return [*results, *(error for _call in rest)]
                results.append(error)
            last = results[-1]
            if isinstance(last, MoodleError) and last.errorcode == "accessexception":
                # The service lacks the function: no use in asking for it again.
                refused[last.wsfunction] = last
        return results

    def _bundled(self, calls: Sequence[Call]) -> list[object]:
        repeatable = all(is_read(call.wsfunction) for call in calls)
        data = encode_bundle(calls)
        answer = self._post_whole(CALL_EXTERNAL_FUNCTIONS, data, repeatable=repeatable)
        return parse_bundle(self.url, calls, answer)

    def _call_wrapped(self, call: Call, variables: int) -> object:
        if not self.can_bundle:
            raise RequestTooLarge(
                _("{function}: {n} полей в одном запросе, а сайт {site} принимает {most}.").format(
                    function=call.wsfunction,
                    n=variables,
                    site=self.url,
                    most=self.settings.max_input_vars - PROTOCOL_VARIABLES,
                ),
                _("Увеличьте max_input_vars в php.ini сервера и в настройках сайта."),
                wsfunction=call.wsfunction,
            )
        return value_of(self._bundled([call])[0])


def _cut_off(site: str, wsfunction: str, variables: int) -> RequestTooLarge:
    return RequestTooLarge(
        _(
            "Сайт {site} отбросил конец запроса {function}: в нём {fields}, и это слишком много."
        ).format(
            site=site,
            function=wsfunction,
            fields=plural(variables + PROTOCOL_VARIABLES, "{n} поле", "{n} поля", "{n} полей"),
        ),
        _("Уменьшите site.max_input_vars в config.yaml; верное число назовёт vsosh-moodle doctor."),
        wsfunction=wsfunction,
    )


def value_of(result: object) -> object:
    """Return a result of a bundle; raises it if it is an error."""
    if isinstance(result, MoodleError):
        raise result
    return result


def values_of(results: Iterable[object]) -> list[object]:
    """Return the results of a bundle; raises the first error among them."""
    return [value_of(result) for result in results]


def _out_of_reach(result: object) -> bool:
    """Tell whether nothing more can come of this site now."""
    return isinstance(result, TransportError | SiteUnavailable | TokenRejected)
