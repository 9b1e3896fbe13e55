"""Second solutions of generated questions of the sciences."""

import re
from itertools import product

from tests.questions.texts import LOW, F, numbers, positive


def motion(text: str) -> F:
    v = positive(text)
    if "равномерно" in text:
        return v[0] * v[1]
    if "км/ч" in text:
        return v[0] * 1000 / 3600
    if "покоя" in text:
        return (v[0] * v[1]) / 2 * v[1]
    if "выросла" in text:
        return (v[2] - v[1]) / v[0]
    return v[1] / v[0]


def density(text: str) -> F:
    v = positive(text.replace("кг/м³", ""))
    return v[0] * v[1] if "массу" in text else v[1] / v[0]


def force(text: str) -> F:
    v = positive(text.replace("g = 10 Н/кг", ""))
    if "ускорение" in text:
        return v[1] / v[0]
    if "тяжести" in text:
        return v[0] * 10
    return v[0] * (v[1] / 100) if "пружины" in text else v[0] * v[1]


def pressure(text: str) -> F:
    v = positive(text)
    if "площадь" in text:
        return v[0] / v[1]
    return v[0] * 1000 * 10 / 1000 if "глубине" in text else v[0] * 1000 * 10


def work(text: str) -> F:
    v = positive(text)
    if "переместила" in text:
        return v[0] * v[1]
    if "мощность" in text:
        return v[1] / v[0]
    if "кинетическую" in text:
        return v[0] * v[1] * v[1] / 2
    return v[0] * v[1] * 10 if "потенциальную" in text else v[0] / (v[1] / 100)


def heat(text: str) -> F:
    v = positive(text)
    if "нагреть" in text:
        return v[3] * v[0] * (v[2] - v[1]) / 1000
    return v[0] * v[-1]


def electricity(text: str) -> F:
    v = positive(text)
    if "Напряжение на" in text:
        return v[0] / v[1]
    if "последовательно" in text:
        return v[0] + v[1]
    return 1 / (1 / v[0] + 1 / v[1]) if "параллельно" in text else v[0] * v[1]


def waves(text: str) -> F:
    v = positive(text)
    if "Период" in text:
        return 1 / v[0]
    if "Длина волны" in text:
        return v[0] * v[1]
    if "зеркало" in text:
        return v[0] + v[0]
    return 100 / v[0] if "линзы" in text else v[1] / v[0]


def nucleus(text: str) -> F:
    v = positive(text)
    if "нейтронов" in text:
        return v[1] - v[0]
    if "массовым" in text:
        return v[0] - 4 * v[1]
    if "зарядовым" in text:
        return v[0] - 2 * v[1] + v[2]
    left = F(100)
    for _period in range(int(v[1] / v[0])):
        left /= 2
    return left


MASSES = {
    "H": 1,
    "C": 12,
    "N": 14,
    "O": 16,
    "Na": 23,
    "Mg": 24,
    "Al": 27,
    "P": 31,
    "S": 32,
    "K": 39,
    "Ca": 40,
    "Fe": 56,
    "Cu": 64,
}


ELEMENT = re.compile(r"([A-Z][a-z]?)([₀-₉]*)")


def atoms(text: str) -> dict[str, int]:
    """Count the atoms of a formula, one level of brackets."""
    plain = re.sub(r"\(([^)]*)\)([₀-₉]*)", lambda f: f[1] * int((f[2] or "₁").translate(LOW)), text)
    found: dict[str, int] = {}
    for name, count in ELEMENT.findall(plain):
        found[name] = found.get(name, 0) + int((count or "₁").translate(LOW))
    return found


def mass_of(text: str) -> F:
    return F(sum(MASSES[name] * count for name, count in atoms(text).items()))


def molar(text: str) -> F:
    return mass_of(re.search(r"массу (\S+) \(", text)[1])  # type: ignore[index]


def moles(text: str) -> F:
    v = positive(text.translate(str.maketrans("", "", "₀₁₂₃₄₅₆₇₈₉")))
    if "массу" in text:
        substance = re.search(r"моль (\S+)\. ", text)[1]  # type: ignore[index]
        return v[0] * mass_of(substance)
    if "количество" in text:
        return v[0] / mass_of(re.search(r" г (\S+)\. ", text)[1])  # type: ignore[index]
    return v[0] * F("22.4") if "Какой объём" in text else v[0] / F("22.4")


