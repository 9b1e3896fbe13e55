"""Plane and solid figures: lengths, angles, areas, volumes."""

from fractions import Fraction
from typing import ClassVar, Literal

from vsosh_moodle.questions.generator import Dice, Generator, counted, told
from vsosh_moodle.questions.question import Drawn, number

_TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29), (9, 40, 41))


class Pythagoras(Generator):
    """A side of a right triangle by the two others."""

    about: ClassVar[str] = "теорема Пифагора"
    kind: Literal["pythagoras"]

    def draw(self, dice: Dice) -> Drawn:
        scale = dice.number(1, 5)
        one, two, long = (side * scale for side in dice.one_of(_TRIPLES))
        if dice.number(0, 1):
            return number(
                f"Катеты прямоугольного треугольника равны {one} и {two}. Найдите гипотенузу.",
                long,
                f"{one}² + {two}² = {long}².",
            )
        return number(
            f"Гипотенуза прямоугольного треугольника равна {long}, один катет {one}. Найдите другой катет.",
            two,
            f"{long}² − {one}² = {two}².",
        )


class TriangleAngle(Generator):
    """The third angle, the outer angle, angles of an isosceles triangle."""

    about: ClassVar[str] = "углы треугольника"
    kind: Literal["triangle-angle"]

    def draw(self, dice: Dice) -> Drawn:
        one, two = dice.number(21, 89), dice.number(21, 89)
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"Два угла треугольника равны {one}° и {two}°. Найдите третий (в градусах).",
                180 - one - two,
                "Сумма углов 180°.",
            )
        if shape == 1:
            return number(
                f"Два угла треугольника равны {one}° и {two}°. Найдите внешний угол при третьей вершине (в градусах).",
                one + two,
                "Внешний угол равен сумме двух углов, не смежных с ним.",
            )
        top = 2 * dice.number(8, 75)
        return number(
            f"В равнобедренном треугольнике угол при вершине равен {top}°. Найдите угол при основании (в градусах).",
            (180 - top) // 2,
            f"(180° − {top}°) : 2.",
        )


class QuadrilateralAngle(Generator):
    """Angles of parallelograms, trapeziums, rhombi."""

    about: ClassVar[str] = "углы четырёхугольников"
    kind: Literal["quadrilateral-angle"]

    def draw(self, dice: Dice) -> Drawn:
        angle = dice.number(21, 88)
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"Один из углов параллелограмма равен {angle}°. Найдите больший угол (в градусах).",
                180 - angle,
                "Соседние углы в сумме 180°.",
            )
        if shape == 1:
            return number(
                f"Сумма двух углов равнобедренной трапеции равна {2 * angle}°. Найдите больший угол трапеции (в градусах).",
                180 - angle,
                f"Равны углы при основании: по {angle}°.",
            )
        return number(
            f"Диагональ ромба составляет со стороной угол {angle}°. Найдите угол ромба, из вершины которого она проведена (в градусах).",
            2 * angle,
            "Диагональ делит угол ромба пополам.",
        )


class PlaneArea(Generator):
    """Areas of the usual figures."""

    about: ClassVar[str] = "площади фигур"
    kind: Literal["plane-area"]

    def draw(self, dice: Dice) -> Drawn:
        one, two, height = dice.number(3, 25), dice.number(3, 25), dice.number(2, 20)
        shape = dice.number(0, 5)
        if shape == 0:
            return number(
                f"Сторона треугольника равна {one}, высота к ней — {height}. Найдите площадь.",
                Fraction(one * height, 2),
                f"{one} · {height} : 2.",
            )
        if shape == 1:
            return number(
                f"Сторона параллелограмма равна {one}, высота к ней — {height}. Найдите площадь.",
                one * height,
                f"{one} · {height}.",
            )
        if shape == 2:
            if one == two:
                return Drawn("number", "")
            return number(
                f"Основания трапеции равны {one} и {two}, высота — {height}. Найдите площадь.",
                Fraction((one + two) * height, 2),
                f"({one} + {two}) : 2 · {height}.",
            )
        if shape == 3:
            return number(
                f"Диагонали ромба равны {one} и {two}. Найдите его площадь.",
                Fraction(one * two, 2),
                "Половина произведения диагоналей.",
            )
        if shape == 4:
            return number(
                f"Площадь прямоугольника равна {one * two}, одна сторона — {one}. Найдите периметр.",
                2 * (one + two),
                f"Другая сторона {two}.",
            )
        return number(
            f"Катеты прямоугольного треугольника равны {one} и {two}. Найдите его площадь.",
            Fraction(one * two, 2),
            "Половина произведения катетов.",
        )


