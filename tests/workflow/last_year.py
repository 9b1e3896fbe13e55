"""A school folder of the year before this one, to be promoted into the year now."""

import hashlib
import stat
from datetime import date
from pathlib import Path

from tests.workflow.folder import LESSONS, OGE
from vsosh_moodle.workflow.new_project import school_year_of
from vsosh_moodle.workflow.project import Project

FIRST = school_year_of(date.today()) - 1
OLD, NEW = (f"{year}/{(year + 1) % 100:02d}" for year in (FIRST, FIRST + 1))
ARCHIVE = f"archive/{OLD.replace('/', '-')}"

CONFIG = f"""\
# школа прошлого года
version: 1
site: {{url: "@URL@", token: {{file: token.txt}}}}   # сайт
school: {{name: Тестовая школа, timezone: Europe/Moscow}}
year:
  name: "{OLD}"
  terms:
    - {{key: h1, name: 1 полугодие, from: {FIRST}-09-01, to: {FIRST}-12-30}}
    - {{key: h2, name: 2 полугодие, from: {FIRST + 1}-01-11, to: {FIRST + 1}-05-26}}
categories:
  - {{key: gia, name: ГИА}}
  - {{key: classes, name: Классы}}
learner_categories:
  - {{key: sport, name: спортсмены, code: K2}}
classes:
  - {{name: 7А}}
  - {{name: 8А}}   # старшие
  - {{name: 9А}}
programmes:
  - {{template: oge, grades: [9]}}
  - {{template: lessons, classes: [7А, 8А], course: per_class}}
  - {{template: club, all_classes: true, elective: Шахматы}}
"""
YEARLY = {
    "oge": OGE.replace("ОГЭ мат", "ОГЭ мат {{ year.name }}"),
    "lessons": LESSONS.replace("Алг {{ course.class_names }}", "Алг {{ course.class_names }} {{ year.name }}"),
    "club": OGE.replace("ОГЭ мат", "Клуб {{ year.name }}").replace("kind: gia", "kind: elective").replace("Математика", "Шахматы"),
}  # fmt: skip

PUPILS = """\
Фамилия;Имя;Отчество;Дата рождения;Класс;Личное дело №;Категории;Элективы;СНИЛС
Абаева;Анна;Ильинична;01.02.2012;7А;Л-1;спортсмены;Шахматы;000
Бедоева;Анна;Ильинична;02.02.2012;7А;Л-2;;;
Вагин;Пётр;;03.02.2011;8А;Л-3;;Шахматы;
Гаев;Пётр;;04.02.2011;8А;Л-4;спортсмены;;
Дзуев;Пётр;;05.02.2010;9А;Л-5;;;
Ёлкин;Пётр;;06.02.2010;9А;Л-6;;Шахматы;
"""
TEACHERS = """\
Фамилия;Имя;Отчество;Предметы;Классы;Табельный №
Примерова;Анна;Ивановна;Математика, Алгебра;7А, 8А, 9А;Т1
Семёнов;Олег;;Алгебра;7А;Т2
Тихонов;Олег;;Шахматы;;Т3
"""


def write_school(root: Path, url: str = "sandbox", token: str = "") -> Project:
    """Write the folder: pupils of 7А, 8А and 9А, two each, and three teachers."""
    for name in ("course_templates", "rosters", ".vsosh"):
        (root / name).mkdir(parents=True, exist_ok=True)
    config = CONFIG.replace("@URL@", url)
    if not token:
        config = config.replace(", token: {file: token.txt}", "")
    (root / "config.yaml").write_text(config, encoding="utf-8")
    (root / "rosters/pupils.csv").write_text(PUPILS, encoding="utf-8")
    (root / "rosters/teachers.csv").write_text(TEACHERS, encoding="utf-8")
    (root / "rosters/README.md").write_text("# Списки\n", encoding="utf-8")
    for key, text in YEARLY.items():
        (root / f"course_templates/{key}.yaml").write_text(text, encoding="utf-8")
    if token:
        secret = root / "token.txt"
        secret.write_text(token, encoding="ascii")
        secret.chmod(0o600)
    return Project(root)


def tree(root: Path) -> dict[str, tuple[str, int]]:
    """Return digest and mode of every file, but for the program's own."""
    return {
        path.relative_to(root).as_posix(): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            stat.S_IMODE(path.stat().st_mode),
        )
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".vsosh" not in path.parts
    }
