"""A folder stands for the spreadsheets in it; what Excel leaves beside them is no list."""

from pathlib import Path

from vsosh_moodle.rosters import Roster, read_rosters

LIST = "Фамилия;Имя;Класс\n{name};9А\n"


def write(path: Path, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LIST.format(name=name), encoding="utf-8")


def surnames(roster: Roster) -> list[str]:
    return [person.last_name for person in roster.people]


def test_lists_below_a_folder_are_read_by_name(tmp_path: Path) -> None:
    write(tmp_path / "9А.csv", "Дзугов;Азамат")
    write(tmp_path / "старшие" / "10А.CSV", "Плиев;Алан")
    write(tmp_path / "~$9А.csv", "Лишний;Файл")
    write(tmp_path / ".9А.csv", "Лишний;Файл")
    write(tmp_path / ".git" / "9А.csv", "Лишний;Файл")
    write(tmp_path / "заметки.txt", "Лишний;Файл")
    roster = read_rosters([tmp_path])
    assert (surnames(roster), roster.problems) == (["Дзугов", "Плиев"], [])


def test_a_file_named_beside_its_folder_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "9А.csv", "Дзугов;Азамат")
    roster = read_rosters([tmp_path / "9А.csv", tmp_path, tmp_path / "." / "9А.csv"])
    assert (surnames(roster), roster.problems) == (["Дзугов"], [])


def test_a_lock_file_that_a_star_named_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "9А.csv", "Дзугов;Азамат")
    (tmp_path / "~$9А.csv").write_bytes(b"\x04user")
    roster = read_rosters([tmp_path / "9А.csv", tmp_path / "~$9А.csv"])
    assert (surnames(roster), roster.problems) == (["Дзугов"], [])


def test_a_folder_without_lists_is_told(tmp_path: Path) -> None:
    (tmp_path / "заметки.txt").write_text("x", encoding="utf-8")
    [problem] = read_rosters([tmp_path]).problems
    assert (problem.code, problem.severity) == ("folder-empty", "error")
    assert problem.place.file == str(tmp_path)
