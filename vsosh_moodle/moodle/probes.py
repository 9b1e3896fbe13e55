"""Questions to a site that it has no function for, asked so that nothing is changed.

Each was tried on 4.1.1 and 4.5.6 with a token that has the right and with one that lacks it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from vsosh_moodle.moodle.answers import parse_object, parse_rows, text_of
from vsosh_moodle.moodle.batches import PROTOCOL_VARIABLES
from vsosh_moodle.moodle.client import MoodleClient, value_of
from vsosh_moodle.moodle.errors import (
    AccessDenied,
    InvalidParameter,
    MoodleError,
    NotFound,
    TokenRejected,
    TransportError,
)
from vsosh_moodle.moodle.functions import GET_SITE_INFO
from vsosh_moodle.moodle.ids import RoleId
from vsosh_moodle.moodle.users import SHOWN_BY, hidden_fields

# The front page is a course with this id on every site, and user 1 is the guest.
_FRONT_PAGE = 1
_GUEST = 1
GET_CONFIG = "tool_mobile_get_config"


@dataclass(frozen=True, slots=True)
class Right:
    """A capability and whether the token's owner has it; None when it could not be found out."""

    capability: str
    granted: bool | None
    reason: str = ""


def accepts_variables(client: MoodleClient, total: int) -> bool:
    """Tell whether a POST of `total` form fields reaches Moodle whole.

    Unknown parameters make any function answer `invalidparameter`; a cut POST loses its last
    field, the token, and answers `invalidtoken`. The token must be known to be good.
    """
    filler = [(f"probe[{number}]", "1") for number in range(total - PROTOCOL_VARIABLES)]
    try:
        client.post(GET_SITE_INFO, filler)
    except InvalidParameter:
        return True
    except TokenRejected:
        return False
    return True


def measure_max_input_vars(client: MoodleClient, below: int) -> int:
    """Return the site's `max_input_vars`, known to be less than `below`, in about log2(below) calls.

    PHP lets one field more through than the setting says (urlencoded bodies, behaviour.md M4).
    """
    low, high = PROTOCOL_VARIABLES, below
    while high - low > 1:
        middle = (low + high) // 2
        if accepts_variables(client, middle):
            low = middle
        else:
            high = middle
    return low - 1


def probe_rights(client: MoodleClient) -> list[Right]:
    """Return the capabilities that can be found out without writing, in the order of their use.

    Raises TransportError when the site stops answering.
    """
    rights = _rights_to_see_users(client)
    for capability, ask in _QUESTIONS.items():
        try:
            granted = ask(client)
        except TransportError:
            raise
        except AccessDenied as error:
            # accessexception: the function is missing from the service, which is told elsewhere.
            granted = None if error.errorcode == "accessexception" else False
            rights.append(Right(capability, granted, error.message))
        except MoodleError as error:
            rights.append(Right(capability, None, error.message))
        else:
            rights.append(Right(capability, granted))
    return rights


def probe_role(client: MoodleClient, roleid: RoleId) -> Right:
    """Tell whether the token's owner may enrol with this role.

    Enrols itself in the front page, which never has manual enrolment: Moodle checks the rights and
    the role before it finds that out (`wsnoinstance`).
    """
    row = {"roleid": roleid, "userid": client.site.userid, "courseid": _FRONT_PAGE}
    try:
        client.call("enrol_manual_enrol_users", {"enrolments": [row]})
    except NotFound as error:
        known = error.errorcode == "wsnoinstance"
        return Right("moodle/role:assign", granted=True if known else None, reason=error.message)
    except AccessDenied as error:
        capability = "moodle/role:assign" if _is_role(error) else "enrol/manual:enrol"
        granted = None if error.errorcode == "accessexception" else False
        return Right(capability, granted, error.message)
    except TransportError:
        raise
    except MoodleError as error:
        return Right("moodle/role:assign", None, error.message)
    return Right("moodle/role:assign", granted=True)


