"""What a report is made from: the folder's files, the archive of past years, what there is to know."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import CONFIG, PUPILS, START, TEMPLATE
from vsosh_moodle.errors import InputProblems
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.store.database import open_database
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.report_people import load_people
from vsosh_moodle.workflow.report_remarks import HIDDEN_NAME, without_names
from vsosh_moodle.workflow.report_request import ReportRequest
from vsosh_moodle.workflow.reporting import gather_material, gather_years

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


def write_project(root: Path, config: str) -> Project:
    (root / "course_templates").mkdir(parents=True)
    (root / "rosters").mkdir()
    (root / "config.yaml").write_text(config, encoding="utf-8")
    (root / "course_templates/simple.yaml").write_text(TEMPLATE, encoding="utf-8")
    (root / "rosters/ученики.csv").write_text(PUPILS, encoding="utf-8")
    return Project(root)


def of_year(first: int) -> str:
    """The small school's config in the school year that begins then."""
    text = re.sub(
        rf"\b({START}|{START + 1})-", lambda found: f"{int(found[1]) - START + first}-", CONFIG
    )
    return text.replace(f"{START}/{(START + 1) % 100:02}", f"{first}/{(first + 1) % 100:02}")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return write_project(tmp_path / "школа", of_year(2026))


def remarks(material: Material) -> str:
    return "\n".join(f"{one.place} {one.text} {one.hint}" for one in material.remarks)


def test_without_any_state_the_lists_are_the_people(project: Project) -> None:
    material = gather_material(project, ReportRequest("year"), now=NOW)
    assert [one.class_name for one in material.inputs.facts.people] == ["8Д", "8Д", "9А"]
    assert material.indicators["distance_classes"].value == 1
    assert "ни одного снимка" in remarks(material)
    assert "Нет реестров" in remarks(material)
    assert not (project.state / "state.sqlite").exists()


def test_who_has_no_account_yet_is_called_by_name_where_names_may_be(project: Project) -> None:
    material = gather_material(project, ReportRequest("class", named=True), now=NOW)
    names = {material.labels.pupil(one.person) for one in material.inputs.facts.people}
    assert "Абаев Аслан Тимурович" in names
    assert len(names) == 3


def test_the_form_counts_who_was_there_on_the_census_day_once(project: Project) -> None:
    head, *rows = PUPILS.splitlines()
    dated = [f"{head};Дата зачисления", *(f"{row};01.09.2026" for row in rows)]
    dated += [f"{rows[0]};01.09.2026", "Поздний;Иван;;01.02.2011;8Д;А-7;01.11.2026"]
    (project.rosters / "ученики.csv").write_text("\n".join(dated) + "\n", encoding="utf-8")
    material = gather_material(project, ReportRequest("oo1"), now=NOW)
    assert sorted(one.class_name for one in material.pupils) == ["8Д", "8Д", "9А"]
    assert len(material.inputs.facts.people) == 4


def test_a_config_that_cannot_be_read_is_refused_with_all_its_problems(project: Project) -> None:
    project.config.write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(InputProblems):
        gather_material(project, ReportRequest("year"), now=NOW)


def test_a_past_year_has_the_files_of_the_archive(project: Project) -> None:
    kept = write_project(project.archive / "2025-26", of_year(2025))
    (kept.rosters / "ученики.csv").write_text(
        "Фамилия;Имя;Отчество;Дата рождения;Класс\nДавний;Ученик;Первый;01.02.2011;8Д\n",
        encoding="utf-8",
    )
    material = gather_material(project, ReportRequest("year", year="2025-26"), now=NOW)
    assert material.period.title == "2025/26 учебный год"
    assert (material.period.start, material.period.until) == (date(2025, 9, 1), date(2026, 5, 26))
    assert [one.class_name for one in material.pupils] == ["8Д"]
    assert "vsosh:2025:simple" in material.inputs.courses
    now = gather_material(project, ReportRequest("year"), now=NOW)
    assert "vsosh:2025:simple" in now.inputs.previous_courses


