"""Number systems, amounts of information, logic, traces of programs."""

from fractions import Fraction
from itertools import product
from typing import ClassVar, Literal

from vsosh_moodle.questions.generator import Dice, Generator, counted, told
from vsosh_moodle.questions.question import Drawn, choice, number, short

_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class BaseConversion(Generator):
    """A number in another system."""

    about: ClassVar[str] = "перевод чисел между системами счисления"
    kind: Literal["base-conversion"]
    bases: tuple[int, ...] = (2, 8, 16)

    def draw(self, dice: Dice) -> Drawn:
        base, value = dice.one_of(self.bases), dice.number(17, 255)
        name = str(base).translate(_LOW)
        if dice.number(0, 1):
            return number(
                f"Переведите число {in_base(value, base)}{name} в десятичную систему.",
                value,
                "Сложите цифры, умноженные на степени основания.",
            )
        return short(
            f"Переведите десятичное число {value} в систему с основанием {base}. Запишите только цифры.",
            in_base(value, base),
            why="Делите на основание, записывайте остатки с конца.",
        )


class BinaryOnes(Generator):
    """How many ones or zeros a binary number has."""

    about: ClassVar[str] = "сколько единиц в двоичной записи"
    kind: Literal["binary-ones"]

    def draw(self, dice: Dice) -> Drawn:
        value = dice.number(33, 511)
        digits = in_base(value, 2)
        sign, name = dice.one_of((("1", "единиц"), ("0", "значащих нулей")))
        return number(
            f"Сколько {name} в двоичной записи десятичного числа {value}?",
            digits.count(sign),
            f"{value} = {digits}₂.",
        )


class InformationVolume(Generator):
    """Volumes of texts, pictures, alphabets."""

    about: ClassVar[str] = "информационный объём текста и изображения"
    kind: Literal["information-volume"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 3)
        if shape == 0:
            pages, lines, signs = (
                dice.number(2, 9),
                dice.one_of((32, 40, 64)),
                dice.one_of((32, 64)),
            )
            size = Fraction(pages * lines * signs * 2, 1024)
            return number(
                f"В тексте {counted(pages, 'страница', 'страницы', 'страниц')} по {counted(lines, 'строке', 'строки', 'строк')}, в строке {signs} символа, символ занимает 16 бит. Сколько килобайт занимает текст?",
                size,
                f"Символ — 2 байта: {pages} · {lines} · {signs} · 2 : 1024.",
            )
        if shape == 1:
            power = dice.number(2, 8)
            return number(
                f"Сколько бит нужно, чтобы закодировать одну из {2**power} букв алфавита кодом одинаковой длины?",
                power,
                f"2 в степени {power} — это {2**power}.",
            )
        if shape == 2:
            side, power = dice.one_of((64, 128, 256)), dice.one_of((1, 2, 4, 8))
            size = Fraction(side * side * power, 8 * 1024)
            return number(
                f"Растровый рисунок {side} × {side} точек, в палитре {2**power} цветов. Сколько килобайт он занимает без сжатия?",
                size,
                f"На точку {power} бит: {side} · {side} · {power} : 8 : 1024.",
            )
        seconds, speed = dice.number(4, 40), dice.one_of((128, 256, 512))
        return number(
            f"Файл передаётся {seconds} с со скоростью {speed} Кбит/с. Сколько килобайт в файле?",
            Fraction(seconds * speed, 8),
            f"{seconds} · {speed} : 8.",
        )


class LogicCount(Generator):
    """For how many values of letters a formula is true."""

    about: ClassVar[str] = "таблицы истинности"
    kind: Literal["logic-count"]

    def draw(self, dice: Dice) -> Drawn:
        names = ("A", "B", "C")
        signs = [dice.one_of(("и", "или")) for _place in range(2)]
        negated = [dice.number(0, 1) == 1 for _place in names]
        parts = [
            f"не {name}" if minus else name for name, minus in zip(names, negated, strict=True)
        ]
        text = f"({parts[0]} {signs[0]} {parts[1]}) {signs[1]} {parts[2]}"
        count = 0
        for row in product((False, True), repeat=3):
            a, b, c = (value != minus for value, minus in zip(row, negated, strict=True))
            inner = (a and b) if signs[0] == "и" else (a or b)
            count += (inner and c) if signs[1] == "и" else (inner or c)
        return number(
            f"При скольких наборах значений A, B, C истинно выражение: {text}?",
            count,
            "Составьте таблицу из восьми строк.",
        )


class LogicInterval(Generator):
    """The least or greatest whole number that makes a statement true."""

    about: ClassVar[str] = "высказывания о числах"
    kind: Literal["logic-interval"]

    def draw(self, dice: Dice) -> Drawn:
        low = dice.number(5, 60)
        high = low + dice.number(5, 30)
        parity = dice.one_of(("чётное", "нечётное"))
        fits = [one for one in range(low + 1, high) if (one % 2 == 0) == (parity == "чётное")]
        least = dice.number(0, 1) == 1
        return number(
            f"Назовите {'наименьшее' if least else 'наибольшее'} целое x, для которого истинно: (x > {low}) и (x < {high}) и (x {parity}).",
            min(fits) if least else max(fits), f"Числа от {low + 1} до {high - 1}, {parity}.",
        )  # fmt: skip