class CircleAngle(Generator):
    """Central and inscribed angles, tangents."""

    about: ClassVar[str] = "углы в окружности"
    kind: Literal["circle-angle"]

    def draw(self, dice: Dice) -> Drawn:
        half = dice.number(11, 85)
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"Центральный угол равен {2 * half}°. Найдите вписанный угол, опирающийся на ту же дугу (в градусах).",
                half,
                "Вписанный угол вдвое меньше.",
            )
        if shape == 1:
            return number(
                f"Вписанный угол равен {half}°. Найдите дугу, на которую он опирается (в градусах).",
                2 * half,
                "Дуга вдвое больше вписанного угла.",
            )
        if shape == 2:
            return number(
                f"Два угла вписанного в окружность четырёхугольника, лежащие напротив друг друга: один равен {half}°. Найдите другой (в градусах).",
                180 - half,
                "Противоположные углы в сумме 180°.",
            )
        return number(
            f"Из точки вне окружности проведены две касательные, угол между ними {half}°. Найдите угол между радиусами в точки касания (в градусах).",
            180 - half,
            "Радиусы перпендикулярны касательным: сумма этих двух углов 180°.",
        )


class CircleLength(Generator):
    """Lengths in a circle that a right triangle gives."""

    about: ClassVar[str] = "хорды, радиусы, касательные"
    kind: Literal["circle-length"]

    def draw(self, dice: Dice) -> Drawn:
        scale = dice.number(1, 4)
        one, two, long = (side * scale for side in dice.one_of(_TRIPLES))
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"Радиус окружности {long}, расстояние от центра до хорды {one}. Найдите длину хорды.",
                2 * two,
                f"Половина хорды: {long}² − {one}² = {two}².",
            )
        if shape == 1:
            return number(
                f"Хорда длиной {2 * one} удалена от центра окружности на {two}. Найдите радиус.",
                long,
                f"{one}² + {two}² = {long}².",
            )
        return number(
            f"Отрезок касательной от точки A до точки касания равен {one}, радиус окружности {two}. Найдите расстояние от точки A до центра.",
            long,
            f"{one}² + {two}² = {long}².",
        )


class Similar(Generator):
    """Lengths of similar triangles."""

    about: ClassVar[str] = "подобие треугольников"
    kind: Literal["similar"]

    def draw(self, dice: Dice) -> Drawn:
        side, ratio = dice.number(3, 15), dice.number(2, 6)
        shape = dice.number(0, 2)
        if shape == 0:
            height, shadow = dice.number(2, 9), dice.number(2, 9)
            return number(
                f"Шест высотой {height} м отбрасывает тень {shadow} м. В это же время тень дерева — {shadow * ratio} м. Найдите высоту дерева (в метрах).",
                height * ratio,
                f"Тень длиннее: {shadow * ratio} : {shadow} = {ratio}.",
            )
        if shape == 1:
            return number(
                f"Треугольники подобны с коэффициентом {ratio}. Площадь меньшего равна {side}. Найдите площадь большего.",
                side * ratio * ratio,
                "Площади относятся как квадрат коэффициента.",
            )
        return number(
            f"Сторона треугольника равна {2 * side}. Найдите среднюю линию, параллельную ей.",
            side,
            "Средняя линия вдвое меньше.",
        )


class RightTriangleRatio(Generator):
    """Sine, cosine, tangent of an acute angle."""

    about: ClassVar[str] = "синус, косинус, тангенс острого угла"
    kind: Literal["right-triangle-ratio"]

    def draw(self, dice: Dice) -> Drawn:
        base = dice.one_of(((3, 4, 5), (4, 3, 5), (7, 24, 25), (24, 7, 25)))
        scale = dice.number(1, 6)
        opposite, adjacent, long = (side * scale for side in base)
        name = dice.one_of(("sin", "cos"))
        value = Fraction(opposite if name == "sin" else adjacent, long)
        if dice.number(0, 1):
            return number(
                f"В треугольнике ABC угол C прямой, BC = {opposite}, AC = {adjacent}, AB = {long}. Найдите {name} A.",
                value,
                f"{'Противолежащий' if name == 'sin' else 'Прилежащий'} катет : гипотенуза.",
            )
        leg = "BC" if name == "sin" else "AC"
        return number(
            f"В треугольнике ABC угол C прямой, AB = {long}, {name} A = {told(value)}. Найдите {leg}.",
            long * value,
            f"{leg} = AB · {name} A.",
        )


