"""Numbers: tables, mental arithmetic, fractions, decimals, per cent, powers, roots, units."""

from fractions import Fraction
from math import isqrt
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


_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _raised(power: int) -> str:
    return str(power).translate(_SUPERSCRIPTS)
