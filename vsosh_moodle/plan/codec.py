"""The plan file: JSON that a person can keep, sign and apply later. Pure: text in, text out."""

import hashlib
import json
from typing import Any

from vsosh_moodle.errors import PlanError
from vsosh_moodle.language import _
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.guards import Verdict
from vsosh_moodle.plan.movement_json import movements_to_json
from vsosh_moodle.plan.plan import CourseNote, Forecast, Origin, Plan, change_to_json
from vsosh_moodle.plan.records import Kind, Record, record_from_json, record_to_json
from vsosh_moodle.plan.scope import Scope

FORMAT = 1


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as `plan --format json` prints it and `plan --out` saves it.

    The fingerprint stands for what is done, the seal for every word of the file: lifted guards too.
    """
    data: dict[str, Any] = {
        "format": FORMAT,
        "fingerprint": plan.fingerprint(),
        "site": {"url": plan.origin.site, "release": plan.origin.release},
        "year": plan.origin.year,
        "inputs": dict(sorted(plan.origin.inputs.items())),
        "scope": plan.scope.as_json(),
        "overwritten": list(plan.overwritten),
        "adopted": list(plan.adopted),
        "counts": plan.counts(),
        "movement": movements_to_json(plan.movements),
        "guards": [_verdict_to_json(verdict) for verdict in plan.verdicts],
        "forecast": {"calls": plan.forecast.calls, "rows": plan.forecast.rows},
        "problems": [problem.as_json() for problem in plan.problems],
        "notes": [_note_to_json(note) for note in plan.notes],
        "changes": [_labelled(change, plan) for change in plan.changes],
        "waiting": [_labelled(change, plan) for change in plan.waiting],
    }
    if plan.undoes:
        data["undoes"] = plan.undoes
    return {**data, "seal": _seal(data)}


def render_plan_json(plan: Plan) -> str:
    """Return the plan as JSON text."""
    return json.dumps(plan_to_json(plan), ensure_ascii=False, indent=1)


def parse_plan(text: str, name: str) -> tuple[Plan, str]:
    """Read a plan file; return the plan and the fingerprint it was saved with.

    A plan of an earlier version is taken when its seal fits and every word of it is still understood.
    Raises PlanError when the text is no plan, is one of a newer program or of one too old, or was
    changed by hand: its seal no longer fits its contents.
    """
    again = _("Постройте план заново: vsosh-moodle plan --out {name}").format(
        name=f"{name.rpartition('.')[0] or name}.json"
    )
    data = _decoded(text, name, again)
    if data["format"] > FORMAT:
        raise PlanError(
            _("План {name} сделан более новой версией программы.").format(name=name),
            _("Обновите vsosh-moodle. Или так: {again}").format(again=again),
        )
    seal = data.pop("seal", None)
    if seal is None:
        raise PlanError(
            _("План {name} сделан прежней версией программы: на нём нет печати.").format(name=name),
            again,
        )
    if not _fits(seal, data):
        raise PlanError(
            _("План {name} изменён после сохранения: его отпечаток не сходится.").format(name=name),
            again,
        )
    plan = _understood(data)
    if plan is None:
        raise PlanError(
            _(
                "План {name} сделан другой версией программы, и не всё в нём теперь значит то же."
            ).format(name=name),
            again,
        )
    return plan, plan.fingerprint()


def _understood(data: dict[str, Any]) -> Plan | None:
    """Return the plan a sealed file holds, None when this version reads it otherwise than its author."""
    try:
        plan = _plan_from_json(data)
        return plan if plan.fingerprint() == data["fingerprint"] else None
    except _UNREADABLE:
        return None


_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def _decoded(text: str, name: str, again: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
        if isinstance(data["format"], int) and isinstance(data["changes"], list):
            return dict(data)
    except _UNREADABLE:
        pass
    raise PlanError(_("Файл {name} — не план, который можно применить.").format(name=name), again)


def _seal(data: dict[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _fits(seal: object, data: dict[str, Any]) -> bool:
    try:
        return seal == _seal(data)
    except _UNREADABLE:  # half of a surrogate pair: no plan of ours was saved with it
        return False


def _plan_from_json(data: dict[str, Any]) -> Plan:
    site = data["site"]
    scope = data["scope"]
    return Plan(
        origin=Origin(
            site["url"],
            site["release"],
            {str(k): str(v) for k, v in data["inputs"].items()},
            str(data["year"]),
        ),
        changes=tuple(_change_from_json(change) for change in data["changes"]),
        verdicts=tuple(
            Verdict(v["guard"], v["message"], v["override"], v["subject"], v["lifted"])
            for v in data["guards"]
        ),
        forecast=Forecast(int(data["forecast"]["calls"]), int(data["forecast"]["rows"])),
        scope=Scope(
            frozenset(scope["only"]), frozenset(scope["classes"]), frozenset(scope["courses"])
        ),
        overwritten=tuple(data["overwritten"]),
        adopted=tuple(data["adopted"]),
        undoes=int(data.get("undoes", 0)),
        labels={change["key"]: change["label"] for change in data["changes"]},
    )


def _change_from_json(data: dict[str, Any]) -> Change:
    kind = Kind(data["kind"])
    before, after = data["before"], data["after"]
    return Change(
        action=Action(data["action"]),
        kind=kind,
        key=str(data["key"]),
        before=None if before is None else _record(kind, before),
        after=None if after is None else _record(kind, after),
        reason=str(data["reason"]),
        moodle_id=int(data.get("moodle_id", 0)),
    )


def _record(kind: Kind, data: dict[str, Any]) -> Record:
    """Rebuild a record; raises ValueError for a field this version does not know."""
    record = record_from_json(kind, data)
    strange = data.keys() - record_to_json(record).keys()
    if strange:
        raise ValueError(*sorted(strange))
    return record


def _labelled(change: Change, plan: Plan) -> dict[str, Any]:
    place = plan.places.get(change.key)
    source = None
    if place is not None:
        source = {"file": place.file, "sheet": place.sheet, "row": place.row or place.line or None}
    return {**change_to_json(change), "label": plan.label(change.key), "source": source}


def _verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "guard": verdict.guard,
        "subject": verdict.subject,
        "message": verdict.message,
        "override": verdict.override,
        "lifted": verdict.lifted,
    }


def _note_to_json(note: CourseNote) -> dict[str, Any]:
    return {
        "course": note.course,
        "title": note.title,
        "missing": [
            {"section": section, "activities": list(activities)}
            for section, activities in note.missing
        ],
    }