def test_days_of_a_past_year_are_of_that_year(project: Project) -> None:
    write_project(project.archive / "2025-26", of_year(2025))
    request = ReportRequest("period", start=date(2025, 10, 1), end=date(2025, 10, 31))
    material = gather_material(project, request, now=NOW)
    assert material.period.year == "2025/26"
    assert "vsosh:2025:simple" in material.inputs.courses
    assert material.previous_title == "2024/25"


def test_a_year_nobody_kept_files_of_says_so(project: Project) -> None:
    first, last = gather_years(project, ReportRequest("year"), ["2021/22", "2026/27"], now=NOW)
    assert "Файлов 2021/22 учебного года в архиве нет" in remarks(first)
    assert first.inputs.facts.people == ()
    assert last.period.year == "2026/27"


def test_mistakes_of_the_files_come_with_their_places_and_without_names(project: Project) -> None:
    roster = project.rosters / "ученики.csv"
    roster.write_text(f"{PUPILS}Странный;Иван;;01.02.2011;15Я;А-7\n", encoding="utf-8")
    project.templates.joinpath("broken.yaml").write_text("version: 9\n", encoding="utf-8")
    text = remarks(gather_material(project, ReportRequest("year"), now=NOW))
    assert "ученики.csv" in text
    assert "broken.yaml" in text
    assert "Странный" not in text
    assert "Абаев" not in text


def test_an_expired_norm_and_scale_are_told(project: Project) -> None:
    late = datetime(2027, 5, 20, 9, tzinfo=UTC)
    folder = project.templates / "exams"
    folder.mkdir()
    (folder / "oge.toml").write_text(
        '[meta]\nexam = "ОГЭ"\ncampaign = 2026\nsource = "приказ"\nchecked_on = 2026-01-01\n'
        'valid_until = 2026-12-31\n[math]\ntitle = "Математика"\nminutes = 235\nmax = 31\ntasks = 25\n',
        encoding="utf-8",
    )
    text = remarks(gather_material(project, ReportRequest("year"), now=late))
    assert "Шкала ГИА просрочена: ОГЭ, действовала до 31.12.2026 (Математика)" in text
    assert "Норма просрочена" in text


def test_a_report_writes_nothing_into_the_state(project: Project) -> None:
    path = project.state / "state.sqlite"
    open_database(path).close()
    before = {one.name for one in project.state.iterdir()}
    gather_material(project, ReportRequest("year", named=True), now=NOW)
    assert {one.name for one in project.state.iterdir()} == before


def test_surnames_are_taken_out_whole_and_nothing_else() -> None:
    names = {"абаев", "петров-водкин", "ким"}
    told = without_names("Абаев и Петров-Водкин; Абаева, кимоно, «Ким»", names)
    assert told == f"{HIDDEN_NAME} и {HIDDEN_NAME}; Абаева, кимоно, «{HIDDEN_NAME}»"


def test_what_a_list_says_of_a_pupil_is_not_quoted_without_names(project: Project) -> None:
    roster = project.rosters / "ученики.csv"
    rows = "Поздний;Иван;;31.02.2011;8Д;А-1\nДавний;Пётр;;12.12.1811;8Д;А-8\n"
    roster.write_text(f"{PUPILS}{rows}", encoding="utf-8")
    told = remarks(gather_material(project, ReportRequest("year"), now=NOW))
    assert "строка 5" in told
    for secret in ("31.02.2011", "12.12.1811", "А-1"):
        assert secret not in told
    named = remarks(gather_material(project, ReportRequest("year", named=True), now=NOW))
    assert "31.02.2011" in named


def test_a_surname_is_hidden_in_every_case() -> None:
    people = [Person(Role.STUDENT, last, "Имя") for last in ("Таугаева", "Эхов")]
    found = load_people(None, people)
    text = "Наградили Таугаеву, грамоту вручили Эхову, с Эховым спорил Вьюгин."
    assert without_names(text, found.surnames) == (
        f"Наградили {HIDDEN_NAME}, грамоту вручили {HIDDEN_NAME}, с {HIDDEN_NAME} спорил Вьюгин."
    )
