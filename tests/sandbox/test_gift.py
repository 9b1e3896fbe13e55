"""GIFT and Moodle XML as the sandbox reads them."""

import pytest

from vsosh_moodle.sandbox.plugin.gift import read_gift
from vsosh_moodle.sandbox.plugin.question_xml import read_xml


@pytest.mark.parametrize(
    ("source", "qtype"),
    [
        ("::a:: 2 + 2? {=4 ~5 ~6}", "multichoice"),
        ("::a:: Какие чётные? {~%50%2 ~%50%4 ~%-100%5}", "multichoice"),
        ("::a:: 2 + 2 \\= 4? {T#да}", "truefalse"),
        ("::a:: Столица? {=Москва =москва}", "shortanswer"),
        ("::a:: Сколько? {#4:0.1}", "numerical"),
        ("::a:: Сколько? {#=%100%4:0 =%50%5:1}", "numerical"),
        ("::a:: Сколько? {#1..5}", "numerical"),
        ("::a:: Пары {=1 -> один =2 -> два}", "match"),
        ("::a:: Расскажите {}", "essay"),
        ("::a:: Прочтите дальше", "description"),
        ("::a:: [html]<p>Дробь {=½ ~¼} больше</p>", "multichoice"),
        ("// примечание\n::a:: Скобки \\{ \\} {=4 ~5}", "multichoice"),
    ],
)
def test_types_are_told_by_their_answers(source: str, qtype: str) -> None:
    parsed = read_gift(source)
    assert parsed.problems == []
    assert [(one.key, one.qtype) for one in parsed.questions.values()] == [("a", qtype)]


def test_a_question_without_a_name_has_its_text_for_one() -> None:
    assert list(read_gift("2 + 2? {=4}").questions) == ["2 + 2?"]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("::a:: 2? {=2 ~3", "line 1"),
        ("// x\n\n::a:: 2? =2}", "line 3"),
        ("::a:: 2? {~1 ~3}", "line 1"),
        ("::a:: 2? {~%50%1 ~3}", "line 1"),
        ("::a:: 2? {=2 ~}", "line 1"),
        ("::a:: {=2 ~3}", "line 1"),
        ("::a 2? {=2}", "line 1"),
        ("::a:: 2? {#два}", "line 1"),
        ("::a:: 2? {два}", "line 1"),
        ("::a:: 2? {=1 -> а}", "line 1"),
        ("::a:: 2? {=2} {=3}", "line 1"),
    ],
)
def test_a_broken_question_is_told_with_its_line(source: str, place: str) -> None:
    parsed = read_gift(source)
    assert [code for code, _ in parsed.problems] == ["source-invalid"]
    assert parsed.problems[0][1].startswith(place)


def test_a_name_taken_twice_is_told() -> None:
    parsed = read_gift("::a:: 1? {=1}\n\n::a:: 2? {=2}")
    assert [code for code, _ in parsed.problems] == ["question-twice"]


def xml(*questions: str) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><quiz>{''.join(questions)}</quiz>"


def question(kind: str = "shortanswer", name: str = "Вопрос", *, right: int = 100) -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f"<questiontext><text>2?</text></questiontext>"
        f'<answer fraction="{right}"><text>2</text></answer></question>'
    )


def test_xml_is_read() -> None:
    keyed = question(name="Второй").replace("</question>", "<idnumber>k</idnumber></question>")
    parsed = read_xml(xml('<question type="category"/>', question(), keyed))
    assert parsed.problems == []
    assert list(parsed.questions) == ["Вопрос", "k"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (xml(question())[:-4], "source-invalid"),
        ("<test/>", "source-invalid"),
        ("<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz/>", "source-invalid"),
        (xml(question("teleport")), "type-absent"),
        (xml(question("")), "source-invalid"),
        (xml(question(right=0)), "source-invalid"),
        (xml(question(), question()), "question-twice"),
        (xml(question(name="")), "source-invalid"),
    ],
)
def test_broken_xml_is_refused(source: str, code: str) -> None:
    assert [one for one, _ in read_xml(source).problems] == [code]
