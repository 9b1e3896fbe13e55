"""Logarithms, exponents, derivatives, trigonometry: algebra of grades 10 to 12."""

from fractions import Fraction
from typing import ClassVar, Literal

from vsosh_moodle.questions.generator import Dice, Generator, told
from vsosh_moodle.questions.polynomials import polynomial
from vsosh_moodle.questions.question import Drawn, choice, number


class Logarithm(Generator):
    """Values of logarithms and equations that they solve."""

    about: ClassVar[str] = "логарифмы"
    kind: Literal["logarithm"]

    def draw(self, dice: Dice) -> Drawn:
        base = dice.one_of((2, 3, 4, 5, 6, 7, 10))
        power = dice.number(2, 4 if base < 6 else 3)
        low = "₂₃₄₅₆₇"[base - 2] if base < 8 else "₁₀"
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"Найдите значение выражения log{low} {base**power}.",
                power,
                f"{base} в степени {power} — это {base**power}.",
            )
        if shape == 1:
            factor = dice.number(2, 9)
            return number(
                f"Найдите значение выражения log{low} {factor * base**power} − log{low} {factor}.",
                power,
                f"Логарифм частного: log{low} {base**power}.",
            )
        if shape == 2:
            shift = dice.number(-9, 9)
            if not shift:
                return Drawn("number", "")
            return number(
                f"Решите уравнение log{low} ({polynomial((1, 'x'), (shift, ''))}) = {power}.",
                base**power - shift,
                f"{polynomial((1, 'x'), (shift, ''))} = {base**power}.",
            )
        inside, factor = dice.number(2, 40), dice.number(2, 9)
        return number(
            f"Найдите значение выражения {factor} · {base}^(log{low} {inside}).", factor * inside,
            "Основное логарифмическое тождество.",
        )  # fmt: skip


class ExponentialEquation(Generator):
    """a^(kx + b) = a^n."""

    about: ClassVar[str] = "показательные уравнения"
    kind: Literal["exponential-equation"]

    def draw(self, dice: Dice) -> Drawn:
        base, power, root, lead = (
            dice.number(2, 7),
            dice.number(-2, 4),
            dice.number(-6, 6),
            dice.number(1, 3),
        )
        shift = power - lead * root
        if not shift or not root or not power:
            return Drawn("number", "")
        value = Fraction(base) ** power
        if max(value.numerator, value.denominator) > 700:
            return Drawn("number", "")
        return number(
            f"Решите уравнение {base}^({polynomial((lead, 'x'), (shift, ''))}) = {told(value) if value >= 1 else f'1/{value.denominator}'}.", root,
            f"Справа {base} в степени {told(power)}: {polynomial((lead, 'x'), (shift, ''))} = {told(power)}.",
        )  # fmt: skip


class Derivative(Generator):
    """The derivative of a polynomial at a point, the speed of a motion."""

    about: ClassVar[str] = "производная многочлена"
    kind: Literal["derivative"]

    def draw(self, dice: Dice) -> Drawn:
        cubic, square, linear, x = (
            dice.number(-2, 2),
            dice.number(-5, 5),
            dice.number(-9, 9),
            dice.number(-3, 4),
        )
        if not square or not linear or not x:
            return Drawn("number", "")
        value = 3 * cubic * x * x + 2 * square * x + linear
        slope = polynomial((3 * cubic, "x²"), (2 * square, "x"), (linear, ""))
        if dice.number(0, 1):
            return number(
                f"Найдите значение производной функции y = {polynomial((cubic, 'x³'), (square, 'x²'), (linear, 'x'))} в точке x = {told(x)}.",
                value,
                f"y′ = {slope}.",
            )
        time = abs(x)
        speed = 3 * abs(cubic) * time * time + 2 * abs(square) * time + abs(linear)
        law = polynomial((abs(cubic), "t³"), (abs(square), "t²"), (abs(linear), "t"))
        return number(
            f"Точка движется по прямой по закону s(t) = {law} (метры, секунды). Найдите её скорость в м/с через {time} с после начала.",
            speed,
            "Скорость — производная пути.",
        )


class DerivativeRule(Generator):
    """Which function is the derivative: chosen."""

    about: ClassVar[str] = "правила дифференцирования"
    kind: Literal["derivative-rule"]

    def draw(self, dice: Dice) -> Drawn:
        power, lead = dice.number(2, 6), dice.number(2, 9)
        up = "⁰¹²³⁴⁵⁶⁷"
        text = f"Найдите производную функции y = {lead}x{up[power]}."
        exponent = up[power - 1] if power > 2 else ""
        right = f"{lead * power}x{exponent}"
        wrong = (f"{lead}x{exponent}", f"{lead * power}x{up[power]}", f"{lead + power}x{exponent}")
        return choice(
            text, right, wrong, "Показатель становится множителем, а сам уменьшается на 1."
        )


class TrigonometryValue(Generator):
    """Values of sine and cosine at usual angles."""

    about: ClassVar[str] = "значения тригонометрических функций"
    kind: Literal["trigonometry-value"]

    def draw(self, dice: Dice) -> Drawn:
        values = {
            "sin 30°": Fraction(1, 2), "cos 60°": Fraction(1, 2), "sin 150°": Fraction(1, 2), "cos 120°": Fraction(-1, 2),
            "tg 45°": Fraction(1), "sin 90°": Fraction(1), "cos 180°": Fraction(-1), "tg 135°": Fraction(-1),
            "cos 0°": Fraction(1), "sin 270°": Fraction(-1), "cos 240°": Fraction(-1, 2), "sin 210°": Fraction(-1, 2),
        }  # fmt: skip
        name = dice.one_of(sorted(values))
        factor = 2 * dice.number(1, 12)
        return number(
            f"Найдите значение выражения {factor} {name}.",
            factor * values[name],
            f"{name} = {told(values[name])}.",
        )


class Extremum(Generator):
    """The greatest or least value of a cubic on a segment: its critical points are whole."""

    about: ClassVar[str] = "наибольшее и наименьшее значения на отрезке"
    kind: Literal["extremum"]

    def draw(self, dice: Dice) -> Drawn:
        point, free = dice.number(1, 3), dice.number(-20, 20)
        low, high = -point - dice.number(0, 1), point + dice.number(0, 2)
        law = polynomial((1, "x³"), (-3 * point * point, "x"), (free, ""))
        values = {
            x: x**3 - 3 * point * point * x + free
            for x in (low, high, point, -point)
            if low <= x <= high
        }
        largest = dice.number(0, 1) == 1
        value = max(values.values()) if largest else min(values.values())
        return number(
            f"Найдите {'наибольшее' if largest else 'наименьшее'} значение функции y = {law} на отрезке [{told(low)}; {told(high)}].",
            value, f"y′ = 0 при x = ±{point}; сравните значения в этих точках и на концах.",
        )  # fmt: skip
