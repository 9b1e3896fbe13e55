"""Fractions, decimals, divisors."""

from fractions import Fraction
from math import gcd
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vsosh_moodle.questions.generator import Dice, Generator, told
from vsosh_moodle.questions.question import Drawn, number

_Digit = Annotated[int, Field(ge=2, le=20)]


class FractionSum(Generator):
    """Two fractions added or subtracted; the answer is asked as a decimal or as numerator of a fraction."""

    about: ClassVar[str] = "сложение и вычитание дробей"
    kind: Literal["fractions-sum"]
    denominators: tuple[_Digit, ...] = (2, 4, 5, 8, 10, 20)

    def draw(self, dice: Dice) -> Drawn:
        lower, other = dice.one_of(self.denominators), dice.one_of(self.denominators)
        one, two = (
            Fraction(dice.number(1, 2 * lower - 1), lower),
            Fraction(dice.number(1, 2 * other - 1), other),
        )
        if 1 in (one.denominator, two.denominator):
            return Drawn("number", "")
        sign = dice.one_of("+−")
        if sign == "−" and one < two:
            one, two = two, one
        value = one + two if sign == "+" else one - two
        common = one.denominator * two.denominator // gcd(one.denominator, two.denominator)
        return number(
            f"Вычислите: {_plain(one)} {sign} {_plain(two)}. Ответ запишите десятичной дробью.", value,
            f"Общий знаменатель {common}, получится {_plain(value)} = {told(value)}.",
        )  # fmt: skip


class FractionProduct(Generator):
    """Two fractions multiplied or divided."""

    about: ClassVar[str] = "умножение и деление дробей"
    kind: Literal["fractions-product"]
    most: Annotated[int, Field(ge=5, le=30)] = 12

    def draw(self, dice: Dice) -> Drawn:
        quotient = Fraction(dice.number(1, 40), dice.one_of((1, 2, 4, 5, 8, 10)))
        one = Fraction(dice.number(1, self.most), dice.number(2, self.most))
        two = quotient / one
        if max(two.numerator, two.denominator) > 60:
            two = Fraction(dice.number(1, 9), dice.one_of((2, 4, 5, 10)))
            one = Fraction(dice.number(1, 9), dice.one_of((2, 4, 5, 10)))
        if dice.number(0, 1):
            text, value = f"{_plain(one)} · {_plain(two)}", one * two
            why = "Числители перемножьте, знаменатели тоже."
        else:
            text, value = f"{_plain(one * two)} : {_plain(two)}", one
            why = f"Деление на дробь — умножение на обратную: {_plain(1 / two)}."
        if (value * 10**6).denominator != 1:
            return Drawn("number", "")
        return number(
            f"Вычислите: {text}. Ответ запишите десятичной дробью или целым числом.", value, why
        )


class FractionOf(Generator):
    """A part of a number, and a number by its part."""

    about: ClassVar[str] = "часть от числа и число по его части"
    kind: Literal["fraction-of"]

    def draw(self, dice: Dice) -> Drawn:
        lower = dice.number(3, 9)
        upper = dice.number(1, lower - 1)
        if gcd(lower, upper) > 1:
            return Drawn("number", "")
        unit = dice.number(3, 30)
        whole, part = unit * lower, unit * upper
        name = f"{upper}/{lower}"
        if dice.number(0, 1):
            return number(
                f"Найдите {name} от числа {whole}.", part, f"{whole} : {lower} · {upper} = {part}."
            )
        return number(
            f"{name} числа равны {part}. Найдите это число.",
            whole,
            f"{part} : {upper} · {lower} = {whole}.",
        )


class FractionReduce(Generator):
    """A fraction brought to its lowest terms: its denominator is asked."""

    about: ClassVar[str] = "сокращение дроби"
    kind: Literal["fraction-reduce"]

    def draw(self, dice: Dice) -> Drawn:
        lower = dice.number(2, 15)
        upper = dice.number(1, lower - 1)
        factor = dice.number(2, 12)
        least = Fraction(upper, lower)
        common = gcd(upper * factor, lower * factor)
        return number(
            f"Сократите дробь {upper * factor}/{lower * factor}. Какой знаменатель получится у несократимой дроби?",
            least.denominator, f"Числитель и знаменатель делятся на {common}: {_plain(least)}.",
        )  # fmt: skip


class DecimalSum(Generator):
    """Decimals: one action."""

    about: ClassVar[str] = "действия с десятичными дробями"
    kind: Literal["decimals"]
    actions: Annotated[str, Field(pattern=r"^[+−·:]+$")] = "+−·:"

    def draw(self, dice: Dice) -> Drawn:
        one, two = (
            Fraction(dice.number(11, 999), dice.one_of((10, 100))),
            Fraction(dice.number(2, 99), 10),
        )
        sign = dice.one_of(self.actions)
        if sign == "−" and one < two:
            one, two = two, one
        if sign == ":":
            one, value = one * two, one
            why = "Перенесите запятую у обоих чисел, чтобы делить на целое."
        else:
            value = {"+": one + two, "−": one - two, "·": one * two}[sign]
            why = (
                "Запятая под запятой."
                if sign in "+−"
                else "Знаков после запятой — сколько у множителей вместе."
            )
        return number(f"Вычислите: {told(one)} {sign} {told(two)}", value, why)


class Rounding(Generator):
    """A decimal rounded to tenths, hundredths or units."""

    about: ClassVar[str] = "округление"
    kind: Literal["rounding"]

    def draw(self, dice: Dice) -> Drawn:
        thousandths = dice.number(1001, 99_999)
        if thousandths % 10 == 0 or thousandths % 1000 in (500, 50, 5):
            return Drawn("number", "")
        name, step = dice.one_of((("единиц", 1000), ("десятых", 100), ("сотых", 10)))
        rounded = (thousandths + step // 2) // step * step
        return number(
            f"Округлите {told(Fraction(thousandths, 1000))} до {name}.", Fraction(rounded, 1000),
            "Смотрите на следующую цифру: 5 и больше — прибавляем единицу.",
        )  # fmt: skip


class Divisible(Generator):
    """Greatest common divisor and least common multiple."""

    about: ClassVar[str] = "НОД и НОК"
    kind: Literal["divisors"]

    def draw(self, dice: Dice) -> Drawn:
        common = dice.number(2, 15)
        one, two = common * dice.number(2, 7), common * dice.number(2, 7)
        if one == two:
            return Drawn("number", "")
        divisor = gcd(one, two)
        if dice.number(0, 1):
            return number(f"Найдите наибольший общий делитель чисел {one} и {two}.", divisor,
                          f"{one} и {two} делятся на {divisor}, а на большее — нет.")  # fmt: skip
        multiple = one * two // divisor
        return number(f"Найдите наименьшее общее кратное чисел {one} и {two}.", multiple,
                      f"{one} · {two} : {divisor} = {multiple}.")  # fmt: skip


def _plain(value: Fraction) -> str:
    return (
        f"{value.numerator}" if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    )
