"""Made-up people: names that agree in gender, with the oddities a real school's lists have."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from random import Random
from typing import Literal, NamedTuple

Sex = Literal["m", "f"]

_FEMININE = (("ский", "ская"), ("цкий", "цкая"), ("ный", "ная"), ("ой", "ая"))
_DECLINED = ("ов", "ев", "ёв", "ин", "ын")


class MadeUpName(NamedTuple):
    """A full name; `middle` is "" for one in thirty."""

    last: str
    first: str
    middle: str


@dataclass(frozen=True, slots=True)
class _NameLists:
    surnames: list[str]
    first: dict[Sex, list[str]]
    middle: dict[Sex, list[str]]
    turkic_surnames: list[str]
    turkic_first: dict[Sex, list[str]]
    turkic_middle: dict[Sex, list[str]]


def make_name(rng: Random) -> MadeUpName:
    """Return a made-up name: about 3 % without a patronymic, 2 % with «оглы» or «кызы», 2 % double."""
    names = _load_names()
    sex: Sex = "m" if rng.random() < 0.5 else "f"
    oddity = rng.random()
    if oddity < 0.02:
        last = surname(rng.choice(names.turkic_surnames), sex)
        return MadeUpName(
            last, rng.choice(names.turkic_first[sex]), rng.choice(names.turkic_middle[sex])
        )
    last = surname(rng.choice(names.surnames), sex)
    if oddity < 0.04 and "-" not in last:
        last = f"{last}-{surname(rng.choice(names.turkic_surnames), sex)}"
    middle = "" if oddity > 0.97 else rng.choice(names.middle[sex])
    return MadeUpName(last, rng.choice(names.first[sex]), middle)


def surname(masculine: str, sex: Sex) -> str:
    """Return a surname as a man or a woman bears it; those that do not change stay as they are."""
    if sex == "m":
        return masculine
    if masculine.endswith(_DECLINED):
        return f"{masculine}а"
    for ending, feminine in _FEMININE:
        if masculine.endswith(ending):
            return masculine.removesuffix(ending) + feminine
    return masculine


@lru_cache(maxsize=1)
def _load_names() -> _NameLists:
    text = resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    turkic = data["turkic"]
    pairs = list(data["patronymics"].values())
    return _NameLists(
        surnames=data["surnames"],
        first={"m": data["male"], "f": data["female"]},
        middle={"m": [son for son, _ in pairs], "f": [daughter for _, daughter in pairs]},
        turkic_surnames=turkic["surnames"],
        turkic_first={"m": turkic["male"], "f": turkic["female"]},
        turkic_middle={
            "m": [f"{father} оглы" for father in turkic["fathers"]],
            "f": [f"{father} кызы" for father in turkic["fathers"]],
        },
    )
