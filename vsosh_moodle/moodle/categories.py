"""Course categories: core_course_*_categories functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, NotRequired, TypedDict

from vsosh_moodle.moodle.answers import int_of, parse_rows, require_count, required_int, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.ids import CategoryId


class NewCategory(TypedDict):
    """A row of core_course_create_categories; `parent` 0 is the top."""

    name: str
    parent: int
    idnumber: NotRequired[str]
    description: NotRequired[str]
    descriptionformat: NotRequired[int]


class CategoryUpdate(TypedDict):
    """A row of core_course_update_categories."""

    id: CategoryId
    name: NotRequired[str]
    idnumber: NotRequired[str]
    parent: NotRequired[int]
    description: NotRequired[str]
    descriptionformat: NotRequired[int]


class CategoryDeletion(TypedDict):
    """A row of core_course_delete_categories: `recursive`, or where the content moves."""

    id: CategoryId
    newparent: NotRequired[int]
    recursive: NotRequired[bool]


class CreatedCategory(NamedTuple):
    """What core_course_create_categories gives back for a row."""

    id: CategoryId
    name: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category; `parent` 0 is the top. `idnumber` is shown to managers of the category only."""

    id: CategoryId
    name: str
    idnumber: str
    parent: int
    description: str
    visible: bool
    coursecount: int


def get_categories(client: MoodleClient, *, idnumber: str | None = None) -> list[Category]:
    """Return all categories the token may see, or the one with `idnumber`.

    Calls: core_course_get_categories (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_course_get_categories"
    params: dict[str, object] = {}
    if idnumber is not None:
        params = {"criteria": [{"key": "idnumber", "value": idnumber}], "addsubcategories": False}
    return parse_rows(wsfunction, client.call(wsfunction, params), _category)


def create_categories(
    client: MoodleClient, categories: Sequence[NewCategory]
) -> list[CreatedCategory]:
    """Create categories, all or none; return their ids in the order of `categories`.

    Calls: core_course_create_categories (4.1-4.5, contract-4.5.6.json)
    """
    wsfunction = "core_course_create_categories"
    if not categories:
        return []
    answer = client.call(wsfunction, {"categories": categories})
    created = parse_rows(wsfunction, answer, _created_category)
    require_count(wsfunction, len(categories), created)
    return created


def update_categories(client: MoodleClient, categories: Sequence[CategoryUpdate]) -> None:
    """Change categories, all or none.

    Calls: core_course_update_categories (4.1-4.5, contract-4.5.6.json)
    """
    if categories:
        client.call("core_course_update_categories", {"categories": categories})


def delete_categories(client: MoodleClient, categories: Sequence[CategoryDeletion]) -> None:
    """Delete categories, with what is in them when `recursive`.

    Calls: core_course_delete_categories (4.1-4.5, contract-4.5.6.json)
    """
    if categories:
        client.call("core_course_delete_categories", {"categories": categories})


def _category(row: Mapping[str, object]) -> Category:
    return Category(
        id=CategoryId(required_int(row, "id")),
        name=text_of(row, "name"),
        idnumber=text_of(row, "idnumber"),
        parent=required_int(row, "parent"),
        description=text_of(row, "description"),
        visible=bool(int_of(row, "visible", 1)),
        coursecount=int_of(row, "coursecount"),
    )


def _created_category(row: Mapping[str, object]) -> CreatedCategory:
    return CreatedCategory(CategoryId(required_int(row, "id")), text_of(row, "name"))
