"""The rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "vsosh_moodle"
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))
}
CODE = sorted(
    path for top in ("vsosh_moodle", "tests", "benchmarks", "tools") for path in (ROOT / top).rglob("*.py")
)  # fmt: skip
TEXTS = sorted(
    path
    for path in [
        *CODE,
        *ROOT.glob("*.*"),
        *(ROOT / ".ci").iterdir(),
        *(
            path
            for top in ("course_templates", "rosters", "docs", "benchmarks", "vsosh_moodle")
            for path in (ROOT / top).rglob("*.*")
        ),
    ]
    if path.suffix in {"", ".py", ".md", ".toml", ".yaml", ".po", ".sql", ".j2", ".in", ".html", ".json"}
    and path.is_file()
    and path.name != ".git"  # a file in a second work tree of the repository
)  # fmt: skip

MOST_LINES = 450
MOST_TEST_LINES = 600

# A library has one door, so that swapping it touches one place.
DOORS = {
    "requests": {"moodle/transport.py"},
    "urllib3": {"moodle/transport.py"},
    "sqlite3": {"store/", "sandbox/store.py", "os_reasons.py"},
    "python_calamine": {"rosters/workbook.py", "rosters/panics.py"},
    "xlrd": {"rosters/binary_workbook.py"},
    "charset_normalizer": {"rosters/delimited.py"},
    "openpyxl": {"sample/", "reports/"},
    "matplotlib": {"reports/render/"},
    "docxtpl": {"reports/"},
    "docx": {"reports/"},
    "pytrovich": {"school/declension.py"},
    "segno": {"reports/qr_code.py"},
    "icalendar": {"reports/calendar_ics.py"},
    "markdown_it": {"templates/markdown.py"},
    "markdownify": {"pulled/markdown_text.py"},
    "bs4": {"pulled/markdown_text.py"},
    "iuliia": {"school/logins.py"},
    "rapidfuzz": {"school/near_names.py"},
    "jinja2": {"templates/", "reports/"},
    "keyring": {"moodle/secret.py"},
    "uvicorn": {"sandbox/server.py"},
    "babel": {"language.py"},
    "click": {"cli/"},
    "rich_click": {"cli/"},
    "python_multipart": {"sandbox/uploading.py"},
    "pydantic": {
        "config/",
        "templates/",
        "norms/",
        "questions/",
        "sources/",
        "rosters/mapping_file.py",
        "pulled/",
    },
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported_packages(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def public_definitions(
    tree: ast.Module,
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]]:
    """Yield public functions and classes of a module, and public methods of those classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                        yield f"{node.name}.{method.name}", method


def test_a_module_fits_in_one_head() -> None:
    long = [
        f"{relative(path)}: {lines}"
        for path in CODE
        if (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > (MOST_TEST_LINES if relative(path).startswith("tests/") else MOST_LINES)
    ]
    assert long == []


def test_a_module_has_a_name_that_says_something() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    named = [
        path for path in CODE if empty & {*path.relative_to(ROOT).parts, *path.stem.split("_")}
    ]
    assert named == []


def test_only_the_command_line_speaks() -> None:
    printing = [
        f"{relative(path)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"print", "input"}
    ]
    assert printing == []


def test_each_library_has_its_door() -> None:
    elsewhere = [
        f"{relative(path)}: {library}"
        for path, tree in TREES.items()
        for library in sorted(imported_packages(tree) & DOORS.keys())
        if not path.relative_to(PACKAGE).as_posix().startswith(tuple(DOORS[library]))
    ]
    assert elsewhere == []


def is_told_by_generator(path: Path, name: str) -> bool:
    """Tell whether a method of a generator of questions is one its base class tells of."""
    return path.parent.name == "generators" and name.endswith(
        (".draw", ".questions", "draw", "questions")
    )


def test_what_is_public_says_what_it_does() -> None:
    silent = [
        f"{relative(path)}: {name}"
        for path, tree in TREES.items()
        for name, node in public_definitions(tree)
        if not ast.get_docstring(node) and not is_told_by_generator(path, name)
    ]
    assert silent == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        relative(path) for path, tree in TREES.items() if tree.body and not ast.get_docstring(tree)
    ]
    assert silent == []


def test_no_path_of_one_machine_stands_in_the_tree() -> None:
    machine = ("opt", "tmp", "root", "home", "work", "srv")
    pattern = re.compile(rf"(?:^|[^a-z.])/(?:{'|'.join(machine)})/")
    found = [
        f"{relative(path)}:{number}: {line.strip()}"
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line) and "tmp_path" not in line and "tempfile" not in line
    ]
    assert found == []


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_contract_of_layers_knows_every_package() -> None:
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    missing = {name for name in packages if f"vsosh_moodle.{name}" not in declared}
    assert missing == set()
