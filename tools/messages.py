"""Bring the English catalogue up to date: `python -m tools.messages`; `--check` only compares.

A message is the Russian text in a call of `_`, `N_` or `plural` (its first and last form) in the
package and its Jinja templates. Translations that exist are kept, messages no longer used are
dropped, new ones are added empty for a person to translate.
"""

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogueMessage
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "vsosh_moodle"
CATALOGUE = PACKAGE / "locale" / "en" / "messages.po"

Message = str | tuple[str, str]


def extract_messages() -> dict[Message, list[str]]:
    """Return every message, a (one, many) pair for a counted one, with the files it stands in."""
    found: defaultdict[Message, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for message in _in_python(ast.parse(path.read_text(encoding="utf-8"))):
            _note(found, message, path)
    for path in sorted(PACKAGE.rglob("*.j2")):
        for message in _in_jinja(path.read_text(encoding="utf-8")):
            _note(found, message, path)
    return dict(found)


def _note(found: defaultdict[Message, list[str]], message: Message, path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    if place not in found[message]:
        found[message].append(place)


def _in_python(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        texts = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        match node.func.id, texts:
            case (("_" | "N_"), [str(text)]):
                yield text
            case "plural", [_, str(one), str(_few), str(many)]:
                yield one, many
            case _:
                pass


def _in_jinja(source: str) -> Iterator[Message]:
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    for _line, name, texts in extract_from_ast(tree, gettext_functions=("_", "plural")):
        if isinstance(texts, str):
            yield texts
        elif name == "plural":
            forms = [text for text in texts or () if text]
            yield forms[0], forms[-1]


def updated_catalogue(old: Catalog) -> Catalog:
    """Return a catalogue of today's messages with the translations `old` has for them."""
    fixed = datetime(2026, 1, 1, tzinfo=UTC)
    new = Catalog(
        locale="en",
        project="vsosh-moodle",
        version="",
        msgid_bugs_address="",
        creation_date=fixed,
        revision_date=fixed,
        last_translator="the vsosh-moodle contributors",
        language_team="English",
        header_comment="# English messages of vsosh-moodle. Update: python -m tools.messages",
        fuzzy=False,
    )
    for message, places in extract_messages().items():
        known = old.get(message if isinstance(message, str) else message[0])
        translation = known.string if known is not None and known.string else None
        new.add(
            message,
            string=translation,
            locations=[(place, 0) for place in places],
        )
    return new


def load_catalogue() -> Catalog:
    """Return the catalogue as it is on the disk; empty when there is none."""
    if not CATALOGUE.is_file():
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="en")


def is_translated(message: CatalogueMessage) -> bool:
    """Tell whether a message has a translation, both forms of it if it is counted."""
    forms = (message.string,) if isinstance(message.string, str) else (message.string or ("",))
    return all(forms)


def main() -> int:
    """Write the catalogue, or with --check tell whether it is stale; name what is untranslated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    old = load_catalogue()
    new = updated_catalogue(old)
    ids = {message.id for message in new if message.id}
    stale = ids != {message.id for message in old if message.id}
    if not check:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        with CATALOGUE.open("wb") as stream:
            write_po(stream, new, width=100, sort_by_file=True, include_lineno=False)
    empty = [message.id for message in new if message.id and not is_translated(message)]
    print(f"{len(ids)} messages, {len(empty)} without translation")
    for message in empty:
        print(repr(message))
    return 1 if check and (stale or empty) else 0


if __name__ == "__main__":
    sys.exit(main())
