"""Names in the cases letters need: who is addressed, whose child it is, with whom one meets.

pytrovich knows the rules of Russian names; what it gets wrong for names of the region is mended here, and
what nobody can be sure of is told as a `Doubt`, for the class teacher to look at. A school's own forms
(`NameOverrides`) go before every rule. https://gramota.ru/biblioteka/spravochniki/spravochnik-po-russkomu-yazyku-pismovnik
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case as RuleCase
from pytrovich.enums import Gender as RuleGender
from pytrovich.enums import NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from vsosh_moodle.school.gender import Gender, gender_of
from vsosh_moodle.school.name_forms import (
    CASES,
    NO_OVERRIDES,
    PARTS,
    CaseName,
    DeclinedName,
    Doubt,
    Forms,
    GenderSource,
    NameOverrides,
    OwnForms,
    Part,
    PersonOverride,
)
from vsosh_moodle.school.names import (
    PATRONYMIC_PARTICLES,
    fold_latin_words,
    has_latin,
    normalise_name,
)


def decline_name(
    last: str,
    first: str,
    middle: str = "",
    *,
    roster_gender: Gender = "",
    given_name_gender: Gender = "",
    overrides: NameOverrides = NO_OVERRIDES,
) -> DeclinedName:
    """Return a person's name in five cases.

    CAPS and Latin look-alikes are mended first: «Залинa» with a Latin a would stay undeclined in silence.
    The gender is what the school's file says, else the list, the patronymic, the look of the name; where
    none tells («Саша Ким») nothing is guessed, and every case is the nominative. `given_name_gender` is
    what a dictionary of given names says, "" when it says nothing: then pytrovich looks at the name.
    """
    words = dict(zip(PARTS, _clean((last, first, middle)), strict=True))
    person = overrides.person(" ".join(filter(None, words.values()))) or PersonOverride()
    gender, source, doubts = _gender_of(words, person.gender, roster_gender, given_name_gender)
    forms: dict[Part, Forms] = {}
    own: set[Part] = set()
    for part in PARTS:
        given = person.parts.get(part) or overrides.word(part, words[part], gender)
        ruled, doubt = _decline_part(part, words[part], gender)
        if given is not None and words[part]:
            own.add(part)
            forms[part] = _with_own(words[part], ruled, given)
        else:
            forms[part] = ruled
            doubts += doubt
    return DeclinedName(
        forms["last"], forms["first"], forms["middle"], gender, source,
        tuple(dict.fromkeys(doubts)), frozenset(own),
    )  # fmt: skip


def _clean(words: tuple[str, str, str]) -> list[str]:
    # The three together: «Max» may be Cyrillic «Мах», but not beside «Weber».
    folded = fold_latin_words("\n".join(words)).split("\n")
    return [normalise_name(word) if word.strip() else "" for word in folded]


def _with_own(word: str, ruled: Forms, given: OwnForms) -> Forms:
    base = ruled if given.decline else Forms.same(word)
    return Forms(
        word, given.gen or base.gen, given.dat or base.dat, given.acc or base.acc,
        given.ins or base.ins,
    )  # fmt: skip


def _gender_of(
    words: Mapping[Part, str], own: Gender, roster: Gender, given_name: Gender
) -> tuple[Gender, GenderSource, tuple[Doubt, ...]]:
    """Return the gender, who told it, and what is doubtful about it."""
    if own:
        return own, "overrides", ()
    by_patronymic, by_surname = gender_of(words["middle"]), _by_surname(words["last"])
    told = roster or by_patronymic
    if told:
        certain = {roster, by_patronymic, by_surname if _is_pair(words["last"]) else ""} - {""}
        if len(certain) > 1:  # «Тедеева Сослан Русланович»: a slip somewhere, so nothing is guessed
            return "", "", (Doubt.GENDER_CONFLICT,)
        return told, "roster" if roster else "patronymic", ()
    by_name = given_name or _look("firstname", words["first"])
    seen = {by_name, by_surname} - {""}
    if len(seen) == 1:
        # A dictionary knows, and «Хосонов Сергей» says it twice; a name that only looks so is a guess.
        agree = given_name or (by_name and by_surname)
        return seen.pop(), "name", () if agree else (Doubt.GENDER_GUESSED,)
    return "", "", (Doubt.GENDER_CONFLICT if seen else Doubt.GENDER_UNKNOWN,)


_PAIR = re.compile(r".+(?:[оеё]ва?|ин|[сц]к(?:ий|ая))")
_MAYBE_PAIR = re.compile(r".+(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая))")
_NOUNS = "сова|рева|голова|дева|халва|крова|полова|подкова|шева"


def _is_pair(surname: str) -> bool:
    """Tell whether a surname has surely one form for men and another for women.

    «Дубина» and «Калина» may be a man's too, and «Ким» is anybody's.
    """
    last = surname.casefold().rpartition("-")[2]
    return bool(_PAIR.fullmatch(last)) and not re.fullmatch(_NOUNS, last)


def _by_surname(surname: str) -> Gender:
    last = surname.casefold().rpartition("-")[2]
    if re.fullmatch(_ADJECTIVE, last):
        return "f"
    if not _MAYBE_PAIR.fullmatch(last) or re.fullmatch(_NOUNS, last):
        return ""
    return _look("lastname", last)


def _look(keyword: str, word: str) -> Gender:
    # One part at a time: given more, pytrovich writes a name it cannot judge into the log.
    if not word:
        return ""
    found = _detector().detect(**{keyword: word})  # type: ignore[no-untyped-call]
    if found is RuleGender.MALE:
        return "m"
    return "f" if found is RuleGender.FEMALE else ""


def _decline_part(part: Part, word: str, gender: Gender) -> tuple[Forms, tuple[Doubt, ...]]:
    if not word:
        return Forms(), ()
    if has_latin(word):
        return Forms.same(word), (Doubt.NOT_CYRILLIC,)
    if not gender:
        return Forms.same(word), ()
    if part == "middle":
        return _decline_patronymic(word, gender)
    pieces = re.split(r"([ -])", word)
    declined = [
        (Forms.same(piece), ()) if piece in " -" else _decline_word(part, piece, gender)
        for piece in pieces
    ]
    forms = Forms(*("".join(one.of(case) for one, _doubts in declined) for case in CASES))
    return forms, tuple(doubt for _one, doubts in declined for doubt in doubts)


def _decline_patronymic(word: str, gender: Gender) -> tuple[Forms, tuple[Doubt, ...]]:
    if word.rpartition(" ")[2].casefold() in PATRONYMIC_PARTICLES:
        return Forms.same(word), ()  # «Рашада Эльдар оглы»: the father's name stays as it is
    if not gender_of(word):
        return Forms.same(word), (Doubt.STRANGE_PATRONYMIC,)
    return _by_rules("middle", word, gender), ()


def _decline_word(part: Part, word: str, gender: Gender) -> tuple[Forms, tuple[Doubt, ...]]:
    for pattern, sex, where, make, doubts in _MENDED:
        if sex == gender and where == part and pattern.fullmatch(word.casefold()):
            return make(word), doubts
    forms = _by_rules(part, word, gender)
    return forms, _doubts_of(part, word, gender, forms)


def _doubts_of(part: Part, word: str, gender: Gender, forms: Forms) -> tuple[Doubt, ...]:
    lower = word.casefold()
    if not forms.changes and _should_change(lower, gender):
        return (Doubt.SOFT_FEMALE if gender == "f" and lower.endswith("ь") else Doubt.UNDECLINED,)
    if part == "last" and gender == "m" and _FLEETING.fullmatch(lower):
        return (Doubt.FLEETING_VOWEL,)
    return ()


_FLEETING = re.compile(r".*[^аеёиоуыэюя](?:ец|ок|ек|ёк|ёл|ень)|.*(?:заяц|[еоё]вень)")


def _should_change(word: str, gender: Gender) -> bool:
    """Tell whether a name that stayed as it is ends like those that are declined."""
    if word.endswith(("ых", "их")):
        return False
    if gender == "m":
        return word[-1] not in "еёиоуыэю" and not word.endswith(("уа", "иа"))
    return (word[-1] in "ая" and not word.endswith(("уа", "иа"))) or word.endswith(("ь", "ӕ"))


def _by_rules(part: Part, word: str, gender: Gender) -> Forms:
    return Forms(word, *(_rule_form(part, word, gender, case) for case in CASES[1:]))


@lru_cache(maxsize=16384)
def _rule_form(part: Part, word: str, gender: Gender, case: CaseName) -> str:
    sex = RuleGender.MALE if gender == "m" else RuleGender.FEMALE
    return _maker().make(_RULE_PARTS[part], sex, _RULE_CASES[case], word)


_RULE_PARTS: Mapping[Part, NamePart] = {
    "last": NamePart.LASTNAME, "first": NamePart.FIRSTNAME, "middle": NamePart.MIDDLENAME,
}  # fmt: skip
_RULE_CASES: Mapping[CaseName, RuleCase] = {
    "gen": RuleCase.GENITIVE, "dat": RuleCase.DATIVE, "acc": RuleCase.ACCUSATIVE,
    "ins": RuleCase.INSTRUMENTAL,
}  # fmt: skip


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@cache
def _detector() -> PetrovichGenderDetector:
    return PetrovichGenderDetector()


def _as_noun(word: str) -> Forms:
    """Decline as a noun in -а, -я: «Берая, Бераи», «Сова, Совы»."""
    stem, soft = word[:-1], word[-1] == "я"
    hushing = stem[-1:].casefold() in "гкхжчшщ"
    gen = "и" if soft or hushing else "ы"
    return Forms(
        word, stem + gen, f"{stem}е", stem + ("ю" if soft else "у"), stem + ("ей" if soft else "ой")
    )


def _stressed_end(word: str) -> Forms:
    """Decline a man's surname whose ending bears the stress: «Пугач, с Пугачом»."""
    return Forms(word, f"{word}а", f"{word}у", f"{word}а", f"{word}ом")


