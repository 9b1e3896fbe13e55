"""Write down what a run does: before each call in the journal, after it in both memories."""

from collections.abc import Iterable, Mapping, Sequence

from vsosh_moodle.apply.memory import row_of_record
from vsosh_moodle.apply.send_site import Result
from vsosh_moodle.plan.change import Action, Change, remembered_record
from vsosh_moodle.plan.records import CONTENT_KINDS, Kind, Record, record_to_json
from vsosh_moodle.plan.settled import Settled
from vsosh_moodle.plan.state import State
from vsosh_moodle.problems import Place
from vsosh_moodle.store.applied import AppliedState
from vsosh_moodle.store.database import Database
from vsosh_moodle.store.journal import Journal, RunId, Step

UNSEEN = "unseen"
"""The code of a change that the site took without a word and does not show."""


class Recorder:
    """The memory of one run: its journal, and the last applied state it brings up to date.

    What is inside courses is journalled only: the plugin itself remembers what it wrote last.
    """

    def __init__(
        self,
        database: Database,
        run: RunId,
        base: State,
        places: Mapping[str, Place] | None = None,
    ) -> None:
        self._database = database
        self._journal = Journal(database)
        self._applied = AppliedState(database)
        self._base = base
        self._places = places or {}
        self.run = run

    def sent(self, changes: Sequence[Change]) -> list[int]:
        """Record changes about to be sent, on the disk before this returns; return their numbers."""
        return list(self._journal.record_sent(self.run, [self._step(one) for one in changes]))

    def skipped(self, changes: Sequence[Change], code: str) -> None:
        """Record changes that were not sent, with the code of the reason."""
        self._journal.record_skipped(self.run, [self._step(one) for one in changes], code)

    def failed(self, number: int, code: str) -> None:
        """Record that the site refused a change."""
        self._journal.record_failed(self.run, [number], code or "unknown")

    def done(
        self, numbers: Sequence[int], changes: Sequence[Change], results: Sequence[Result]
    ) -> None:
        """Record changes as done, and remember what is on the site now, in one transaction."""
        ids = [one if isinstance(one, int) else None for one in results]
        with self._database.transaction():
            self._journal.record_done(self.run, numbers, ids)
            self._applied.record(
                (
                    row_of_record(self._remembered(change), moodle_id)
                    for change, moodle_id in zip(changes, ids, strict=True)
                    if change.after is not None and change.kind not in CONTENT_KINDS
                ),
                ((change.kind.value, key) for change in changes for key in _forgotten(change)),
                self.run,
            )

    def remember(self, changes: Sequence[Change]) -> None:
        """Note as done what reading back found on the site after all."""
        with self._database.transaction():
            self._journal.correct(self.run, _places(changes), "done")
            self._applied.record(
                (row_of_record(self._remembered(one), None) for one in changes if one.after),
                ((change.kind.value, key) for change in changes for key in _forgotten(change)),
                self.run,
            )

    def forget(self, changes: Sequence[Change]) -> None:
        """Take back that changes were done: reading back did not find them so."""
        with self._database.transaction():
            self._journal.correct(self.run, _places(changes), "failed", UNSEEN)
            before = [one.before for one in changes if one.before is not None]
            self._applied.record(
                (row_of_record(one, None) for one in before),
                _places(one for one in changes if one.before is None or one.before.key != one.key),
                self.run,
            )

    def remember_agreed(
        self,
        desired: State,
        live: State,
        ids: Mapping[tuple[Kind, str], int],
        settled: Settled | None = None,
    ) -> int:
        """Remember what the site already has as the files ask; return how many records it is.

        `settled` is what it has of leavers so.

        So a run that was killed is taken up where it stopped, and an edit by hand that the files
        caught up with is an edit no more.
        """
        agreed: list[Record] = [
            want
            for want in desired
            if want.kind not in CONTENT_KINDS
            and live.get(want.kind, want.key) == want != self._base.get(want.kind, want.key)
        ]
        settled = settled or Settled()
        agreed += settled.closed
        gone = [(kind.value, key) for kind, key in settled.gone]
        self._applied.record(
            (row_of_record(one, ids.get((one.kind, one.key))) for one in agreed), gone, self.run
        )
        return len(agreed) + len(gone)

    def _remembered(self, change: Change) -> Record:
        return remembered_record(change, self._base.get(change.kind, change.key))

    def _step(self, change: Change) -> Step:
        return Step(
            action=change.action.value,
            kind=change.kind.value,
            key=change.key,
            before=None if change.before is None else record_to_json(change.before),
            after=None if change.after is None else record_to_json(change.after),
            place=self._places.get(change.key, Place()),
        )


def _places(changes: Iterable[Change]) -> list[tuple[str, str]]:
    return [(one.kind.value, one.key) for one in changes]


def _forgotten(change: Change) -> Sequence[str]:
    """Return the keys of what is on the site no more after a change."""
    if change.before is None:
        return ()
    gone = change.action is Action.REMOVE or change.before.key != change.key
    return (change.before.key,) if gone else ()
