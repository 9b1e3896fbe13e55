"""A school folder on a running rehearsal site, for tests that spoil one or the other."""

from dataclasses import dataclass
from pathlib import Path

from tests.cli.conftest import Said
from vsosh_moodle.sandbox import Sandbox

CONFIG, TEMPLATE = "config.yaml", "course_templates/simple.yaml"
PUPILS, TEACHERS = "rosters/ученики.csv", "rosters/учителя.csv"
NAMES = ("Абаев", "Бедоева", "Вершинин", "Гаглоева")


def edit(path: Path, old: str, new: str) -> object:
    """Replace every `old` of a file, which must have one."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    return path.write_text(text.replace(old, new), encoding="utf-8")


def no_traces(said: Said) -> None:
    """Nothing of the program's insides on the screen, and no person on stderr."""
    for trace in ("Traceback", 'File "', "не предвидели", "Error("):
        assert trace not in said.out + said.err
    assert not [name for name in NAMES if name in said.err]


@dataclass
class Live:
    """A school folder on a running sandbox."""

    folder: Path
    site: Sandbox

    def configure(self, line: str) -> object:
        """Add a line to the config's `site`."""
        return edit(self.folder / CONFIG, "\n  token:", f"\n  {line}\n  token:")

    def token(self, text: str) -> object:
        """Put another token into the token file."""
        return (self.folder / "token.txt").write_text(text, encoding="utf-8")

    def count(self, table: str) -> int:
        with self.site._site.lock:
            return len(self.site.store.rows(f"SELECT id FROM {table}"))  # noqa: S608  our own words


def point_at(folder: Path, url: str, token: str) -> None:
    edit(folder / CONFIG, "url: sandbox", f"url: {url}\n  token: {{file: token.txt}}")
    secret = folder / "token.txt"
    secret.write_text(token, encoding="utf-8")
    secret.chmod(0o600)
