"""Facts about course categories."""

from typing import Any

import pytest

from tests.contract.site_under_test import SiteUnderTest, World

CREATE, GET = "core_course_create_categories", "core_course_get_categories"
UPDATE, DELETE = "core_course_update_categories", "core_course_delete_categories"


def _find(site: SiteUnderTest, key: str, value: Any, **params: Any) -> list[dict[str, Any]]:
    return list(site.call(GET, criteria=[{"key": key, "value": value}], **params))


def test_a_name_comes_back_escaped_unless_asked_for_raw(site: SiteUnderTest, world: World) -> None:
    ident = world.add_category(name="Школа & 5 < 6")
    assert _find(site, "id", ident)[0]["name"] == "Школа &amp; 5 &lt; 6"
    assert _find(site, "id", ident, raw=True)[0]["name"] == "Школа & 5 < 6"


def test_an_idnumber_is_unique(site: SiteUnderTest, world: World) -> None:
    number = world.unique("n")
    world.add_category(idnumber=number)
    again = {"name": "Другая", "idnumber": number}
    assert site.refusal(CREATE, categories=[again]) == "categoryidnumbertaken"


def test_one_bad_category_keeps_all_out(site: SiteUnderTest, world: World) -> None:
    number = world.unique("n")
    good = {"name": "Хорошая", "idnumber": number}
    assert site.refusal(CREATE, categories=[good, good]) == "categoryidnumbertaken"
    assert _find(site, "idnumber", number) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": ""}, "categorynamerequired"),
        ({"name": "Я" * 256}, "categorytoolong"),
        ({"name": "<b>Я</b>"}, "invalidparameter"),
        ({"parent": 10**8}, "unknowcategory"),
        ({"idnumber": "1" * 101}, "idnumbertoolong"),
    ],
    ids=str,
)
def test_bad_categories_are_refused(site: SiteUnderTest, fields: dict[str, Any], code: str) -> None:
    assert site.refusal(CREATE, categories=[{"name": "Школа", **fields}]) == code


def test_a_search_brings_what_is_below_unless_told_not_to(
    site: SiteUnderTest, world: World
) -> None:
    top = world.add_category()
    below = site.call(CREATE, categories=[{"name": "Внутри", "parent": top}])[0]["id"]
    found = _find(site, "id", top)
    assert {row["id"] for row in found} == {top, below}
    # As text: on a site of ten categories and more 100000 comes before 90000.
    assert found == sorted(found, key=lambda row: str(row["sortorder"]))
    assert [row["id"] for row in _find(site, "id", top, addsubcategories=0)] == [top]
    inside = _find(site, "parent", top)[0]
    assert (inside["depth"], inside["path"]) == (2, f"/{top}/{below}")


def test_the_hundred_thousandth_comes_before_the_ninety_thousandth(
    site: SiteUnderTest, world: World
) -> None:
    """Each category has 10,000 of its own: a tenth one is needed, on top of those that are there."""
    there = len(site.call(GET))
    top = world.add_category()
    inside = [{"name": f"К{number}", "parent": top} for number in range(max(1, 10 - there))]
    site.call(CREATE, categories=inside)
    orders = [str(row["sortorder"]) for row in site.call(GET)]
    assert orders == sorted(orders)
    assert orders != sorted(orders, key=int)


def test_an_unknown_key_is_criteriaerror(site: SiteUnderTest) -> None:
    assert site.refusal(GET, criteria=[{"key": "nobody", "value": "1"}]) == "criteriaerror"


def test_update_changes_what_is_given(site: SiteUnderTest, world: World) -> None:
    number = world.unique("n")
    ident = world.add_category(idnumber=number)
    assert site.call(UPDATE, categories=[{"id": ident, "name": "Новая"}]) is None
    shown = _find(site, "id", ident)[0]
    assert (shown["name"], shown["idnumber"]) == ("Новая", number)


def test_an_unknown_category_fails_update_and_delete(site: SiteUnderTest) -> None:
    missing = [{"id": 10**8, "name": "Нет"}]
    assert site.refusal(UPDATE, categories=missing) == "unknowncategory"
    assert site.refusal(DELETE, categories=[{"id": 10**8}]) == "unknowncategory"


def test_moving_takes_everything_below_along(site: SiteUnderTest, world: World) -> None:
    first, second = world.add_category(), world.add_category()
    child = site.call(CREATE, categories=[{"name": "Внутри", "parent": first}])[0]["id"]
    site.call(UPDATE, categories=[{"id": first, "parent": second}])
    world.categories.remove(first)
    assert _find(site, "id", child)[0]["path"] == f"/{second}/{first}/{child}"


def test_content_is_not_moved_to_the_root(site: SiteUnderTest, world: World) -> None:
    ident = world.add_category()
    assert site.refusal(DELETE, categories=[{"id": ident}]) == "movecatcontentstoroot"


def test_deleting_moves_courses_up_or_takes_them_along(site: SiteUnderTest, world: World) -> None:
    top = world.add_category()
    inner = site.call(CREATE, categories=[{"name": "Внутри", "parent": top}])[0]["id"]
    courseid = world.add_course(categoryid=inner)
    site.call(DELETE, categories=[{"id": inner}])
    assert world.read_course(courseid)["categoryid"] == top
    world.categories.remove(top)
    site.call(DELETE, categories=[{"id": top, "recursive": 1}])
    assert site.call("core_course_get_courses", options={"ids": [courseid]}) == []
