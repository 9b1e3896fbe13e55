"""Word documents brought as templates of letters and reports, made to harm."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from vsosh_moodle.errors import InputProblems
from vsosh_moodle.reports.letters.own_docx import check_word_template, fill_word_template
from vsosh_moodle.reports.render.docx_template import TemplateFields, fill_template

from .conftest import Within

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ха-ха-ха">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
)  # fmt: skip
PASSWD = LAUGHS.replace('"ха-ха-ха"', 'SYSTEM "file:///etc/passwd"').replace("&i;", "&a;")
ATTACKS = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for a in range(10**9) %}{% endfor %}",
    "{% for a in [1] %}{% for b in [1] %}{% for c in [1] %}{% endfor %}{% endfor %}{% endfor %}",
    "{{ 'а' * 999999999 }}",
    "{% include '/etc/passwd' %}",
    "{{ cycler.__init__.__globals__ }}",
)


def package(text: str = "Здравствуйте!", *, swap: tuple[str, str] | None = None, **parts: str) -> bytes:  # fmt: skip
    """Return a document with this text; `swap` replaces a piece of its XML, `parts` whole parts."""
    made = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(made)
    again = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name)
            if name == "word/document.xml":
                xml = parts.get("document", xml.decode()).encode()
                xml = xml.replace(*(one.encode() for one in swap)) if swap else xml
            new.writestr(name, xml)
        if "extra" in parts:
            new.writestr("word/extra.xml", parts["extra"])
    return again.getvalue()


HARMFUL = {
    "laughs": package(document=LAUGHS),
    "reaches-out": package(document=PASSWD),
    "bomb": package(extra="0" * (5 * 2**20)),
    "no-xml": package(document="<w:document"),
    "no-body": package(document='<a xmlns="b"/>'),
    "deep": package(document="<a>" * 100_000),
    "cut": package()[:-60],
    "text": b"PK, but no archive",
    "empty": b"",
}


@pytest.mark.parametrize("name", [*HARMFUL])
def test_a_harmful_letter_template_is_told_and_not_filled(
    tmp_path: Path, name: str, within: Within
) -> None:
    path = tmp_path / "class-report.docx"
    path.write_bytes(HARMFUL[name])
    with within(5):
        [problem] = check_word_template(path, "letters/class-report.docx", {})
        assert (problem.code, problem.place.file) == (
            "file-unreadable",
            "letters/class-report.docx",
        )
        with pytest.raises(ValueError, match=r"."):
            fill_word_template(path, [{}])


@pytest.mark.parametrize("name", [*HARMFUL])
def test_a_harmful_report_template_is_told_and_not_filled(name: str, within: Within) -> None:
    with within(5), pytest.raises(InputProblems) as caught:
        fill_template(HARMFUL[name], "шаблон.docx", TemplateFields({}, {}))
    assert [problem.code for problem in caught.value.problems] == ["template-not-docx"]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("hidden", [False, True])
def test_jinja_of_a_letter_template_reaches_nothing_wherever_it_stands(
    tmp_path: Path, attack: str, hidden: bool, within: Within
) -> None:
    path = tmp_path / "class-report.docx"
    swap = ("<w:body>", f"<w:body><w:bookmarkStart w:id='1' w:name=\"{attack}\"/>")
    path.write_bytes(package(swap=swap) if hidden else package(attack))
    with within(5):
        if not hidden and "*" not in attack.partition("}")[0].replace("**", ""):
            assert check_word_template(path, path.name, {})
        with pytest.raises(ValueError, match=r"."):
            fill_word_template(path, [{}])


@pytest.mark.parametrize("attack", ATTACKS)
def test_jinja_of_a_report_template_reaches_nothing(attack: str, within: Within) -> None:
    with within(5), pytest.raises(InputProblems):
        fill_template(package(attack), "шаблон.docx", TemplateFields({}, {}))


def test_a_letter_that_grows_without_end_is_cut_off(tmp_path: Path, within: Within) -> None:
    loops = "{% for a in range(200) %}{% for b in range(200) %}", "{% endfor %}{% endfor %}"
    path = tmp_path / "class-report.docx"
    path.write_bytes(package(loops[0] + "а" * 40_000 + loops[1]))
    with within(10), pytest.raises(ValueError, match="длиннее"):
        fill_word_template(path, [{}])
