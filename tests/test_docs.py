"""What the documents say is true: commands run, links lead somewhere, generated pages are fresh."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from vsosh_moodle.errors import ExitCode

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        ROOT / "benchmarks" / "README.md",
        ROOT / "course_templates" / "README.md",
    ]
)
WITH_COMMANDS = ("README.md", "README.ru.md", "docs/guide.ru.md")
INSTALL = [
    "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/vsosh-moodle demo",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest",
]


def bash_blocks(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(r"^```bash\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "README.ru.md"])
def test_the_first_block_is_two_commands(page: str) -> None:
    """`.ci/run` runs them, each in a clean copy."""
    assert bash_blocks(page)[0].splitlines() == INSTALL


@pytest.mark.parametrize("page", WITH_COMMANDS)
def test_the_commands_of_a_page_run_one_after_another(page: str, tmp_path: Path) -> None:
    blocks = [block for block in bash_blocks(page) if block.splitlines() != INSTALL]
    assert blocks
    commands = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "".join(blocks)],
        cwd=tmp_path,
        env={
            "PATH": os.pathsep.join([str(commands), os.environ["PATH"]]),
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.docs", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_layers_of_the_page_are_those_of_the_linter() -> None:
    """docs/architecture.md draws the contract of pyproject.toml."""
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (layers,) = re.findall(r'type = "layers"\nlayers = \[\n(.*?)\n\]', declared, flags=re.DOTALL)
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    missing = [
        name for name in re.findall(r"vsosh_moodle\.(\w+)", layers) if f"`{name}`" not in page
    ]
    assert missing == []


def test_every_runtime_library_is_explained() -> None:
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (dependencies,) = re.findall(
        r"^dependencies = \[\n(.*?)\n\]", declared, flags=re.DOTALL | re.MULTILINE
    )
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    names = re.findall(r'"([\w-]+)', dependencies)
    assert [name for name in names if f"| {name} " not in page] == []


def test_the_guide_explains_every_guard() -> None:
    guards = (ROOT / "vsosh_moodle" / "plan" / "guards.py").read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "guide.ru.md").read_text(encoding="utf-8")
    names = set(re.findall(r'Verdict\("([\w-]+)"', guards))
    assert names
    assert {name for name in names if f"`{name}`" not in guide} == set()


def test_every_exit_code_is_explained() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [code for code in ExitCode if f"| {int(code)} |" not in page] == []
