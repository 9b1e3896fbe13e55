"""The language of messages: Russian text is the source, other languages are catalogues.

A message is written in Russian where it is raised; `_` looks it up in the catalogue of the chosen
language and falls back to the Russian. The catalogues are `locale/<lang>/messages.po`, compiled in
memory at the first use, so that no generated file is kept in the repository.
"""

import gettext
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources

DEFAULT_LANGUAGE = "ru"
LANGUAGES = ("ru", "en")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_current = DEFAULT_LANGUAGE


def set_language(lang: str | None = None) -> str:
    """Choose the language of messages and return it: `lang`, else VSOSH_LANG, else Russian."""
    global _catalogue, _current  # noqa: PLW0603  one process speaks one language
    wanted = (lang or os.environ.get("VSOSH_LANG") or DEFAULT_LANGUAGE)[:2].lower()
    _current = wanted if wanted in LANGUAGES else DEFAULT_LANGUAGE
    _catalogue = _load_catalogue(_current)
    return _current


def current_language() -> str:
    """Return the two-letter code of the language messages are written in."""
    return _current


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak a language for a while: a paper of the school is Russian in any language of the program."""
    before = current_language()
    set_language(lang)
    try:
        yield
    finally:
        set_language(before)


def _(message: str) -> str:
    """Return `message` in the current language; the Russian original when it has no translation."""
    return _catalogue.gettext(message)


def N_(message: str) -> str:  # noqa: N802  gettext's own name for "collect, translate later"
    """Mark `message` for the catalogue; it is translated when it is shown."""
    return message


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form of a counted noun that agrees with `number`, with {n} filled in.

    Russian takes three forms (1 ученик, 2 ученика, 5 учеников); a catalogue of another language is
    looked up by the first and the last.
    """
    if _current == "ru":
        form = russian_form(number, one, few, many)
    else:
        form = _catalogue.ngettext(one, many, number)
    return form.format(n=number)


def render_number(number: float) -> str:
    """Return a number as the current language writes it: «0,5» in Russian."""
    text = str(number)
    return text.replace(".", ",") if _current == "ru" else text


def russian_form(number: int, one: str, few: str, many: str) -> str:
    """Return the form of a Russian noun that agrees with a number: for papers, Russian in any language."""
    tens, ones = abs(number) % 100, abs(number) % 10
    if 11 <= tens <= 14 or ones == 0 or ones >= 5:
        return many
    return one if ones == 1 else few


def _load_catalogue(lang: str) -> gettext.NullTranslations:
    source = resources.files("vsosh_moodle").joinpath("locale", lang, "messages.po")
    if lang == DEFAULT_LANGUAGE or not source.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
