"""What becomes of a bank of questions and of a section's name is told from the site's answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import responses

from tests.apply.rehearsal import ROLES
from tests.moodle.canned import make_client, reply, site_info
from vsosh_moodle.apply.section_ids import fetch_section_ids
from vsosh_moodle.apply.send_contents import name_sections
from vsosh_moodle.apply.send_courses import import_questions
from vsosh_moodle.apply.send_members import add_cohort_members
from vsosh_moodle.apply.send_site import Kept, Result, Site
from vsosh_moodle.moodle.errors import BadAnswer, InvalidParameter, MoodleError, NotFound
from vsosh_moodle.plan.change import Action, Change
from vsosh_moodle.plan.records import Kind, QuestionBank, Record, Section
from vsosh_moodle.plan.settings import settings_of
from vsosh_moodle.questions.banks import QuestionBankSource

COURSE = "vsosh:2026:oge"
NUMBERS = QuestionBankSource(
    key="numbers",
    title="Числа",
    format="gift",
    text="::1:: 2 + 2 {=4}",
    sha256="0" * 64,
    count=1,
    names=("1",),
    path=Path("numbers.gift"),
    file="numbers.gift",
)
ROW = {
    "course": COURSE, "key": "numbers", "status": "ok", "id": 9, "count": 3, "counts": "{}",
    "errors": [],
}  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    with responses.mock:
        yield Site(
            make_client(),
            {(Kind.COURSE, COURSE): 20},
            ROLES,
            issue_passwords=lambda _users: [],
            banks={"numbers": NUMBERS},
        )


def made(record: Record) -> Change:
    return Change(Action.CREATE, record.kind, record.key, None, record)


def imported(site: Site, *rows: dict[str, object]) -> Result:
    reply({"banks": list(rows)})
    bank = QuestionBank(COURSE, "numbers", settings_of({"name": "Числа"}))
    (result,) = import_questions(site, [made(bank)])
    return result


def test_a_bank_that_was_taken_tells_its_number(site: Site) -> None:
    assert imported(site, ROW) == 9


def test_a_bank_with_questions_that_a_person_edited_is_kept_in_part(site: Site) -> None:
    assert imported(site, {**ROW, "counts": '{"kept": 2}'}) == Kept(9, ("questions",), written=True)


def test_a_bank_the_site_does_not_tell_of_is_a_bad_answer(site: Site) -> None:
    assert isinstance(imported(site), BadAnswer)


def test_a_bank_that_failed_without_a_reason_is_a_bad_answer(site: Site) -> None:
    assert isinstance(imported(site, {**ROW, "status": "error"}), BadAnswer)


def test_a_bank_that_was_refused_tells_the_first_reason(site: Site) -> None:
    error = {
        "course": COURSE, "type": "bank", "key": "numbers", "field": "source", "code": "invalid",
        "detail": "line 3",
    }  # fmt: skip
    result = imported(site, {**ROW, "status": "error", "errors": [error]})
    assert isinstance(result, MoodleError)
    assert not isinstance(result, BadAnswer)


def test_what_is_no_bank_and_no_membership_is_not_sent_as_one(site: Site) -> None:
    with pytest.raises(TypeError):
        import_questions(site, [made(Section(COURSE, 1, "Числа"))])
    with pytest.raises(TypeError):
        add_cohort_members(site, [made(Section(COURSE, 1, "Числа"))])


def sections_of(*numbers: int) -> list[dict[str, object]]:
    return [
        {"id": 100 + one, "name": "", "visible": 1, "section": one, "modules": [], "summary": ""}
        for one in numbers
    ]


def without_bundles(site: Site) -> Site:
    reply(site_info("core_course_get_contents"))
    assert not site.client.can_bundle
    return site


def test_a_name_that_the_site_changed_is_told(site: Site) -> None:
    site.ids[Kind.SECTION, Section(COURSE, 1, "").key] = 101
    reply(site_info("core_update_inplace_editable"))
    reply({"displayvalue": "", "value": "Числа", "itemid": 101})
    (result,) = name_sections(site, [made(Section(COURSE, 1, "Числа <b>"))])
    assert isinstance(result, InvalidParameter)
    assert "«Числа»" in result.message


def test_a_course_that_cannot_be_read_fails_its_sections(site: Site) -> None:
    reply({"exception": "x", "errorcode": "nopermissions", "message": "no"})
    with pytest.raises(MoodleError):
        fetch_section_ids(without_bundles(site).client, site.ids, [Section(COURSE, 1, "Числа")])


def test_a_section_that_the_site_does_not_add_is_told(site: Site) -> None:
    without_bundles(site)
    reply(sections_of(0))
    reply("null")
    reply(sections_of(0))
    with pytest.raises(NotFound):
        fetch_section_ids(site.client, site.ids, [Section(COURSE, 1, "Числа")])
