"""The Word document: the school's template is filled, or told exactly what is wrong with it."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn

from tests.reports.render.office import convert, needs_office, pages_of
from tests.reports.render.sample_reports import HOSTILE, full_report
from tools.report_template import build_template
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.problems import Problem
from vsosh_moodle.reports.render.report_docx import default_docx_template, render_report_docx


def opened(data: bytes) -> DocumentObject:
    return Document(io.BytesIO(data))


def template(
    folder: Path, *paragraphs: str, change: Callable[[DocumentObject], None] | None = None
) -> Path:
    """Write a school's template of these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if change:
        change(document)
    path = folder / "school.docx"
    document.save(str(path))
    return path


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as caught:
        render_report_docx(full_report(), path)
    return caught.value.problems


@pytest.fixture(scope="module")
def data() -> bytes:
    return render_report_docx(full_report())


@pytest.fixture(scope="module")
def document(data: bytes) -> DocumentObject:
    return opened(data)


def test_the_shipped_template_is_what_its_builder_makes() -> None:
    shipped, built = opened(default_docx_template()), opened(build_template())
    for one, other in zip(shipped.part.package.parts, built.part.package.parts, strict=True):
        assert one.partname == other.partname
        assert one.blob == other.blob


def test_the_document_says_all_of_the_report(document: DocumentObject) -> None:
    texts = [paragraph.text for paragraph in document.paragraphs]
    report = full_report()
    for expected in (report.title, report.school, *report.lead, report.made):
        assert expected in texts
    headings = [
        one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"
    ]
    assert headings == [f"{one.number}. {one.title}" for one in report.sections]
    captions = [
        one.text for one in document.paragraphs if one.style and one.style.name == "Caption"
    ]
    assert "Таблица 2. Охват по классам" in captions
    assert "Рисунок 4. Охват по месяцам" in captions
    assert "[черновик вывода] Охват составил 45,3 % (453 из 1000 чел.), план — до 50 %." in texts
    cells = {cell.text for row in document.tables[0].rows for cell in row.cells}
    assert {text.replace("\t", " ") for text in HOSTILE} <= cells
    assert {"менее 5", "скрыто", "—"} <= cells
    assert not [text for text in texts if "{" in text or "\ue000" in text]


def test_heads_repeat_and_rows_do_not_split(document: DocumentObject) -> None:
    tables = [table for table in document.tables if len(table.rows) > 5]
    assert max(len(table.rows) for table in tables) == 1002
    for table in tables:
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        rows = table._tbl.findall(qn("w:tr"))
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_pictures_have_words_and_different_numbers(document: DocumentObject) -> None:
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 9
    assert len({one.get("id") for one in pictures}) == len(pictures)
    assert all(one.get("descr") for one in pictures)
    assert pictures[0].get("descr", "").startswith("Чаще всего работали в курсе математики.")


def test_every_contents_line_leads_to_a_heading(document: DocumentObject) -> None:
    body = document.element.body
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))}
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    assert len(links) == 5
    assert links <= marks


def test_only_the_first_page_is_a_title_page(document: DocumentObject) -> None:
    ways = [section.orientation for section in document.sections]
    assert len(set(ways)) == 2, "wide tables lie on their side"
    assert [one.different_first_page_header_footer for one in document.sections] == [
        True, *[False] * (len(ways) - 1)
    ]  # fmt: skip


def test_the_file_names_no_person(document: DocumentObject) -> None:
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by) == ("vsosh-moodle", "vsosh-moodle")


