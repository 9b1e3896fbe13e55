"""Mistakes in a letter's template: each is told with its line and a way out."""

from pathlib import Path

import pytest

from vsosh_moodle.errors import ConfigError
from vsosh_moodle.problems import Place
from vsosh_moodle.reports.letters.dialect import check_template
from vsosh_moodle.reports.letters.template_files import find_template, list_templates

PLACE = Place(file="letters/absent.j2")


@pytest.mark.parametrize(
    ("text", "code", "line", "hint"),
    [
        ("# Т\n\n{{ pupil.fio.gem }}\n", "field-unknown", 3, "«gen»"),
        ("# Т\n{{ pupl.fio }}\n", "field-unknown", 2, "«pupil»"),
        ("{% for t in tasks %}\n{{ t.titel }}\n{% endfor %}", "field-unknown", 2, "«title»"),
        ("{{ tasks[0].dedline }}", "field-unknown", 1, "«deadline»"),
        ("{% if adult %}\n{{ done.x }}\n{% endif %}", "field-unknown", 2, ""),
        ("а\nб\n{% if adult %}\nв", "jinja-syntax", 4, "«{{»"),
        ("а\n{{ greeting }\n", "jinja-syntax", 2, "«{{»"),
        ("{{ greeting|upper|hack }}", "jinja-forbidden", 1, "long"),
        ("{{ ().__class__ }}", "jinja-forbidden", 1, "for"),
        ("\n{% include 'x' %}", "jinja-forbidden", 2, "for"),
        ("{{ pupil.fio.gen.upper() }}", "jinja-forbidden", 1, "for"),
        ("{{ 9**9**9 }}", "jinja-forbidden", 1, "for"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_a_way_out(
    text: str, code: str, line: int, hint: str
) -> None:
    found = check_template(text, PLACE, {})
    assert [(one.code, one.place.line) for one in found] == [(code, line)]
    assert found[0].place.file == "letters/absent.j2"
    assert hint in found[0].hint


def test_all_unknown_fields_are_told_at_once() -> None:
    text = "{{ pupl }}\n{{ class.dispaly }}\n{{ g(x, 'б') }}\n"
    assert [one.place.line for one in check_template(text, PLACE, {})] == [1, 2, 3]


def test_values_told_by_hand_are_fields_too() -> None:
    assert check_template("{{ day|long }} {{ pupil }}", PLACE, {"day": None}) == []
    assert check_template("{{ day|long }}", PLACE, {}) != []


def test_the_school_has_its_own_templates_and_its_own_kinds(tmp_path: Path) -> None:
    (tmp_path / "absent.j2").write_text("# Своё\n{{ greeting }}", encoding="utf-8")
    (tmp_path / "meeting.j2").write_text("# Собрание\n{{ greeting }}", encoding="utf-8")
    keys = [one.kind.key for one in list_templates(tmp_path)]
    assert keys[-1] == "meeting"
    assert find_template(tmp_path, "absent").text.startswith("# Своё")
    assert not find_template(tmp_path, "week").is_own


def test_an_unknown_kind_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        find_template(tmp_path, "invitaton")
    assert "«invitation»" in refused.value.hint


def test_a_template_of_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "absent.j2").write_bytes("# Письмо".encode("cp1251"))
    with pytest.raises(ConfigError, match=r"absent\.j2"):
        find_template(tmp_path, "absent")
