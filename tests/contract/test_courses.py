"""Facts about courses, their sections and section names."""

from typing import Any

import pytest

from tests.contract.rest_caller import RefusedError
from tests.contract.site_under_test import SiteUnderTest, World

CREATE, UPDATE = "core_course_create_courses", "core_course_update_courses"
BY_FIELD, CONTENTS = "core_course_get_courses_by_field", "core_course_get_contents"


def _sections(site: SiteUnderTest, courseid: int) -> list[dict[str, Any]]:
    return list(site.call(CONTENTS, courseid=courseid))


def _rename(site: SiteUnderTest, sectionid: int, name: str, component: str = "") -> dict[str, Any]:
    return dict(
        site.call(
            "core_update_inplace_editable",
            component=component or "format_topics",
            itemtype="sectionname",
            itemid=sectionid,
            value=name,
        )
    )


def test_one_bad_course_keeps_all_out(site: SiteUnderTest, world: World) -> None:
    good = world.course()
    bad = world.course(shortname=good["shortname"])
    assert site.refusal(CREATE, courses=[good, bad]) == "shortnametaken"
    found = site.call(BY_FIELD, field="idnumber", value=good["idnumber"])
    assert found == {"courses": [], "warnings": []}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"fullname": " "}, "errorinvalidparam"),
        ({"shortname": ""}, "errorinvalidparam"),
        ({"fullname": "<b>Курс"}, "invalidparameter"),
        ({"categoryid": 10**8}, "errorcatcontextnotvalid"),
        ({"lang": "ru"}, "errorinvalidparam"),
        ({"summaryformat": 9}, "formatnotsupported"),
        ({"startdate": 100, "enddate": 50}, "enddatebeforestartdate"),
        ({"startdate": 0, "enddate": 50}, "nostartdatenoenddate"),
        ({"fullname": "Я" * 255}, "dmlwriteexception"),
        ({"idnumber": "1" * 101}, "dmlwriteexception"),
    ],
    ids=str,
)
def test_bad_courses_are_refused(
    site: SiteUnderTest, world: World, fields: dict[str, Any], code: str
) -> None:
    assert site.refusal(CREATE, courses=[world.course(**fields)]) == code


def test_shortname_and_idnumber_are_unique(site: SiteUnderTest, world: World) -> None:
    course = world.course()
    site.call(CREATE, courses=[course])
    again = world.course(idnumber=course["idnumber"])
    assert site.refusal(CREATE, courses=[again]) == "courseidnumbertaken"


def test_names_come_back_escaped_unless_asked_for_raw(site: SiteUnderTest, world: World) -> None:
    ident = world.add_course(fullname="Алгебра & 5 < 6")
    assert world.read_course(ident)["fullname"] == "Алгебра &amp; 5 &lt; 6"
    assert world.read_course(ident, raw=True)["fullname"] == "Алгебра & 5 < 6"
    found = site.call(BY_FIELD, field="id", value=str(ident))["courses"]
    assert found[0]["fullname"] == "Алгебра &amp; 5 &lt; 6"


def test_the_front_page_is_a_course_too(site: SiteUnderTest) -> None:
    courses = {row["id"]: row for row in site.call("core_course_get_courses")}
    assert courses[1]["categoryid"] == 0


def test_a_wrong_format_is_taken_in_silence(world: World) -> None:
    assert world.read_course(world.add_course(format="nobody"))["format"] == "nobody"


def test_dates_of_a_new_course_depend_on_the_release(site: SiteUnderTest, world: World) -> None:
    course = world.read_course(world.add_course())
    assert (course["startdate"] > 0) == (site.release >= (4, 5))
    assert (course["enddate"] > 0) == (site.release >= (4, 5))


def test_search_by_ids_with_an_unknown_one_has_no_errorcode(
    site: SiteUnderTest, world: World
) -> None:
    ids = f"{world.add_course()},{10**8}"
    with pytest.raises(RefusedError) as refused:
        site.call(BY_FIELD, field="ids", value=ids)
    assert refused.value.exception == "Error"
    assert refused.value.errorcode is None


def test_get_courses_leaves_unknown_ids_out(site: SiteUnderTest, world: World) -> None:
    ident = world.add_course()
    found = site.call("core_course_get_courses", options={"ids": [ident, 10**8]})
    assert [course["id"] for course in found] == [ident]


def test_an_unknown_field_is_invalidparameter(site: SiteUnderTest) -> None:
    assert site.refusal(BY_FIELD, field="nobody", value="1") == "invalidparameter"


def test_update_warns_of_bad_courses_and_keeps_the_good(site: SiteUnderTest, world: World) -> None:
    taken = world.course()
    site.call(CREATE, courses=[taken])
    ident, other = world.add_course(), world.add_course()
    answer = site.call(
        UPDATE,
        courses=[
            {"id": other, "shortname": taken["shortname"]},
            {"id": 10**8, "fullname": "Нет"},
            {"id": ident, "fullname": "Новое"},
        ],
    )
    codes = [(w["itemid"], w["warningcode"]) for w in answer["warnings"]]
    assert codes == [(other, "shortnametaken"), (10**8, "invalidrecord")]
    assert world.read_course(ident)["fullname"] == "Новое"


def test_update_moves_a_course(site: SiteUnderTest, world: World) -> None:
    ident, target = world.add_course(), world.add_category()
    assert site.call(UPDATE, courses=[{"id": ident, "categoryid": target}]) == {"warnings": []}
    assert world.read_course(ident)["categoryid"] == target


