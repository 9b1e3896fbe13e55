"""What a report of a plan says, before it becomes a terminal's tables, Markdown or a page."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from vsosh_moodle.language import _
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.diff import reason_of_locked
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.plan.records import CONTENT_KINDS, Kind
from vsosh_moodle.plan.scope import Scope
from vsosh_moodle.reports.plan_classes import describe_classes, is_of_class
from vsosh_moodle.reports.plan_lines import Block, Line, describe_blocks
from vsosh_moodle.reports.plan_movements import MovementReport, describe_movements
from vsosh_moodle.reports.plan_naming import Naming, course_of_key
from vsosh_moodle.reports.plan_words import kind_name, kind_title
from vsosh_moodle.school.classes import class_order


@dataclass(frozen=True, slots=True)
class KindRow:
    """A row of the summary: how many changes of a kind there are of each action."""

    kind: Kind
    title: str
    counts: Mapping[Action, int]


@dataclass(frozen=True, slots=True)
class GuardLine:
    """What a guard says, and the option that lifts it."""

    message: str
    override: str
    lifted: bool


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What is kept as Moodle has it: what, why, the values, and the option that writes over it, or ""."""

    text: str
    reason: str
    values: str
    override: str


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A course whose activities this site cannot be given: how many, and which by section."""

    course: str
    title: str
    count: int
    sections: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A class or a course: its name and what happens to it, `people` written out."""

    title: str
    count: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan's report without a form."""

    plan: Plan
    rows: tuple[KindRow, ...]
    blocks: tuple[Block, ...]
    guards: tuple[GuardLine, ...]
    kept: tuple[KeptLine, ...]
    forgotten: str
    missing: tuple[MissingLine, ...]
    classes: tuple[Card, ...]
    courses: tuple[Card, ...]
    rest: tuple[Block, ...]
    scope: str
    movement: MovementReport

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions that occur, in the order of columns."""
        return tuple(
            action for action in Action if any(row.counts.get(action) for row in self.rows)
        )

    @property
    def removes_enrolments(self) -> bool:
        """Whether anybody is taken out of a course, not only suspended there."""
        return any(
            block.kind is Kind.ENROLMENT and block.action is Action.REMOVE for block in self.blocks
        )

    @property
    def writes(self) -> int:
        """How many changes write something."""
        return len(self.plan.writes)


def outline_plan(plan: Plan) -> Outline:
    """Return what there is to say about a plan, everything in words."""
    naming = Naming(plan)
    return Outline(
        plan=plan,
        rows=_kind_rows(plan),
        blocks=describe_blocks(plan, naming),
        guards=tuple(
            GuardLine(verdict.message, f"--allow {verdict.override}", verdict.lifted)
            for verdict in plan.verdicts
        ),
        kept=tuple(
            _kept(change, naming, undo=bool(plan.undoes))
            for change in plan.kept
            if change.before != change.after
        ),
        forgotten=_forgotten(plan),
        missing=tuple(
            MissingLine(note.course, note.title, note.count, note.missing) for note in plan.notes
        ),
        classes=_class_cards(plan, naming),
        courses=_course_cards(plan, naming),
        rest=_rest(plan, naming),
        scope=describe_scope(plan.scope),
        movement=describe_movements(plan, naming),
    )


def describe_scope(scope: Scope) -> str:
    """Return what a narrowed plan is narrowed to, "" for the whole school."""
    areas = {
        "classes": _("классы"),
        "courses": _("курсы"),
        "people": _("люди"),
        "enrolments": _("зачисления"),
    }
    parts = []
    if scope.areas:
        named = ", ".join(areas.get(area, area) for area in sorted(scope.areas))
        parts.append(_("только {areas}").format(areas=named))
    if scope.classes:
        named = ", ".join(sorted(scope.classes, key=class_order))
        parts.append(_("классы: {classes}").format(classes=named))
    if scope.courses:
        parts.append(_("курсы: {courses}").format(courses=", ".join(sorted(scope.courses))))
    return "; ".join(parts)


def _kind_rows(plan: Plan) -> tuple[KindRow, ...]:
    counts = plan.counts()
    return tuple(
        KindRow(
            Kind(kind),
            kind_title(Kind(kind)),
            {action: by_action.get(action.value, 0) for action in Action},
        )
        for kind, by_action in counts.items()
    )


def _kept(change: Change, naming: Naming, *, undo: bool) -> KeptLine:
    locked = change.reason == reason_of_locked(change.changed_fields())
    return KeptLine(
        text=f"{kind_name(change.kind)}: {naming.record(change.record)}",
        reason=change.reason,
        values=naming.values(change),
        override="" if locked or undo else f"--overwrite {_shell_word(change.key)}",
    )


def _forgotten(plan: Plan) -> str:
    """Count what we made, the files no longer name and nobody touches: last year's courses mostly."""
    kinds = Counter(change.kind for change in plan.kept if change.before == change.after)
    return ", ".join(f"{kind_title(kind).lower()} — {kinds[kind]}" for kind in Kind if kinds[kind])


def _shell_word(key: str) -> str:
    """Keys of memberships hold a bar, which a shell would take for a pipe."""
    return f'"{key}"' if "|" in key or " " in key else key


def _class_cards(plan: Plan, naming: Naming) -> tuple[Card, ...]:
    """Say of every class who is new, moved, suspended or back."""
    classes = describe_classes(plan.changes, naming)
    return tuple(
        Card(
            title=name,
            count=len(set().union(*classes[name].values())),
            lines=tuple(
                Line(words, naming.titles(users)) for words, users in classes[name].items()
            ),
        )
        for name in sorted(classes, key=class_order)
    )


def _rest(plan: Plan, naming: Naming) -> tuple[Block, ...]:
    """Describe what belongs to no class and no course: categories, cohorts, teachers' accounts."""
    rest = [
        change
        for change in plan.changes
        if change.kind not in _COURSE_KINDS and not is_of_class(change, naming)
    ]
    return describe_blocks(_only(plan, rest), naming)


_COURSE_KINDS = frozenset(
    {
        Kind.COURSE,
        Kind.SECTION,
        Kind.GROUP,
        Kind.GROUPING,
        Kind.GROUPING_GROUP,
        *CONTENT_KINDS,
        Kind.COHORT_SYNC,
        Kind.ENROLMENT,
        Kind.GROUP_MEMBER,
    }
)


def _course_cards(plan: Plan, naming: Naming) -> tuple[Card, ...]:
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in plan.changes:
        if change.writes and change.kind in _COURSE_KINDS:
            changes[course_of_key(change.key)].append(change)
    cards = []
    for course, of_course in changes.items():
        blocks = describe_blocks(_only(plan, of_course), naming)
        prefix = naming.quoted(course)
        lines = tuple(
            Line(block.title, _without_prefix(line, prefix), line.place)
            for block in blocks
            for line in block.lines
        )
        cards.append(Card(naming.title(course), len(of_course), lines))
    return tuple(sorted(cards, key=lambda card: card.title))


def _only(plan: Plan, changes: list[Change]) -> Plan:
    return Plan(origin=plan.origin, changes=tuple(changes))


def _without_prefix(line: Line, course: str) -> str:
    """The card names the course already: its lines need not."""
    text = line.text.removeprefix(course).lstrip(",: ")
    return " — ".join(part for part in (text, line.detail) if part)
