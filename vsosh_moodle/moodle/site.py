"""What a site says about itself.

Calls: core_webservice_get_site_info (4.1-4.5, contract-4.5.6.json).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vsosh_moodle.moodle.answers import int_of, parse_object, parse_rows, required_int, text_of
from vsosh_moodle.moodle.functions import CALL_EXTERNAL_FUNCTIONS, GET_SITE_INFO
from vsosh_moodle.moodle.ids import UserId


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """A site seen through one token; the names of the token's owner are not kept.

    `release` is Moodle's text («4.5.6 (Build: 20250811)»), `version` its number (2024100706).
    `functions` are those the token's service has. `max_upload` is in bytes, -1 for no limit.
    `features` are the site's switches (`enablecompletion` …) by name.
    """

    siteurl: str
    sitename: str
    release: str
    version: int
    lang: str
    userid: UserId
    is_admin: bool
    max_upload: int
    functions: frozenset[str]
    features: Mapping[str, int] = field(default_factory=dict)

    def has(self, wsfunction: str) -> bool:
        """Tell whether the token's service has a function."""
        return wsfunction in self.functions

    @property
    def can_bundle(self) -> bool:
        """Tell whether many calls may travel in one request."""
        return CALL_EXTERNAL_FUNCTIONS in self.functions


def parse_site_info(answer: object) -> SiteInfo:
    """Return the site info of an answer of core_webservice_get_site_info; raises BadAnswer."""
    return parse_object(GET_SITE_INFO, answer, _site_info)


def _site_info(row: Mapping[str, object]) -> SiteInfo:
    functions = parse_rows(GET_SITE_INFO, row["functions"], lambda one: text_of(one, "name"))
    features = parse_rows(
        GET_SITE_INFO,
        row.get("advancedfeatures", []),
        lambda one: (text_of(one, "name"), int_of(one, "value")),
    )
    return SiteInfo(
        siteurl=text_of(row, "siteurl").rstrip("/"),
        sitename=text_of(row, "sitename"),
        release=text_of(row, "release"),
        # Moodle's version may carry hundredths: 2022112801.05.
        version=int(float(text_of(row, "version") or "0")),
        lang=text_of(row, "lang"),
        userid=UserId(required_int(row, "userid")),
        is_admin=bool(row.get("userissiteadmin")),
        max_upload=int_of(row, "usermaxuploadfilesize", -1),
        functions=frozenset(functions),
        features=dict(features),
    )
