"""Facts about question banks: GIFT and Moodle XML come in, come again, leave and come back."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.contract.plugin_course import PluginCourse, activity, packed
from tests.contract.site_under_test import World

IMPORT = "local_vsosh_import_questions"
Fields = dict[str, Any]

GIFT = """// проверка
::Сложение:: 2 + 2 = {=4 ~3 ~5}

::Солнце:: Солнце — звезда. {T}

::Столица:: Столица России? {=Москва =москва}

::Число:: Сколько пальцев на руке? {#5:0}

::Пары:: Соедините. {=раз -> 1 =два -> 2 =три -> 3}
"""
DRAWABLE = 5

XML = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Мимо</text></category></question>
<question type="truefalse"><name><text>Земля</text></name><idnumber>tf-1</idnumber>
<questiontext format="html"><text>{text}</text></questiontext><defaultgrade>1</defaultgrade>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>
</question>
<question type="shortanswer"><name><text>Слово</text></name>
<questiontext format="html"><text>Скажите «да».</text></questiontext><usecase>0</usecase>
<answer fraction="100"><text>да</text></answer></question>
</quiz>
"""


@dataclass
class Bank:
    """One bank of a test's course."""

    course: PluginCourse
    key: str = "math/one"
    name: str = "Математика"
    format: str = "gift"
    ident: int = field(default=0)

    def answer(self, source: str, **options: Any) -> Fields:
        """Import a source and return what the site says of the bank."""
        bank = {
            "course": self.course.key,
            "key": self.key,
            "name": self.name,
            "format": self.format,
            "source": source,
        }
        sent = {"banks": [bank], **options}
        answer = self.course.site.call(IMPORT, document=packed(sent))
        assert len(answer["banks"]) == 1
        return dict(answer["banks"][0])

    def put(self, source: str, **options: Any) -> tuple[str, dict[str, int]]:
        """Import a source that must be taken; return the status and the counts that are not 0."""
        answer = self.answer(source, **options)
        assert answer["errors"] == []
        assert (answer["course"], answer["key"]) == (self.course.key, self.key)
        assert self.ident in (0, answer["id"])
        self.ident = answer["id"]
        live = self.content()
        assert live["fields"]["count"] == answer["count"]
        assert live["fields"]["hash"] == hashlib.sha256(source.encode()).hexdigest()
        counts = json.loads(answer["counts"])
        assert set(counts) == {"created", "updated", "unchanged", "hidden", "kept"}
        return answer["status"], {name: count for name, count in counts.items() if count}

    def refused(self, source: str) -> list[str]:
        """Import a source that must be refused; return the codes."""
        answer = self.answer(source)
        assert answer["status"] == "error"
        assert all(one["course"] == self.course.key for one in answer["errors"])
        assert all(one["key"] == self.key for one in answer["errors"])
        return [one["code"] for one in answer["errors"]]

    def content(self) -> Fields:
        """Return the bank as get_courses has it."""
        return self.course.content()[f"question_bank:{self.key}"]


@pytest.fixture
def course(plugin_world: World) -> PluginCourse:
    """An empty course on a site with the plugin."""
    return PluginCourse(plugin_world)


@pytest.fixture
def bank(course: PluginCourse) -> Bank:
    """A bank that nothing was imported into."""
    return Bank(course)


def test_a_bank_is_made_and_holds(bank: Bank) -> None:
    assert bank.put(GIFT) == ("ok", {"created": DRAWABLE})
    live = bank.content()
    assert live["id"] == bank.ident
    assert live["module"] == ""
    assert live["edited"] == {}
    assert live["fields"]["name"] == "Математика"
    assert live["fields"]["count"] == DRAWABLE
    assert bank.put(GIFT) == ("unchanged", {"unchanged": DRAWABLE})


def test_other_content_is_another_version(bank: Bank) -> None:
    bank.put(GIFT)
    changed = GIFT.replace("~3 ~5", "~3 ~6")
    assert bank.put(changed) == ("ok", {"updated": 1, "unchanged": DRAWABLE - 1})
    assert bank.content()["fields"]["count"] == DRAWABLE
    assert bank.put(changed) == ("unchanged", {"unchanged": DRAWABLE})
    assert bank.put(GIFT) == ("ok", {"updated": 1, "unchanged": DRAWABLE - 1})


def test_what_leaves_is_not_drawn_and_comes_back(bank: Bank) -> None:
    bank.put(GIFT)
    less = GIFT[: GIFT.index("::Пары::")]
    assert bank.put(less) == ("ok", {"hidden": 1, "unchanged": DRAWABLE - 1})
    assert bank.content()["fields"]["count"] == DRAWABLE - 1
    assert bank.put(less) == ("unchanged", {"unchanged": DRAWABLE - 1})
    assert bank.put(GIFT) == ("ok", {"updated": 1, "unchanged": DRAWABLE - 1})
    assert bank.content()["fields"]["count"] == DRAWABLE


def test_a_changed_question_that_leaves_is_not_drawn(bank: Bank) -> None:
    bank.put(GIFT)
    bank.put(GIFT.replace("3:", "3 :").replace("=раз", "=один"))
    bank.put(GIFT[: GIFT.index("::Пары::")])
    assert bank.content()["fields"]["count"] == DRAWABLE - 1


def test_other_spelling_of_the_source_is_no_change(bank: Bank) -> None:
    bank.put(GIFT)
    assert bank.put(GIFT.replace("\n", "\r\n")) == ("unchanged", {"unchanged": DRAWABLE})


def test_xml_by_idnumber(bank: Bank) -> None:
    bank.format = "xml"
    source = XML.replace("{text}", "Земля круглая.")
    assert bank.put(source) == ("ok", {"created": 2})
    renamed = source.replace("<text>Земля</text>", "<text>Планета</text>")
    assert bank.put(renamed) == ("ok", {"updated": 1, "unchanged": 1})
    assert bank.put(renamed) == ("unchanged", {"unchanged": 2})


def test_a_bank_gets_another_name(bank: Bank) -> None:
    bank.put(GIFT)
    bank.name = "Алгебра"
    assert bank.put(GIFT) == ("ok", {"unchanged": DRAWABLE})
    assert bank.content()["fields"]["name"] == "Алгебра"
    assert bank.content()["edited"] == {}


def test_banks_are_apart(course: PluginCourse) -> None:
    one, other = Bank(course), Bank(course, key="math/two", name="Вторая")
    one.put(GIFT)
    assert other.put(GIFT) == ("ok", {"created": DRAWABLE})
    assert one.ident != other.ident


@pytest.mark.parametrize(
    ("form", "source", "codes"),
    [
        ("gift", "::а:: 2 + 2 {=4 ~3\n", ["source-invalid"]),
        ("gift", "", ["source-invalid"]),
        ("gift", "// ничего\n", ["source-invalid"]),
        ("gift", "::а:: Да? {T}\n\n::а:: Нет? {F}\n", ["question-twice"]),
        ("xml", "<quiz><question></quiz>", ["source-invalid"]),
        ("xml", "<html></html>", ["source-invalid"]),
        (
            "xml",
            '<quiz><question type="nosuchtype"><name><text>а</text></name></question></quiz>',
            ["type-absent"],
        ),
    ],
)
def test_a_bad_source_is_refused_whole(
    bank: Bank, form: str, source: str, codes: list[str]
) -> None:
    bank.format = form
    assert bank.refused(source) == codes
    assert f"question_bank:{bank.key}" not in bank.course.content()


def test_a_bad_source_leaves_the_questions(bank: Bank) -> None:
    bank.put(GIFT)
    assert bank.refused(GIFT + "\n::б:: 1 {=1 ~2\n") == ["source-invalid"]
    live = bank.content()["fields"]
    assert live == {"name": "Математика", "hash": "", "count": DRAWABLE}
    assert bank.put(GIFT) == ("unchanged", {"unchanged": DRAWABLE})


def test_the_place_of_a_fault_is_told(bank: Bank) -> None:
    answer = bank.answer(GIFT + "\n::б:: 1 {=1 ~2\n")
    assert str(GIFT.count("\n") + 2) in answer["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": "Математика"}, "key-invalid"),
        ({"key": "a" * 81}, "key-invalid"),
        ({"name": ""}, "field-invalid"),
        ({"format": "aiken"}, "field-invalid"),
    ],
)
def test_a_bad_bank_is_refused(bank: Bank, change: dict[str, str], code: str) -> None:
    for name, value in change.items():
        setattr(bank, name, value)
    assert bank.refused(GIFT) == [code]


def test_other_banks_go_on(course: PluginCourse) -> None:
    row = {"key": "x", "name": "x", "format": "gift", "source": "::а:: Да? {T}"}
    rows = [{**row, "course": course.key + "-none"}, {**row, "course": course.key}]
    answer = course.site.call(IMPORT, document=packed({"banks": rows}))["banks"]
    assert [one["status"] for one in answer] == ["error", "ok"]
    assert answer[0]["errors"][0]["code"] == "course-missing"


@pytest.mark.parametrize("document", ["[]", "{", '{"banks": 5}', '{"banks": [{"key": "x"}]}'])
def test_what_is_no_document_is_an_invalid_parameter(course: PluginCourse, document: str) -> None:
    assert course.site.refusal(IMPORT, document=document) == "invalidparameter"


def test_a_bank_does_not_stand_in_the_way_of_the_course(bank: Bank) -> None:
    bank.put(GIFT)
    document = bank.course.document(activity("x", "label", intro="<p>x</p>"))
    items = bank.course.put(document)
    assert "question_bank:math/one" not in items
    bank.course.settled(document)
    assert bank.content()["fields"]["count"] == DRAWABLE
