"""Equations, inequalities, systems, functions, progressions, logarithms, derivatives."""

from fractions import Fraction
from typing import ClassVar, Literal

from vsosh_moodle.questions.generator import Dice, Generator, counted, told
from vsosh_moodle.questions.polynomials import polynomial
from vsosh_moodle.questions.question import Drawn, choice, number


class LinearEquation(Generator):
    """ax + b = cx + d with a short decimal root."""

    about: ClassVar[str] = "линейные уравнения"
    kind: Literal["linear-equation"]

    def draw(self, dice: Dice) -> Drawn:
        root = Fraction(dice.number(-24, 24), dice.one_of((1, 1, 2)))
        left, right = dice.number(2, 12), dice.number(-9, 9)
        if left == right or root == 0:
            return Drawn("number", "")
        free = dice.number(-20, 20)
        rest = left * root + free - right * root
        if rest.denominator != 1 or free == 0 or right == 0:
            return Drawn("number", "")
        return number(
            f"Решите уравнение {polynomial((left, 'x'), (free, ''))} = {polynomial((right, 'x'), (int(rest), ''))}.", root,
            f"{polynomial((left - right, 'x'))} = {told(rest - free)}, x = {told(root)}.",
        )  # fmt: skip


class QuadraticEquation(Generator):
    """A quadratic equation with whole roots; the larger or the smaller is asked."""

    about: ClassVar[str] = "квадратные уравнения"
    kind: Literal["quadratic-equation"]
    lead: tuple[int, ...] = (1, 1, 2)

    def draw(self, dice: Dice) -> Drawn:
        one, two, lead = dice.number(-9, 9), dice.number(-9, 9), dice.one_of(self.lead)
        if one == two or not one or not two or one + two == 0:
            return Drawn("number", "")
        larger = dice.number(0, 1) == 1
        value = max(one, two) if larger else min(one, two)
        middle, free = -lead * (one + two), lead * one * two
        discriminant = middle**2 - 4 * lead * free
        return number(
            f"Решите уравнение {polynomial((lead, 'x²'), (middle, 'x'), (free, ''))} = 0. В ответе укажите "
            f"{'больший' if larger else 'меньший'} корень.", value,
            f"D = {discriminant}; корни {told(min(one, two))} и {told(max(one, two))}.",
        )  # fmt: skip


class IncompleteQuadratic(Generator):
    """x² = a and ax² + bx = 0."""

    about: ClassVar[str] = "неполные квадратные уравнения"
    kind: Literal["incomplete-quadratic"]

    def draw(self, dice: Dice) -> Drawn:
        root, lead = dice.number(2, 15), dice.number(1, 6)
        larger = dice.number(0, 1) == 1
        asked = "больший" if larger else "меньший"
        if dice.number(0, 1):
            value = root if larger else -root
            return number(
                f"Решите уравнение {polynomial((lead, 'x²'), (-lead * root * root, ''))} = 0. В ответе укажите {asked} корень.",
                value, f"x² = {root * root}, корни {root} и −{root}.",
            )  # fmt: skip
        signed = root * dice.sign()
        value = max(0, signed) if larger else min(0, signed)
        return number(
            f"Решите уравнение {polynomial((lead, 'x²'), (-lead * signed, 'x'))} = 0. В ответе укажите {asked} корень.",
            value, f"Вынесите x за скобку: корни 0 и {told(signed)}.",
        )  # fmt: skip


class FractionEquation(Generator):
    """a/(x + b) = c."""

    about: ClassVar[str] = "дробно-рациональные уравнения"
    kind: Literal["fraction-equation"]

    def draw(self, dice: Dice) -> Drawn:
        root, shift, quotient = dice.number(-12, 12), dice.number(-9, 9), dice.number(-6, 6)
        below = root + shift
        if not below or abs(quotient) < 2 or not shift:
            return Drawn("number", "")
        return number(
            f"Решите уравнение {told(quotient * below)}/({polynomial((1, 'x'), (shift, ''))}) = {told(quotient)}.", root,
            f"{polynomial((1, 'x'), (shift, ''))} = {told(below)}; знаменатель не ноль.",
        )  # fmt: skip


