"""Sums of school geography: scale, zones of time, shares, slopes, density."""

from fractions import Fraction
from typing import ClassVar, Literal

from vsosh_moodle.questions.generator import Dice, Generator, told
from vsosh_moodle.questions.question import Drawn, number


class Scale(Generator):
    """Lengths on a map and on the ground."""

    about: ClassVar[str] = "масштаб карты"
    kind: Literal["map-scale"]

    def draw(self, dice: Dice) -> Drawn:
        thousands = dice.one_of((10, 25, 50, 100, 200, 500, 1000))
        centimetres = Fraction(dice.number(2, 30), 2)
        kilometres = centimetres * thousands / 100
        named = f"1 : {thousands} 000" if thousands < 1000 else "1 : 1 000 000"
        if dice.number(0, 1):
            return number(
                f"Масштаб карты {named}. На карте расстояние {told(centimetres)} см. Сколько это километров на местности?",
                kilometres,
                f"В 1 см {told(Fraction(thousands, 100))} км.",
            )
        return number(
            f"Масштаб карты {named}. На местности расстояние {told(kilometres)} км. Сколько сантиметров на карте?",
            centimetres,
            f"В 1 см {told(Fraction(thousands, 100))} км.",
        )


class TimeZone(Generator):
    """Local times by zones."""

    about: ClassVar[str] = "часовые зоны"
    kind: Literal["time-zone"]

    def draw(self, dice: Dice) -> Drawn:
        here, there, hour = dice.number(2, 12), dice.number(2, 12), dice.number(0, 23)
        if here == there:
            return Drawn("number", "")
        return number(
            f"В городе со временем UTC+{here} часы показывают {hour}:00. Сколько целых часов показывают часы в городе со временем UTC+{there}?",
            (hour + there - here) % 24,
            f"Разница {abs(there - here)} ч: к востоку прибавляем, к западу вычитаем.",
        )


class Longitude(Generator):
    """Hours and degrees: the Earth turns 15° an hour."""

    about: ClassVar[str] = "разница долгот и солнечное время"
    kind: Literal["longitude"]

    def draw(self, dice: Dice) -> Drawn:
        hours, west = dice.number(1, 8), 15 * dice.number(0, 4)
        if dice.number(0, 1):
            return number(
                f"На сколько часов отличается солнечное время в точках с долготами {west}° в. д. и {west + 15 * hours}° в. д.?",
                hours,
                "15° — это один час.",
            )
        return number(
            f"Солнечный полдень в одной точке наступает на {hours} ч позже, чем в другой. На сколько градусов отличаются их долготы?",
            15 * hours,
            "Час — это 15°.",
        )


class Density(Generator):
    """Density, natural growth, migration of a population."""

    about: ClassVar[str] = "плотность и прирост населения"
    kind: Literal["population"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 2)
        area, density = dice.number(2, 90), dice.number(5, 90)
        if shape == 0:
            return number(
                f"Площадь области {area} тыс. км², население {area * density} тыс. человек. Найдите плотность населения (чел. на км²).",
                density,
                "Население делим на площадь.",
            )
        born, died = dice.number(8, 20), dice.number(6, 18)
        if shape == 1:
            return number(
                f"Рождаемость {born} ‰, смертность {died} ‰. Найдите естественный прирост (в ‰).",
                born - died,
                f"{born} − {died}.",
            )
        came, left = dice.number(10, 90), dice.number(10, 90)
        return number(
            f"За год в область прибыло {came} тыс. человек, выбыло {left} тыс. Найдите миграционный прирост (тыс. человек).",
            came - left,
            f"{came} − {left}.",
        )


class Height(Generator):
    """Temperature and pressure with height, amplitude, fall of a river."""

    about: ClassVar[str] = "температура и давление с высотой, амплитуда, падение реки"
    kind: Literal["height"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 3)
        base, hundreds = dice.number(-5, 30), dice.number(5, 45)
        if shape == 0:
            return number(
                f"У подножия горы {told(base)} °C. Какова температура (в °C) на {hundreds * 100} м выше, если на каждые 1000 м она падает на 6 °C?",
                base - Fraction(6 * hundreds, 10),
                f"6 · {told(Fraction(hundreds, 10))} = {told(Fraction(6 * hundreds, 10))}.",
            )
        if shape == 1:
            steps = dice.number(2, 30)
            return number(
                f"У подножия давление 750 мм рт. ст. Каким оно будет на высоте {steps * 10} м, если на каждые 10 м падает на 1 мм?",
                750 - steps,
                f"750 − {steps}.",
            )
        low, high = dice.number(-35, 5), dice.number(6, 35)
        if shape == 2:
            return number(
                f"Средняя температура июля {told(high)} °C, января {told(low)} °C. Найдите годовую амплитуду температур.",
                high - low,
                f"{high} − ({told(low)}).",
            )
        source, mouth = dice.number(300, 2500), dice.number(0, 250)
        return number(
            f"Исток реки лежит на высоте {source} м, устье — {mouth} м. Найдите падение реки (в метрах).",
            source - mouth,
            f"{source} − {mouth}.",
        )


class Water(Generator):
    """Relative humidity, salinity, shares of a whole."""

    about: ClassVar[str] = "влажность, солёность, доли"
    kind: Literal["shares"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 2)
        if shape == 0:
            most = dice.one_of((5, 10, 20, 25))
            there = Fraction(most * dice.number(4, 19), 20)
            return number(
                f"В кубометре воздуха может содержаться {most} г пара, а содержится {told(there)} г. Найдите относительную влажность (в процентах).",
                there * 100 / most,
                f"{told(there)} : {most} · 100.",
            )
        if shape == 1:
            litres, salt = dice.number(2, 9), dice.number(5, 40)
            return number(
                f"Солёность воды {salt} ‰. Сколько граммов соли в {litres} кг такой воды?",
                litres * salt,
                f"В 1 кг {salt} г.",
            )
        whole, rate = dice.number(2, 40) * 10, dice.one_of((5, 10, 20, 30, 40, 60, 75))
        return number(
            f"В районе {whole} тыс. жителей, из них {rate} % — горожане. Сколько тысяч человек живёт в сельской местности?",
            Fraction(whole * (100 - rate), 100),
            f"Сельских {100 - rate} %.",
        )
