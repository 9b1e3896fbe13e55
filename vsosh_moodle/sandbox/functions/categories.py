"""core_course_*_categories: the tree of course categories."""

from typing import Any

from vsosh_moodle.sandbox.access import COURSECAT, Context
from vsosh_moodle.sandbox.call import Call, check_format
from vsosh_moodle.sandbox.faults import Fault
from vsosh_moodle.sandbox.functions.course_rules import delete_course, fix_sortorder
from vsosh_moodle.sandbox.params import as_int
from vsosh_moodle.sandbox.registry import function
from vsosh_moodle.sandbox.store import Row

_COLUMN_CRITERIA = {"id", "idnumber", "name", "parent", "visible", "theme"}
_MANAGER_CRITERIA = {"idnumber", "theme"}


@function("core_course_get_categories")
def get_categories(call: Call, criteria: list[Row], addsubcategories: bool) -> list[Row]:
    """Categories that meet all criteria, with everything below them unless told otherwise."""
    where, params = ["1"], []
    seen: set[str] = set()
    for criterion in criteria:
        key = criterion["key"].strip()
        if key not in seen:
            seen.add(key)
            condition, values = _criterion(call, key, criterion["value"] or "")
            where.append(condition)
            params += values
    found = call.store.rows(
        f"SELECT * FROM course_categories WHERE {' AND '.join(where)}",  # noqa: S608
        *params,
    )
    if criteria and addsubcategories:
        found = _with_subcategories(call, found)
    # The site sorts by sortorder compared as text.
    found.sort(key=lambda category: str(category["sortorder"]))
    return [shown for category in found if (shown := _show(call, category)) is not None]


def _criterion(call: Call, key: str, value: str) -> tuple[str, list[Any]]:
    if key in _MANAGER_CRITERIA:
        if not call.access.can("moodle/category:manage", call.contexts.system):
            raise Fault("criteriaerror", "Missing permissions to search on a criteria.")
    elif key == "ids":
        ids = [as_int(part) for part in value.split(",")]
        return f"id IN ({','.join('?' * len(ids))})", list(ids)
    if key not in _COLUMN_CRITERIA:
        raise Fault("criteriaerror", "Missing permissions to search on a criteria.")
    number = key in {"id", "parent", "visible"}
    return f"{key} = ?", [as_int(value) if number else value]


def _with_subcategories(call: Call, found: list[Row]) -> list[Row]:
    by_id = {category["id"]: category for category in found}
    for category in found:
        for below in call.store.rows(
            "SELECT * FROM course_categories WHERE path LIKE ?", category["path"] + "/%"
        ):
            by_id.setdefault(below["id"], below)
    return list(by_id.values())


def _show(call: Call, category: Row) -> Row | None:
    context = _context(call, category["id"])
    if not category["visible"] and not call.access.can(
        "moodle/category:viewhiddencategories", context
    ):
        return None
    description, descriptionformat = call.text(
        category["description"], category["descriptionformat"]
    )
    shown = {
        "id": category["id"],
        "name": call.string(category["name"]),
        "description": description,
        "descriptionformat": descriptionformat,
        "parent": category["parent"],
        "sortorder": category["sortorder"],
        "coursecount": call.store.value(
            "SELECT count(*) FROM course WHERE category = ?", category["id"]
        ),
        "depth": category["depth"],
        "path": category["path"],
    }
    if call.access.can("moodle/category:manage", context):
        for name in ("idnumber", "visible", "visibleold", "timemodified"):
            shown[name] = category[name]
        shown["theme"] = category["theme"] or ""
    return shown


@function("core_course_create_categories")
def create_categories(call: Call, categories: list[Row]) -> list[Row]:
    """All categories or none; idnumber unique over the site when it is not empty."""
    created = []
    for category in categories:
        parent = None
        if category["parent"]:
            parent = call.store.row(
                "SELECT * FROM course_categories WHERE id = ?", category["parent"]
            )
            if parent is None:
                raise Fault("unknowcategory", "error/unknowcategory")
        context = _context(call, parent["id"]) if parent else call.contexts.system
        call.require("moodle/category:manage", context)
        check_format(category["descriptionformat"])
        created.append(_create(call, category, parent))
    return created


def _create(call: Call, category: Row, parent: Row | None) -> Row:
    if not category["name"] or category["name"] == "0":
        raise Fault("categorynamerequired", "Category name is required")
    _check_names(call, category, 0)
    ident = call.store.insert(
        "course_categories",
        {
            "name": category["name"],
            "idnumber": category.get("idnumber"),
            "description": category.get("description") or "",
            "descriptionformat": category["descriptionformat"],
            "parent": parent["id"] if parent else 0,
            "depth": parent["depth"] + 1 if parent else 1,
            "visible": parent["visible"] if parent else 1,
            "timemodified": call.now,
        },
    )
    path = f"{parent['path'] if parent else ''}/{ident}"
    call.store.update("course_categories", ident, {"path": path})
    call.contexts.add(COURSECAT, ident)
    fix_sortorder(call.store)
    return {"id": ident, "name": call.string(category["name"])}


