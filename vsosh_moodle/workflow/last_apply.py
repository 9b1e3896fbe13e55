"""What the last apply was made from: the site and the moment the rosters were written."""

from dataclasses import dataclass

from vsosh_moodle.store.database import Database
from vsosh_moodle.store.journal import Journal


@dataclass(frozen=True, slots=True)
class LastApply:
    """The site's remembered name and the rosters' age at the last apply; empty when there was none."""

    site: str = ""
    rosters_changed: float = 0


def load_last_apply(database: Database) -> LastApply:
    """Return the facts of the newest run that wrote something."""
    for run in Journal(database).runs():
        if "rosters_changed" not in run.header.scope:
            continue  # passwords issued anew: no rosters were applied
        changed = run.header.scope["rosters_changed"]
        if run.state in ("done", "partial", "interrupted"):
            moment = changed if isinstance(changed, int | float) else 0
            return LastApply(run.header.site_url, moment)
    return LastApply()
