"""What every sender needs: the site with its ids, and how results are matched with changes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vsosh_moodle.moodle.answers import SiteWarning
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError
from vsosh_moodle.moodle.faults import refused_row
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import Kind, User
from vsosh_moodle.questions.banks import QuestionBankSource


@dataclass(frozen=True, slots=True)
class Kept:
    """What the site has kept of an item as a person edited it, after the plan was made.

    `written` tells whether the other fields of the change were written; `id` is Moodle's.
    """

    id: int
    fields: tuple[str, ...]
    written: bool


class SendAgain:
    """The row is sound, but went with one that was not; nothing of it was written."""


class PartlyDone(Exception):
    """The second call of an operation failed with `error`; what its first call did stands."""

    def __init__(self, error: MoodleError) -> None:
        super().__init__(str(error))
        self.error = error


Result = int | MoodleError | Kept | SendAgain | None


@dataclass(slots=True)
class Site:
    """What senders need: the client, Moodle's ids by key, role ids by name, new passwords.

    `issue_passwords` returns a password for each account to be created, having written them down
    where the methodist finds them: a password unknown to anybody would lock the pupil out.

    `banks` are the sources of question banks by item key, `files` the files of courses by SHA-1;
    `overwrite` holds the keys of items whose hand edits give way, or «all». `uploads` gives the
    draft area of each file sent so far. `background` asks the site to do the work after its answer.
    `marks_new` tells that the plugin heeds the mark of a new account (plugin 2026112700).
    """

    client: MoodleClient
    ids: dict[tuple[Kind, str], int]
    roles: Mapping[str, int]
    issue_passwords: Callable[[Sequence[User]], Sequence[str]]
    force_password_change: bool = True
    banks: Mapping[str, QuestionBankSource] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    overwrite: Collection[str] = ()
    uploads: dict[str, int] = field(default_factory=dict)
    background: bool = False
    marks_new: bool = False

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
