"""Numbers: tables, mental arithmetic, fractions, decimals, per cent, powers, roots, units."""

from fractions import Fraction
from math import gcd, isqrt
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vsosh_moodle.questions.generator import Dice, Generator, counted, told
from vsosh_moodle.questions.question import Drawn, number

_Digit = Annotated[int, Field(ge=2, le=20)]


class Multiplication(Generator):
    """«7 · 8», of the tables named."""

    about: ClassVar[str] = "таблица умножения"
    kind: Literal["multiplication"]
    tables: tuple[_Digit, ...] = (2, 3, 4, 5, 6, 7, 8, 9)

    def draw(self, dice: Dice) -> Drawn:
        first, second = dice.one_of(self.tables), dice.number(2, 9)
        if dice.number(0, 1):
            first, second = second, first
        return number(
            f"Сколько будет {first} · {second}?",
            first * second,
            f"{first} · {second} = {first * second}.",
        )


class Division(Generator):
    """«56 : 8», by the tables."""

    about: ClassVar[str] = "деление по таблице умножения"
    kind: Literal["division"]
    tables: tuple[_Digit, ...] = (2, 3, 4, 5, 6, 7, 8, 9)

    def draw(self, dice: Dice) -> Drawn:
        divisor, quotient = dice.one_of(self.tables), dice.number(2, 9)
        whole = divisor * quotient
        return number(
            f"Сколько будет {whole} : {divisor}?", quotient, f"{divisor} · {quotient} = {whole}."
        )


class TableGap(Generator):
    """«6 · ? = 42»."""

    about: ClassVar[str] = "таблица умножения: найти множитель"
    kind: Literal["table-gap"]
    tables: tuple[_Digit, ...] = (2, 3, 4, 5, 6, 7, 8, 9)

    def draw(self, dice: Dice) -> Drawn:
        known, hidden = dice.one_of(self.tables), dice.number(2, 9)
        whole = known * hidden
        return number(
            f"Какое число пропущено: {known} · ? = {whole}",
            hidden,
            f"{whole} : {known} = {hidden}.",
        )


class Mental(Generator):
    """Two steps with whole numbers up to `most`."""

    about: ClassVar[str] = "устный счёт: два действия"
    kind: Literal["mental"]
    most: Annotated[int, Field(ge=20, le=1000)] = 100

    def draw(self, dice: Dice) -> Drawn:
        factor, times = dice.number(2, 12), dice.number(2, 9)
        added = dice.number(2, max(3, self.most // 2))
        product = factor * times
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"Вычислите: {factor} · {times} + {added}", product + added, f"{product} + {added}."
            )
        if shape == 1:
            return number(
                f"Вычислите: {product + added} − {factor} · {times}",
                added,
                f"{product + added} − {product}.",
            )
        if shape == 2:
            return number(
                f"Вычислите: {added} + {product} : {times}",
                added + factor,
                f"Сначала деление: {added} + {factor}.",
            )
        return number(
            f"Вычислите: ({factor} + {added}) · {times}", (factor + added) * times,
            f"Сначала скобки: {factor + added} · {times}.",
        )  # fmt: skip


class NegativeSum(Generator):
    """Sums and products with signs."""

    about: ClassVar[str] = "действия с отрицательными числами"
    kind: Literal["negative"]
    most: Annotated[int, Field(ge=5, le=100)] = 20

    def draw(self, dice: Dice) -> Drawn:
        one, two = (dice.number(2, self.most) * dice.sign() for _side in "ab")
        right = f"({told(two)})" if two < 0 else str(two)
        shape = dice.one_of("+−·")
        value = {"+": one + two, "−": one - two, "·": one * two}[shape]
        why = (
            "Минус на минус даёт плюс."
            if shape == "·"
            else "Вычесть число — прибавить противоположное."
        )
        return number(f"Вычислите: {told(one)} {shape} {right}", value, why)


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


class Percent(Generator):
    """A per cent of a number, a number by its per cent, what per cent one number is of another."""

    about: ClassVar[str] = "проценты: три основные задачи"
    kind: Literal["percent"]

    def draw(self, dice: Dice) -> Drawn:
        rate = dice.one_of((5, 10, 12, 15, 20, 25, 30, 35, 40, 45, 60, 75, 80))
        whole = dice.number(2, 60) * 20
        part = Fraction(whole * rate, 100)
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"Найдите {rate} % от числа {whole}.",
                part,
                f"{whole} : 100 · {rate} = {told(part)}.",
            )
        if shape == 1:
            return number(
                f"{rate} % числа равны {told(part)}. Найдите это число.", whole,
                f"{told(part)} : {rate} · 100 = {whole}.",
            )  # fmt: skip
        return number(
            f"Сколько процентов составляет число {told(part)} от числа {whole}?", rate,
            f"{told(part)} : {whole} · 100 = {rate}.",
        )  # fmt: skip


class PercentChange(Generator):
    """A price that goes up or down, once or twice."""

    about: ClassVar[str] = "повышение и снижение цены на проценты"
    kind: Literal["percent-change"]

    def draw(self, dice: Dice) -> Drawn:
        rate = dice.one_of((5, 10, 15, 20, 25, 30, 40, 50))
        price = dice.number(2, 50) * 40
        goods = dice.one_of(
            ("Рюкзак", "Термос", "Настольная лампа", "Словарь", "Мяч", "Куртка", "Чайник")
        )
        down = dice.number(0, 1) == 1
        factor = Fraction(100 - rate if down else 100 + rate, 100)
        value = price * factor
        verb = "снизили" if down else "повысили"
        return number(
            f"{goods}: цена {price} рублей. Её {verb} на {rate} %. Сколько рублей стала цена?", value,
            f"{price} · {told(factor)} = {told(value)}.",
        )  # fmt: skip


