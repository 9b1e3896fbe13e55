"""roster map: what the columns of a source hold is saved once and used by every later read."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Said

Vsosh = Callable[..., Said]
LIST = "Кто учится;Куда;Заметка\nДзугова Мадина;9А;дежурит\n"


def source(school: Path) -> Path:
    path = school / "rosters/выгрузка 2026.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_mapping_is_saved_and_holds_for_every_later_read(school: Path, vsosh: Vsosh) -> None:
    path = source(school)
    assert vsosh("check").code == 3
    said = vsosh(
        "roster",
        "map",
        str(path),
        "--set",
        "Кто учится=ФИО",
        "--set",
        "куда=class",
        "--set",
        "Заметка=не читать",
    )
    assert said.code == 0, said.err
    assert "так сказано в mapping.yaml («выгрузка 2026»)" in said.out
    text = (school / "rosters/mapping.yaml").read_text(encoding="utf-8")
    assert '"Куда": Класс' in text
    assert vsosh("check").code == 0
    assert vsosh("roster", "check", str(path)).code == 0
    shown = json.loads(vsosh("roster", "show", str(path), "--explain", "--format", "json").out)
    [sheet] = shown["explanation"]["sheets"]
    assert sheet["profile"] == "выгрузка 2026"
    assert [(one["column"], one["why"]) for one in sheet["columns"]] == [
        ("full_name", "mapping"),
        ("class", "mapping"),
        (None, "not-read"),
    ]
    assert shown["people"][0]["class"] == "9А"


def test_saving_again_replaces_the_source_and_keeps_the_rest(school: Path, vsosh: Vsosh) -> None:
    path = source(school)
    mapping = school / "rosters/mapping.yaml"
    mapping.write_text(
        "# наши источники\nversion: 1\nsources:\n"
        "  - name: первый   # не трогать\n    files: '*.xls'\n"
        "  - name: второй\n    files: '*.csv'\n"
        "  - name: третий\n    files: '*.ods'\n",
        encoding="utf-8",
    )
    said = vsosh(
        "roster",
        "map",
        str(path),
        "--name",
        "второй",
        "--set",
        "Кто учится=ФИО",
        "--set",
        "Куда=Класс",
    )
    assert said.code == 0, said.err
    text = mapping.read_text(encoding="utf-8")
    assert text.startswith(
        "# наши источники\nversion: 1\nsources:\n  - name: первый   # не трогать\n"
    )
    assert text.count("второй") == 1
    assert text.endswith("  - name: третий\n    files: '*.ods'\n")


def test_a_source_nothing_fits_any_more_is_noted(school: Path, vsosh: Vsosh) -> None:
    mapping = school / "rosters/mapping.yaml"
    mapping.write_text(
        "version: 1\nsources:\n  - {name: старый, files: нет.csv}\n", encoding="utf-8"
    )
    said = vsosh("check")
    assert said.code == 0
    assert "rosters/mapping.yaml, строка 3" in said.out
    assert "«старый» не подошёл ни к одному списку" in said.out


def test_what_cannot_be_mapped_is_refused_with_a_way_out(school: Path, vsosh: Vsosh) -> None:
    path = source(school)
    said = vsosh("roster", "map", str(path), "--set", "Кто учитса=ФИО")
    assert (said.code, "«Кто учится»" in said.err) == (2, True)
    said = vsosh("roster", "map", str(path), "--set", "Куда=Кллас")
    assert (said.code, "«Класс»" in said.err) == (2, True)
    assert vsosh("roster", "map", str(path), "--set", "Куда").code == 2
    assert vsosh("roster", "map", str(path)).code == 2
    assert not (school / "rosters/mapping.yaml").exists()


def test_a_person_at_the_keyboard_is_asked(school: Path) -> None:
    path = school / "rosters/новый.csv"
    path.write_text("ФИО;Куда;Заметка\nДзугова Мадина;9А;x\n", encoding="utf-8")
    keyboard, terminal = pty.openpty()
    command = Path(sys.executable).with_name("vsosh-moodle")
    with subprocess.Popen(
        [command, "roster", "map", path],
        cwd=school,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "VSOSH_LANG": "ru", "PYTHONIOENCODING": "utf-8"},
    ) as running:
        os.close(terminal)
        os.write(keyboard, "\nКллас\nКласс\nне читать\n".encode())
        out, _none = running.communicate(timeout=120)
    os.close(keyboard)
    assert running.returncode == 0, out.decode()
    text = (school / "rosters/mapping.yaml").read_text(encoding="utf-8")
    assert '"Куда": Класс' in text
    assert '"Заметка": не читать' in text
    assert '"ФИО"' not in text