def fetch_timezone(client: MoodleClient) -> str:
    """Return the site's time zone («Europe/Moscow»); "" when it is the server's or not told.

    Calls: tool_mobile_get_config (4.1-4.5, contract-4.5.6.json)
    """
    answer = client.call(GET_CONFIG, {"section": "locationsettings"})
    settings = parse_object(
        GET_CONFIG,
        answer,
        lambda row: dict(
            parse_rows(
                GET_CONFIG,
                row.get("settings", []),
                lambda one: (text_of(one, "name"), text_of(one, "value")),
            )
        ),
    )
    forced, zone = settings.get("forcetimezone", "99"), settings.get("timezone", "99")
    return next((one for one in (forced, zone) if one not in ("99", "")), "")


def _rights_to_see_users(client: MoodleClient) -> list[Right]:
    wsfunction = "core_user_get_users_by_field"
    capabilities = list(dict.fromkeys(SHOWN_BY.values()))
    try:
        answer = client.call(wsfunction, {"field": "id", "values": [_GUEST]})
    except TransportError:
        raise
    except MoodleError as error:
        return [Right(one, None, error.message) for one in capabilities]
    if not answer:
        return [Right("moodle/user:viewdetails", granted=False)]
    hidden = {SHOWN_BY[field] for field in hidden_fields(answer)}
    return [Right(one, one not in hidden) for one in capabilities]


def _may_create_users(client: MoodleClient) -> bool | None:
    return _with_no_rows(client, "core_user_create_users", "users")


def _may_update_users(client: MoodleClient) -> bool | None:
    return _with_no_rows(client, "core_user_update_users", "users")


def _with_no_rows(client: MoodleClient, wsfunction: str, name: str) -> bool | None:
    """An empty list passes the check of the capability and does nothing; only JSON can say it."""
    if not client.can_bundle:
        return None
    value_of(client.bundle(wsfunction, [{name: []}])[0])
    return True


def _may_manage_categories(client: MoodleClient) -> bool | None:
    # When a category was changed is shown to those who may manage it.
    rows = client.call("core_course_get_categories")
    if not isinstance(rows, list) or not rows:
        return None
    return all(isinstance(row, dict) and "timemodified" in row for row in rows)


def _may_update_courses(client: MoodleClient) -> bool | None:
    # The group mode is shown to those who may update the course.
    rows = client.call("core_course_get_courses", {"options": {"ids": [_FRONT_PAGE]}})
    if not isinstance(rows, list) or not rows:
        return None
    return all(isinstance(row, dict) and row.get("groupmode") is not None for row in rows)


def _may_create_courses(client: MoodleClient) -> bool | None:
    # A course without a name is refused after the check of the capability, in a transaction.
    rows = client.call("core_course_get_categories")
    first = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(first, dict):
        return None
    row = {"fullname": "", "shortname": "", "categoryid": first.get("id"), "lang": "none"}
    try:
        client.call("core_course_create_courses", {"courses": [row]})
    except AccessDenied:
        raise
    except MoodleError as error:
        return True if error.errorcode == "errorinvalidparam" else None
    return None


def _may_see_cohorts(client: MoodleClient) -> bool | None:
    # Refused only where there is a cohort to see.
    return True if client.call("core_cohort_get_cohorts") else None


def _may_manage_groups(client: MoodleClient) -> bool | None:
    client.call("core_group_get_course_groups", {"courseid": _FRONT_PAGE})
    return True


def _is_role(error: MoodleError) -> bool:
    return error.errorcode == "wsusercannotassign"


_QUESTIONS: dict[str, Callable[[MoodleClient], bool | None]] = {
    "moodle/user:create": _may_create_users,
    "moodle/user:update": _may_update_users,
    "moodle/category:manage": _may_manage_categories,
    "moodle/course:create": _may_create_courses,
    "moodle/course:update": _may_update_courses,
    "moodle/cohort:view": _may_see_cohorts,
    "moodle/course:managegroups": _may_manage_groups,
}