class Trace(Generator):
    """What a short program prints."""

    about: ClassVar[str] = "что напечатает программа на Python"
    kind: Literal["trace"]

    def draw(self, dice: Dice) -> Drawn:
        start, step, bound = dice.number(1, 9), dice.number(2, 7), dice.number(20, 60)
        shape = dice.number(0, 3)
        if shape == 0:
            value = start
            while value < bound:
                value += step
            return number(
                f"Что напечатает программа?\ns = {start}\nwhile s < {bound}:\n    s = s + {step}\nprint(s)",
                value,
                f"Прибавляем {step}, пока s меньше {bound}.",
            )
        if shape == 1:
            last = dice.number(4, 9)
            return number(
                f"Что напечатает программа?\ns = 0\nfor i in range(1, {last}):\n    s = s + i * {step}\nprint(s)",
                sum(one * step for one in range(1, last)),
                f"i идёт от 1 до {last - 1}.",
            )
        if shape == 2:
            a, b = dice.number(10, 60), dice.number(3, 9)
            return number(
                f"Что напечатает программа?\na = {a}\nb = {b}\nprint(a // b + a % b)",
                a // b + a % b,
                f"{a} // {b} = {a // b}, {a} % {b} = {a % b}.",
            )
        a, b = dice.number(2, 20), dice.number(2, 20)
        first = a + b if a > b else a * 2
        return number(
            f"Что напечатает программа?\na = {a}\nb = {b}\nif a > b:\n    print(a + b)\nelse:\n    print(a * 2)",
            first,
            "Проверьте условие.",
        )


class Robot(Generator):
    """A performer with two commands: what comes of a program."""

    about: ClassVar[str] = "исполнитель с двумя командами"
    kind: Literal["performer"]

    def draw(self, dice: Dice) -> Drawn:
        added, factor, value = dice.number(1, 5), dice.number(2, 4), dice.number(1, 9)
        program = "".join(str(dice.number(1, 2)) for _place in range(5))
        if len(set(program)) == 1:
            return Drawn("number", "")
        result = value
        for command in program:
            result = result + added if command == "1" else result * factor
        return number(
            f"У исполнителя две команды: 1 — прибавить {added}, 2 — умножить на {factor}. Что получится из числа {value} по программе {program}?",
            result,
            "Выполняйте команды слева направо.",
        )


class Spreadsheet(Generator):
    """What a formula gives after copying."""

    about: ClassVar[str] = "формулы в электронной таблице"
    kind: Literal["spreadsheet"]

    def draw(self, dice: Dice) -> Drawn:
        row, down = dice.number(1, 6), dice.number(1, 5)
        shape = dice.number(0, 2)
        letter = dice.one_of("BCD")
        shown = {0: (f"=A{row}*{letter}{row}", f"=A{row + down}*{letter}{row + down}"),
                 1: (f"=A{row}*${letter}${row}", f"=A{row + down}*${letter}${row}"),
                 2: (f"=A{row}+{letter}${row}", f"=A{row + down}+{letter}${row}")}[shape]  # fmt: skip
        pool = [f"=A{row + down}*{letter}{row + down}", f"=A{row}*{letter}{row}", f"=A{row + down}*${letter}${row}",
                f"=A{row + down}+{letter}${row}", f"=A{row + down}+{letter}{row + down}", f"=A{row}+{letter}${row}",
                f"=A{row}*${letter}${row}", f"=A{row + down}*${letter}${row + down}"]  # fmt: skip
        wrong = [one for one in pool if one != shown[1] and ("*" in one) == ("*" in shown[1])]
        return choice(
            f"В ячейке E{row} записана формула {shown[0]}. Какой она станет в ячейке E{row + down} после копирования?",
            shown[1],
            tuple(dice.some_of(wrong, 3)) if len(wrong) > 3 else tuple(wrong),
            "Знак $ закрепляет букву или число, остальное сдвигается.",
        )


class Speed(Generator):
    """Time and size of a transmission in usual units."""

    about: ClassVar[str] = "скорость передачи данных"
    kind: Literal["transmission"]

    def draw(self, dice: Dice) -> Drawn:
        megabytes, speed = dice.number(2, 90), dice.one_of((2, 4, 8, 16, 20, 32))
        seconds = Fraction(megabytes * 8, speed)
        return number(
            f"Файл в {megabytes} Мбайт передают со скоростью {speed} Мбит/с. Сколько секунд займёт передача?",
            seconds,
            f"{megabytes} · 8 : {speed} = {told(seconds)}.",
        )


def in_base(value: int, base: int) -> str:
    """Return the digits of a positive number in a system up to base 16."""
    digits = ""
    while value:
        value, rest = divmod(value, base)
        digits = "0123456789ABCDEF"[rest] + digits
    return digits