def _as_noun_in_iy(word: str) -> Forms:
    """Decline as «Топчий, Топчия»: an Ukrainian noun, no adjective."""
    stem = word[:-1]
    return Forms(word, f"{stem}я", f"{stem}ю", f"{stem}я", f"{stem}ем")


_Mended = tuple[re.Pattern[str], Gender, Part, Callable[[str], Forms], tuple[Doubt, ...]]
# Adjectives for certain: «Озерецкая», «Приречная», «Толстая». Other women's surnames in -ая («Берая»,
# «Гергая», «Цхурбая») are nouns from Georgia and Abkhazia; pytrovich takes all of them for adjectives.
_ADJECTIVE = (
    r".*(?:[сц]кая|[^аеёиоуыэюя]ная|[оеё]вая|жая|шая|щая)|"
    r"(?:бел|толст|крут|свят|золот|мал|светл|весёл|весел|тепл|тёпл|кругл|смел|молод|худ|сед|сер|стар|"
    r"быстр|остр|добр|мудр|храбр|хитр|пёстр|дик|гладк|кротк|тонк|строг|долг|плох|лих|тих|сух|глух|"
    r"горяч|ряб|слеп|юн|зелён|румян|прям|хром|сыр)ая"
)
_MENDED: tuple[_Mended, ...] = (
    (re.compile(rf"(?!(?:{_ADJECTIVE})$).+ая"), "f", "last", _as_noun, (Doubt.NOUN_OR_ADJECTIVE,)),
    (re.compile(rf"{_NOUNS}"), "m", "last", _as_noun, ()),
    (
        re.compile(rf"{_NOUNS}|калина|малина|смородина|дубина|осина|перлина|былина"),
        "f", "last", _as_noun, (Doubt.NOUN_OR_ADJECTIVE,),
    ),
    (re.compile(r".+ач|[^аеёиоуыэюя]*[аеёиоуыэюя][чщшж]"), "m", "last", _stressed_end, ()),
    (re.compile(r".+[оп]чий"), "m", "last", _as_noun_in_iy, (Doubt.NOUN_OR_ADJECTIVE,)),
)  # fmt: skip