class LinearSystem(Generator):
    """Two linear equations; x + y is asked."""

    about: ClassVar[str] = "системы линейных уравнений"
    kind: Literal["linear-system"]

    def draw(self, dice: Dice) -> Drawn:
        x, y = dice.number(-8, 8), dice.number(-8, 8)
        a, b, c, d = (dice.number(-5, 5) for _place in "abcd")
        if a * d == b * c or 0 in (a, b, c, d):
            return Drawn("number", "")
        first, second = (
            f"{polynomial((a, 'x'), (b, 'y'))} = {told(a * x + b * y)}",
            f"{polynomial((c, 'x'), (d, 'y'))} = {told(c * x + d * y)}",
        )
        return number(
            f"Решите систему уравнений {first} и {second}. В ответе запишите x + y.", x + y,
            f"x = {told(x)}, y = {told(y)}.",
        )  # fmt: skip


class LinearInequality(Generator):
    """A linear inequality: its solution is chosen."""

    about: ClassVar[str] = "линейные неравенства"
    kind: Literal["linear-inequality"]

    def draw(self, dice: Dice) -> Drawn:
        lead, bound, free = dice.number(-7, 7), dice.number(-9, 9), dice.number(-15, 15)
        if lead in (0, 1, -1) or not free or not bound:
            return Drawn("choice", "")
        sign = dice.one_of("<>⩽⩾")
        turned = {"<": ">", ">": "<", "⩽": "⩾", "⩾": "⩽"}
        solved = turned[sign] if lead < 0 else sign
        right = f"x {solved} {told(bound)}"
        wrong = (
            f"x {turned[solved]} {told(bound)}",
            f"x {solved} {told(-bound)}",
            f"x {turned[solved]} {told(-bound)}",
        )
        why = (
            "Делим на отрицательное число — знак меняется."
            if lead < 0
            else "Делим на положительное число — знак сохраняется."
        )
        return choice(
            f"Решите неравенство {polynomial((lead, 'x'), (free, ''))} {sign} {told(lead * bound + free)}.", right, wrong, why,
        )  # fmt: skip


class QuadraticInequality(Generator):
    """(x − a)(x − b) compared with zero."""

    about: ClassVar[str] = "квадратные неравенства"
    kind: Literal["quadratic-inequality"]

    def draw(self, dice: Dice) -> Drawn:
        one, two = sorted((dice.number(-9, 9), dice.number(-9, 9)))
        if one == two or one + two == 0 or not one * two:
            return Drawn("choice", "")
        less = dice.number(0, 1) == 1
        low, high = told(one), told(two)
        inside, outside = f"({low}; {high})", f"(−∞; {low}) ∪ ({high}; +∞)"
        right, other = (inside, outside) if less else (outside, inside)
        return choice(
            f"Решите неравенство {polynomial((1, 'x²'), (-(one + two), 'x'), (one * two, ''))} {'<' if less else '>'} 0.",
            right, (other, f"({low}; +∞)", f"(−∞; {high})"),
            f"Корни {low} и {high}, ветви вверх: {'между' if less else 'вне'} корней.",
        )  # fmt: skip


class LinearFunction(Generator):
    """y = kx + b: a value, an argument, a slope through two points."""

    about: ClassVar[str] = "линейная функция"
    kind: Literal["linear-function"]

    def draw(self, dice: Dice) -> Drawn:
        slope, free, x = dice.number(-7, 7), dice.number(-9, 9), dice.number(-8, 8)
        if not slope or not free or not x:
            return Drawn("number", "")
        y = slope * x + free
        law = f"y = {polynomial((slope, 'x'), (free, ''))}"
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"Функция задана формулой {law}. Найдите y при x = {told(x)}.",
                y,
                f"{told(slope)} · ({told(x)}) + ({told(free)}).",
            )
        if shape == 1:
            return number(
                f"При каком x функция {law} принимает значение {told(y)}?",
                x,
                f"{polynomial((slope, 'x'))} = {told(y - free)}.",
            )
        other = x + dice.number(1, 6)
        return number(
            f"Прямая проходит через точки ({told(x)}; {told(y)}) и ({told(other)}; {told(slope * other + free)}). "
            "Найдите её угловой коэффициент k.", slope,
            f"k = ({told(slope * other + free)} − ({told(y)})) : {other - x}.",
        )  # fmt: skip


