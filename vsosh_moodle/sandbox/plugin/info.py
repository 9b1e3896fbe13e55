"""local_vsosh_get_info: what the site is and allows."""

import time
from dataclasses import asdict

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.install import SITE_TIMEZONE
from vsosh_moodle.sandbox.params import INSTALLED_LANGS
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

PLUGIN_VERSION, PLUGIN_RELEASE = 2026112701, "0.7.2"
CAPABILITIES = (
    "local/vsosh:readstate",
    "local/vsosh:readprogress",
    "local/vsosh:manageusers",
    "local/vsosh:managemembers",
    "local/vsosh:managecontent",
    "local/vsosh:managequestions",
)
_MODULES = (
    "assign", "book", "choice", "data", "feedback", "folder", "forum", "glossary", "h5pactivity",
    "imscp", "label", "lesson", "lti", "page", "quiz", "resource", "scorm", "url", "wiki", "workshop",
)  # fmt: skip
_FEATURES = ("availability", "cohort_sync", "completion", "manual_enrolment")


def modules(call: Call) -> list[str]:
    """Return the enabled modules of the site: those Moodle comes with."""
    since_45 = ("subsection",) if call.release.has("4.5") else ()
    return sorted([*_MODULES, *since_45])


@function("local_vsosh_get_info")
def get_info(call: Call) -> Row:
    """Tell the site's versions, modules, roles and limits: no capability is asked for."""
    return {
        "version": PLUGIN_VERSION,
        "release": PLUGIN_RELEASE,
        "moodle": call.release.release,
        "branch": call.release.docs,
        "time": call.now,
        "timezone": SITE_TIMEZONE,
        "lang": "en",
        "langs": sorted(INSTALLED_LANGS),
        "modules": modules(call),
        "features": [*_FEATURES, *(("subsection",) if call.release.has("4.5") else ())],
        "roles": call.store.rows("SELECT id, shortname, archetype FROM role ORDER BY id"),
        "limits": {
            "max_input_vars": call.state.max_input_vars,
            "post_max_size": call.state.post_max_size,
            "max_execution_time": 0,
            "max_file_size": call.state.max_file_size,
        },
        "passwords": asdict(call.state.passwords),
        "tokens": _loose_tokens(call),
    }


def _loose_tokens(call: Call) -> Row:
    """Return how many good tokens of the caller are bound to no address, and how many to no day."""
    tokens = call.store.rows("SELECT * FROM external_tokens WHERE userid = ?", call.user["id"])
    good = [one for one in tokens if not 0 < one["validuntil"] <= time.time()]
    return {
        "anywhere": sum(not one["iprestriction"].strip() for one in good),
        "forever": sum(not one["validuntil"] for one in good),
    }