class Solid(Generator):
    """Volumes and surfaces of boxes, pyramids, cylinders."""

    about: ClassVar[str] = "объёмы тел"
    kind: Literal["solid"]

    def draw(self, dice: Dice) -> Drawn:
        a, b, c = dice.number(2, 12), dice.number(2, 12), dice.number(2, 12)
        shape = dice.number(0, 4)
        if shape == 0:
            return number(
                f"Рёбра прямоугольного параллелепипеда равны {a}, {b} и {c}. Найдите объём.",
                a * b * c,
                "Произведение трёх рёбер.",
            )
        if shape == 1:
            return number(
                f"Рёбра прямоугольного параллелепипеда равны {a}, {b} и {c}. Найдите площадь поверхности.",
                2 * (a * b + b * c + a * c),
                "Удвоенная сумма площадей трёх граней.",
            )
        if shape == 2:
            return number(
                f"Площадь основания пирамиды равна {3 * a}, высота — {b}. Найдите объём.",
                a * b,
                "Треть произведения площади основания и высоты.",
            )
        if shape == 3:
            ratio = dice.number(2, 4)
            return number(
                f"В цилиндрическом сосуде жидкость стоит на высоте {a * ratio**2} см. На какой высоте (в см) она будет в сосуде, диаметр которого в {ratio} раза больше?",
                a,
                f"Площадь дна больше: раз в {ratio**2}.",
            )
        times = dice.number(2, 5)
        return number(
            f"Во сколько раз увеличится объём куба, если его ребро увеличить в {times} раза?"
            if times < 5
            else "Во сколько раз увеличится объём куба, если его ребро увеличить в 5 раз?",
            times**3,
            f"{times}³.",
        )


class Grid(Generator):
    """A figure on squared paper told by coordinates."""

    about: ClassVar[str] = "фигуры на клетчатой бумаге"
    kind: Literal["grid"]

    def draw(self, dice: Dice) -> Drawn:
        a, b, h = dice.number(2, 9), dice.number(2, 9), dice.number(2, 8)
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"На клетчатой бумаге с клеткой 1 × 1 основание треугольника занимает {counted(a, 'клетку', 'клетки', 'клеток')}, высота к нему — {h}. Найдите площадь.",
                Fraction(a * h, 2),
                f"{a} · {h} : 2.",
            )
        if shape == 1:
            if a == b:
                return Drawn("number", "")
            return number(
                f"На клетчатой бумаге с клеткой 1 × 1 основания трапеции занимают {a} и {counted(b, 'клетку', 'клетки', 'клеток')}, высота — {h}. Найдите длину средней линии.",
                Fraction(a + b, 2),
                f"({a} + {b}) : 2.",
            )
        one, two, long = dice.one_of(((3, 4, 5), (6, 8, 10), (5, 12, 13)))
        return number(
            f"На клетчатой бумаге с клеткой 1 × 1 отрезок идёт на {counted(one, 'клетку', 'клетки', 'клеток')} вправо и {two} вверх. Найдите его длину.",
            long,
            f"{one}² + {two}² = {long}².",
        )


class Vector(Generator):
    """Lengths, sums, scalar products of vectors."""

    about: ClassVar[str] = "векторы на плоскости"
    kind: Literal["vector"]

    def draw(self, dice: Dice) -> Drawn:
        ax, ay, bx, by = (dice.number(-9, 9) for _place in "abcd")
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"Даны векторы a({told(ax)}; {told(ay)}) и b({told(bx)}; {told(by)}). Найдите их скалярное произведение.",
                ax * bx + ay * by,
                "Произведения координат складываем.",
            )
        if shape == 1:
            scale = dice.number(1, 4)
            one, two, long = (side * scale for side in dice.one_of(_TRIPLES))
            return number(
                f"Найдите длину вектора a({told(one * dice.sign())}; {told(two * dice.sign())}).",
                long,
                f"{one}² + {two}² = {long}².",
            )
        return number(
            f"Точки A({told(ax)}; {told(ay)}) и B({told(bx)}; {told(by)}). Найдите сумму координат вектора AB.",
            bx - ax + by - ay,
            "Из координат конца вычитаем координаты начала.",
        )
