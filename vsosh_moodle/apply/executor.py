"""Run the batches of a plan: parallel inside a stage, journalled, bisected where refused.

A change is written down before it is sent. A refused batch is halved until the refused rows stand
alone; the others go through. Where every row is refused for want of a right, the rest is not sent.
An answer that was lost is never followed by a blind second try: the site is read, and only what it
lacks is sent again. A request to stop lets the calls under way end.
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import compress

from vsosh_moodle.apply.batches import Batch
from vsosh_moodle.apply.moved import STALE_SECONDS, can_be_forestalled, find_moved, without_kept
from vsosh_moodle.apply.operations import Stage
from vsosh_moodle.apply.outcome import (
    Failure,
    KeptChange,
    Outcome,
    is_final,
    is_lost,
    is_there,
    perhaps_made,
)
from vsosh_moodle.apply.recorder import Recorder
from vsosh_moodle.apply.send_site import Kept, PartlyDone, Result, SendAgain, Site
from vsosh_moodle.apply.senders import send
from vsosh_moodle.apply.sent import MOST_LOSSES, Sent, Work, is_foreign, sent_again, work_of
from vsosh_moodle.moodle.errors import (
    AccessDenied,
    DatabaseFailed,
    MoodleError,
    NotAttempted,
    PasswordRefused,
    RequestTooLarge,
)
from vsosh_moodle.observe.observed import Observed
from vsosh_moodle.plan.change import Change, makes_account
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import SEPARATOR, Enrolment, GroupMember, Kind

POLL_SECONDS = 0.5
MOST_DENIALS = 3
"""Rows refused for want of a right, none having passed, after which an operation is given up."""

LOST_PAUSES = (0.0, 2.0, 8.0, 20.0)
"""Seconds before each look for a lost answer: Moodle may still be writing (behaviour.md, M5)."""


class Executor:
    """Runs stages one after another; `observe_again` reads the site after a lost answer."""

    def __init__(
        self,
        site: Site,
        recorder: Recorder,
        observe_again: Callable[[], Observed],
        on_done: Callable[[int], None] = lambda _rows: None,
        should_stop: Callable[[], bool] = lambda: False,
        pause: Callable[[float], None] = time.sleep,
        *,
        stale_seconds: float = STALE_SECONDS,
    ) -> None:
        self._site = site
        self._recorder = recorder
        self._observe_again = observe_again
        self._on_done = on_done
        self._should_stop = should_stop
        self._pause = pause
        self._stale_seconds = stale_seconds
        self._seen_at = time.monotonic()
        self._lost: list[tuple[Change, int]] = []
        self._doubted: list[tuple[Change, int]] = []
        self._losses: Counter[tuple[Kind, str]] = Counter()
        self._open: set[int] = set()
        self._served: set[Work] = set()
        self._denials: Counter[Work] = Counter()
        self._denied: dict[Work, MoodleError] = {}
        self._outsiders: set[tuple[str, str]] = set()
        self._passwords_refused: PasswordRefused | None = None
        self.outcome = Outcome()

    def run(
        self,
        stages: Sequence[Sequence[Batch]],
        on_stage: Callable[[Stage, int], None] = lambda _stage, _rows: None,
    ) -> Outcome:
        """Run all stages and return how it went; raises nothing that the site does."""
        workers = max(1, self._site.client.settings.workers)
        threads = ThreadPoolExecutor(workers, thread_name_prefix="apply")
        try:
            self._run_stages(threads, workers, stages, on_stage)
        except BaseException:
            # Nobody waits for the calls under way any more: the next run reads the site.
            threads.shutdown(wait=False, cancel_futures=True)
            raise
        threads.shutdown()
        return self.outcome

    def _run_stages(
        self,
        threads: ThreadPoolExecutor,
        workers: int,
        stages: Sequence[Sequence[Batch]],
        on_stage: Callable[[Stage, int], None],
    ) -> None:
        for position, stage in enumerate(stages):
            on_stage(stage[0].stage, sum(len(batch.changes) for batch in stage))
            self._run_stage(threads, workers, self._without_moved(stage))
            if self._halted:
                self._leave(batch for later in stages[position + 1 :] for batch in later)
                return

    def _without_moved(self, stage: Sequence[Batch]) -> Sequence[Batch]:
        """Leave out what somebody changed since the site was read, if that is long ago."""
        changes = [change for batch in stage for change in batch.changes]
        fresh = time.monotonic() - self._seen_at < self._stale_seconds
        if fresh or not any(map(can_be_forestalled, changes)):
            return stage
        try:
            observed = self._observe_again()
        except MoodleError as error:
            self.outcome.stopped_by = error
            return stage
        self._seen_at = time.monotonic()
        moved = find_moved(changes, observed.state)
        self.outcome.kept.extend(moved)
        self._recorder.skipped([one.change for one in moved], "kept")
        self._on_done(len(moved))
        return without_kept(stage, moved)

    def _run_stage(self, threads: ThreadPoolExecutor, workers: int, stage: Iterable[Batch]) -> None:
        queue = deque(Sent(batch, ()) for batch in stage)
        active: dict[Future[list[Result]], Sent] = {}
        while queue or active:
            self.outcome.interrupted = self.outcome.interrupted or self._should_stop()
            self._give_up_denied(queue)
            self._give_up_accounts(queue)
            self._start(threads, workers, queue, active)
            if self._halted:
                self._leave(sent.batch for sent in queue)
                queue.clear()
            if active:
                ended, _pending = wait(active, POLL_SECONDS, return_when=FIRST_COMPLETED)
                for future in ended:
                    queue.extendleft(self._end(future, active.pop(future)))
            if not active and not queue and self._lost and not self._halted:
                queue.extend(self._find_lost())
        if self._doubted and not self._halted:
            self._find_made()

    def _start(
        self,
        threads: ThreadPoolExecutor,
        workers: int,
        queue: deque[Sent],
        active: dict[Future[list[Result]], Sent],
    ) -> None:
        while queue and len(active) < workers and not self._halted:
            sent = self._next(queue, active)
            if sent is None:
                return
            operation, changes = sent.batch.operation, sent.batch.changes
            site = replace(self._site, background=sent.batch.background)
            active[threads.submit(send, site, operation, changes)] = sent

    @property
    def _halted(self) -> bool:
        return self.outcome.interrupted or self.outcome.stopped_by is not None

    def _next(self, queue: deque[Sent], active: dict[Future[list[Result]], Sent]) -> Sent | None:
        """Take the first batch whose lane is free, and write its changes down as sent."""
        busy = {sent.batch.lane for sent in active.values() if sent.batch.lane}
        for position, candidate in enumerate(queue):
            if candidate.batch.lane in busy:
                continue
            del queue[position]
            if candidate.numbers:
                return candidate
            ready = self._with_parents(candidate.batch)
            if not ready.changes:
                return self._next(queue, active)
            return Sent(ready, tuple(self._recorder.sent(ready.changes)))
        return None

    def _with_parents(self, batch: Batch) -> Batch:
        """Leave out the changes whose parents could not be made."""
        ready: list[Change] = []
        orphans: list[Change] = []
        for change in batch.changes:
            parents = parents_of(change.after) if change.after is not None else ()
            known = all(is_foreign(key) or (kind, key) in self._site.ids for kind, key in parents)
            (ready if known and not self._is_outsider(change) else orphans).append(change)
        if orphans:
            self._recorder.skipped(orphans, "parent-missing")
            self.outcome.skipped.extend(orphans)
            self._on_done(len(orphans))
        return replace(batch, changes=tuple(ready))

    def _is_outsider(self, change: Change) -> bool:
        """Whether a group member could not be enrolled in the group's course."""
        member = change.after
        if not isinstance(member, GroupMember):
            return False
        return (member.group.rpartition(SEPARATOR)[0], member.user) in self._outsiders

    def _end(self, future: Future[list[Result]], sent: Sent) -> list[Sent]:
        """Take in what a call answered; return the batches it leaves to be sent."""
        try:
            answers = future.result()
        except PartlyDone as partly:
            self._open.update(sent.numbers)
            return self._refused(sent, partly.error)
        except MoodleError as error:
            return self._refused(sent, error)
        good: list[tuple[int, Change, Result]] = []
        again: list[tuple[int, Change]] = []
        rows = zip(sent.numbers, sent.batch.changes, answers, strict=True)
        for number, change, answer in rows:
            if isinstance(answer, NotAttempted):
                self._row_left(number, change, answer)
            elif isinstance(answer, MoodleError):
                self._row_failed(number, change, answer)
            elif isinstance(answer, Kept):
                good += self._row_kept(number, change, answer)
            elif isinstance(answer, SendAgain):
                again.append((number, change))
            else:
                good.append((number, change, answer))
        if good:
            self._served.add(work_of(sent.batch))
        self._rows_done(good)
        return self._again(sent, again)

    def _again(self, sent: Sent, rows: Sequence[tuple[int, Change]]) -> list[Sent]:
        """Return the batch of the rows that went with a refused one; never the same batch again."""
        if not rows:
            return []
        if len(rows) == len(sent.batch.changes):
            raise AssertionError  # a sender names the row that was refused
        numbers, changes = zip(*rows, strict=True)
        return [Sent(replace(sent.batch, changes=changes), numbers)]

    def _rows_done(self, rows: Sequence[tuple[int, Change, Result]]) -> None:
        if not rows:
            return
        self._note_done(rows)
        self._on_done(len(rows))

    def _note_done(self, rows: Sequence[tuple[int, Change, Result]]) -> None:
        numbers, changes, results = zip(*rows, strict=True)
        self._recorder.done(numbers, changes, results)
        for change, result in zip(changes, results, strict=True):
            if isinstance(result, int):
                self._site.ids[change.kind, change.key] = result
        self.outcome.done.extend(changes)

    def _row_kept(
        self, number: int, change: Change, answer: Kept
    ) -> list[tuple[int, Change, Result]]:
        """Note what a person forestalled; return the row when the rest of it was written."""
        self.outcome.kept.append(KeptChange(change, answer.fields))
        if answer.written:
            return [(number, change, answer.id or None)]
        self._note_refused(number, "kept")
        self._on_done(1)
        return []

    def _row_left(self, number: int, change: Change, error: MoodleError) -> None:
        """Leave out a row of something that stayed as it was for another row's sake."""
        self._note_refused(number, error.errorcode)
        self.outcome.skipped.append(change)
        self._on_done(1)

    def _row_failed(self, number: int, change: Change, error: MoodleError) -> None:
        self._losses[change.kind, change.key] += 1
        if is_lost(error):
            # Whatever a later sending is answered: the one that was lost may have been done, or half.
            self._open.add(number)
        if is_lost(error) and self._losses[change.kind, change.key] < MOST_LOSSES:
            self._lost.append((change, number))
            return
        self._note_refused(number, error.errorcode or type(error).__name__)
        if number in self._open or perhaps_made(change, error):
            self._doubted.append((change, number))
        self._note_failure(change, error)
        self._on_done(1)

    def _note_refused(self, number: int, code: str) -> None:
        """Write down a refusal; what may stand stays sent: undo looks at the site then."""
        if number not in self._open:
            self._recorder.failed(number, code)

    def _note_failure(self, change: Change, error: MoodleError) -> None:
        self.outcome.failed.append(Failure(change, error))
        if isinstance(error, PasswordRefused) and self._passwords_refused is None:
            self._passwords_refused = error
        if isinstance(change.after, Enrolment) and isinstance(error, AccessDenied):
            self._outsiders.add((change.after.course, change.after.user))

    def _note_denial(self, batch: Batch, error: MoodleError) -> None:
        work = work_of(batch)
        if isinstance(error, AccessDenied) and work not in self._served:
            self._denials[work] += 1
            if self._denials[work] >= MOST_DENIALS:
                self._denied[work] = error

    def _give_up_denied(self, queue: deque[Sent]) -> None:
        """Fail the waiting rows of operations that the site allows to nobody of ours."""
        if not self._denied:
            return
        waiting = list(queue)
        queue.clear()
        for sent in waiting:
            error = self._denied.get(work_of(sent.batch))
            if error is None:
                queue.append(sent)
                continue
            code = error.errorcode or type(error).__name__
            if not sent.numbers:
                self._recorder.skipped(sent.batch.changes, code)
            for number in sent.numbers:
                self._note_refused(number, code)
            for change in sent.batch.changes:
                self._note_failure(change, error)
            self._on_done(len(sent.batch.changes))

    def _give_up_accounts(self, queue: deque[Sent]) -> None:
        """Fail the waiting new accounts once a password was refused: all are drawn by one rule."""
        error = self._passwords_refused
        if error is None:
            return
        code = error.errorcode or type(error).__name__
        for _number in range(len(queue)):
            sent = queue.popleft()
            new = [makes_account(change) for change in sent.batch.changes]
            doomed = tuple(compress(sent.batch.changes, new))
            rest = [not one for one in new]
            if sent.numbers:
                for number in compress(sent.numbers, new):
                    self._note_refused(number, code)
            elif doomed:
                self._recorder.skipped(doomed, code)
            for change in doomed:
                self._note_failure(change, error)
            self._on_done(len(doomed))
            if any(rest):
                left = tuple(compress(sent.batch.changes, rest))
                numbers = tuple(compress(sent.numbers, rest))
                queue.append(
                    replace(sent, batch=replace(sent.batch, changes=left), numbers=numbers)
                )

    def _refused(self, sent: Sent, error: MoodleError) -> list[Sent]:
        if is_lost(error):
            for change, number in zip(sent.batch.changes, sent.numbers, strict=True):
                self._row_failed(number, change, error)
            return []
        if is_final(error):
            self.outcome.stopped_by = error
            for number in sent.numbers:
                self._note_refused(number, error.errorcode or type(error).__name__)
            self.outcome.skipped.extend(sent.batch.changes)
            return []
        if isinstance(error, DatabaseFailed) and not sent.again:
            # A deadlock: the same rows go through once the other call has ended.
            return [replace(sent, again=True)]
        self.outcome.cut = self.outcome.cut or isinstance(error, RequestTooLarge)
        # A password refused is every password refused: no row is looked for.
        halves = None if isinstance(error, PasswordRefused) else sent.batch.halves()
        if halves:
            first, second = halves
            middle = len(first.changes)
            return [Sent(second, sent.numbers[middle:]), Sent(first, sent.numbers[:middle])]
        for number, change in zip(sent.numbers, sent.batch.changes, strict=True):
            self._row_failed(number, change, error)
        self._note_denial(sent.batch, error)
        return []

    def _find_lost(self) -> list[Sent]:
        """Read the site for changes whose answer was lost; return what has to be sent again."""
        lost, self._lost = self._lost, []
        left = lost
        for seconds in LOST_PAUSES:
            self._pause(seconds)
            try:
                observed = self._observe_again()
            except MoodleError as error:
                self.outcome.stopped_by = error
                self.outcome.unknown.extend(change for change, _number in left)
                self.outcome.skipped.extend(change for change, _number in left)
                return []
            found = [one for one in left if is_there(observed, one[0])]
            left = [one for one in left if not is_there(observed, one[0])]
            self._site.ids.update(observed.ids)
            self._rows_done(
                [
                    (number, change, observed.ids.get((change.kind, change.key)))
                    for change, number in found
                ]
            )
            if not left:
                return []
        return sent_again(left, self._losses, self._site.client)

    def _find_made(self) -> None:
        """Read the site for what it refused to make: another run may have been faster with it."""
        doubted, self._doubted = self._doubted, []
        try:
            observed = self._observe_again()
        except MoodleError as error:
            self.outcome.stopped_by = error
            return
        rows: list[tuple[int, Change, Result]] = [
            (number, change, observed.ids.get((change.kind, change.key)))
            for change, number in doubted
            if is_there(observed, change)
        ]
        if not rows:
            return
        there = {(change.kind, change.key) for _number, change, _id in rows}
        self.outcome.failed = [
            one for one in self.outcome.failed if (one.change.kind, one.change.key) not in there
        ]
        self._note_done(rows)
        # What was lost before was perhaps made by our own first call: its password is on our slip.
        self.outcome.found.extend(
            change for _number, change, _id in rows if self._losses[change.kind, change.key] == 1
        )

    def _leave(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            self.outcome.skipped.extend(batch.changes)
