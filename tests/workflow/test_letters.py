"""Letters of a school: who gets one, what is asked for first, what is refused, which files there are."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from docx import Document

from tests.workflow.learning_school import NOW, ago, school_with_snapshot
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.reports.letters.kinds import KINDS
from vsosh_moodle.store.open_tasks import OpenTask
from vsosh_moodle.workflow.letter_files import write_letters
from vsosh_moodle.workflow.letter_people import is_adult, waiting_tasks
from vsosh_moodle.workflow.letter_preview import preview_letters
from vsosh_moodle.workflow.letters import LetterRequest, Prepared, prepare_letters
from vsosh_moodle.workflow.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return school_with_snapshot(tmp_path / "школа")


def prepared(
    project: Project, kind: str, values: Mapping[str, str] | None = None, **asked: tuple[str, ...]
) -> Prepared:
    return prepare_letters(project, LetterRequest(kind, values=values or {}, **asked), NOW)  # type: ignore[arg-type]


def whom(found: Prepared) -> list[str]:
    return [one.row.last_name for part in found.classes for one in part.pupils]


def words(found: Prepared, last: str) -> str:
    return next(one.everything() for one in found.letters if one.who.startswith(last))


@pytest.mark.parametrize("kind", [one.key for one in KINDS])
def test_every_kind_is_written_for_the_whole_school(project: Project, kind: str) -> None:
    people = ("Л1", "Л2", "Л3", "Л4") if kind == "laptop" else ()
    found = prepared(project, kind, people=people)
    assert found.count > 0
    for letter in found.letters:
        assert "{" not in letter.everything()
        assert "спортсмены" not in letter.everything()
        assert letter.fits


def test_each_kind_reaches_whom_it_is_for(project: Project) -> None:
    assert whom(prepared(project, "absent")) == ["Берая", "Ким"]
    assert whom(prepared(project, "week")) == ["Берая", "Дзугаров", "Ким", "Цъеутов"]
    assert whom(prepared(project, "thanks")) == ["Цъеутов"]
    assert whom(prepared(project, "laptop")) == []
    assert whom(prepared(project, "absent", people=("Л1",))) == ["Дзугаров"]
    assert whom(prepared(project, "invitation", classes=("9Б",))) == ["Цъеутов"]


def test_the_week_tells_what_was_done_and_what_waits(project: Project) -> None:
    letter = words(prepared(project, "week"), "Дзугаров")
    assert "Хетаг выполнил 3 задания из 5" in letter
    assert f"срок был {NOW.date() - timedelta(days=3):%d.%m.%Y}" in letter
    assert f"до {NOW.date() + timedelta(days=3):%d.%m.%Y}" in letter


def test_the_signature_and_the_contact_are_those_of_the_class(project: Project) -> None:
    found = prepared(project, "absent")
    assert "классному руководителю Наставниковой Мадине Сослановне, каб. 7" in words(found, "Берая")
    assert "классный руководитель 9 «А» класса Наставникова М. С." in words(found, "Берая")
    other = prepared(project, "back", {"from": "12.01.2027"}, classes=("9Б",))
    assert "классному руководителю, тел." in words(other, "Цъеутов")
    assert [one.code for one in other.problems] == ["letters-tutor"]


def test_values_are_filled_in_and_missing_ones_named(project: Project) -> None:
    told = prepared(project, "distance", {"from": "12.01.2027", "to": "2027-01-20"})
    assert "С 12\u00a0января 2027\u00a0г. по 20\u00a0января 2027\u00a0г." in words(told, "Дзугаров")
    assert told.missing == ("order",)
    assert "не более 120 минут в день" in words(told, "Дзугаров")
    assert "не более" not in words(told, "Берая")  # of age: the norm is for minors


@pytest.mark.parametrize(
    ("values", "hint"),
    [({"fromm": "12.01.2027"}, "«from»"), ({"from": "завтра"}, "--set from=12.01.2027")],
)
def test_a_wrong_value_is_refused(project: Project, values: dict[str, str], hint: str) -> None:
    with pytest.raises(ConfigError) as refused:
        prepared(project, "distance", values)
    assert hint in refused.value.hint


def test_a_pupil_who_is_not_there_is_refused(project: Project) -> None:
    with pytest.raises(ConfigError, match="Неизвестный"):
        prepared(project, "week", people=("Неизвестный Иван",))


def test_a_kind_that_needs_moodle_asks_for_a_pull(tmp_path: Path) -> None:
    project = school_with_snapshot(tmp_path / "школа")
    (project.state / "state.sqlite").unlink()
    with pytest.raises(ConfigError) as refused:
        prepared(project, "week")
    assert "vsosh-moodle pull" in refused.value.hint
    assert prepared(project, "invitation").count == 4


def test_no_letter_says_a_category_whoever_writes_it_there(project: Project) -> None:
    with pytest.raises(InputProblems) as refused:
        prepared(project, "invitation", {"topic": "встречу: Спортсмены, обед"})
    assert [one.code for one in refused.value.problems] == ["letter-names-category"]
    folder = project.root / "letters"
    folder.mkdir()
    (folder / "back.j2").write_text("# Всем\n{{ greeting }}\nКод K2.", encoding="utf-8")
    with pytest.raises(InputProblems) as refused:
        prepared(project, "back")
    assert refused.value.problems[0].place.file == "letters/back.j2"


def test_a_broken_template_and_broken_declensions_are_told_together(project: Project) -> None:
    (project.root / "letters").mkdir()
    (project.root / "letters/week.j2").write_text("# Т\n{{ pupil.fio.gem }}", encoding="utf-8")
    (project.root / "declension.toml").write_text('[surname."Ким"]\ngn = "К"\n', encoding="utf-8")
    with pytest.raises(InputProblems) as refused:
        prepared(project, "week")
    assert [(one.place.file, one.place.line) for one in refused.value.problems] == [
        ("declension.toml", 2), ("letters/week.j2", 2),
    ]  # fmt: skip


def test_the_schools_own_forms_reach_the_letters(project: Project) -> None:
    (project.root / "declension.toml").write_text(
        '[person."Ким Саша"]\ngender = "f"\n', encoding="utf-8"
    )
    assert "Ваша дочь Саша" in words(prepared(project, "absent"), "Ким")


def test_the_schools_own_kind_may_tell_of_work_where_it_is_known(project: Project) -> None:
    (project.root / "letters").mkdir()
    (project.root / "letters/meeting.j2").write_text(
        "# Собрание\n{{ hall }}: {{done|задание|задания|заданий}}", encoding="utf-8"
    )
    found = prepared(project, "meeting", {"hall": "Зал"})
    assert "Зал: 3 задания" in words(found, "Дзугаров")
    (project.state / "state.sqlite").unlink()
    assert "Зал: 0 заданий" in words(prepared(project, "meeting", {"hall": "Зал"}), "Дзугаров")


def test_mistakes_in_the_lists_are_told_with_the_letters(project: Project) -> None:
    pupils = project.root / "rosters/pupils.csv"
    pupils.write_text(pupils.read_text(encoding="utf-8") + "Одинокий;;;;9А;Л9;\n", encoding="utf-8")
    found = prepared(project, "back")
    assert "Одинокий" not in whom(found)
    assert any("vsosh-moodle check" in one for one in found.remarks)


@pytest.mark.parametrize("letter_format", ["docx", "html", "text"])
def test_a_file_a_class_for_the_owner_alone(project: Project, letter_format: str) -> None:
    request = LetterRequest("invitation", letter_format=letter_format)  # type: ignore[arg-type]
    written = write_letters(project, request, NOW)
    assert [path.stem for path in written.files] == ["9А", "9Б"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in written.files)
    with pytest.raises(ConfigError):
        write_letters(project, request, NOW)


def test_each_word_letter_begins_a_page(project: Project) -> None:
    path = write_letters(project, LetterRequest("invitation"), NOW).files[0]
    document = Document(str(path))
    pages = [one.text for one in document.paragraphs if one.paragraph_format.page_break_before]
    assert len(pages) == 2  # three letters: the first begins the document
    assert document.sections[0].page_height.cm == pytest.approx(29.7, abs=0.1)
    assert document.styles["Normal"].font.size.pt == 14


def word_template(path: Path, *paragraphs: str) -> None:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))


def test_the_schools_own_word_document_is_filled_in(project: Project) -> None:
    word_template(
        project.root / "letters/absent.docx",
        "Кому: {{ pupil.fio.dat }}",
        "{% if adult %}Вы {{g:занят|занята}}?{% else %}{{ tutor.fio.dat }}{% endif %}",
    )
    found = prepared(project, "absent")
    [one] = found.classes
    assert one.word is not None
    texts = [line.text for line in Document(io.BytesIO(one.word)).paragraphs if line.text.strip()]
    assert texts == [
        "Кому: Берае Залине Мурадовне", "Вы занята?",
        "Кому: Ким Саша", "Наставниковой Мадине Сослановне",
    ]  # fmt: skip
    assert write_letters(project, LetterRequest("absent"), NOW).files[0].suffix == ".docx"


def test_a_mistake_in_a_word_document_is_told_with_its_paragraph(project: Project) -> None:
    word_template(project.root / "letters/absent.docx", "Письмо", "{{ pupil.fio.gem }}")
    with pytest.raises(InputProblems) as refused:
        prepared(project, "absent")
    [problem] = refused.value.problems
    assert "Абзац 2" in problem.message
    assert "«gen»" in problem.hint


def test_what_is_no_word_document_is_refused(project: Project) -> None:
    (project.root / "letters").mkdir()
    (project.root / "letters/absent.docx").write_bytes(b"PK nothing")
    with pytest.raises(InputProblems) as refused:
        prepared(project, "absent")
    assert refused.value.problems[0].code == "file-unreadable"


def test_a_label_in_a_word_document_is_refused(project: Project) -> None:
    word_template(project.root / "letters/back.docx", "Для K2: {{ pupil.fio }}")
    with pytest.raises(InputProblems) as refused:
        prepared(project, "back")
    assert refused.value.problems[0].code == "letter-names-category"


def test_the_preview_tells_every_form_and_every_doubt(project: Project) -> None:
    found = preview_letters(project, LetterRequest("invitation", classes=("9А",)), NOW)
    names = {one.name: one for one in found.names}
    assert next(iter(names)) == "Наставникова Мадина Сослановна"
    assert names["Дзугаров Хетаг Казбекович"].changed_forms()[0] == (
        "род.", "Дзугарова Хетага Казбековича",
    )  # fmt: skip
    assert not names["Дзугаров Хетаг Казбекович"].doubtful
    assert names["Берая Залина Мурадовна"].addressed == "самому ученику"
    assert "прилагательное" in names["Берая Залина Мурадовна"].warnings[0]
    unsure = names["Ким Саша"]
    assert unsure.changed_forms() == []
    assert len(unsure.warnings) == 2  # whose gender nobody knows, and who has no birth date
    assert "нет даты рождения" in unsure.warnings[1]


@pytest.mark.parametrize(
    ("born", "day", "adult"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), False),
        (date(2008, 11, 23), date(2026, 11, 23), True),
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
        (None, date(2026, 3, 1), False),
    ],
)
def test_who_is_of_age_on_the_day(born: date | None, day: date, adult: bool) -> None:
    assert is_adult(born, day, 18) is adult


def test_what_waits_is_what_is_late_what_is_soon_and_the_next_step() -> None:
    day = NOW.date()

    def task(number: int, course: str, due: int) -> OpenTask:
        return OpenTask("p", course, course, number, f"№ {number}", 1, due)

    tasks = [
        task(1, "a", ago(-2)), task(2, "a", ago(4)), task(3, "a", 0), task(4, "a", ago(-40)),
        task(7, "c", ago(20)), task(5, "b", 0), task(6, "b", 0),
    ]  # fmt: skip
    found = waiting_tasks(tasks, day, ZoneInfo("Europe/Moscow"))
    assert [(one.title, one.overdue) for one in found] == [
        ("№ 1", False), ("№ 2", True), ("№ 7", True), ("№ 5", False),
    ]  # fmt: skip


def test_a_loaned_laptop_brings_its_number_and_days(project: Project) -> None:
    rows = (
        "Ученик;Класс;Техника дома;Инв. №;Выдано;Вернуть до;Возвращено\n"
        "Дзугаров Хетаг Казбекович;9А;выдана школой;110-0042;{issued};25.05.2030;\n"
        "Цъеутов Алан Олегович;9Б;выдана школой;110-0043;{issued};25.05.2030;{back}\n"
        "Берая Залина Мурадовна;9А;своя;;;;\n"
    )
    day = NOW.date()
    (project.root / "registers").mkdir()
    (project.root / "registers/Техника у учеников.csv").write_text(
        rows.format(issued=f"{day - timedelta(days=9):%d.%m.%Y}", back=f"{day:%d.%m.%Y}"),
        encoding="utf-8",
    )
    found = prepared(project, "laptop")
    assert whom(found) == ["Дзугаров"]
    assert "инвентарный № 110-0042" in words(found, "Дзугаров")
    assert "по 25\u00a0мая 2030\u00a0г." in words(found, "Дзугаров")
    assert found.missing == ()
