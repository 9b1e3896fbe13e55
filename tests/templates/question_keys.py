"""The second key of the shipped question banks: answers worked out apart from the banks themselves."""

from fractions import Fraction
from itertools import product
from math import atan, hypot, isqrt, prod, tan
from statistics import mean, median

F = Fraction


def root_of(residual: object, least: bool = False, among: range = range(-60, 61)) -> int:
    """Find the whole root by trying; the greatest, or the least."""
    assert callable(residual)
    found = [x for x in among if residual(x) == 0]
    return min(found) if least else max(found)


def chance(outcomes: list[object], wanted: object) -> Fraction:
    """Count the outcomes that are wanted."""
    assert callable(wanted)
    return F(sum(1 for one in outcomes if wanted(one)), len(outcomes))


def polygon(*points: tuple[int, int]) -> Fraction:
    """Return the area of a polygon by its vertices."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(F(sum(a * d - b * c for (a, b), (c, d) in pairs), 2))


def arithmetic(first: int, step: int, count: int) -> list[int]:
    return [first + step * n for n in range(count)]


def geometric(first: float, ratio: float, count: int) -> list[float]:
    return [first * ratio**n for n in range(count)]


def other_leg(hypotenuse: int, leg: int) -> int:
    return isqrt(hypotenuse**2 - leg**2)


SOME = range(-60, 61)
DICE = list(range(1, 7))
COINS2, COINS3 = list(product("ОР", repeat=2)), list(product("ОР", repeat=3))
HITS = {"+": F(4, 5), "-": F(1, 5)}
SHOTS = {shots: prod(HITS[one] for one in shots) for shots in product("+-", repeat=2)}

NUMBERS: dict[str, list[object]] = {
    "oge-math/numbers": [
        F(3, 4) + F(5, 8), F(7, 5) - F(3, 4), F(2, 3) / F(4, 9), F("1.2") * F("3.5"),
        (F("0.7") + F("0.8")) / F("0.3"), F("2.1") / F("0.07"), F(4) ** 5 * F(4) ** -3,
        F(2**3) ** 2 / 2**4, isqrt(16 * 25), 9 * 2, isqrt(50 * 2), -(3**2) + (-2) ** 3, "√30", "−5/9",
    ],
    "oge-math/equations": [
        root_of(lambda x: 5 * x - 7 - (2 * x + 8)), root_of(lambda x: 3 * (x - 4) - (x + 2)),
        root_of(lambda x: F(x, 3) + F(x, 6) - 4), root_of(lambda x: x**2 - 49),
        root_of(lambda x: x**2 - 5 * x), root_of(lambda x: x**2 - 7 * x + 10, least=True),
        root_of(lambda x: x**2 + 3 * x - 18, least=True), root_of(lambda x: 2 * x**2 - 5 * x - 3),
        root_of(lambda x: (x - 2) * (x + 9), least=True),
        root_of(lambda x: 1 if x == 4 else F(10, x - 4) - 2),
        root_of(lambda x: (x + 3) ** 2 - (x - 5) ** 2),
        sum(x for x in range(-60, 61) if x**2 - 11 * x + 24 == 0), "ни одного",
    ],
    "oge-math/probability": [
        F(20 - 6 - 9, 20), chance(DICE, lambda n: n % 2 == 0),
        chance(COINS2, lambda one: one.count("О") == 1), chance(COINS3, lambda one: "О" in one),
        chance(list(product(DICE, DICE)), lambda two: two[0] % 2 == 0 and two[1] % 2 == 0),
        1 - F("0.04"), F(25 - 4, 25), SHOTS["+", "+"], SHOTS["+", "-"] + SHOTS["-", "+"],
        mean([4, 7, 3, 9, 2]), median([12, 5, 9, 20, 7]), median([3, 8, 6, 1]),
        max(14, 3, 9, 21, 11) - min(14, 3, 9, 21, 11),
        chance(list(range(10, 100)), lambda n: n % 5 == 0),
    ],
    "oge-math/sequences": [
        arithmetic(3, 4, 10)[-1], arithmetic(-5, 3, 12)[-1], sum(arithmetic(2, 3, 10)), F(19 - 7, 7 - 3),
        geometric(2, 3, 5)[-1], geometric(96, 0.5, 6)[-1], sum(geometric(1, 2, 6)), isqrt(54 // 6),
        arithmetic(14, 2, 12)[-1], geometric(5, 2, 7)[-1], arithmetic(5, 10, 4)[-1],
        sum(arithmetic(8, 3, 7)), arithmetic(16, -2, 8).index(4) + 1,
    ],
    "oge-math/grid": [
        polygon((0, 0), (7, 0), (7, 4), (0, 4)), polygon((0, 0), (6, 0), (2, 5)),
        polygon((0, 0), (9, 0), (7, 4), (2, 4)), polygon((0, 0), (8, 0), (10, 3), (2, 3)),
        polygon((3, 0), (6, 5), (3, 10), (0, 5)), hypot(3, 4), hypot(5, 12), min(tan(atan(2 / 8)), 4),
        F(6, 4), polygon((0, 0), (6, 0), (6, 2), (3, 2), (3, 5), (0, 5)),
        polygon((0, 0), (6, 0), (6, 3), (4, 6), (0, 6)), 7 - 3, mean([11, 5]),
        polygon((1, 1), (5, 1), (3, 6)),
    ],
    "oge-math/statements": [
        True, False, True, False, True, True, False, True, False, True, True, False, False, False,
        True, False,
    ],
    "oge-math/diagnostics": [
        (300 // 30) * (240 // 30), -(-80 // 6), 7 * 2, 250 + (360 - 300) * F("1.5"),
        2400 * F(85, 100), F(1, 2) + F(3, 5), "6 и 7", F(2 ** (4 + 3), 2**5),
        root_of(lambda x: 4 * x - 9 - 11), F(4, 40), "убывает и пересекает ось y в точке 3",
        F(5, 9) * (86 - 32), "x ≥ −3", arithmetic(4, 3, 9)[-1], 180 - 47 - 68, F(84, 2), 180 - 115,
        polygon((0, 0), (7, 0), (5, 4), (2, 4)), "Диагонали прямоугольника равны.",
    ],
    "oge-math/triangles": [
        180 - 38 - 74, 180 - 2 * 35, 124 - 59, hypot(9, 12), other_leg(17, 8), F(26, 2), F(14 * 9, 2),
        F(22, 2), F(6, 10), F(7, 4), 3 * (5 + 7 + 10), F(5 * 12, 2),
    ],
    "oge-math/circle": [
        F(96, 2), 37 * 2, 180 - 90 - 28, other_leg(10, 8), hypot(24, 7), 180 - 112, 7 + 11 - 9, F(18, 2),
        F(34, 2), F(4 * 9, 6), 13, 360 * F("0.2"),
    ],
    "oge-math/quadrilaterals": [
        180 - 63, 12 * 7, hypot(5, 12), F(14 * 9, 2), mean([6, 15]), mean([8, 14]) * 5, hypot(20, 21),
        180 - 52, (36 // 4) ** 2, root_of(lambda x: 2 * (x + x - 5) - 50), 5 * other_leg(13, 5),
        180 - F(110, 2),
    ],
    "oge-math/formulas": [
        F(2 * 42, 12), F("1.8") * 25 + 32, 6500 + 4000 * 8, F(210, 84), F(147, 7**2),
        2 * 21 / (14 * F("0.5")), root_of(lambda n: 180 * (n - 2) - 1260), F(54, 3**2),
        150 + 11 * (17 - 5), F(2 * 98, 7**2), F(220, 88),
    ],
    "oge-math/practice": [
        2 * (30 + 20) - 4, F(30 * 20, 100), 600 - 12 * 9, F("1.5") * 12 / F("0.25"), -(-72 // 10),
        F(40 * 150, 1000), F(3 * 200, 100), 297, 24000 + 800 + 24000 * F(15, 100), F(500, 2),
        195 * F(65, 100), (4310 - 4125) * 6,
    ],
    "algebra/fractions": [
        root_of(lambda x: x - 3), root_of(lambda x: 2 * x + 10), root_of(lambda x: x - 6),
        F(8**2 - 4, 8 - 2), F(10**2 - 9, 10 + 3), F(7**2 + 35, 7), F(1, 3) + F(1, 6),
        2 / F("0.5") - 1 / (2 * F("0.5")), F(5, 4) * F(8, 25), F(9, 7) / F(3, 49), F(12, -4),
        "во второй и четвёртой", F(6 * 4 + 9, 3),
        (F("6.3") ** 2 - F("3.7") ** 2) / (F("6.3") - F("3.7")),
    ],
    "algebra/roots": [
        isqrt(81) + isqrt(16), F(isqrt(25), 10), isqrt(36 * 49), F(isqrt(64), isqrt(25)), isqrt(12 * 3),
        isqrt(98 // 2), 4 * 5, isqrt((-7) ** 2), isqrt(13**2 - 12**2), 2**2 * 3, isqrt(75 // 3),
        f"{isqrt(70)} и {isqrt(70) + 1}", "4,5" if F("4.5") ** 2 > 20 else "√20", 6 - 1,
    ],
    "algebra/quadratic": [
        6**2 - 4 * 5, 3**2 - 4 * 2 * 4, root_of(lambda x: x**2 - 6 * x + 5),
        root_of(lambda x: x**2 + 2 * x - 15, least=True), root_of(lambda x: 3 * x**2 - 12),
        root_of(lambda x: x**2 + 8 * x, least=True), root_of(lambda x: x**2 - 10 * x + 25),
        F(root_of(lambda n: 2 * F(n, 2) ** 2 + F(n, 2) - 6), 2), "ни одного",
        prod(x for x in range(-60, 61) if x**2 - 9 * x + 14 == 0),
        sum(x for x in range(-60, 61) if 2 * x**2 - 14 * x + 20 == 0),
        root_of(lambda x: 1 if x == -2 else F(x**2 - 4, x + 2)),
        root_of(lambda x: 1 if x == 0 else x + F(6, x) - 5, least=True),
        root_of(lambda x: x**2 + (x + 7) ** 2 - 169),
    ],
    "algebra/inequalities": [
        min(x for x in SOME if 3 * x - 5 >= 4), max(x for x in SOME if 7 - 2 * x >= 1),
        min(x for x in SOME if 5 * x >= 2 * x + 11), max(x for x in SOME if 4 * (x - 1) <= x + 8),
        sum(1 for x in SOME if -2 <= x <= 4), sum(1 for x in SOME if 2 * x >= 3 and 3 * x <= 15),
        "[2; +∞)", "x ≤ −4", "−a меньше −b", min(x for x in SOME if F(x, 2) + F(x, 3) >= 5),
        sum(x for x in SOME if -3 <= x <= 5), max(x for x in SOME if 10 - 3 * x >= 2 * x - 6),
    ],
    "algebra/powers": [
        F(5) ** -2, F(2) ** -3, F(17) ** 0, F(1, 2) ** -4, F(3) ** 5 * F(3) ** -3,
        F(10) ** -2 * F(10) ** 5, F(6) ** 4 / F(6) ** 2, (F(2) ** -2) ** -3, F(4) ** -1 + F(2) ** -2,
        F(8) ** 2 / F(2) ** 5, "4,2 · 10⁻⁴", "5,6 · 10⁶", 3 * F(10) ** 4 * 2 * F(10) ** -3,
    ],
}  # fmt: skip
"""Answers in the order of the questions: numbers, the right option, true or false."""

WORDS: dict[str, list[object]] = {
    "oge-russian/spelling": [
        "забираться", "заросли", "приморский", "бесполезный", "стеклянный", "ненастный", "учиться",
        "колет", "лечь", "по-новому", "также", "крыжовник", "упростить", "честный", "объявление",
        "цыплёнок",
    ],
    "oge-russian/punctuation": [1, 2, 1, 1, 1, 1, 1, 1, 2, 2, 1, 2, "Волга"],
    "oge-russian/syntax": [
        "не спится", "безличное", "определённо-личное", "назывное", "неопределённо-личное",
        "примыкание", "управление", "согласование", "составное глагольное", "составное именное",
        "простое глагольное", "стол из дерева",
    ],
    "oge-russian/complex": [
        "сложносочинённое", "сложноподчинённое", "бессоюзное", "простое", "определительное",
        "изъяснительное", "цели", "времени", "причины", "уступки", "условия", "поясняет",
    ],
    "oge-russian/lexis": [
        "отважный", "скупой", "бездельничать", "обманывать", "небрежно", "неожиданно", "сравнение",
        "олицетворение", "литота", "гипербола", "электричка", "надеть",
    ],
    "oge-russian/diagnostics": [
        1, 2, 1, 1, 1, "прикоснуться", "присесть", "избежать", "длинный", "собираться", "борется",
        "настежь", "кто-то", "безличное", "управление", "примыкание", "составное именное",
        "очень быстро", "отвага", "олицетворение",
    ],
}  # fmt: skip
"""Answers in the order of the questions: the number, or words of the right option with its letters."""
