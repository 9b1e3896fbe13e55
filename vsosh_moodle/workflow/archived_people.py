"""People in the archive of past school years: copies of their data that `promote` keeps."""

from collections.abc import Iterator

from vsosh_moodle.rosters import read_rosters
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.project import Project

_LISTS = frozenset({".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt"})


def find_archived(project: Project, ledger: PeopleLedger, entry: LedgerEntry) -> Iterator[str]:
    """Yield the places in the archive where a person of the ledger stands, in the order of files.

    A file that cannot be read as a list of people is passed over.
    """
    if not project.archive.is_dir():
        return
    for path in sorted(project.archive.rglob("*")):
        if path.suffix.lower() not in _LISTS:
            continue
        for person in read_rosters([path], with_leavers=True, root=project.root).people:
            found = ledger.match(person)
            if isinstance(found, LedgerEntry) and found.number == entry.number:
                yield str(person.source)
