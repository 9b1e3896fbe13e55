"""What stands on a slip: the card of one person, and what all slips of a printing share."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from vsosh_moodle.language import _
from vsosh_moodle.school.classes import parse_class_name
from vsosh_moodle.school.passwords import hint_for, kind_of, split_syllables

LOGIN_PAGE = "/login/index.php"
_LAST_LETTER = "\uffff"


@dataclass(frozen=True, slots=True)
class Card:
    """One slip: the name as it is to be shown, the class ("" for a teacher), login and password."""

    name: str
    class_name: str
    login: str
    password: str = field(repr=False)

    @property
    def syllables(self) -> tuple[tuple[str, bool], ...]:
        """The password by syllables, each with whether it is to be heavy: every other one, signs never."""
        parts, heavy = [], False
        for part in split_syllables(self.password):
            heavy = heavy != part.isalnum()
            parts.append((part, heavy and part.isalnum()))
        return tuple(parts)

    @property
    def layout_hint(self) -> str:
        """In which keyboard layout the password is typed."""
        return hint_for(kind_of(self.password))


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What all slips share: the school, the site's address ("" for the rehearsal site) and the day.

    `forced_change` is whether the site asks for a new password at the first login.
    """

    school: str
    site: str
    day: str
    forced_change: bool = True

    @property
    def login_page(self) -> str:
        """The address of the login page, "" where there is no site to log in to."""
        return self.site.rstrip("/") + LOGIN_PAGE if self.site else ""

    @property
    def shown_site(self) -> str:
        """The address as a person types it."""
        if not self.site:
            return _("учебный сайт: войти нельзя")
        return self.site.removeprefix("https://").rstrip("/")

    def steps(self) -> tuple[str, str, str]:
        """Return «how to log in», three lines."""
        last = (
            _("При первом входе смените пароль; никому его не говорите.")
            if self.forced_change
            else _("Смените пароль в своём профиле; никому его не говорите.")
        )
        return (
            _("Наберите адрес или наведите камеру на код."),
            _("Введите логин и пароль; большая буква — с Shift."),
            last,
        )


def title_of_class(class_name: str) -> str:
    """Return what a class is called on a sheet and in a file's name."""
    return class_name or _("Учителя")


def by_class(cards: Iterable[Card]) -> dict[str, list[Card]]:
    """Return the cards of each class: classes by grade and letter, then teachers; names as in a register."""
    classes: dict[str, list[Card]] = {}
    for card in cards:
        classes.setdefault(card.class_name, []).append(card)
    return {
        name: sorted(classes[name], key=lambda card: (register_key(card.name), card.login))
        for name in sorted(classes, key=class_key)
    }


def class_key(class_name: str) -> tuple[int, str]:
    """Return the place of a class among others: 8Д before 10А, what is no class after, "" last."""
    if not class_name:
        return 1000, ""
    parsed = parse_class_name(class_name)
    return (parsed.grade, parsed.letter) if parsed else (999, class_name)


def register_key(name: str) -> str:
    """Return what a class register sorts by: Russian letters in their order, ё after е."""
    return "".join("е" + _LAST_LETTER if one == "ё" else one for one in name.casefold())


def purge_reminder() -> str:
    """Return the reminder that stands on every sheet with passwords."""
    return _("В этом файле пароли: раздайте листки и удалите его — vsosh-moodle slips purge")
