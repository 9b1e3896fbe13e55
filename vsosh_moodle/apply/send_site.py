"""What every sender needs: the site with its ids, and how results are matched with changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vsosh_moodle.moodle.answers import SiteWarning
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.faults import refused_row
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import Kind, User

Result = int | MoodleError | None


@dataclass(slots=True)
class Site:
    """What senders need: the client, Moodle's ids by key, role ids by name, new passwords.

    `issue_passwords` returns a password for each account to be created, having written them down
    where the methodist finds them: a password unknown to anybody would lock the pupil out.
    """

    client: MoodleClient
    ids: dict[tuple[Kind, str], int]
    roles: Mapping[str, int]
    issue_passwords: Callable[[Sequence[User]], Sequence[str]]
    force_password_change: bool = True

    def id(self, kind: Kind, key: str) -> int:
        """Return Moodle's id of a record; raises KeyError when the site has none yet."""
        return self.ids[kind, key]

    def parent_id(self, key: str) -> int:
        """Return the id of a category's or course's parent category; 0 is the top."""
        if key.startswith("#"):
            return int(key[1:])
        return self.id(Kind.CATEGORY, key) if key else 0


def nothing(changes: Sequence[Change]) -> list[Result]:
    """Return the results of a call that gives no ids."""
    return [None for _change in changes]


def written_fields(change: Change) -> frozenset[str]:
    """Return the names of the fields a change writes."""
    return frozenset(change.changed_fields())


def id_of(site: Site, change: Change) -> int:
    """Return Moodle's id of what is changed; raises KeyError when it has none yet."""
    return change.moodle_id or site.id(change.kind, change.key)


def by_item(
    site: Site, wsfunction: str, changes: Sequence[Change], warnings: Sequence[SiteWarning]
) -> list[Result]:
    """Give each change the warning that names its id, as an error."""
    refused = {
        one.itemid: refused_row(site.client.url, wsfunction, one.warningcode, one.message)
        for one in warnings
    }
    found: list[Result] = []
    for change in changes:
        number = id_of(site, change)
        found.append(refused.get(number, number))
    return found
