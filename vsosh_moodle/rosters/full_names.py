"""A full name in one cell -> surname, given name and patronymic; in which order a column has them.

Every way to divide the words is weighed by what each word looks like (patronymic endings, endings of
surnames, a dictionary of given names). The written order, surname first, stands unless the words
speak against it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product

from vsosh_moodle.rosters.given_names import WordKind, word_kind
from vsosh_moodle.school.names import FullName, join_particles, normalise_name

STRONG, FAIR = 5, 3
"""By how much one order must outweigh the other: to hold against the column, and to count at all."""

_MOST_WORDS = 5
_LONGEST = 300
"""No name with all its notes is longer, in characters; what is gets cut: notes take the cube of it."""

_SIMPLE = re.compile(r"[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:ович|евич|ич|овна|евна|ична)")
_GONE = r"выбыл[аи]?|отчислен[аы]?|перев[её]л(?:ся|ась)|перевед[её]н[аы]?|прибыл[аи]?|зачислен[аы]?"
_STATES = (
    r"заоч(?:но|ник|ница|ная|ное)?|очн(?:о|ая|ое)|веч(?:ерн\w+)?|дист(?:анц\w*)?|надомн\w+|на дому|"
    r"инд(?:ивид\w+)?|семейн\w+|самообраз\w*|академ\w*|акад|отпуск|повтор(?:но|н\w+)?|второгодн\w+|"
    r"болен|больна|болеет|овз|инвалид|армия|декрет|д ?/ ?о|в ?/ ?о|з ?/ ?о|о ?/ ?з|озо|"
    r"г\. ?р|д\. ?р|г/р|д/р|род\.|дата рожд\w*"
)
_NUMBERED = re.compile(r"^\s*(?:№\s*)?\d{1,4}(?:\s*[.)]\s*|\s+)(?=[^\W\d_])")
_BRACKETS = re.compile(r"\s*[(\[{]([^)\]}]*)[)\]}]?\s*")
_QUOTED = re.compile(r"[\"«“„]([^\"«»“”„]+)[\"»”“]")
_NOTE = re.compile(
    rf"(?:[\s,;]|\s[–—-])+(?:(?i:{_GONE})(?!\w).*|(?:{_STATES})(?![\w-]).*|[+№]?\d.*)$"
)
_LOWER_NOTE = re.compile(r"^(.*[^\W\d_]\S*\s+\S*[^\W\d_]\S*?)\s*(?:[,;]|\s[–—-])\s*(.+)$")
_DOTS = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_]\.)")


class NameOrder(StrEnum):
    """In which order names are written."""

    LAST_FIRST = "last-first"
    FIRST_LAST = "first-last"


def judge_order(texts: Iterable[str]) -> NameOrder | None:
    """Return the order of most of a column's names, None when too few of them tell.

    One name does not make a column: two at least must stand given name first.
    """
    votes = Counter(_vote(text) for text in texts)
    first, last = votes[NameOrder.FIRST_LAST], votes[NameOrder.LAST_FIRST]
    if first > max(last, 1):
        return NameOrder.FIRST_LAST
    return NameOrder.LAST_FIRST if last > first else None


def parse_full_name(text: str, order: NameOrder | None = None) -> FullName:
    """Divide a full name into its parts, normalised; a note beside the name is cut off.

    `order` is that of the column: it decides where the words do not. The result says when the parts
    stood otherwise than surname first, when several words make one part, when the words and the
    column differ (`doubtful`), and when no one can tell (`ambiguous`).
    """
    text, note = _cut_note(text)
    words = _divide(text)
    if len(words) < 2:
        return FullName("".join(words), "", "", note)
    if len(words) == 2 and word_kind(words[1]).patronymic:
        return _without_a_part(words, note)
    kinds = [word_kind(word) for word in words]
    if _is_plain(kinds) and order is not NameOrder.FIRST_LAST:
        return FullName(words[0], words[1], words[2], note)
    return replace(_weigh(words, kinds, order), note=note)


def is_gone(note: str) -> bool:
    """Tell whether a note says that a pupil has left, or gone to another class."""
    return bool(re.search(rf"(?i:{_GONE})(?!\w)", note)) and "рибыл" not in note


def _vote(text: str) -> NameOrder | None:
    kinds = [word_kind(word) for word in _divide(_cut_note(text)[0])]
    if _is_plain(kinds):
        return NameOrder.LAST_FIRST
    if not 2 <= len(kinds) <= _MOST_WORDS:
        return None
    lead = _lead(kinds)
    if abs(lead) < FAIR:
        return None
    return NameOrder.LAST_FIRST if lead > 0 else NameOrder.FIRST_LAST


def _is_plain(kinds: Sequence[WordKind]) -> bool:
    """Tell at once the commonest case: surname, given name, patronymic."""
    return (
        len(kinds) == 3
        and kinds[2].patronymic
        and not kinds[1].patronymic
        and not kinds[0].given
        and (kinds[1].given or not kinds[1].surname)
    )


@lru_cache(maxsize=65536)
def _cut_note(text: str) -> tuple[str, str]:
    """Return the name and what stands beside it: in brackets, after a comma or a dash, after a date."""
    text = text[:_LONGEST]
    if _SIMPLE.fullmatch(text):  # most names of most lists
        return text, ""
    plain = _NUMBERED.sub("", text)
    notes = [found.strip() for found in _BRACKETS.findall(plain) if found.strip()]
    plain = _BRACKETS.sub(" ", plain).strip()
    if (nickname := _QUOTED.search(plain)) and nickname[0] != plain:
        notes.append(nickname[1].strip())
        plain = _QUOTED.sub(" ", plain).strip()
    if found := _NOTE.search(plain):
        notes.insert(0, found[0].strip(" ,;–—-"))
        plain = plain[: found.start()]
    if found := _LOWER_NOTE.fullmatch(plain):
        head, tail = found[1], found[2]
        after_comma = plain[len(head) :].lstrip()[:1] in {",", ";"}
        if after_comma or (tail[:1].islower() and not head.islower()):
            notes.insert(0, tail.strip())
            plain = head
    return plain, "; ".join(notes)


def _divide(text: str) -> list[str]:
    return join_particles(normalise_name(_DOTS.sub(" ", text.replace(",", " "))).split())


def _without_a_part(words: Sequence[str], note: str) -> FullName:
    if word_kind(words[0]).given:
        return FullName("", words[0], words[1], note)
    return FullName(words[0], "", words[1], note)


def _weigh(words: Sequence[str], kinds: Sequence[WordKind], order: NameOrder | None) -> FullName:
    if len(words) > _MOST_WORDS:
        return FullName(words[0], words[1], " ".join(words[2:]), ambiguous=True)
    lead = _lead(kinds)
    own = NameOrder.LAST_FIRST if lead > 0 else NameOrder.FIRST_LAST
    yields = lead == 0 or (order is not None and abs(lead) < STRONG)
    chosen = (order or NameOrder.LAST_FIRST) if yields else own
    roles, _score = _best(kinds, chosen)
    parts = {
        role: " ".join(
            word for word, own_role in zip(words, roles, strict=True) if own_role == role
        )
        for role in "LGP"
    }
    several = max(roles.count("L"), roles.count("G")) > 1
    known = any(kind.given for kind, role in zip(kinds, roles, strict=True) if role == "G")
    return FullName(
        parts["L"],
        parts["G"],
        parts["P"],
        reordered=roles not in {"LG", "LGP"} and not roles.startswith(("LLG", "LGG")),
        ambiguous=len(words) > 3 and not (known and _is_clear(kinds, roles)),
        joined=several,
        doubtful=lead != 0 and order is not None and own is not order,
        roles=roles,
    )


def _is_clear(kinds: Sequence[WordKind], roles: str) -> bool:
    scores = sorted((_score(kinds, other) for other in _all_roles(len(kinds))), reverse=True)
    return _score(kinds, roles) == scores[0] and scores[0] - scores[1] >= FAIR


def _lead(kinds: Sequence[WordKind]) -> int:
    """Return by how much «surname first» outweighs «given name first»."""
    return _best(kinds, NameOrder.LAST_FIRST)[1] - _best(kinds, NameOrder.FIRST_LAST)[1]


def _best(kinds: Sequence[WordKind], order: NameOrder) -> tuple[str, int]:
    scored = [(_score(kinds, roles), roles) for roles in _roles(len(kinds), order)]
    score, roles = max(scored, key=lambda one: one[0])
    return roles, score


@cache
def _roles(count: int, order: NameOrder) -> tuple[str, ...]:
    """Return what the words may be in an order: L surname, G given name, P patronymic."""
    made = []
    for last, given, middle in product(("L", "LL"), ("G", "GG"), ("", "P")):
        if order is NameOrder.LAST_FIRST:
            made.append(last + given + middle)
        else:
            made.append(given + middle + last)
    made.append("LPG" if order is NameOrder.LAST_FIRST else "GLP")
    return tuple(roles for roles in made if len(roles) == count)


def _all_roles(count: int) -> tuple[str, ...]:
    return _roles(count, NameOrder.LAST_FIRST) + _roles(count, NameOrder.FIRST_LAST)


def _score(kinds: Sequence[WordKind], roles: str) -> int:
    score = sum(_fits(kind, role) for kind, role in zip(kinds, roles, strict=True))
    if "LL" in roles or roles in {"LPG", "GLP"}:
        score -= 1
    if "GG" in roles:
        # Two given names are usual for girls; a man's second one is rather his father's.
        pair = kinds[roles.index("GG") : roles.index("GG") + 2]
        score -= 1 if all(kind.female for kind in pair) else 3
    return score


def _fits(kind: WordKind, role: str) -> int:
    if role == "L":
        return _fits_surname(kind)
    if role == "G":
        return _fits_given(kind)
    if kind.patronymic:
        return 3
    if kind.initial:
        return 1
    return (-2 if kind.female else 0) if kind.given else -1


def _fits_surname(kind: WordKind) -> int:
    if kind.initial:
        return -4
    if kind.patronymic:
        return -1
    if kind.surname:
        return 2
    return -2 if kind.given and not kind.also_surname else 0


def _fits_given(kind: WordKind) -> int:
    if kind.initial:
        return 1
    if kind.patronymic:
        return -3
    if kind.given:
        return 1 if kind.also_surname else 2
    return -1 if kind.surname else 0
