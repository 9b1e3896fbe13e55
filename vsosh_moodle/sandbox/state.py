"""The states of a site that a client has to live with, switchable while it runs."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """The policy of a new Moodle; all 0 is a policy switched off. `most_identical` 0 is any number."""

    min_length: int = 8
    digits: int = 1
    lower: int = 1
    upper: int = 1
    signs: int = 1
    most_identical: int = 0


@dataclass(frozen=True, slots=True)
class SiteState:
    """How the site answers at the moment.

    maintenance: `cli` is the 503 page, `site` lets the administrator through (`sitemaintenance`).
    rest: False is what `enablewebservices=0` looks like: 403, empty.
    dbreadonly: the database takes no writes (`dmlwriteexception`), reads go on.
    latency: seconds added to every call.
    max_input_vars: PHP's limit, counted separately in query and body.
    post_max_size: bytes; a longer body arrives empty.
    max_file_size: bytes of an uploaded file, the least of PHP's limit and the site's.
    passwords: what a password must have.
    token_*, owner_suspended, ip_restricted: what may be wrong with every token of the site.
    smtp_down: enrolments are kept, yet the answer is an error when a welcome cannot be mailed.
    """

    maintenance: Literal["off", "cli", "site"] = "off"
    rest: bool = True
    upgraderunning: bool = False
    dbdown: bool = False
    dbreadonly: bool = False
    latency: float = 0.0
    max_input_vars: int = 1000
    post_max_size: int = 8 * 1024 * 1024
    max_file_size: int = 2 * 1024 * 1024
    token_expired: bool = False
    owner_suspended: bool = False
    ip_restricted: bool = False
    same_email_allowed: bool = False
    passwords: PasswordRules = PasswordRules()
    smtp_down: bool = False