class Powers(Generator):
    """Powers of one base multiplied, divided, raised; the value is asked."""

    about: ClassVar[str] = "свойства степеней"
    kind: Literal["powers"]

    def draw(self, dice: Dice) -> Drawn:
        base = dice.number(2, 5)
        result = dice.number(1, 4 if base > 2 else 6)
        shape = dice.number(0, 2)
        if shape == 0:
            first = dice.number(result + 1, result + 9)
            text, rule = (
                f"{base}{_raised(first)} : {base}{_raised(first - result)}",
                "при делении показатели вычитаем",
            )
        elif shape == 1:
            first = dice.number(2, 9)
            text, rule = (
                f"{base}{_raised(result + first)} · {base}{_raised(-first)}",
                "при умножении показатели складываем",
            )
        else:
            inner, outer = dice.number(2, 4), dice.number(2, 3)
            text = f"({base}{_raised(inner)}){_raised(outer)} : {base}{_raised(inner * outer - result)}"
            rule = "степень степени — показатели перемножаем"
        return number(
            f"Найдите значение выражения {text}", base**result, f"{base}{_raised(result)}: {rule}."
        )


class Roots(Generator):
    """Square roots: a product, a quotient, a factor brought out."""

    about: ClassVar[str] = "арифметический квадратный корень"
    kind: Literal["roots"]

    def draw(self, dice: Dice) -> Drawn:
        one, two = dice.number(2, 12), dice.number(2, 12)
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"Найдите значение выражения √{one**2} + √{two**2}", one + two, f"{one} + {two}."
            )
        if shape == 1:
            free = dice.one_of((2, 3, 5, 6, 7, 10))
            return number(
                f"Найдите значение выражения √{free} · √{free * one**2}", free * one,
                f"√{free * free * one**2} = {free * one}.",
            )  # fmt: skip
        if shape == 2:
            free = dice.one_of((2, 3, 5, 6, 7, 10))
            return number(
                f"Найдите значение выражения √{free * one**2} : √{free}", one, f"√{one**2} = {one}."
            )
        free = dice.one_of((2, 3, 5, 7))
        return number(
            f"Найдите значение выражения ({one}√{free})²", one * one * free, f"{one}² · {free}."
        )


class RootBetween(Generator):
    """Between which whole numbers a root lies."""

    about: ClassVar[str] = "между какими целыми лежит корень"
    kind: Literal["root-between"]

    def draw(self, dice: Dice) -> Drawn:
        inside = dice.number(3, 400)
        least = isqrt(inside)
        if least * least == inside:
            return Drawn("number", "")
        return number(
            f"Число √{inside} лежит между двумя соседними целыми. Назовите меньшее из них.", least,
            f"{least}² = {least**2}, {least + 1}² = {(least + 1) ** 2}.",
        )  # fmt: skip


class Units(Generator):
    """Lengths, masses, times, areas in other units."""

    about: ClassVar[str] = "перевод единиц"
    kind: Literal["units"]

    def draw(self, dice: Dice) -> Drawn:
        larger, smaller, factor = dice.one_of((
            ("км", "м", 1000), ("м", "см", 100), ("м", "мм", 1000), ("кг", "г", 1000), ("т", "кг", 1000),
            ("ч", "мин", 60), ("мин", "с", 60), ("м²", "см²", 10_000), ("га", "м²", 10_000),
            ("л", "мл", 1000), ("м³", "л", 1000),
        ))  # fmt: skip
        value = Fraction(dice.number(2, 95), dice.one_of((1, 10) if factor != 60 else (1, 2, 4)))
        if dice.number(0, 1):
            return number(f"Выразите {told(value)} {larger} в единицах «{smaller}».", value * factor,
                          f"1 {larger} = {factor} {smaller}.")  # fmt: skip
        return number(f"Выразите {told(value * factor)} {smaller} в единицах «{larger}».", value,
                      f"1 {larger} = {factor} {smaller}.")  # fmt: skip


class Proportion(Generator):
    """Direct and inverse proportion told in words."""

    about: ClassVar[str] = "пропорция в задаче"
    kind: Literal["proportion"]

    def draw(self, dice: Dice) -> Drawn:
        one, times = dice.number(2, 9), dice.number(2, 7)
        price = dice.number(3, 40)
        if dice.number(0, 1):
            goods, unit = dice.one_of(
                (
                    (("тетрадь", "тетради", "тетрадей"), "рублей"),
                    (("деталь", "детали", "деталей"), "минут"),
                    (("лист", "листа", "листов"), "граммов"),
                )
            )
            return number(
                f"На {counted(one, *goods)} нужно столько {unit}: {one * price}. Сколько {unit} нужно на {counted(one * times, *goods)}?",
                one * price * times, f"Больше в {counted(times, 'раз', 'раза', 'раз')}.",
            )  # fmt: skip
        days = dice.number(2, 12)
        return number(
            f"{counted(one, 'рабочий', 'рабочих', 'рабочих')} сделают ремонт за {counted(days * times, 'день', 'дня', 'дней')}. За сколько дней его сделают "
            f"{counted(one * times, 'рабочий', 'рабочих', 'рабочих')}, если работают они одинаково?", days,
            "Рабочих больше — дней во столько же раз меньше.",
        )  # fmt: skip


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


_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _raised(power: int) -> str:
    return str(power).translate(_SUPERSCRIPTS)