def _check_names(call: Call, category: Row, ident: int) -> None:
    if len(category.get("name") or "") > 255:
        raise Fault("categorytoolong", "Category name is too long")
    idnumber = category.get("idnumber")
    if idnumber is None:
        return
    if len(idnumber) > 100:
        raise Fault("idnumbertoolong", "ID number is too long")
    if idnumber and call.store.row(
        "SELECT 1 FROM course_categories WHERE idnumber = ? AND id <> ?", idnumber, ident
    ):
        raise Fault("categoryidnumbertaken", "ID number is already used for another category")


@function("core_course_update_categories")
def update_categories(call: Call, categories: list[Row]) -> None:
    """All or none; a new `parent` moves the category with everything below it."""
    for category in categories:
        current = _get(call, category["id"])
        call.require("moodle/category:manage", _context(call, current["id"]))
        check_format(category["descriptionformat"])
        if category.get("name") in {"", "0"}:
            raise Fault("categorynamerequired", "Category name is required")
        _check_names(call, category, current["id"])
        parent = category.get("parent")
        if parent is not None and parent != current["parent"]:
            _move(call, current, parent)
        values = {
            name: category[name]
            for name in ("name", "idnumber", "description", "descriptionformat")
            if category.get(name) is not None
        }
        call.store.update("course_categories", current["id"], {**values, "timemodified": call.now})
        fix_sortorder(call.store)


def _move(call: Call, current: Row, parentid: int) -> None:
    parent = _get(call, parentid) if parentid else None
    if parent and f"/{current['id']}/" in f"{parent['path']}/":
        raise Fault("cannotmovecategory", "Category cannot be moved")
    call.require(
        "moodle/category:manage", _context(call, parentid) if parent else call.contexts.system
    )
    path = f"{parent['path'] if parent else ''}/{current['id']}"
    shift = (parent["depth"] + 1 if parent else 1) - current["depth"]
    call.store.write(
        "UPDATE course_categories SET path = ? || substr(path, ?), depth = depth + ?"
        " WHERE id = ? OR path LIKE ?",
        path,
        len(current["path"]) + 1,
        shift,
        current["id"],
        current["path"] + "/%",
    )
    call.store.update("course_categories", current["id"], {"parent": parentid})
    call.contexts.forget()


@function("core_course_delete_categories")
def delete_categories(call: Call, categories: list[Row]) -> None:
    """All or none: with everything inside (`recursive`), or moving the content to `newparent`."""
    for entry in categories:
        category = _get(call, entry["id"])
        call.require("moodle/category:manage", _context(call, category["id"]))
        if entry["recursive"]:
            _delete_full(call, category)
            continue
        target = entry.get("newparent") or category["parent"]
        if not target:
            raise Fault(
                "movecatcontentstoroot",
                "Moving the category content to root is not allowed.",
            )
        newparent = _get(call, target)
        if f"/{category['id']}/" in f"{newparent['path']}/":
            raise Fault("youcannotdeletecategory", "You cannot delete this category")
        _delete_moving(call, category, newparent["id"])
    fix_sortorder(call.store)


def _delete_full(call: Call, category: Row) -> None:
    below = call.store.column(
        "SELECT id FROM course_categories WHERE id = ? OR path LIKE ?",
        category["id"],
        category["path"] + "/%",
    )
    for ident in below:
        for courseid in call.store.column("SELECT id FROM course WHERE category = ?", ident):
            delete_course(call.store, courseid)
        _drop(call, ident)


def _delete_moving(call: Call, category: Row, newparent: int) -> None:
    for child in call.store.rows(
        "SELECT * FROM course_categories WHERE parent = ?", category["id"]
    ):
        _move(call, child, newparent)
    call.store.write("UPDATE course SET category = ? WHERE category = ?", newparent, category["id"])
    target = _context(call, newparent)
    call.store.write(
        "UPDATE cohort SET contextid = ? WHERE contextid = ?",
        target.id,
        _context(call, category["id"]).id,
    )
    _drop(call, category["id"])
    call.contexts.forget()


def _drop(call: Call, ident: int) -> None:
    context = _context(call, ident)
    # Cohorts of a deleted category move up to the system (cohort_delete_category).
    call.store.write(
        "UPDATE cohort SET contextid = ? WHERE contextid = ?", call.contexts.system.id, context.id
    )
    call.store.write("DELETE FROM role_assignments WHERE contextid = ?", context.id)
    call.store.write("DELETE FROM contexts WHERE id = ?", context.id)
    call.store.write("DELETE FROM course_categories WHERE id = ?", ident)


def _get(call: Call, ident: int) -> Row:
    category = call.store.row("SELECT * FROM course_categories WHERE id = ?", ident)
    if category is None:
        raise Fault("unknowncategory", "Unknown category")
    if not category["visible"] and not call.access.can(
        "moodle/category:viewhiddencategories", _context(call, ident)
    ):
        raise Fault("cannotviewcategory", "You are not permitted to view this category")
    return category


def _context(call: Call, ident: int) -> Context:
    return call.contexts.of(COURSECAT, ident) or call.contexts.system
