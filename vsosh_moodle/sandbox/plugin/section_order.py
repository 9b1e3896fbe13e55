"""New sections, and the order of sections and of the activities inside them."""

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.store import Store


def add_section(call: Call, courseid: int, subsection: int | None = None) -> int:
    """Add a section and return its id; `subsection` is the instance whose section it is.

    It comes last: those of subsections behind all others.
    """
    condition = "" if subsection else "AND component IS NULL"
    number = 1 + call.store.value(
        f"SELECT max(section) FROM course_sections WHERE course = ? {condition}",  # noqa: S608
        courseid,
    )
    call.store.write(
        "UPDATE course_sections SET section = section + 1 WHERE course = ? AND section >= ?",
        courseid,
        number,
    )
    return call.store.insert(
        "course_sections",
        {
            "course": courseid,
            "section": number,
            "component": "mod_subsection" if subsection else None,
            "itemid": subsection,
            "timemodified": call.now,
        },
    )


def order_sections(store: Store, courseid: int, wanted: list[int]) -> None:
    """Put these sections in order; the first one and others stay where they are."""
    rows = store.rows(
        "SELECT id, section FROM course_sections WHERE course = ? AND section > 0"
        " AND component IS NULL ORDER BY section",
        courseid,
    )
    order = _arranged([row["id"] for row in rows], wanted)
    numbers = [row["section"] for row in rows]
    store.write_many(
        "UPDATE course_sections SET section = ? WHERE id = ?", zip(numbers, order, strict=True)
    )


def order_activities(store: Store, sectionid: int, wanted: list[int]) -> None:
    """Put these activities of a section in order; others stay where they are."""
    present = store.column(
        "SELECT id FROM course_modules WHERE section = ? ORDER BY position, id", sectionid
    )
    store.write_many(
        "UPDATE course_modules SET position = ? WHERE id = ?",
        list(enumerate(_arranged(present, wanted))),
    )


def _arranged(present: list[int], wanted: list[int]) -> list[int]:
    """Return the list with the wanted ones in their order, on the places they take up together."""
    movable = [ident for ident in wanted if ident in present]
    following = iter(movable)
    return [next(following) if ident in movable else ident for ident in present]
