"""`report` on a small school: forms, places, what is refused, what is said of gaps."""

import json
import re
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import START, Said
from vsosh_moodle.cli.report import report
from vsosh_moodle.reports.school.kinds import KINDS

Vsosh = Callable[..., Said]
YEAR = f"{START}-{(START + 1) % 100:02}"
SURNAMES = ("Абаев", "Бедоева", "Вершинин")


def everything_in(folder: Path) -> str:
    """All text of all files of a folder, what is zipped in them too."""
    words = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        words.append(path.name)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as book:
                words += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
        else:
            words.append(path.read_text(encoding="utf-8"))
    return "\n".join(words)


@pytest.fixture
def pulled(school: Path, vsosh: Vsosh) -> Path:
    """The small school after its first apply and pull, on the rehearsal site of its folder."""
    assert vsosh("apply", "--yes").code == 0
    assert vsosh("pull").code == 0
    return school


def test_every_kind_is_a_command() -> None:
    assert set(KINDS) <= set(report.commands)


def test_a_year_report_is_written_for_the_owner_alone(pulled: Path, vsosh: Vsosh) -> None:
    said = vsosh("report", "year")
    assert said.code == 0, said.err
    stem = f"Годовой отчёт {YEAR}"
    names = {path.name for path in (pulled / "reports").iterdir()}
    assert names == {
        f"{stem}.xlsx", f"{stem}.html", f"{stem}.docx", f"{stem}.выводы.md",
    }  # fmt: skip
    for path in (pulled / "reports").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.name in said.out
    assert "Дальше:" in said.out


def test_without_names_no_pupil_is_in_any_form(pulled: Path, vsosh: Vsosh) -> None:
    for kind in [one for one, known in KINDS.items() if not known.named_only]:
        subject = {"class": ["8Д"], "course": ["simple"]}.get(kind, [])
        days = ["--from", f"{START}-09-01"] if kind == "period" else []
        forms = [
            word for form in ("xlsx", "html", "docx", "csv", "json") for word in ("--format", form)
        ]
        said = vsosh("report", kind, *subject, *days, *forms, "--out", "вывод")
        assert said.code == 0, said.err
    text = everything_in(pulled / "вывод")
    assert "8Д" in text
    for surname in SURNAMES:
        assert surname not in text
        assert surname.casefold() not in text.casefold()


def test_with_names_every_page_says_so(pulled: Path, vsosh: Vsosh) -> None:
    said = vsosh("report", "class", "8-д", "--named", "--format", "html", "--out", "8Д.html")
    assert said.code == 0, said.err
    page = (pulled / "8Д.html").read_text(encoding="utf-8")
    assert "Абаев Аслан" in page
    assert "Бедоева Мария" in page
    assert "Вершинин" not in page
    assert "Для служебного пользования" in page
    assert "храните их как списки" in said.err


def test_marks_are_for_internal_use_only(pulled: Path, vsosh: Vsosh) -> None:
    refused = vsosh("report", "marks")
    assert refused.code == 2
    assert "--named" in refused.err
    said = vsosh("report", "marks", "--named", "--format", "text")
    assert said.code == 0, said.err
    assert "Абаев" in said.out
    assert "н/а" in said.out


def test_what_a_person_wrote_in_the_conclusions_is_printed(pulled: Path, vsosh: Vsosh) -> None:
    assert vsosh("report", "year", "--format", "html").code == 0
    file = next((pulled / "reports").glob("*.выводы.md"))
    text = file.read_text(encoding="utf-8")
    edited = re.sub(r"(<!-- раздел: coverage \w+ -->\n\n)[^#]*", r"\1- Написано завучем.\n\n", text)
    assert edited != text
    file.write_text(edited, encoding="utf-8")
    assert vsosh("report", "year", "--format", "html", "--force").code == 0
    page = next((pulled / "reports").glob("*.html")).read_text(encoding="utf-8")
    assert "Написано завучем." in page
    assert "- Написано завучем." in file.read_text(encoding="utf-8")
    assert "есть фамилия ученика" not in page
    named = file.read_text(encoding="utf-8").replace("завучем.", "о том, что Абаев молодец.")
    file.write_text(named, encoding="utf-8")
    assert vsosh("report", "year", "--format", "html", "--force").code == 0
    page = next((pulled / "reports").glob("*.html")).read_text(encoding="utf-8")
    assert "есть фамилия ученика" in page


def test_a_file_that_is_there_is_not_written_over(pulled: Path, vsosh: Vsosh) -> None:
    assert vsosh("report", "activity", "--format", "html", "--out", "а.html").code == 0
    (pulled / "а.html").write_text("правка", encoding="utf-8")
    refused = vsosh("report", "activity", "--format", "html", "--out", "а.html")
    assert refused.code == 2
    assert "--force" in refused.err
    assert (pulled / "а.html").read_text(encoding="utf-8") == "правка"
    assert vsosh("report", "activity", "--format", "html", "--out", "а.html", "--force").code == 0


def test_a_folder_of_tables_holds_those_of_the_last_report_alone(
    pulled: Path, vsosh: Vsosh
) -> None:
    out = pulled / "таблицы"
    said = vsosh("report", "oo1", "--format", "csv", "--out", "таблицы")
    assert said.code == 0, said.err
    (folder,) = out.iterdir()
    (folder / "old_table.csv").write_text("прошлогодняя", encoding="utf-8")
    (folder / "Мои заметки.csv").write_text("мои", encoding="utf-8")
    assert vsosh("report", "oo1", "--format", "csv", "--out", "таблицы").code == 2
    assert vsosh("report", "oo1", "--format", "csv", "--out", "таблицы", "--force").code == 0
    names = {one.name for one in folder.iterdir()}
    assert "old_table.csv" not in names
    assert {"Мои заметки.csv", "oo1_classes.csv"} <= names