class ParabolaVertex(Generator):
    """The vertex of a parabola."""

    about: ClassVar[str] = "вершина параболы"
    kind: Literal["parabola-vertex"]

    def draw(self, dice: Dice) -> Drawn:
        lead, x, y = dice.one_of((-3, -2, -1, 1, 2, 3)), dice.number(-6, 6), dice.number(-9, 9)
        if not x or not y:
            return Drawn("number", "")
        middle, free = -2 * lead * x, lead * x * x + y
        law = f"y = {polynomial((lead, 'x²'), (middle, 'x'), (free, ''))}"
        if dice.number(0, 1):
            return number(
                f"Найдите абсциссу вершины параболы {law}.", x, f"x₀ = −b/(2a) = {told(x)}."
            )
        word, extreme = ("наименьшее", "вверх") if lead > 0 else ("наибольшее", "вниз")
        return number(f"Найдите {word} значение функции {law}.", y,
                      f"Ветви {extreme}, вершина в x = {told(x)}: y = {told(y)}.")  # fmt: skip


class ArithmeticProgression(Generator):
    """A member, the difference, a sum of an arithmetic progression."""

    about: ClassVar[str] = "арифметическая прогрессия"
    kind: Literal["arithmetic-progression"]

    def draw(self, dice: Dice) -> Drawn:
        first, step, place = dice.number(-20, 30), dice.number(-7, 9), dice.number(6, 25)
        if not step:
            return Drawn("number", "")
        shape = dice.number(0, 2)
        member = first + step * (place - 1)
        if shape == 0:
            return number(
                f"В арифметической прогрессии a₁ = {told(first)}, d = {told(step)}. Найдите член с номером {place}.",
                member,
                f"a₁ + d · {place - 1}.",
            )
        if shape == 1:
            return number(
                f"В арифметической прогрессии a₁ = {told(first)}, а член с номером {place} равен {told(member)}. Найдите d.",
                step, f"({told(member)} − ({told(first)})) : {place - 1}.",
            )  # fmt: skip
        total = Fraction((2 * first + step * (place - 1)) * place, 2)
        return number(
            f"В арифметической прогрессии a₁ = {told(first)}, d = {told(step)}. Найдите сумму первых {place} членов.",
            total, f"Полусумма крайних членов, умноженная на {place}.",
        )  # fmt: skip


class GeometricProgression(Generator):
    """A member or a sum of a geometric progression."""

    about: ClassVar[str] = "геометрическая прогрессия"
    kind: Literal["geometric-progression"]

    def draw(self, dice: Dice) -> Drawn:
        first, ratio, place = (
            dice.number(1, 9),
            Fraction(dice.one_of(("-3", "-2", "2", "3", "1/2"))),
            dice.number(3, 6),
        )
        start = first * 32 if ratio == Fraction(1, 2) else first
        members = [start * Fraction(ratio) ** one for one in range(place)]
        if dice.number(0, 1):
            return number(
                f"В геометрической прогрессии b₁ = {start}, q = {told(ratio)}. Найдите член с номером {place}.",
                members[-1],
                f"b₁ · q в степени {place - 1}.",
            )
        return number(
            f"В геометрической прогрессии b₁ = {start}, q = {told(ratio)}. Найдите сумму первых {place} членов.",
            sum(members), "Выпишите члены и сложите: " + ", ".join(map(told, members)) + ".",
        )  # fmt: skip


class Expression(Generator):
    """An expression of letters to simplify and count."""

    about: ClassVar[str] = "преобразование выражений"
    kind: Literal["expression"]

    def draw(self, dice: Dice) -> Drawn:
        a, b = Fraction(dice.number(11, 99), 10), Fraction(dice.number(11, 99), 10)
        if a == b:
            return Drawn("number", "")
        shape = dice.number(0, 3)
        given = f"при a = {told(a)} и b = {told(b)}"
        if shape == 0:
            return number(
                f"Найдите значение выражения (a² − b²) : (a − b) {given}.",
                a + b,
                "Разность квадратов: получится a + b.",
            )
        if shape == 1:
            return number(
                f"Найдите значение выражения (a + b)² − (a − b)² {given}.",
                4 * a * b,
                "Получится 4ab.",
            )
        if shape == 2:
            return number(
                f"Найдите значение выражения (a + b)(a − b) + b² {given}.", a * a, "Получится a²."
            )
        return number(
            f"Найдите значение выражения (a − b)² + 2ab − b² {given}.", a * a, "Получится a²."
        )


