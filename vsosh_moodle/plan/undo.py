"""The inverse of a run: changes that bring back what stood before it, as far as Moodle allows. Pure.

Only what still stands as the run left it is turned back, field by field. What somebody or a later
run changed since is kept and listed. People, courses and what is in them are never deleted: an
account made by the run is suspended, a course or an activity hidden, the rest stays and is listed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vsosh_moodle.language import _
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.diff import HIDDEN, action_of
from vsosh_moodle.plan.field_titles import field_title
from vsosh_moodle.plan.parents import parents_of
from vsosh_moodle.plan.records import (
    CONTENT_KINDS,
    CalendarEvent,
    CohortMember,
    CohortSync,
    ContentItem,
    ContentSection,
    Course,
    CourseActivity,
    Enrolment,
    GroupingGroup,
    GroupMember,
    Kind,
    PupilException,
    QuestionBank,
    Record,
    User,
    field_values,
    with_fields,
)
from vsosh_moodle.plan.settings import settings_to_json
from vsosh_moodle.plan.state import State

Place = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class UndoFacts:
    """What is known beside the run's changes and the site.

    `run` is the run's number. `later` tells which later run touched a record last, `built_on` which
    put something active under a record. With `unenrol` enrolments made by the run end for good,
    grades and all; else they are suspended.
    """

    run: int
    later: Mapping[Place, int] = field(default_factory=dict)
    built_on: Mapping[Place, int] = field(default_factory=dict)
    unenrol: bool = False


def undo_changes(done: Iterable[Change], live: State, facts: UndoFacts) -> list[Change]:
    """Return the changes that undo `done`, in the order of kinds, and as KEEP what cannot be undone.

    The law: applied to what `done` left, they give the state before, but for objects that `done`
    made and nobody deletes; and undone themselves, they give the state `done` left.
    """
    done = [change for change in done if change.writes]
    hidden = {
        change.key
        for change in done
        if change.kind is Kind.COURSE and change.action is Action.CREATE
    }
    undo = _Undo(live, facts, frozenset(hidden))
    found = [one for change in done for one in undo.inverse(change)]
    order = {kind: place for place, kind in enumerate(Kind)}
    return sorted(_placed(found, live), key=lambda one: order[one.kind])


@dataclass(frozen=True, slots=True)
class _Undo:
    live: State
    facts: UndoFacts
    new_courses: frozenset[str]

    def inverse(self, change: Change) -> Iterator[Change]:
        match change.action:
            case Action.CREATE if change.after is not None:
                yield from self._made(change.after)
            case Action.REMOVE if change.before is not None:
                yield from self._removed(change.before)
            case Action.MOVE if isinstance(change.after, CohortMember):
                yield from self._moved(change.before, change.after)
            case _ if change.before is not None and change.after is not None:
                yield from self._changed(change, change.before, change.after)

    def _made(self, after: Record) -> Iterator[Change]:
        have = self.live.get(after.kind, after.key)
        if have is None:
            return
        match after:
            case CohortMember() | GroupMember() | GroupingGroup():
                yield _remove(have, self._reason(_("добавлено этим запуском")))
            case CalendarEvent() | PupilException():
                yield from self._unmade_item(after, have)
            case Enrolment() | CohortSync() if self.facts.unenrol:
                yield from self._unenrolled(after, have)
            case Enrolment() | CohortSync() | User():
                yield from self._suspended(after, have)
            case Course():
                yield from self._hidden(after, have, {"visible": False})
            case ContentSection() | CourseActivity() if after.course not in self.new_courses:
                yield from self._hidden(after, have, HIDDEN)
            case _:
                yield Change(Action.KEEP, have.kind, have.key, have, have, _stays())

    def _unmade_item(self, after: ContentItem, have: Record) -> Iterator[Change]:
        edited = _differing(have, field_values(after))
        if edited:
            yield self._conflict(have, None, edited)
        else:
            yield _remove(have, self._reason(_("создано этим запуском")))

    def _unenrolled(self, after: Record, have: Record) -> Iterator[Change]:
        edited = _differing(have, {"role": field_values(after)["role"]})
        if edited:
            yield self._conflict(have, None, edited)
            return
        reason = _("зачислено этим запуском; оценки скроются вместе с зачислением")
        yield _remove(have, self._reason(reason))

    def _suspended(self, after: Record, have: Record) -> Iterator[Change]:
        """Close an account or an enrolment the run made: neither is deleted."""
        if field_values(have)["suspended"]:
            return
        blocker = self.facts.built_on.get((have.kind, have.key))
        if blocker is not None:
            yield _keep(have, with_fields(have, {"suspended": True}), _built_on(blocker))
            return
        if not isinstance(after, User):
            edited = _differing(have, {"role": field_values(after)["role"]})
            if edited:
                yield self._conflict(have, with_fields(have, {"suspended": True}), edited)
                return
            reason = _("зачислено этим запуском; приостанавливается, чтобы не пропали оценки")
        else:
            reason = _("создана этим запуском; людей программа не удаляет, вход закрывается")
        closed = with_fields(have, {"suspended": True})
        yield Change(Action.SUSPEND, have.kind, have.key, have, closed, self._reason(reason))

    def _hidden(
        self, after: Record, have: Record, hiding: Mapping[str, object]
    ) -> Iterator[Change]:
        shown = field_values(after).get("visible")
        away = with_fields(have, hiding)
        if away == have or shown == hiding["visible"]:
            return
        blocker = self.facts.built_on.get((have.kind, have.key))
        if blocker is not None:
            yield _keep(have, away, _built_on(blocker))
            return
        reason = _("создано этим запуском; ничего не удаляется, только скрывается")
        # A course has no change «hide»: its visibility is one of its fields.
        action = Action.UPDATE if isinstance(have, Course) else Action.HIDE
        yield Change(action, have.kind, have.key, have, away, self._reason(reason))

    def _removed(self, before: Record) -> Iterator[Change]:
        have = self.live.get(before.kind, before.key)
        if have is not None:
            edited = _differing(have, field_values(before))
            if edited:
                yield self._conflict(have, before, edited)
            return
        reason = _("убрано этим запуском")
        if isinstance(before, Enrolment | CohortSync):
            reason = _("снято этим запуском; оценки, скрытые отчислением, Moodle может не вернуть")
        yield Change(Action.CREATE, before.kind, before.key, None, before, self._reason(reason))

    def _moved(self, before: Record | None, after: CohortMember) -> Iterator[Change]:
        here = self.live.get(after.kind, after.key)
        if not isinstance(before, CohortMember):
            return
        there = self.live.get(before.kind, before.key)
        if here is not None and there is not None:
            yield _remove(here, self._reason(_("переведено этим запуском")))
        elif here is not None:
            reason = self._reason(_("переведено этим запуском"))
            yield Change(Action.MOVE, before.kind, before.key, here, before, reason)
        elif there is None:
            yield Change(
                Action.KEEP, before.kind, before.key, None, before,
                self._since(before, _("человек уже в другом классе")),
            )  # fmt: skip

    def _changed(self, change: Change, before: Record, after: Record) -> Iterator[Change]:
        have = self.live.get(change.kind, change.key)
        if have is None:
            yield Change(
                Action.KEEP, change.kind, change.key, None, before,
                self._since(after, _("на сайте этого больше нет")),
            )  # fmt: skip
            return
        was, became, now = field_values(before), field_values(after), field_values(have)
        back: dict[str, object] = {}
        edited: list[str] = []
        lost: list[str] = []
        for name in change.changed_fields():
            if name in was and now.get(name) == was[name]:
                continue
            if now.get(name) != became[name]:
                edited.append(name)
            elif name not in was or not _can_restore(have, name, was[name]):
                lost.append(name)
            else:
                back[name] = was[name]
        if back:
            result = with_fields(have, back)
            yield Change(
                action_of(have, result), have.kind, have.key, have, result,
                self._reason(_("изменено этим запуском")),
            )  # fmt: skip
        if edited:
            wanted = {name: was[name] for name in edited if name in was}
            yield self._conflict(have, with_fields(have, wanted), edited)
        if lost:
            yield _keep(have, with_fields(have, {n: was[n] for n in lost if n in was}), _lost(lost))
        if change.action is Action.ADOPT:
            reason = _("метка (idnumber) остаётся: объект так и будет под управлением")
            yield Change(Action.KEEP, have.kind, have.key, have, have, reason)

    def _reason(self, what: str) -> str:
        return _("отмена запуска № {run}: {what}").format(run=self.facts.run, what=what)

    def _conflict(self, have: Record, wanted: Record | None, names: Sequence[str]) -> Change:
        fields = ", ".join(field_title(name) for name in names)
        reason = self._since(have, _("изменено: {fields}").format(fields=fields))
        return Change(Action.KEEP, have.kind, have.key, have, wanted, reason)

    def _since(self, record: Record, what: str) -> str:
        """Say who changed a record after the run: a later run by its number, else somebody in Moodle."""
        later = self.facts.later.get((record.kind, record.key))
        if later is None:
            return _("после запуска № {run} в Moodle {what}").format(run=self.facts.run, what=what)
        return _("запуск № {later} это менял: {what}; сначала отмените его").format(
            later=later, what=what
        )


def _placed(changes: Iterable[Change], live: State) -> Iterator[Change]:
    """Give up what would hang on something that is on the site no more."""
    for change in changes:
        parents = parents_of(change.after) if change.writes and change.after is not None else ()
        if all(parent in live or parent[1].startswith("#") for parent in parents):
            yield change
        else:
            reason = _("того, к чему это относится, на сайте больше нет")
            yield replace(change, action=Action.KEEP, reason=reason)


def _remove(have: Record, reason: str) -> Change:
    return Change(Action.REMOVE, have.kind, have.key, have, None, reason)


def _keep(have: Record, wanted: Record, reason: str) -> Change:
    return Change(Action.KEEP, have.kind, have.key, have, wanted, reason)


def _differing(have: Record, expected: Mapping[str, object]) -> list[str]:
    now = field_values(have)
    return [name for name, value in expected.items() if now.get(name) != value]


def _can_restore(have: Record, name: str, value: object) -> bool:
    """Tell whether the journal holds all it takes: not the questions of a bank, not whole files."""
    if isinstance(have, QuestionBank):
        return name == "name"
    if have.kind in CONTENT_KINDS and name == "files" and isinstance(value, str):
        return _sha1s(value) <= _sha1s(dict(field_values(have)).get(name, "[]"))
    return True


def _sha1s(files: str) -> set[str]:
    rows = settings_to_json((("files", files),))["files"]
    return {one["sha1"] for one in rows or []}


def _stays() -> str:
    return _("создано этим запуском; ничего не удаляется")


def _built_on(run: int) -> str:
    return _("этим пользуется запуск № {run}: сначала отмените его").format(run=run)


def _lost(names: Iterable[str]) -> str:
    fields = ", ".join(field_title(name) for name in names)
    return _("прежнее не сохранилось, вернуть нечем: {fields}").format(fields=fields)