def test_delete_warns_of_an_unknown_course(site: SiteUnderTest, world: World) -> None:
    ident = world.add_course()
    answer = site.call("core_course_delete_courses", courseids=[10**8, ident])
    assert [w["warningcode"] for w in answer["warnings"]] == ["unknowncourseidnumber"]
    assert site.call("core_course_get_courses", options={"ids": [ident]}) == []


def test_a_course_has_no_sections_but_the_first_unless_asked(
    site: SiteUnderTest, world: World
) -> None:
    assert len(_sections(site, world.add_course())) == 1
    assert len(_sections(site, world.add_course(numsections=3))) == 4
    options = [{"name": "numsections", "value": "2"}]
    assert len(_sections(site, world.add_course(courseformatoptions=options))) == 3


def test_update_does_not_change_the_number_of_sections(site: SiteUnderTest, world: World) -> None:
    ident = world.add_course(numsections=2)
    assert site.call(UPDATE, courses=[{"id": ident, "numsections": 5}]) == {"warnings": []}
    assert len(_sections(site, ident)) == 3


def test_a_new_course_has_an_announcements_forum(site: SiteUnderTest, world: World) -> None:
    modules = _sections(site, world.add_course())[0]["modules"]
    assert [module["modname"] for module in modules] == ["forum"]
    assert _sections(site, world.add_course(newsitems=0))[0]["modules"] == []


def test_default_section_names_depend_on_the_release(site: SiteUnderTest, world: World) -> None:
    names = [section["name"] for section in _sections(site, world.add_course(numsections=2))]
    if site.release >= (4, 5):
        assert names == ["General", "New section", "New section"]
    else:
        assert names == ["General", "Topic 1", "Topic 2"]


def test_sections_of_a_weekly_course_are_weeks(site: SiteUnderTest, world: World) -> None:
    ident = world.add_course(format="weeks", numsections=2, startdate=1756684800)
    names = [section["name"] for section in _sections(site, ident)]
    assert names == ["General", "1 September - 7 September", "8 September - 14 September"]


def test_a_section_is_renamed_by_token(site: SiteUnderTest, world: World) -> None:
    ident = world.add_course(numsections=1)
    section = _sections(site, ident)[1]
    answer = _rename(site, section["id"], "Тема & <b>раз</b> ")
    assert answer["value"] == "Тема & раз "
    assert _sections(site, ident)[1]["name"] == "Тема &amp; раз "


def test_section_names_are_escaped_even_when_asked_for_raw(
    site: SiteUnderTest, world: World
) -> None:
    ident = world.add_course(numsections=1)
    _rename(site, _sections(site, ident)[1]["id"], "А & Б")
    raw = site.call(CONTENTS, raw=True, courseid=ident)
    assert raw[1]["name"] == "А &amp; Б"


def test_a_section_is_renamed_through_its_own_format_only(
    site: SiteUnderTest, world: World
) -> None:
    ident = world.add_course(numsections=1, format="weeks")
    section = _sections(site, ident)[1]["id"]
    with pytest.raises(RefusedError) as refused:
        _rename(site, section, "Тема")
    assert refused.value.errorcode == "invalidrecordunknown"
    assert _rename(site, section, "Тема", "format_weeks")["value"] == "Тема"


def test_a_name_of_a_section_has_255_letters_at_most(site: SiteUnderTest, world: World) -> None:
    section = _sections(site, world.add_course(numsections=1))[1]["id"]
    with pytest.raises(RefusedError) as refused:
        _rename(site, section, "Я" * 256)
    assert refused.value.errorcode == "maximumchars"


def test_an_unknown_option_of_contents_is_an_error(site: SiteUnderTest, world: World) -> None:
    options = [{"name": "nobody", "value": "1"}]
    code = site.refusal(CONTENTS, courseid=world.add_course(), options=options)
    assert code == "errorinvalidparam"


def test_a_section_is_hidden_and_shown(site: SiteUnderTest, world: World) -> None:
    ident = world.add_course(numsections=1)
    section = _sections(site, ident)[1]["id"]
    site.call("core_course_edit_section", action="hide", id=section)
    assert _sections(site, ident)[1]["visible"] == 0
    site.call("core_course_edit_section", action="show", id=section)
    assert _sections(site, ident)[1]["visible"] == 1


def test_a_section_is_added(site: SiteUnderTest, world: World) -> None:
    ident = world.add_course(numsections=1)
    site.call("core_courseformat_update_course", action="section_add", courseid=ident)
    assert len(_sections(site, ident)) == 3


def test_completion_of_a_course_without_criteria(site: SiteUnderTest, world: World) -> None:
    courseid, userid = world.add_course(), world.add_user()
    world.enrol(courseid, userid)
    function = "core_completion_get_course_completion_status"
    assert site.refusal(function, courseid=courseid, userid=userid) == "nocriteriaset"
    function = "core_completion_get_activities_completion_status"
    activities = site.call(function, courseid=courseid, userid=userid)
    assert activities["statuses"] == []


def test_activities_of_someone_not_enrolled_are_an_empty_list(
    site: SiteUnderTest, world: World
) -> None:
    function = "core_completion_get_activities_completion_status"
    answer = site.call(function, courseid=world.add_course(), userid=world.add_user())
    assert answer["statuses"] == []
