"""`sync`: who comes, goes and changes; the plan it saves and the apply it goes on to."""

import io
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from vsosh_moodle.cli import echo
from vsosh_moodle.language import set_language

Vsosh = Callable[..., Said]
LENIENT = "class-loss:8Д"


@pytest.fixture
def changed(school: Path, vsosh: Vsosh) -> Path:
    """Return a school applied once, whose list then changed: one married, one left, one came."""
    assert vsosh("apply", "--yes").code == 0
    path = school / "rosters/ученики.csv"
    text = path.read_text(encoding="utf-8")
    lines = text.replace("Бедоева;", "Замужняя;").splitlines()
    kept = [line for line in lines if not line.startswith("Абаев")]
    new = "Новенький;Олег;Ильич;07.08.2011;9А;А-9"
    path.write_text("\n".join([*kept, new]) + "\n", encoding="utf-8")
    return school


def test_movement_is_told_by_class_with_counts_places_and_the_next_step(
    changed: Path, vsosh: Vsosh
) -> None:
    said = vsosh("sync", "--allow", LENIENT)
    assert said.code == 0
    assert "Движение: прибыло: 1, выбыло: 1, сменили фамилию: 1" in said.out
    assert (
        "Абаев Аслан Тимурович — выбыл — 1 зачисление приостанавливается; оценки остаются"
        in said.out
    )
    assert (
        "Замужняя Мария Олеговна — сменила фамилию: Бедоева → Замужняя — логин прежний" in said.out
    )
    flat = " ".join(said.out.split())
    assert (
        "Новенький Олег Ильич — прибыл — 1 зачисление, 1 группа [файл rosters/ученики.csv, строка 4]"
        in flat
    )
    assert said.out.endswith("Дальше: vsosh-moodle sync --apply\n")
    assert vsosh("sync", "--exit-code").code == 10


def test_a_guard_is_told_with_what_to_type(changed: Path, vsosh: Vsosh) -> None:
    said = vsosh("sync")
    assert f"vsosh-moodle sync --apply --allow {LENIENT}" in said.out


def test_only_people_classes_and_enrolments_are_in_it(changed: Path, vsosh: Vsosh) -> None:
    template = changed / "course_templates/simple.yaml"
    template.write_text(
        template.read_text(encoding="utf-8").replace("summary: Курс.", "summary: Иначе."),
        encoding="utf-8",
    )
    data = json.loads(vsosh("sync", "--format", "json").out)
    assert data["scope"]["only"] == ["classes", "enrolments", "people"]
    assert {one["kind"] for one in data["changes"]} <= {
        "user",
        "cohort_member",
        "enrolment",
        "group_member",
    }
    events = {one["name"].split()[0]: one["events"][0] for one in data["movement"]["people"]}
    assert {name: one["event"] for name, one in events.items()} == {
        "Абаев": "left",
        "Замужняя": "surname",
        "Новенький": "arrived",
    }
    assert (events["Замужняя"]["before"], events["Замужняя"]["after"]) == ("Бедоева", "Замужняя")
    (grown,) = [one for one in data["movement"]["classes"] if one["class"] == "9А"]
    assert (grown["before"], grown["arrived"], grown["after"]) == (1, 1, 2)


def test_a_class_narrows_the_movement(changed: Path, vsosh: Vsosh) -> None:
    said = vsosh("sync", "--class", "9А")
    assert "Новенький" in said.out
    assert "Замужняя" not in said.out
    assert said.out.endswith("Дальше: vsosh-moodle sync --class 9А --apply\n")


def test_the_saved_plan_is_one_that_apply_accepts(changed: Path, vsosh: Vsosh) -> None:
    said = vsosh("sync", "--allow", LENIENT, "--out", "движение.json")
    assert said.out.endswith(
        "Дальше: vsosh-moodle apply движение.json --allow class-loss:8Д\n"
    ) or (said.out.endswith("Дальше: vsosh-moodle apply движение.json\n"))
    assert stat.S_IMODE((changed / "движение.json").stat().st_mode) == 0o600
    assert vsosh("apply", "движение.json", "--yes", "--allow", LENIENT).code == 0
    assert vsosh("sync", "--exit-code").code == 0


@pytest.mark.parametrize("form", ["md", "html"])
def test_documents_have_the_movement_on_top(changed: Path, vsosh: Vsosh, form: str) -> None:
    text = vsosh("sync", "--format", form).out
    assert text.index("Движение") < text.index("Предохранители")
    assert "сменила фамилию: Бедоева → Замужняя" in text


def test_plan_shows_the_movement_too_but_not_of_a_first_filling(school: Path, vsosh: Vsosh) -> None:
    first = vsosh("plan").out
    assert "Движение: Первое заполнение: 4 чел." in first
    assert "— прибыл" not in first


def test_apply_shows_asks_and_writes(
    changed: Path, vsosh: Vsosh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(echo, "is_interactive", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("нет\n"))
    said = vsosh("sync", "--apply", "--allow", LENIENT)
    assert "сменила фамилию" in said.err
    assert "Отменено" in said.err
    assert vsosh("sync", "--exit-code").code == 10
    monkeypatch.setattr("sys.stdin", io.StringIO("да\n"))
    said = vsosh("sync", "--apply", "--allow", LENIENT)
    assert said.code == 0
    assert "Сделано" in said.out
    assert vsosh("sync", "--exit-code").code == 0


def test_apply_wants_yes_where_nobody_can_be_asked_and_alone(changed: Path, vsosh: Vsosh) -> None:
    assert vsosh("sync", "--apply").code == 2
    assert vsosh("sync", "--yes").code == 2
    assert vsosh("sync", "--apply", "--yes", "--out", "x.json").code == 2
    assert vsosh("sync", "--apply", "--yes", "--allow", LENIENT).code == 0


def test_nothing_to_do_is_said(school: Path, vsosh: Vsosh) -> None:
    assert vsosh("apply", "--yes").code == 0
    said = vsosh("sync")
    assert "Изменений нет" in said.out
    assert said.out.endswith("Делать ничего не нужно.\n")


def test_english_speaks_of_people_in_english(changed: Path, vsosh: Vsosh) -> None:
    set_language("en")
    try:
        said = vsosh("sync")
    finally:
        set_language("ru")
    assert "Movement: arrived: 1, left: 1, changed surname: 1" in said.out


def test_what_is_wrong_with_the_content_of_courses_is_no_news_of_people(
    school: Path, vsosh: Vsosh
) -> None:
    template = school / "course_templates/simple.yaml"
    quiz = "    {key: q, type: quiz, title: Тест, questions: [{bank: algebra/one, count: 1}]}"
    text = template.read_text(encoding="utf-8").replace(
        "activities: [", f"activities: [\n{quiz},\n"
    )
    template.write_text(text, encoding="utf-8")
    config = school / "config.yaml"
    sandbox = "url: sandbox\n  plugin: true"
    config.write_text(config.read_text("utf-8").replace("url: sandbox", sandbox), encoding="utf-8")
    codes = {}
    for command in ("plan", "sync"):
        said = vsosh(command, "--format", "json")
        assert said.code == 0, said.err
        codes[command] = {one["code"] for one in json.loads(said.out)["problems"]}
    assert "bank-empty" in codes["plan"]
    assert "bank-empty" not in codes["sync"]
