"""What a user gets: the wheel and the sdist hold everything the program reads, and nothing else."""

import ast
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from vsosh_moodle import __version__

ROOT = Path(__file__).parents[1]
LITTER = ("__pycache__", "*.pyc", "~$*")

# Read by other libraries, so nothing here imports them.
NOT_IMPORTED = {
    "httptools",  # uvicorn's fast parser
    "pillow",  # how openpyxl puts a picture into a sheet
    "tzdata",  # zoneinfo's data where the system has none (Windows)
}
COMES_WITH = {"pydantic-core": "pydantic", "python-docx": "docxtpl"}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources: a build leaves its litter there."""
    copy = tmp_path_factory.mktemp("sources") / "checkout"
    copy.mkdir()
    for name in ("vsosh_moodle", "course_templates", "rosters", "plugin"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns(*LITTER))
    for name in (
        "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "config.example.yaml",
    ):  # fmt: skip
        shutil.copy2(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def sdist(sources: Path) -> Path:
    return build(sources, "sdist")


@pytest.fixture(scope="module")
def wheel(sources: Path) -> Path:
    return build(sources, "wheel")


def build(sources: Path, what: str) -> Path:
    """Build with the installed setuptools: no network."""
    target = sources.parent / what
    target.mkdir()
    script = f"from setuptools.build_meta import build_{what} as build; build({str(target)!r})"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=sources, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (made,) = target.iterdir()
    return made


def wheel_names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_under(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_of_the_package(sources: Path, wheel: Path) -> None:
    wanted = {f"vsosh_moodle/{name}" for name in files_under(sources / "vsosh_moodle")}
    assert wanted - wheel_names(wheel) == set()
    assert "vsosh_moodle/py.typed" in wheel_names(wheel)


def test_the_wheel_holds_what_init_and_plugin_build_write(sources: Path, wheel: Path) -> None:
    wanted = {
        f"vsosh_moodle/bundled/{top}/{name}"
        for top in ("course_templates", "rosters", "plugin")
        for name in files_under(sources / top)
    }
    assert wanted | {"vsosh_moodle/bundled/config.example.yaml"} <= wheel_names(wheel)
    assert "vsosh_moodle/bundled/course_templates/oge-math.yaml" in wanted
    assert any(name.endswith(".xlsx") for name in wanted)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in wheel_names(wheel)}
    assert tops == {"vsosh_moodle", f"vsosh_moodle-{__version__}.dist-info"}


def test_the_wheel_has_the_command_and_the_licence(wheel: Path) -> None:
    info = f"vsosh_moodle-{__version__}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        assert "vsosh-moodle = vsosh_moodle.cli.main:main" in archive.read(
            f"{info}/entry_points.txt"
        ).decode("utf-8")
    assert f"{info}/licenses/LICENSE" in wheel_names(wheel)


def test_a_wheel_made_from_the_sdist_is_the_same(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert wheel_names(build(unpacked, "wheel")) == wheel_names(wheel)


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {distribution(line) for line in project["dependencies"]}
    optional = {distribution(line) for line in project["optional-dependencies"]["keyring"]}
    owners = packages_distributions()
    imported = {
        COMES_WITH.get(distribution(owner), distribution(owner))
        for package in third_party_imports()
        for owner in owners.get(package, [package])
    }
    assert imported - declared - optional == set()
    assert declared - imported == NOT_IMPORTED


def third_party_imports() -> set[str]:
    names: set[str] = set()
    for path in (ROOT / "vsosh_moodle").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"vsosh_moodle"}


def distribution(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return name.group().lower().replace("_", "-")