def test_a_paper_is_russian_in_any_language(pulled: Path, vsosh: Vsosh) -> None:
    from vsosh_moodle.language import current_language, set_language

    russian = vsosh("report", "indicators", "--format", "json").out
    set_language("en")
    try:
        english = vsosh("report", "indicators", "--format", "json").out
        assert current_language() == "en"
    finally:
        set_language("ru")

    def without_made(text: str) -> str:
        data = json.loads(text)
        # Codes of people are drawn anew for each report.
        return re.sub(r"[A-Z2-7]{7}", "", json.dumps(data | {"made": ""}, ensure_ascii=False))

    assert without_made(english) == without_made(russian)


def test_json_alone_is_printed(pulled: Path, vsosh: Vsosh) -> None:
    said = vsosh("report", "indicators", "--format", "json")
    data = json.loads(said.out)
    assert data["kind"] == "indicators"
    assert not (pulled / "reports").exists()


def test_before_the_first_pull_the_report_says_so(school: Path, vsosh: Vsosh) -> None:
    said = vsosh("report", "year", "--format", "text")
    assert said.code == 0, said.err
    assert "vsosh-moodle pull" in said.out
    assert "Нет снимка Moodle." in said.out


def test_mistakes_in_the_lists_are_in_the_report(pulled: Path, vsosh: Vsosh) -> None:
    roster = pulled / "rosters/ученики.csv"
    roster.write_text(
        roster.read_text(encoding="utf-8")
        + "Абаев;Аслан;Тимурович;01.02.2012;8Д;А-1\nГригоров;Иван;;01.02.2011;15Я;А-9\n",
        encoding="utf-8",
    )
    said = vsosh("report", "year", "--format", "json")
    assert said.code == 0, said.err
    know = next(one for one in json.loads(said.out)["sections"] if one["key"] == "know")
    text = json.dumps(know, ensure_ascii=False)
    assert "ученики.csv" in text
    assert "15Я" in text
    assert "Абаев" not in text
    assert "Григоров" not in text


def test_an_unknown_class_course_and_term_are_told_with_what_there_is(
    pulled: Path, vsosh: Vsosh
) -> None:
    for words, hint in (
        (["class", "8Ж"], "8Д"),
        (["course", "simpel"], "simple"),
        (["period", "--period", "q9"], "h1 (1 полугодие)"),
        (["year", "--year", "2026"], "2026/27"),
        (["year", "--years", "2022/23..2020/21"], "--years 2020/21..2021/22"),
        (["period"], "--period h1"),
        (["period", "--period", "h1", "--from", "2026-10-01"], "что-то одно"),
    ):
        said = vsosh("report", *words)
        assert said.code == 2, words
        assert hint in said.err, words


def test_a_period_that_has_not_begun_is_refused(pulled: Path, vsosh: Vsosh) -> None:
    said = vsosh("report", "period", "--from", "2101-01-01", "--to", "2101-02-01")
    assert said.code == 2
    assert "ещё не начался" in said.err


def test_the_whole_project_tells_where_each_year_is_from(pulled: Path, vsosh: Vsosh) -> None:
    years = f"{START - 1}/{START % 100:02}..{START}/{(START + 1) % 100:02}"
    said = vsosh("report", "year", "--years", years, "--format", "json")
    assert said.code == 0, said.err
    data = json.loads(said.out)
    table = next(
        block
        for section in data["sections"]
        for block in section["blocks"]
        if block.get("key") == "years"
    )
    assert [row[1] for row in table["rows"]] == ["нет данных", "снимки"]


def test_several_forms_do_not_go_into_one_file(pulled: Path, vsosh: Vsosh) -> None:
    said = vsosh("report", "year", "--format", "xlsx", "--format", "html", "--out", "г.xlsx")
    assert said.code == 2
    assert "папку" in said.err


def test_the_template_of_word_can_be_written_and_used(pulled: Path, vsosh: Vsosh) -> None:
    assert vsosh("report", "template", "--out", "бланк.docx").code == 0
    said = vsosh(
        "report", "year", "--format", "docx", "--out", "г.docx", "--template", "бланк.docx"
    )
    assert said.code == 0, said.err
    assert zipfile.is_zipfile(pulled / "г.docx")


def test_definitions_are_printed_without_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vsosh: Vsosh
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Охват дистанционным обучением" in vsosh("report", "definitions").out
    data = json.loads(vsosh("report", "definitions", "--format", "json").out)
    assert {one["key"] for one in data} >= {"coverage", "readiness"}


def test_no_report_is_written_over_what_people_wrote(pulled: Path, vsosh: Vsosh) -> None:
    list_ = pulled / "rosters/ученики.csv"
    before = list_.read_bytes()
    (pulled / "rosters/ученики.xlsx").write_bytes(b"a book of the school")
    for out in ("rosters/ученики.xlsx", "rosters/../rosters/ученики.xlsx"):
        answer = vsosh("report", "gia", "--format", "xlsx", "--out", out, "--force")
        assert answer.code == 2
        assert "исходный файл" in answer.err
    answer = vsosh("report", "year", "--conclusions", "config.yaml")
    assert answer.code == 2
    assert "не файл выводов" in answer.err
    assert "version: 1" in (pulled / "config.yaml").read_text(encoding="utf-8")
    assert list_.read_bytes() == before