class Formula(Generator):
    """A formula of everyday or school physics to count by."""

    about: ClassVar[str] = "расчёт по формуле"
    kind: Literal["formula"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 3)
        if shape == 0:
            celsius = dice.number(-30, 40)
            return number(
                f"Температуру по Фаренгейту находят по формуле F = 1,8C + 32. Найдите F при C = {told(celsius)}.",
                Fraction(celsius * 9, 5) + 32,
                f"1,8 · ({celsius}) + 32.".replace("-", "−"),
            )
        if shape == 1:
            base, hour, hours = dice.number(1, 9) * 100, dice.number(2, 9) * 50, dice.number(2, 9)
            return number(
                f"Цена вызова мастера C = {base} + {hour}·t рублей, где t — часы работы. Сколько рублей стоит работа в течение {hours} ч?",
                base + hour * hours,
                f"{base} + {hour * hours}.",
            )
        if shape == 2:
            one, two = 2 * dice.number(2, 12), dice.number(3, 20)
            return number(
                f"Площадь ромба S = d₁·d₂ : 2. Найдите d₂, если d₁ = {one}, S = {one * two // 2}.",
                two,
                f"d₂ = 2S : d₁ = {one * two} : {one}.",
            )
        current, resistance = dice.number(2, 9), dice.number(2, 15)
        return number(
            f"Мощность тока P = I²R. Найдите R (в омах), если P = {current**2 * resistance} Вт, I = {current} А.",
            resistance,
            f"R = P : I² = {current**2 * resistance} : {current**2}.",
        )


class Word(Generator):
    """Motion, work, mixtures told in words."""

    about: ClassVar[str] = "текстовые задачи: движение, работа, смеси"
    kind: Literal["word-problem"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 4)
        if shape == 0:
            one, two, hours = 5 * dice.number(8, 18), 5 * dice.number(8, 18), dice.number(2, 5)
            return number(
                f"Из двух городов навстречу друг другу одновременно выехали автобус ({one} км/ч) и автомобиль ({two} км/ч). Расстояние между городами {(one + two) * hours} км. Через сколько часов они встретятся?",
                hours,
                f"Скорость сближения {one + two} км/ч.",
            )
        if shape == 1:
            boat, stream, hours = dice.number(8, 25), dice.number(1, 4), dice.number(2, 5)
            return number(
                f"Скорость лодки в стоячей воде {boat} км/ч, скорость течения {stream} км/ч. Сколько километров пройдёт лодка за {hours} ч против течения?",
                (boat - stream) * hours,
                f"({boat} − {stream}) · {hours}.",
            )
        if shape == 2:
            first = dice.one_of((3, 4, 6, 10, 12, 15, 20))
            second = {3: 6, 4: 12, 6: 12, 10: 15, 12: 24, 15: 30, 20: 30}[first]
            return number(
                f"Первая труба наполняет бак за {counted(first, 'минуту', 'минуты', 'минут')}, вторая — за {second}. За сколько минут наполнят бак обе трубы вместе?",
                Fraction(first * second, first + second),
                f"За минуту: 1/{first} + 1/{second} бака.",
            )
        if shape == 3:
            mass, strength, water = (
                dice.number(2, 9) * 100,
                dice.one_of((10, 20, 30, 40)),
                dice.number(1, 9) * 100,
            )
            share = Fraction(mass * strength, mass + water)
            if share.denominator not in (1, 2, 4, 5, 10):
                return Drawn("number", "")
            return number(
                f"В {mass} г раствора, в котором {strength} % соли, долили {water} г воды. Сколько процентов соли стало в растворе?",
                share,
                f"Соли {mass * strength // 100} г на {mass + water} г раствора.",
            )
        speed, faster, hours = dice.number(10, 16), dice.number(2, 6), dice.number(2, 4)
        distance = (speed + faster) * hours
        return number(
            f"Велосипедист проехал {distance} км за {hours} ч. Это на {faster} км/ч быстрее, чем вчера. С какой скоростью (км/ч) он ехал вчера?",
            speed,
            f"Сегодня {distance} : {hours} = {speed + faster} км/ч.",
        )
