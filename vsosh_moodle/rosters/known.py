"""What the config knows: the words a roster may use for classes, categories and electives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from vsosh_moodle.rosters.profiles import ReadingProfile
from vsosh_moodle.school.classes import ClassName, LetterZ
from vsosh_moodle.school.levels import Level
from vsosh_moodle.school.names import clean_text


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words a column may hold: `meanings` from the folded word to its meaning, `shown` to a reader."""

    meanings: Mapping[str, str]
    shown: tuple[str, ...]

    def meaning(self, word: str) -> str | None:
        """Return what a word stands for, None when it is unknown; case and ё do not matter."""
        return self.meanings.get(fold(word))


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The config's words; None is «anything goes», as when a roster is shown outside a project.

    `profiles` tell how the lists of some sources are to be read. `letter_z` says what «З» in «10 З»
    is: "letter", "extramural", or None while nobody has said. `with_leavers` asks for the sheets of
    those who left, too.
    """

    classes: frozenset[ClassName] | None = None
    categories: Vocabulary | None = None
    electives: Vocabulary | None = None
    levels: tuple[Level, ...] | None = None
    letter_z: LetterZ | None = None
    profiles: tuple[ReadingProfile, ...] = ()
    with_leavers: bool = False


def known_words(
    classes: Collection[ClassName] | None = None,
    learner_categories: Mapping[str, str] | None = None,
    electives: Collection[str] | None = None,
    levels: Collection[Level] | None = None,
    letter_z: LetterZ | None = None,
) -> KnownWords:
    """Prepare the config's words for reading.

    A learner category may be written by its key or its name (`learner_categories` maps the one to
    the other) and is read as the key; an elective is read in the config's spelling.
    """
    return KnownWords(
        None if classes is None else frozenset(classes),
        None if learner_categories is None else _categories(learner_categories),
        None if electives is None else Vocabulary({fold(e): e for e in electives}, (*electives,)),
        None if levels is None else tuple(levels),
        letter_z,
    )


def fold(word: str) -> str:
    """Return a word as it is compared: clean, without case, ё as е."""
    return clean_text(word).casefold().replace("ё", "е")


def _categories(categories: Mapping[str, str]) -> Vocabulary:
    names = {fold(name): key for key, name in categories.items()}
    return Vocabulary(names | {fold(key): key for key in categories}, (*categories.values(),))
