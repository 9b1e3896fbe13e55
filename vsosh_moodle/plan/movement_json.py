"""The movement of people as the plan's JSON shows it. Pure."""

from dataclasses import asdict
from typing import Any

from vsosh_moodle.plan.movement import Movements, PersonMovement


def movements_to_json(found: Movements) -> dict[str, Any]:
    """Return the movement of people: by person, by class, and courses of whole classes."""
    return {
        "people": [_person_to_json(one) for one in found.people],
        "classes": [
            {
                "class": one.name,
                "before": one.before,
                "arrived": one.arrived,
                "moved_in": one.moved_in,
                "left": one.left,
                "moved_out": one.moved_out,
                "after": one.after,
            }
            for one in found.classes
            if one.changes
        ],
        "programmes": [
            {
                "class": one.class_name,
                "course": one.course,
                "people": one.people,
                "added": one.added,
            }
            for one in found.programmes
        ],
    }


def _person_to_json(one: PersonMovement) -> dict[str, Any]:
    return {
        "key": one.user,
        "name": one.name,
        "role": "teacher" if one.teacher else "student",
        "class": one.class_name,
        "events": [
            {
                "event": each.event.value,
                "before": each.before,
                "after": each.after,
                "keys": list(each.keys),
                "until": each.until and each.until.isoformat(),
            }
            for each in one.happenings
        ],
        "consequences": {name: n for name, n in asdict(one.consequences).items() if n},
        "results_kept": one.keeps_results,
        "starts": one.starts,
        "hide_on": one.hide_on and one.hide_on.isoformat(),
    }
