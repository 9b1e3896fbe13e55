"""Questions made of lists of words that stand in the bank itself, each with the norm as its feedback."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self, TypeVar

from pydantic import Field, model_validator

from vsosh_moodle.language import _
from vsosh_moodle.questions.generator import Dice, Generator, NotEnough
from vsosh_moodle.questions.question import Drawn, choice
from vsosh_moodle.sources.pydantic_problems import complaint

_SIGNS = re.compile(r"([.,;!?])\?$")
_MARKED = re.compile(r"\[([^\[\]]+)\]")
_VOWELS = "аеёиоуыэюя"
T = TypeVar("T")
_Lists = Annotated[dict[str, tuple[str, ...]], Field(min_length=1)]


class MissingLetter(Generator):
    """«к[о]сить»: the letter in brackets is asked; `letters` are what may be chosen from.

    `words` are by their rule: the rule is what the pupil reads afterwards. Every word is asked once.
    """

    about: ClassVar[str] = "вставьте букву: слова с пропуском и правилом"
    listed = True
    kind: Literal["missing-letter"]
    letters: Annotated[tuple[str, ...], Field(min_length=2)]
    words: _Lists

    @model_validator(mode="after")
    def _marked(self) -> Self:
        for word in _flat(self.words):
            found = _MARKED.findall(word)
            if len(found) != 1 or found[0] not in self.letters:
                raise complaint(
                    "word-unmarked",
                    _(
                        "слово «{word}»: одна буква из {letters} должна стоять в скобках: вод[я]ной."
                    ).format(word=word, letters=", ".join(self.letters)),
                )
        return self

    def questions(self, seed: int) -> Iterator[tuple[str, Drawn]]:
        """Yield a question a word, in an order that the seed decides."""
        rows = [(rule, word) for rule, words in self.words.items() for word in words]
        for key, (rule, word) in _numbered(self, rows, seed):
            letter = _MARKED.findall(word)[0]
            yield key, choice(
                _asked(f"Какая буква пропущена: {_MARKED.sub('…', word)}?"), letter,
                tuple(one for one in self.letters if one != letter), f"{_MARKED.sub(letter, word)}: {rule.rstrip('.')}.",
            )  # fmt: skip


class WhichWord(Generator):
    """Of four words one has the letter asked for: chosen. Words as in `missing-letter`."""

    about: ClassVar[str] = "в каком слове пишется эта буква"
    listed = True
    kind: Literal["which-word"]
    letters: Annotated[tuple[str, ...], Field(min_length=2)]
    words: _Lists

    @model_validator(mode="after")
    def _enough(self) -> Self:
        MissingLetter.model_validate(
            {"kind": "missing-letter", "letters": self.letters, "words": self.words}
        )
        return self

    def draw(self, dice: Dice) -> Drawn:
        by_letter: dict[str, list[str]] = {letter: [] for letter in self.letters}
        for word in _flat(self.words):
            by_letter[_MARKED.findall(word)[0]].append(word)
        letter = dice.one_of([one for one in self.letters if by_letter[one]])
        others = [word for one, words in by_letter.items() if one != letter for word in words]
        if len(others) < 3:
            return Drawn("choice", "")
        right, wrong = dice.one_of(by_letter[letter]), dice.some_of(others, 3)
        full = "; ".join(_MARKED.sub(r"\1", one) for one in (right, *wrong))
        return choice(
            f"В каком слове на месте пропуска пишется «{letter}»?", _MARKED.sub("…", right),
            tuple(_MARKED.sub("…", one) for one in wrong), f"Пишем: {full}.",
        )  # fmt: skip


class Stress(Generator):
    """«звонИт»: the capital vowel is stressed; the four places are chosen from, or the words."""

    about: ClassVar[str] = "ударение: ударная гласная — заглавная"
    listed = True
    kind: Literal["stress"]
    words: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _marked(self) -> Self:
        for word in self.words:
            stressed = [sign for sign in word if sign.isupper()]
            vowels = sum(sign.lower() in _VOWELS for sign in word.split(" (")[0])
            if len(stressed) != 1 or stressed[0].lower() not in _VOWELS or vowels < 2:
                raise complaint(
                    "word-unstressed",
                    _("слово «{word}»: одна гласная, ударная, пишется заглавной: звонИт.").format(
                        word=word
                    ),
                )
        return self

    def questions(self, seed: int) -> Iterator[tuple[str, Drawn]]:
        """Yield a question a word: where the stress falls."""
        for key, word in _numbered(self, list(self.words), seed):
            plain, _sep, note = word.partition(" (")
            options = _stressings(plain)
            hint = f" ({note.lower()}" if note else ""
            yield key, choice(
                f"Как правильно поставить ударение: {plain.lower()}{hint}?", plain,
                tuple(one for one in options if one != plain)[:3], f"Ударение: {plain}.",
            )  # fmt: skip


class WrongStress(Generator):
    """Four words with stresses, one of them wrong: chosen."""

    about: ClassVar[str] = "в каком слове ударение поставлено неверно"
    listed = True
    kind: Literal["wrong-stress"]
    words: Annotated[tuple[str, ...], Field(min_length=8)]

    @model_validator(mode="after")
    def _marked(self) -> Self:
        Stress.model_validate({"kind": "stress", "words": self.words})
        return self

    def draw(self, dice: Dice) -> Drawn:
        chosen = [one.partition(" (")[0] for one in dice.some_of(self.words, 4)]
        spoilt = dice.one_of([one for one in _stressings(chosen[0]) if one != chosen[0]])
        return choice(
            "В каком слове ударение поставлено неверно?", spoilt, tuple(chosen[1:]),
            f"Верно: {chosen[0]}; {'; '.join(chosen[1:])}.",
        )  # fmt: skip


class Together(Generator):
    """«слитно», «раздельно», «через дефис»: lists of phrases by how they are written, with the rule after «—»."""

    about: ClassVar[str] = "слитно, раздельно или через дефис"
    listed = True
    kind: Literal["together"]
    together: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    hyphen: tuple[str, ...] = ()

    def questions(self, seed: int) -> Iterator[tuple[str, Drawn]]:
        """Yield a question a phrase: its place is shown in brackets as «(не)большой»."""
        names = {"слитно": self.together, "раздельно": self.apart, "через дефис": self.hyphen}
        used = [name for name, rows in names.items() if rows]
        rows = [(name, row) for name, rows in names.items() for row in rows]
        for key, (name, row) in _numbered(self, rows, seed):
            phrase, _sep, rule = row.partition(" — ")
            yield key, choice(
                _asked(f"Как пишется: {phrase}?"), name, tuple(one for one in used if one != name),
                f"{name.capitalize()}: {rule.rstrip('.')}." if rule else name.capitalize() + ".",
            )  # fmt: skip


class Sorted(Generator):
    """Things by groups: to which group a thing belongs, of which group one of four is. `ask` words the question."""

    about: ClassVar[str] = "к какой группе относится: списки по группам"
    listed = True
    kind: Literal["sorted"]
    ask: Annotated[str, Field(pattern=r".*\{thing\}.*")]
    groups: Annotated[dict[str, tuple[str, ...]], Field(min_length=2)]
    why: str = ""

    def questions(self, seed: int) -> Iterator[tuple[str, Drawn]]:
        """Yield a question a thing; at most three other groups are offered."""
        rows = [(name, thing) for name, things in self.groups.items() for thing in things]
        for key, (name, thing) in _numbered(self, rows, seed):
            others = [one for one in self.groups if one != name and thing not in self.groups[one]]
            dice = Dice(f"{seed}/{self.prefix}/{thing}")
            yield key, choice(
                _asked(self.ask.replace("{thing}", thing)), name, tuple(dice.some_of(others, 3)),
                (self.why or "{thing} — {group}.").replace("{thing}", thing).replace("{group}", name),
            )  # fmt: skip


class Facts(Generator):
    """«что — чему равно»: pairs of which one side is asked, the other sides are the wrong options."""

    about: ClassVar[str] = "пары «вопрос — ответ»: неверные варианты — ответы других пар"
    listed = True
    kind: Literal["facts"]
    ask: Annotated[str, Field(pattern=r".*\{thing\}.*")]
    pairs: Annotated[dict[str, str], Field(min_length=4)]

    def questions(self, seed: int) -> Iterator[tuple[str, Drawn]]:
        """Yield a question a pair."""
        for key, (thing, answer) in _numbered(self, list(self.pairs.items()), seed):
            others = sorted({one for one in self.pairs.values() if one != answer})
            dice = Dice(f"{seed}/{self.prefix}/{thing}")
            yield key, choice(
                _asked(self.ask.replace("{thing}", thing)), answer, tuple(dice.some_of(others, 3)),
                f"{thing[:1].upper()}{thing[1:]}: {answer}.",
            )  # fmt: skip


def _asked(question: str) -> str:
    """Return a question with one sign at its end: what is asked about may end with one of its own."""
    return _SIGNS.sub(lambda found: found[1] if found[1] in "!?" else "?", question)


def _stressings(word: str) -> list[str]:
    """Return the word with each of its vowels stressed in turn («ё» is always stressed, so not it)."""
    plain = word.lower()
    return [
        f"{plain[:place]}{sign.upper()}{plain[place + 1 :]}"
        for place, sign in enumerate(plain)
        if sign in _VOWELS
    ]


def _flat(words: dict[str, tuple[str, ...]]) -> list[str]:
    return [word for group in words.values() for word in group]


def _numbered(row: Generator, things: list[T], seed: int) -> Iterator[tuple[str, T]]:
    """Yield so many of the things as asked for, each under the number of its place in the list."""
    if row.count > len(things) and "count" in row.model_fields_set:
        raise NotEnough(len(things))
    count = row.count if "count" in row.model_fields_set else len(things)
    order = Dice(f"{seed}/{row.prefix}").some_of(range(len(things)), count)
    for place in sorted(order):
        yield f"{row.prefix}-{place + 1:03d}", things[place]