def test_a_school_brings_its_own_words_and_order(tmp_path: Path) -> None:
    path = template(
        tmp_path,
        "Приложение к приказу. {{ school }}, {{ period|upper }}",
        "Охват: {{ fields.coverage }} из {{ fields['pupils'] }}, на {{ fields.day }}: {{ fields.none }}",
        "{%p for section in sections if section.number == '2' %}",
        "Раздел {{ section.heading }}",
        "{{ section.body }}",
        "{%p endfor %}",
        "{%p for one in signatures %}",
        "{{ one.post }} / {{ one.name }}",
        "{%p endfor %}",
        "{{ tables.months }}",
        "{{ charts.funnel }}",
        "{{ parts.know }}",
    )
    document = opened(render_report_docx(full_report(), path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Приложение к приказу. МБОУ ВСОШ № 2, 2026/27 УЧЕБНЫЙ ГОД" in texts
    assert "Охват: 45,3 из 1\u00a0000, на 25.05.2027: —" in texts
    assert texts.index("Раздел 2. Показатели") < texts.index("Директор / Сидакова А. Б.")
    assert "1. Что нужно знать об этих цифрах" in texts
    assert len(document.inline_shapes) == 1
    assert not [text for text in texts if text.startswith("3. ")]


def test_the_mark_is_on_every_page_even_if_the_template_forgot_it(tmp_path: Path) -> None:
    def two_heads(document: DocumentObject) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].header.paragraphs[0].text = "Школа"

    path = template(tmp_path, "{{ title }}", "{{ body }}", change=two_heads)
    section = opened(render_report_docx(full_report(), path)).sections[0]
    for header in (section.header, section.first_page_header):
        assert [one.text for one in header.paragraphs].count("Для служебного пользования") == 1
    public = opened(render_report_docx(full_report(named=False), path)).sections[0]
    assert [one.text for one in public.header.paragraphs] == ["Школа"]


def test_every_wrong_tag_is_told_with_its_place(tmp_path: Path) -> None:
    def with_foot(document: DocumentObject) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ perid }}"

    path = template(
        tmp_path,
        "Отчёт: {{ titel }}",
        "{{ fields.coverag }}",
        "{%p for one in signatures %}",
        "{{ one.pots }}",
        "{%p endfor %}",
        "{{ school | }}",
        "Школа {{ school",
        "{{ body }}",
        change=with_foot,
    )
    told = {problem.message: problem for problem in problems_of(path)}
    assert len(told) == 6
    assert all(problem.place.file == str(path) for problem in told.values())
    title = told["Абзац «Отчёт: {{ titel }}»: поля «titel» нет."]
    assert title.hint.startswith("Возможно, имелось в виду «title».")
    assert told["Абзац «{{ fields.coverag }}»: поля «fields.coverag» нет."].hint.startswith(
        "Возможно, имелось в виду «coverage»."
    )
    assert "Абзац «{{ one.pots }}»: поля «one.pots» нет." in told
    assert "Абзац «{{ school | }}»: не удалось разобрать «{{ school | }}»." in told
    assert "Абзац «Школа {{ school»: скобки поля не закрыты." in told
    assert "Нижний колонтитул, абзац «{{ perid }}»: поля «perid» нет." in told


@pytest.mark.parametrize(
    ("paragraphs", "code"),
    [
        (("{%p for one in lead %}", "{{ one }}", "{{ body }}"), "template-blocks"),
        (("{%p if named %}", "{%p endif %}", "{{ body }}"), "template-field"),
        (("{{ title }}",), "template-empty"),
        (("Таблицы: {{ body }}",), "template-not-alone"),
        (("{{ ''.__class__.__mro__ }}", "{{ body }}"), "template-forbidden"),
        (("{{ 'a' * 3000000000 }}", "{{ body }}"), "template-fill"),
        (("{{ 9**9**9 }}", "{{ body }}"), "template-forbidden"),
        (("{{ '%900000000d'|format(1) }}", "{{ body }}"), "template-forbidden"),
        (("{{ title|nothing }}", "{{ body }}"), "template-forbidden"),
        (("{% include '/etc/passwd' %}", "{{ body }}"), "template-forbidden"),
        (("{{ lead.append('я') }}", "{{ body }}"), "template-forbidden"),
        (("{{ 1 / 0 }}", "{{ body }}"), "template-fill"),
        (("{{ title.nothing }}", "{{ body }}"), "template-fill"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(
    tmp_path: Path, paragraphs: tuple[str, ...], code: str
) -> None:
    found = problems_of(template(tmp_path, *paragraphs))
    assert {problem.code for problem in found} == {code}
    assert all(problem.hint for problem in found)


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0 an old Word file")
    assert [problem.code for problem in problems_of(path)] == ["template-not-docx"]
    with pytest.raises(ConfigError, match="Не удалось прочитать шаблон"):
        render_report_docx(full_report(), tmp_path / "missing.docx")


def test_a_template_with_styles_of_its_own_keeps_them(tmp_path: Path) -> None:
    def restyle(document: DocumentObject) -> None:
        style = document.styles["Heading 1"]
        style.element.set(qn("w:styleId"), "1")
        style.element.find(qn("w:name")).set(qn("w:val"), "heading 1")

    path = template(tmp_path, "{{ body }}", change=restyle)
    xml = opened(render_report_docx(full_report(), path)).element.body.xml
    assert re.search(r'<w:pStyle w:val="1"/>', xml), "Russian Word calls its first heading «1»"


@needs_office
def test_libreoffice_prints_it_with_right_page_numbers(tmp_path: Path, data: bytes) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(data)
    pages = pages_of(convert(source, "pdf", tmp_path))
    assert all("Для служебного пользования" in page for page in pages)
    contents = next(page for page in pages if "Содержание" in page)
    lines = re.findall(r"^\s*(\S+\. .*?)\s{3,}(\d+)\s*$", contents, re.MULTILINE)
    assert len(lines) == 5
    for heading, number in lines:
        assert heading in pages[int(number) - 1]
    assert all("Выполнено" in page for page in pages[-8:-1]), "heads of tables are repeated"


def test_signatures_stand_before_the_appendices_on_paper() -> None:
    document = Document(io.BytesIO(render_report_docx(full_report())))
    words = ["".join(one.itertext()) for one in document.element.body]
    signed = next(place for place, text in enumerate(words) if text.startswith("Директор"))
    appendix = next(
        place for place, text in enumerate(words) if place > 30 and re.match(r"П\d", text)
    )
    assert signed < appendix
