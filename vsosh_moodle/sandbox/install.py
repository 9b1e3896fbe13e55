"""A fresh site: administrator, guest, roles, one category, the front page, the admin's token."""

import secrets
import time
from hashlib import sha256

from vsosh_moodle.sandbox.access import COURSE, COURSECAT, SYSTEM
from vsosh_moodle.sandbox.roles import CAPABILITIES, CONTEXT_LEVELS, MAY_ASSIGN, STANDARD_ROLES
from vsosh_moodle.sandbox.store import Store

GUEST_ID, ADMIN_ID, SITE_COURSE_ID = 1, 2, 1
SITE_NAME = "Песочница"
SITE_TIMEZONE = "Europe/Moscow"


def install_site(store: Store) -> None:
    """Fill an empty store with what a Moodle has on its first day."""
    now = int(time.time())
    with store.transaction():
        store.insert("contexts", {"contextlevel": SYSTEM, "instanceid": 0})
        _install_people(store, now)
        _install_roles(store)
        _install_front_page(store, now)
        service = store.insert(
            "external_services", {"name": "All", "shortname": "all", "every_function": 1}
        )
        token = secrets.token_hex(16)
        store.insert(
            "external_tokens", {"token": token, "userid": ADMIN_ID, "externalserviceid": service}
        )
        store.set_setting("admintoken", token)
        store.set_setting("siteadmins", str(ADMIN_ID))
        store.set_setting("sitename", SITE_NAME)


def hash_password(password: str) -> str:
    """Return a salted digest: cheap, since few log in here, yet the password is not kept."""
    return _hashed(password, secrets.token_hex(8))


def is_password(password: str, digest: str | None) -> bool:
    """Whether a digest of `hash_password` is that of the password; an empty one is of none."""
    salt = (digest or "").partition("$")[0]
    return bool(salt) and secrets.compare_digest(_hashed(password, salt), digest or "")


def _hashed(password: str, salt: str) -> str:
    return f"{salt}${sha256((salt + password).encode()).hexdigest()}"


def _install_people(store: Store, now: int) -> None:
    for username, firstname, lastname in (
        ("guest", "Guest user", " "),
        ("admin", "Admin", "User"),
    ):
        store.insert(
            "user",
            {
                "username": username,
                "firstname": firstname,
                "lastname": lastname,
                "email": f"{username}@sandbox.invalid",
                "timecreated": now,
                "timemodified": now,
            },
        )


def _install_roles(store: Store) -> None:
    ids = {}
    for order, (shortname, name) in enumerate(STANDARD_ROLES.items(), start=1):
        ids[shortname] = store.insert(
            "role",
            {
                "shortname": shortname,
                "name": name,
                "sortorder": order,
                "levels": CONTEXT_LEVELS.get(shortname, ""),
                "archetype": shortname,
            },
        )
    store.write_many(
        "INSERT INTO role_capabilities (roleid, capability) VALUES (?, ?)",
        [(ids[role], name) for name, roles in CAPABILITIES.items() for role in roles],
    )
    store.write_many(
        "INSERT INTO role_allow_assign (roleid, allowassign) VALUES (?, ?)",
        [(ids[role], ids[other]) for role, others in MAY_ASSIGN.items() for other in others],
    )


def _install_front_page(store: Store, now: int) -> None:
    store.insert(
        "course",
        {
            "category": 0,
            "sortorder": 1,
            "fullname": SITE_NAME,
            "shortname": "sandbox",
            "format": "site",
            "newsitems": 3,
            "summary": "",
            "enablecompletion": 0,
            "showactivitydates": 0,
            "showcompletionconditions": None,
            "timecreated": now,
            "timemodified": now,
        },
    )
    store.insert("contexts", {"contextlevel": COURSE, "instanceid": SITE_COURSE_ID})
    category = store.insert(
        "course_categories",
        {
            "name": "Category 1",
            "sortorder": 10000,
            "path": "/1",
            "descriptionformat": 1,
            "timemodified": now,
        },
    )
    store.insert("contexts", {"contextlevel": COURSECAT, "instanceid": category})
