"""An approved plan: a file that was looked at and signed, and is applied only as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vsosh_moodle.errors import ConfigError, PlanError, StalePlan
from vsosh_moodle.language import _, plural
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.codec import parse_plan
from vsosh_moodle.plan.plan import Plan, change_digest
from vsosh_moodle.reports.plan_naming import Naming
from vsosh_moodle.store.journal import Journal
from vsosh_moodle.workflow.planning import PlanOptions

MOST_EXAMPLES = 5
MOST_BYTES = 500_000_000
"""Of a plan file: a hundred times what a school of a thousand pupils makes."""


@dataclass(frozen=True, slots=True)
class Approved:
    """A plan read from a file."""

    plan: Plan
    fingerprint: str
    name: str

    def options(self, given: PlanOptions) -> PlanOptions:
        """Return the options the plan was made with; guards may still be lifted by hand."""
        scope = self.plan.scope
        lifted = frozenset(one.override for one in self.plan.verdicts if one.lifted)
        return PlanOptions(
            only=scope.areas,
            classes=scope.classes,
            courses=scope.courses,
            allow=given.allow | lifted,
            overwrite=given.overwrite | frozenset(self.plan.overwritten),
            adopt=given.adopt | frozenset(self.plan.adopted),
        )


def load_approved(path: Path) -> Approved:
    """Read a plan file; raises ConfigError when there is none, PlanError when it is no sound plan."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(
            _("Файл плана {name} не читается: {why}.").format(name=path, why=reason_of(error)),
            _("Сохраните план: vsosh-moodle plan --out {name}").format(name=path.name),
        ) from error
    if len(raw) > MOST_BYTES:
        raise PlanError(
            _("Файл плана {name} больше {size} МБ: это не план.").format(
                name=path.name, size=MOST_BYTES // 1_000_000
            ),
            _("Постройте план заново: vsosh-moodle plan --out {name}").format(name="plan.json"),
        )
    plan, fingerprint = parse_plan(raw.decode(errors="replace"), path.name)
    return Approved(plan, fingerprint, path.name)


def require_same(approved: Approved, fresh: Plan, journal: Journal) -> None:
    """Raise StalePlan, saying what moved, unless the fresh plan does what the approved one does.

    A run of this very plan that was cut short is taken up: then the fresh plan may do less.
    """
    moved = _moved_inputs(approved.plan, fresh)
    agreed = {change_digest(change): change for change in approved.plan.writes}
    now = {change_digest(change): change for change in fresh.writes}
    new = [change for digest, change in now.items() if digest not in agreed]
    gone = [change for digest, change in agreed.items() if digest not in now]
    other = {(change.kind, change.key) for change in new} & {
        (change.kind, change.key) for change in gone
    }
    started = any(run.header.plan_digest == approved.fingerprint for run in journal.runs())
    if not new and not moved and (not gone or started):
        return
    lines = [_("План {name} устарел: с тех пор кое-что изменилось.").format(name=approved.name)]
    lines += moved
    for title, changes, plan in (
        (_("Теперь иначе"), [one for one in new if (one.kind, one.key) in other], fresh),
        (_("Добавилось"), [one for one in new if (one.kind, one.key) not in other], fresh),
        (
            _("Больше не нужно"),
            [one for one in gone if (one.kind, one.key) not in other],
            approved.plan,
        ),
    ):
        lines += _examples(title, changes, plan)
    raise StalePlan(
        "\n".join(lines),
        _(
            "Постройте план заново, просмотрите и примените его: vsosh-moodle plan --out {name}"
        ).format(name=approved.name),
    )


def require_unmoved(agreed: Plan, fresh: Plan) -> None:
    """Raise StalePlan, saying what moved, when the site changed while a person read the plan."""
    before = {change_digest(change): change for change in agreed.writes}
    now = {change_digest(change): change for change in fresh.writes}
    new = [change for digest, change in now.items() if digest not in before]
    gone = [change for digest, change in before.items() if digest not in now]
    if not new and not gone:
        return
    lines = [_("Пока Вы смотрели план, на сайте кое-что изменилось; ничего не записано.")]
    moved = {(one.kind, one.key) for one in new}
    lines += _examples(_("Теперь иначе"), new, fresh)
    lines += _examples(
        _("Больше не нужно"), [one for one in gone if (one.kind, one.key) not in moved], agreed
    )
    raise StalePlan("\n".join(lines), _("Повторите и просмотрите новый план: vsosh-moodle apply"))


def _moved_inputs(approved: Plan, fresh: Plan) -> list[str]:
    lines = []
    if approved.origin.site != fresh.origin.site:
        lines.append(
            _("Сайт: был {before}, стал {after}.").format(
                before=approved.origin.site, after=fresh.origin.site
            )
        )
    before, after = approved.origin.inputs, fresh.origin.inputs
    for name in sorted({*before, *after}):
        if name not in after:
            lines.append(_("Файла {name} больше нет.").format(name=name))
        elif name not in before:
            lines.append(_("Появился файл {name}.").format(name=name))
        elif before[name] != after[name]:
            lines.append(_("Файл {name} изменён.").format(name=name))
    return lines


def _examples(title: str, changes: Sequence[Change], plan: Plan) -> list[str]:
    if not changes:
        return []
    count = plural(len(changes), "{n} изменение", "{n} изменения", "{n} изменений")
    naming = Naming(plan)
    names = [f"  {naming.record(change.record)}" for change in changes[:MOST_EXAMPLES]]
    more = ["  …"] if len(changes) > MOST_EXAMPLES else []
    return [f"{title}: {count}", *names, *more]