def mass_share(text: str) -> F:
    element, substance = re.search(r"элемента (\S+) в веществе (\S+)", text).groups()  # type: ignore[union-attr]
    return MASSES[element] * atoms(substance)[element] / mass_of(substance) * 100


def solution(text: str) -> F:
    v = positive(text)
    if "растворили" in text:
        return v[1] / (v[0] + v[1]) * 100
    if "добавили" in text:
        return v[0] * v[1] / (v[0] + v[2])
    part = v[0] / 100 * v[1]
    return v[0] - part if "воды" in text else part


STATES = {
    "H": 1,
    "O": -2,
    "K": 1,
    "Na": 1,
    "Fe": None,
    "Cu": None,
    "Mn": None,
    "Cr": None,
    "S": None,
    "N": None,
    "C": None,
    "P": None,
    "Cl": -1,
    "Al": None,
}


def oxidation(text: str) -> F:
    element, substance = re.search(r"элемента (\S+) в веществе (\S+)\.", text).groups()  # type: ignore[union-attr]
    found = atoms(substance)
    rest = sum((STATES[name] or 0) * count for name, count in found.items() if name != element)
    return F(-rest, found[element])


def balance(text: str) -> F:
    left, right = (
        side.split(" + ") for side in re.search(r"уравнении (.+)\. Запишите", text)[1].split(" → ")
    )  # type: ignore[index]
    parts = [atoms(one) for one in (*left, *right)]
    signs = [1] * len(left) + [-1] * len(right)
    names = {name for one in parts for name in one}
    best = None
    for total in range(len(parts), 20):
        for chosen in product(range(1, 13), repeat=len(parts)):
            if sum(chosen) == total and all(
                sum(
                    sign * many * one.get(name, 0)
                    for sign, many, one in zip(signs, chosen, parts, strict=True)
                )
                == 0
                for name in names
            ):
                best = total
                break
        if best:
            return F(best)
    raise AssertionError(text)


def genetics(text: str) -> F:
    whole = F(int(re.findall(r"\d+", text)[-1]))
    one = list(product("Aa", repeat=2))
    if "дигетерозиготы" in text:
        both = list(product(one, one))
        return whole * sum(a == ("a", "a") and b == ("a", "a") for a, b in both) / len(both)
    if "с рецессивным" in text:
        cross = list(product("Aa", "aa"))
        return whole * sum("A" in pair for pair in cross) / len(cross)
    if "гетерозиготны?" in text:
        return whole * sum(set(pair) == {"A", "a"} for pair in one) / len(one)
    return whole * sum("A" not in pair for pair in one) / len(one)


def dna(text: str) -> F:
    v = positive(text)[0]
    if "%" in text:
        return (100 - 2 * v) / 2
    return v + v + v if "Белок" in text else v / 3


def scale(text: str) -> F:
    v = re.search(r"1 : ([\d ]+)\. ", text)
    assert v
    metres = F(int(v[1].replace(" ", "")), 100)
    told = positive(text.split(". ", 1)[1])[0]
    return told * metres / 1000 if "километров" in text else told * 1000 / metres


def zone(text: str) -> F:
    here, hour, there = (
        int(one)
        for one in re.search(r"UTC\+(\d+) часы показывают (\d+):00.*UTC\+(\d+)", text).groups()
    )  # type: ignore[union-attr]
    return F((hour - here + there) % 24)


def longitude(text: str) -> F:
    v = positive(text)
    return (v[1] - v[0]) / 360 * 24 if "долготами" in text else v[0] * 360 / 24


def population(text: str) -> F:
    v = positive(text)
    return v[1] / v[0] if "Площадь" in text else v[0] - v[1]


def height(text: str) -> F:
    v = numbers(text)
    if "горы" in text:
        return v[0] - v[1] / v[2] * v[3]
    if "давление" in text:
        return v[0] - v[1] / v[2] * v[3]
    return v[0] - v[1]


def shares(text: str) -> F:
    v = positive(text)
    if "пара" in text:
        return v[1] / v[0] * 100
    return v[0] * v[1] if "Солёность" in text else v[0] - v[0] * v[1] / 100
