"""A second solution of every generated question, worked out from its words alone, by other means.

A solver gets the text and, for a choice, the options; it returns the answer: a number or an option.
"""

import re
from collections.abc import Callable
from itertools import combinations, permutations, product
from math import atan, cos, hypot, isqrt, log, radians, sin, tan

from tests.questions.texts import LOW, SUPER, Answer, F, n, numbers, positive


def python(text: str, **values: F) -> F:
    """Evaluate a school expression exactly."""
    plain = text.translate(LOW)
    plain = re.sub(r"([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda found: "**" + found[1].translate(SUPER), plain)
    plain = plain.replace("−", "-").replace("·", "*").replace(":", "/").replace("–", "-")
    plain = re.sub(r"(\d+),(\d+)", r"\1.\2", plain)
    plain = re.sub(r"(?<=[\dx-zab)])\s*(?=[x-zab(])", "*", plain)
    plain = re.sub(r"(?<![a-z])(\d+(?:\.\d+)?)", r"F('\1')", plain)
    plain = re.sub(r"\*\*F\('(\d+)'\)", r"**\1", plain).replace("**-F('", "**-F('")
    plain = re.sub(r"\*\*-F\('(\d+)'\)", r"**-\1", plain)
    value = eval(plain, {"__builtins__": {}, "F": F}, dict(values))  # noqa: S307  our own questions
    assert isinstance(value, F | int)
    return F(value)


def roots(left: str, right: str, among: list[F]) -> list[F]:
    found = []
    for x in among:
        try:
            if python(left, x=x) == python(right, x=x):
                found.append(x)
        except ZeroDivisionError:
            continue
    return found


WHOLE = [F(one) for one in range(-200, 201)]
HALVES = [F(one, 2) for one in range(-120, 121)]


def said(text: str) -> F:
    body = re.split(r"[:?] ?", text, maxsplit=1)[1].split(". Ответ")[0]
    return python(re.sub(r"(\d+/\d+)", r"(\1)", body))


def table(text: str) -> F:
    return python(re.search(r"будет (.+)\?", text)[1])  # type: ignore[index]


def gap(text: str) -> F:
    known, whole = positive(text)
    return next(F(one) for one in range(1, 100) if known * one == whole)


def value_of(text: str) -> F:
    body = text.split("выражения ")[1].rstrip(".")
    body = re.sub(r"(\d*)√(\d+)", lambda f: f"({f[1] or 1}·R{f[2]})", body)
    plain = body.replace("²", "**2")
    value = eval(  # noqa: S307
        re.sub(r"R(\d+)", r"(\1**0.5)", plain).replace("·", "*").replace(":", "/"),
        {"__builtins__": {}},
    )
    return F(round(value * 1000), 1000)


def percent(text: str) -> F:
    values = positive(text)
    if "равны" in text:
        return next(F(one) for one in range(1, 5000) if F(one) * values[0] / 100 == values[1])
    if "Сколько процентов" in text:
        return next(F(one) for one in range(1, 200) if values[1] * one / 100 == values[0])
    return sum((values[1] / 100 for _one in range(int(values[0]))), F(0))


def change(text: str) -> F:
    price, rate = positive(text)
    part = price / 100 * rate
    return price - part if "снизили" in text else price + part


def fraction_of(text: str) -> F:
    values = positive(text)
    upper, lower = values[0], values[1]
    if "равны" in text:
        return next(F(one) for one in range(1, 2000) if one * upper == values[2] * lower)
    return sum((values[2] / lower for _one in range(int(upper))), F(0))


def reduce(text: str) -> F:
    upper, lower = positive(text)
    best = max(one for one in range(1, 200) if upper % one == 0 and lower % one == 0)
    return lower / best


def between(text: str) -> F:
    inside = float(positive(text)[0])
    return F(int(inside**0.5 + 1e-9))


FACTORS = {"км": 1000, "м": 1, "см": F(1, 100), "мм": F(1, 1000), "кг": 1000, "г": 1, "т": 1_000_000,
           "ч": 3600, "мин": 60, "с": 1, "м²": 1, "см²": F(1, 10_000), "га": 10_000, "л": F(1, 1000),
           "мл": F(1, 1_000_000), "м³": 1}  # fmt: skip


def units(text: str) -> F:
    found = re.fullmatch(r"Выразите ([\d,]+) (\S+) в единицах «(\S+)»\.", text)
    assert found
    return n(found[1]) * FACTORS[found[2]] / FACTORS[found[3]]


def proportion(text: str) -> F:
    values = positive(text)
    if "сделают" in text:
        return values[0] * values[1] / values[2]
    return values[1] / values[0] * values[2]


def rounding(text: str) -> F:
    value = positive(text)[0]
    step = {"единиц": F(1), "десятых": F(1, 10), "сотых": F(1, 100)}[text.rstrip(".").split()[-1]]
    lower = value // step * step
    return lower if value - lower < step / 2 else lower + step


def divisors(text: str) -> F:
    one, two = (int(value) for value in positive(text))
    if "делитель" in text:
        return F(max(value for value in range(1, one + 1) if one % value == 0 and two % value == 0))
    return F(
        next(
            value
            for value in range(max(one, two), one * two + 1)
            if value % one == 0 and value % two == 0
        )
    )


def equation(text: str, among: list[F] = HALVES) -> F:
    body = text.removeprefix("Решите уравнение ").split(". В ответе")[0].rstrip(".")
    left, right = body.split(" = ")
    found = roots(left, right, among)
    assert found, text
    if "меньший" in text:
        return min(found)
    if "больший" in text:
        return max(found)
    assert len(found) == 1
    return found[0]


def system(text: str) -> F:
    body = text.removeprefix("Решите систему уравнений ").split(". В ответе")[0]
    pairs = [part.split(" = ") for part in body.split(" и ")]
    for x, y in product(range(-10, 11), repeat=2):
        if all(
            python(left, x=F(x), y=F(y)) == python(right, x=F(x), y=F(y)) for left, right in pairs
        ):
            return F(x + y)
    raise AssertionError(text)


def holds(condition: str, x: F) -> bool:
    for sign in ("⩽", "⩾", "<", ">"):
        if sign in condition:
            left, right = (python(part, x=x) for part in condition.split(sign))
            return {"⩽": left <= right, "⩾": left >= right, "<": left < right, ">": left > right}[
                sign
            ]
    raise AssertionError(condition)


def inequality(text: str, options: tuple[str, ...]) -> str:
    body = text.removeprefix("Решите неравенство ").rstrip(".")
    points = [F(one, 2) for one in range(-60, 61)]
    return next(one for one in options if all(holds(one, x) == holds(body, x) for x in points))


def square_inequality(text: str, options: tuple[str, ...]) -> str:
    body = text.removeprefix("Решите неравенство ").rstrip(".")

    def inside(x: F, intervals: str) -> bool:
        for part in intervals.split(" ∪ "):
            low, high = part.strip("()").split("; ")
            above = low == "−∞" or x > n(low)
            below = high == "+∞" or x < n(high)
            if above and below:
                return True
        return False

    points = [F(one, 2) for one in range(-60, 61)]
    return next(one for one in options if all(inside(x, one) == holds(body, x) for x in points))


def linear_function(text: str) -> F:
    values = numbers(text)
    if "угловой" in text:
        x1, y1, x2, y2 = values
        return (y2 - y1) / (x2 - x1)
    law = re.search(r"y = ([^.]+?)(?:\.| принимает)", text)
    assert law
    if "При каком" in text:
        target = n(text.rstrip("?").split()[-1])
        return next(x for x in WHOLE if python(law[1], x=x) == target)
    return python(law[1], x=n(text.rstrip(".").split()[-1]))


def parabola(text: str) -> F:
    law = text.rstrip(".").split("y = ")[1]
    points = {x: python(law, x=x) for x in HALVES}
    best = (
        min(points, key=points.__getitem__)
        if points[F(0)] < points[F(60)]
        else max(points, key=points.__getitem__)
    )
    return best if "абсциссу" in text else points[best]


def arithmetic_progression(text: str) -> F:
    first = n(re.search(r"a₁ = ([−\d]+)", text)[1])  # type: ignore[index]
    if "Найдите d" in text:
        place, member = re.search(r"номером (\d+) равен ([−\d]+)", text).groups()  # type: ignore[union-attr]
        return next(d for d in WHOLE if first + sum([d] * (int(place) - 1)) == n(member))
    step = n(re.search(r"d = ([−\d]+)", text)[1])  # type: ignore[index]
    place = int(re.search(r"(?:номером|первых) (\d+)", text)[1])  # type: ignore[index]
    members = [first]
    while len(members) < place:
        members.append(members[-1] + step)
    return sum(members, F(0)) if "сумму" in text else members[-1]


def geometric_progression(text: str) -> F:
    first = n(re.search(r"b₁ = ([−\d]+)", text)[1])  # type: ignore[index]
    ratio = n(re.search(r"q = (−?\d+(?:,\d+)?)", text)[1])  # type: ignore[index]
    place = int(re.search(r"(?:номером|первых) (\d+)", text)[1])  # type: ignore[index]
    members = [first]
    while len(members) < place:
        members.append(members[-1] * ratio)
    return sum(members, F(0)) if "сумму" in text else members[-1]


def expression(text: str) -> F:
    body, given = text.removeprefix("Найдите значение выражения ").split(" при a = ")
    a, b = (n(one) for one in given.rstrip(".").split(" и b = "))
    return python(body, a=a, b=b)


def formula(text: str) -> F:
    values = numbers(text)
    if "Фаренгейт" in text:
        return F("1.8") * n(text.rstrip(".").split()[-1]) + 32
    if "мастера" in text:
        return values[0] + values[1] * values[2]
    if "ромба" in text:
        one, area = (n(found) for found in re.search(r"d₁ = (\d+), S = (\d+)", text).groups())  # type: ignore[union-attr]
        return next(F(x, 2) for x in range(1, 400) if one * F(x, 2) / 2 == area)
    power, current = (n(found) for found in re.search(r"P = (\d+) Вт, I = (\d+)", text).groups())  # type: ignore[union-attr]
    return next(F(x) for x in range(1, 100) if current * current * x == power)


def logarithm(text: str) -> F:
    if "Решите" in text:
        base, inside, power = re.search(r"log([₀-₉]+) \((.+)\) = (\d+)", text).groups()  # type: ignore[union-attr]
        return next(
            x
            for x in map(F, range(-20, 10_020))
            if python(inside, x=x) == int(base.translate(LOW)) ** int(power)
        )
    if "^" in text:
        factor, base, low, inside = re.search(
            r"(\d+) · (\d+)\^\(log([₀-₉]+) (\d+)\)", text
        ).groups()  # type: ignore[union-attr]
        return F(
            round(int(factor) * int(base) ** (log(int(inside)) / log(int(low.translate(LOW)))))
        )
    parts = re.findall(r"log([₀-₉]+) (\d+)", text)
    values = [log(int(inside)) / log(int(base.translate(LOW))) for base, inside in parts]
    return F(round(values[0] - (values[1] if len(values) > 1 else 0)))


def exponential(text: str) -> F:
    base, inside, right = re.search(r"(\d+)\^\((.+)\) = ([\d,/]+?)\.", text).groups()  # type: ignore[union-attr]
    return next(x for x in WHOLE if F(int(base)) ** int(python(inside, x=x)) == n(right))


def derivative(text: str) -> F:
    found = re.search(r"(?:y|s\(t\)) = ([^ ].*?)(?: в точке| \(метры)", text)
    assert found
    law = found[1].replace("t", "x")
    x = (
        abs(n(re.search(r"через (\d+) с", text)[1]))
        if "скорость" in text
        else n(text.rstrip(".").split()[-1])
    )  # type: ignore[index]
    small = F(1, 10**6)
    slope = (python(law, x=x + small) - python(law, x=x - small)) / (2 * small)
    return F(round(slope))


def derivative_rule(text: str, options: tuple[str, ...]) -> str:
    law = text.rstrip(".").split("y = ")[1]
    small = F(1, 10**6)

    def slope(x: F) -> F:
        return (python(law, x=x + small) - python(law, x=x - small)) / (2 * small)

    return next(
        one
        for one in options
        if all(abs(python(one, x=F(x)) - slope(F(x))) < F(1, 100) for x in (1, 2, 3))
    )


def trigonometry(text: str) -> F:
    factor, name, angle = re.search(r"(\d+) (sin|cos|tg) (\d+)°", text).groups()  # type: ignore[union-attr]
    value = {"sin": sin, "cos": cos, "tg": tan}[name](radians(int(angle)))
    return F(round(int(factor) * value * 1000), 1000)


def extremum(text: str) -> F:
    law = re.search(r"y = (.+) на отрезке", text)[1]  # type: ignore[index]
    low, high = (int(n(one)) for one in re.search(r"\[(.+); (.+)\]", text).groups())  # type: ignore[union-attr]
    values = [python(law, x=F(x, 10)) for x in range(10 * low, 10 * high + 1)]
    return max(values) if "наибольшее" in text else min(values)


def word(text: str) -> F:
    v = positive(text)
    if "навстречу" in text:
        return next(F(t) for t in range(1, 50) if v[0] * t + v[1] * t == v[2])
    if "лодки" in text:
        return sum((v[0] - v[1] for _hour in range(int(v[2]))), F(0))
    if "труба" in text:
        return 1 / (1 / v[0] + 1 / v[1])
    if "раствора" in text:
        return v[0] * v[1] / 100 / (v[0] + v[2]) * 100
    return next(F(x) for x in range(1, 60) if (x + v[2]) * v[1] == v[0])


def pythagoras(text: str) -> F:
    one, two = positive(text)[:2]
    if "Катеты" in text:
        return F(isqrt(int(one**2 + two**2)))
    return F(isqrt(int(one**2 - two**2)))


def triangle_angle(text: str) -> F:
    v = positive(text)
    if "равнобедренном" in text:
        return next(F(x, 2) for x in range(1, 360) if v[0] + x == 180)
    third = 180 - v[0] - v[1]
    return 180 - third if "внешний" in text else third


def quadrilateral_angle(text: str) -> F:
    v = positive(text)[0]
    if "трапеции" in text:
        return max(v / 2, 180 - v / 2)
    if "ромб" in text:
        return v + v
    return max(v, 180 - v)


def plane_area(text: str) -> F:
    v = positive(text)
    if "периметр" in text:
        return next(2 * (v[1] + F(x)) for x in range(1, 1000) if v[1] * x == v[0])
    if "основания" in text.lower():
        return v[0] * v[2] / 2 + v[1] * v[2] / 2
    if "параллелограмма" in text:
        return v[0] * v[1]
    return v[0] * v[1] / 2


def circle_angle(text: str) -> F:
    v = positive(text)
    if "Центральный" in text:
        return v[0] / 2
    if "дугу, на которую" in text:
        return v[0] * 2
    return 360 - 90 - 90 - v[-1] if "касательные" in text else 180 - v[0]


def circle_length(text: str) -> F:
    v = positive(text)
    if "длину хорды" in text:
        return F(2 * isqrt(int(v[0] ** 2 - v[1] ** 2)))
    if "Хорда" in text:
        return F(round(hypot(float(v[0]) / 2, float(v[1]))))
    return F(round(hypot(float(v[0]), float(v[1]))))


def similar(text: str) -> F:
    v = positive(text)
    if "тень" in text:
        return v[0] / v[1] * v[2]
    if "подобны" in text:
        return v[1] * v[0] ** 2
    return v[0] / 2


def ratio(text: str) -> F:
    name = re.search(r"(sin|cos) A", text)[1]  # type: ignore[index]
    found = dict(re.findall(r"(BC|AC|AB) = (\d+)", text))
    if "Найдите sin" in text or "Найдите cos" in text:
        angle = atan(int(found["BC"]) / int(found["AC"]))
        return F(round({"sin": sin, "cos": cos}[name](angle) * 1000), 1000)
    return int(found["AB"]) * n(re.search(r"A = ([\d,]+)\. ", text)[1])  # type: ignore[index]


def solid(text: str) -> F:
    v = positive(text)
    if "поверхности" in text:
        a, b, c = v
        return sum((2 * one * two for one, two in combinations((a, b, c), 2)), F(0))
    if "параллелепипеда" in text:
        return v[0] * v[1] * v[2]
    if "пирамиды" in text:
        return v[0] * v[1] / 3
    if "сосуде" in text:
        return v[0] / v[1] / v[1]
    return v[0] ** 3


def grid(text: str) -> F:
    v = positive(text.split("1 × 1")[1])
    if "треугольника" in text:
        return v[0] * v[1] / 2
    if "трапеции" in text:
        return (v[0] + v[1]) / 2
    return F(round(hypot(float(v[0]), float(v[1]))))


def vector(text: str) -> F:
    v = numbers(text)
    if "скалярное" in text:
        return v[0] * v[2] + v[1] * v[3]
    if "длину" in text:
        return F(round(hypot(float(v[0]), float(v[1]))))
    return (v[2] - v[0]) + (v[3] - v[1])


def probability(text: str) -> F:
    v = positive(text)
    if "билетов" in text:
        return F(sum(one < v[1] for one in range(int(v[0])))) / v[0]
    if "лампочек" in text:
        return 1 - v[1] / v[0]
    return 1 - v[0] if "опоздает" in text else v[0] * v[1]


def dice_sum(text: str) -> F:
    v = int(positive(text)[0])
    rolls = [one + two for one, two in product(range(1, 7), repeat=2)]
    return F(sum(one >= v for one in rolls) if "не меньше" in text else rolls.count(v))


def statistics_(text: str) -> F:
    row = sorted(n(one) for one in re.findall(r"\d+", text))
    if "среднее" in text:
        return sum(row, F(0)) / len(row)
    if "медиану" in text:
        half = len(row) // 2
        return row[half] if len(row) % 2 else (row[half - 1] + row[half]) / 2
    return row[-1] - row[0]


def combinations_(text: str) -> F:
    v = [int(one) for one in positive(text)]
    if "книг" in text:
        return F(len(list(permutations(range(v[0])))))
    if "дежурных" in text:
        return F(len(list(combinations(range(v[0]), v[1]))))
    return F(len(list(product(*map(range, v)))))


def deposit(text: str) -> F:
    money, rate = positive(text)[:2]
    year = money + money / 100 * rate
    return year + year / 100 * rate if "два года" in text else year


def budget(text: str) -> F:
    v = positive(text)
    if "налога" in text:
        return v[0] - v[0] * v[1] / 100
    if "скидка" in text:
        return v[0] - v[0] / 100 * v[1]
    if "Счётчик" in text:
        return (v[1] - v[0]) * v[2]
    if "остатка" in text:
        return (v[0] - v[1]) / 100 * v[2]
    return (v[0] + v[0] / 100 * v[2]) / v[1]


def conversion(text: str) -> Answer:
    if "десятичное" in text:
        value, base = (int(one) for one in positive(text))
        return {2: f"{value:b}", 8: f"{value:o}", 16: f"{value:X}"}[base]
    digits, base = re.search(r"число ([0-9A-F]+)([₀-₉]+)", text).groups()  # type: ignore[union-attr]
    return F(int(digits, int(base.translate(LOW))))


def binary_ones(text: str) -> F:
    digits = f"{int(positive(text)[0]):b}"
    return F(digits.count("1") if "единиц" in text else digits.count("0"))


def volume(text: str) -> F:
    v = positive(text)
    if "страниц" in text:
        return v[0] * v[1] * v[2] * v[3] / 8 / 1024
    if "букв" in text:
        return F(len(f"{int(v[0]) - 1:b}"))
    if "рисунок" in text:
        bits = len(f"{int(v[2]) - 1:b}")
        return v[0] * v[1] * bits / 8 / 1024
    return v[0] * v[1] / 8


def logic_count(text: str) -> F:
    body = (
        text.split("выражение: ")[1]
        .rstrip("?")
        .replace("не ", "not ")
        .replace(" и ", " and ")
        .replace(" или ", " or ")
    )
    return F(
        sum(
            bool(eval(body, {"A": a, "B": b, "C": c}))  # noqa: S307
            for a, b, c in product((False, True), repeat=3)
        )
    )


def logic_interval(text: str) -> F:
    low, high = positive(text)
    fits = [x for x in range(200) if low < x < high and x % 2 == ("нечётное" in text)]
    return F(min(fits) if "наименьшее" in text else max(fits))


def trace(text: str) -> F:
    printed: list[int] = []
    program = text.split("программа?\n")[1].replace("\u00a0", " ")
    exec(program, {"__builtins__": {"range": range, "print": printed.append}})  # noqa: S102
    return F(printed[0])


def performer(text: str) -> F:
    added, factor = (
        int(n(one)) for one in re.search(r"прибавить (\d+), 2 — умножить на (\d+)", text).groups()
    )  # type: ignore[union-attr]
    value, program = re.search(r"числа (\d+) по программе (\d+)", text).groups()  # type: ignore[union-attr]
    moves: dict[str, Callable[[int], int]] = {"1": added.__add__, "2": factor.__mul__}
    result = int(value)
    for command in program:
        result = moves[command](result)
    return F(result)


def spreadsheet(text: str, _options: tuple[str, ...]) -> str:
    start, law, end = re.search(
        r"ячейке E(\d+) записана формула (\S+)\. Какой она станет в ячейке E(\d+)", text
    ).groups()  # type: ignore[union-attr]
    shift = int(end) - int(start)
    return re.sub(
        r"(\$?)([A-Z])(\$?)(\d+)",
        lambda f: f"{f[1]}{f[2]}{f[3]}{int(f[4]) + (0 if f[3] else shift)}",
        law,
    )


def transmission(text: str) -> F:
    size, speed = positive(text)
    return size / (speed / 8)
