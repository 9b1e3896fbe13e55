"""check, plan, apply, status, history: the way of a school from files to a site and back."""

import io
import json
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Said
from vsosh_moodle.cli import echo

Vsosh = Callable[..., Said]


@pytest.fixture
def applied(school: Path, vsosh: Vsosh) -> Path:
    assert vsosh("apply", "--yes").code == 0
    return school


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_check_sums_up_sound_files(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("check")
    assert said.code == 0
    assert "Файлы в порядке: 2 класса, 3 ученика, 1 учитель, 1 курс, 1 шаблон." in said.out


def test_check_lists_every_problem_with_its_place(school: Path, vsosh: Vsosh) -> None:
    edit(school / "rosters/ученики.csv", ";8Д;А-1", ";7Ж;А-1")
    edit(school / "rosters/ученики.csv", "05.06.2011", "05.16.2011")
    said = vsosh("check")
    assert said.code == 3
    assert "ячейка E2" in said.out
    assert "ячейка D4" in said.out
    assert said.out.endswith("Всего: 2 ошибки\n")


def test_check_as_json_lists_problems(school: Path, vsosh: Vsosh) -> None:
    edit(school / "rosters/ученики.csv", ";8Д;А-1", ";7Ж;А-1")
    said = vsosh("check", "--format", "json")
    data = json.loads(said.out)
    assert said.code == 3
    assert data["ok"] is False
    assert data["problems"][0]["file"].endswith("ученики.csv")
    assert data["summary"]["classes"] == 2


def test_a_broken_config_is_json_too_when_asked(school: Path, vsosh: Vsosh) -> None:
    edit(school / "config.yaml", "programmes:", "programms:")
    said = vsosh("plan", "--format", "json")
    assert said.code == 3
    assert {problem["code"] for problem in json.loads(said.out)["problems"]} >= {"unknown-key"}


def test_plan_shows_counts_and_writes_nothing(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("plan", "--exit-code")
    assert said.code == 10
    assert re.search(r"Учётные записи +4\n", said.out)
    assert "«Алгебра, 8Д, 9А», ученики: 3 чел." in said.out
    assert said.out.endswith("Дальше: vsosh-moodle apply\n")
    assert vsosh("plan", "--exit-code").out == said.out


def test_plan_as_json_has_the_agreed_shape(school: Path, vsosh: Vsosh) -> None:
    data = json.loads(vsosh("plan", "--format", "json").out)
    assert data["counts"]["user"] == {"create": 4}
    assert data["forecast"]["calls"] > 0
    assert data["guards"] == []
    keys = {"action", "kind", "key", "before", "after", "reason"}
    assert all(keys <= change.keys() for change in data["changes"])


@pytest.mark.parametrize(
    ("name", "begins"),
    [("план.json", "{"), ("план.md", "# План"), ("план.html", "<!doctype html>"), ("план", "План")],
)
def test_a_saved_plan_is_for_its_owner_only(
    school: Path, vsosh: Vsosh, name: str, begins: str
) -> None:
    said = vsosh("plan", "--out", name)
    saved = school / name
    assert said.code == 0
    assert saved.read_text(encoding="utf-8").startswith(begins)
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in school.iterdir() if path.name.startswith(".план")] == []


def test_a_plan_that_cannot_be_saved_says_so(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("plan", "--out", "нет/план.json")
    assert said.code == 2
    assert "Не удалось записать" in said.err


def test_limit_says_how_to_see_the_rest(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("plan", "--limit", "1")
    assert "… ещё 3 строки; все: --limit 4" in said.out


def test_apply_asks_a_person_or_wants_yes(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("apply")
    assert said.code == 2
    assert "--yes" in said.err
    assert vsosh("plan", "--exit-code").code == 10


@pytest.mark.parametrize(
    ("answer", "done"), [("да", True), ("Д", True), ("yes", True), ("", False), ("нет", False)]
)
def test_only_an_agreement_applies(
    school: Path, vsosh: Vsosh, monkeypatch: pytest.MonkeyPatch, answer: str, done: bool
) -> None:
    monkeypatch.setattr(echo, "is_interactive", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))
    said = vsosh("apply")
    assert said.code == 0
    assert "Применить? [д/Н]" in said.err
    assert ("Сделано: 25 изменений" in said.out) == done
    assert ("Отменено" in said.err) != done
    assert vsosh("plan", "--exit-code").code == (0 if done else 10)


def test_apply_tells_where_the_passwords_lie(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("apply", "--yes")
    found = re.search(r"в файле (slips/\S+\.csv)\.", said.out)
    assert found
    assert stat.S_IMODE((school / found[1]).stat().st_mode) == 0o600
    assert "Абаев" not in said.err + said.out


def test_after_apply_nothing_is_left_to_do(applied: Path, vsosh: Vsosh) -> None:
    assert vsosh("plan", "--exit-code").code == 0
    said = vsosh("apply", "--yes")
    assert said.code == 0
    assert said.out == "Изменений нет: сайт уже такой, как в файлах.\n"


def test_a_saved_plan_is_applied_as_it_was(school: Path, vsosh: Vsosh) -> None:
    vsosh("plan", "--out", "план.json")
    assert vsosh("apply", "план.json", "--yes").code == 0
    assert vsosh("plan", "--exit-code").code == 0


def test_a_saved_plan_is_refused_when_a_file_moved(school: Path, vsosh: Vsosh) -> None:
    vsosh("plan", "--out", "план.json")
    edit(school / "rosters/ученики.csv", "Бедоева", "Бедоева-Зорина")
    said = vsosh("apply", "план.json", "--yes")
    assert said.code == 4
    assert "ученики.csv" in said.err
    assert vsosh("history").out == "Ещё ничего не применялось.\n"


def test_a_plan_changed_by_hand_is_refused(school: Path, vsosh: Vsosh) -> None:
    vsosh("plan", "--out", "план.json")
    edit(school / "план.json", "Абаев", "Жуков")
    said = vsosh("apply", "план.json", "--yes")
    assert said.code == 4
    assert "изменён после сохранения" in said.err


def test_a_guard_stops_apply_and_names_its_override(applied: Path, vsosh: Vsosh) -> None:
    edit(applied / "rosters/ученики.csv", "Абаев;Аслан;Тимурович;01.02.2012;8Д;А-1\n", "")
    shown = vsosh("plan")
    assert shown.code == 0
    assert "стоп: Из класса 8Д выбывает 1 из 2" in shown.out
    assert "vsosh-moodle apply --allow class-loss:8Д" in shown.out
    refused = vsosh("apply", "--yes")
    assert refused.code == 4
    assert "--allow class-loss:8Д" in refused.err
    assert vsosh("apply", "--yes", "--allow", "class-loss:8Д").code == 0
    assert vsosh("plan", "--exit-code").code == 0


def test_scope_narrows_a_plan(school: Path, vsosh: Vsosh) -> None:
    data = json.loads(vsosh("plan", "--format", "json", "--only", "people,classes").out)
    assert set(data["counts"]) == {"cohort", "user", "cohort_member"}
    assert data["scope"]["only"] == ["classes", "people"]


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["--only", "peple"], "people"),
        (["--class", "8Е"], "8Д"),
        (["--course", "simpel"], "simple"),
    ],
)
def test_an_unknown_scope_is_refused_with_a_near_word(
    school: Path, vsosh: Vsosh, arguments: list[str], near: str
) -> None:
    said = vsosh("plan", *arguments)
    assert said.code == 2
    assert near in said.err


def test_status_tells_in_step_from_waiting(applied: Path, vsosh: Vsosh) -> None:
    said = vsosh("status", "--exit-code")
    assert said.code == 0
    assert "всё так, как в файлах" in said.out
    edit(applied / "rosters/ученики.csv", "Бедоева", "Бедоева-Зорина")
    said = vsosh("status", "--exit-code")
    assert said.code == 10
    assert "ждёт 1 изменение" in said.out
    assert "фамилия: «Бедоева» → «Бедоева-Зорина»" in said.out
    data = json.loads(vsosh("status", "--format", "json").out)
    assert (data["in_step"], data["waiting"]) == (False, 1)


def test_history_lists_runs_and_their_steps(applied: Path, vsosh: Vsosh) -> None:
    assert "выполнен" in vsosh("history").out
    data = json.loads(vsosh("history", "--format", "json").out)
    (run,) = data["runs"]
    assert run["state"] == "done"
    assert run["counts"] == {"done": 25}
    shown = json.loads(vsosh("history", "show", str(run["run"]), "--format", "json").out)
    assert len(shown["steps"]) == 25
    assert "Учётные записи: создать — 4 изменения" in vsosh("history", "show", str(run["run"])).out


def test_a_run_that_never_was_is_told(applied: Path, vsosh: Vsosh) -> None:
    said = vsosh("history", "show", "99")
    assert said.code == 2
    assert "history" in said.err
