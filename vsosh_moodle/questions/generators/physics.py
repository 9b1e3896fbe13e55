"""Formulas of school physics: one unknown found from the others; g is 10 N/kg unless told."""

from fractions import Fraction
from typing import ClassVar, Literal

from vsosh_moodle.questions.generator import Dice, Generator, counted, told
from vsosh_moodle.questions.question import Drawn, number


class Motion(Generator):
    """Even motion, acceleration, braking."""

    about: ClassVar[str] = "равномерное и равноускоренное движение"
    kind: Literal["motion"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 4)
        speed, time, rate = dice.number(2, 30), dice.number(2, 20), dice.number(1, 5)
        if shape == 0:
            return number(
                f"Тело движется равномерно со скоростью {speed} м/с. Какой путь (в метрах) оно пройдёт за {time} с?",
                speed * time,
                "s = vt.",
            )
        if shape == 1:
            return number(
                f"Скорость поезда {told(Fraction(speed * 18, 5))} км/ч. Выразите её в м/с.",
                speed,
                "Разделите на 3,6.",
            )
        if shape == 2:
            return number(
                f"Тело из состояния покоя движется с ускорением {rate} м/с². Какой путь (в метрах) оно пройдёт за {time} с?",
                Fraction(rate * time * time, 2),
                "s = at²/2.",
            )
        if shape == 3:
            return number(
                f"Скорость тела за {time} с выросла с {speed} до {speed + rate * time} м/с. Найдите ускорение (в м/с²).",
                rate,
                "a = (v − v₀)/t.",
            )
        return number(
            f"Автомобиль тормозит с ускорением {rate} м/с². Его начальная скорость {rate * time} м/с. Через сколько секунд он остановится?",
            time,
            "t = v₀/a.",
        )


class Density(Generator):
    """Mass, volume, density."""

    about: ClassVar[str] = "плотность"
    kind: Literal["density"]

    def draw(self, dice: Dice) -> Drawn:
        name, density = dice.one_of(
            (
                ("алюминия", 2700),
                ("льда", 900),
                ("воды", 1000),
                ("железа", 7800),
                ("керосина", 800),
                ("меди", 8900),
                ("мрамора", 2700),
                ("ртути", 13_600),
            )
        )
        volume = Fraction(dice.number(1, 60), 100)
        mass = density * volume
        if dice.number(0, 1):
            return number(
                f"Плотность {name} {density} кг/м³. Найдите массу (в кг) тела объёмом {told(volume)} м³.",
                mass,
                "m = ρV.",
            )
        return number(
            f"Плотность {name} {density} кг/м³. Найдите объём (в м³) тела массой {told(mass)} кг.",
            volume,
            "V = m/ρ.",
        )


class Force(Generator):
    """Newton's second law, weight, springs, friction."""

    about: ClassVar[str] = "силы: второй закон Ньютона, тяжесть, упругость, трение"
    kind: Literal["force"]

    def draw(self, dice: Dice) -> Drawn:
        mass, rate = dice.number(1, 40), Fraction(dice.number(1, 20), dice.one_of((1, 2)))
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"На тело массой {mass} кг действует сила {told(mass * rate)} Н. Найдите ускорение (в м/с²).",
                rate,
                "a = F/m.",
            )
        if shape == 1:
            return number(
                f"Найдите силу тяжести (в Н), действующую на тело массой {mass} кг. g = 10 Н/кг.",
                10 * mass,
                "F = mg.",
            )
        stiff, longer = dice.number(2, 40) * 10, dice.number(1, 20)
        if shape == 2:
            return number(
                f"Жёсткость пружины {stiff} Н/м, её растянули на {longer} см. Найдите силу упругости (в Н).",
                Fraction(stiff * longer, 100),
                "F = kx, x — в метрах.",
            )
        friction = Fraction(dice.number(1, 6), 10)
        return number(
            f"Коэффициент трения {told(friction)}, сила нормального давления {10 * mass} Н. Найдите силу трения скольжения (в Н).",
            friction * 10 * mass,
            "F = μN.",
        )


class Pressure(Generator):
    """Pressure of solids and liquids, Archimedes."""

    about: ClassVar[str] = "давление и сила Архимеда"
    kind: Literal["pressure"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 2)
        if shape == 0:
            area, force = Fraction(dice.number(1, 20), 10), dice.number(2, 60) * 10
            if (force / area).denominator != 1:
                return Drawn("number", "")
            return number(
                f"Сила {force} Н действует на площадь {told(area)} м². Найдите давление (в Па).",
                force / area,
                "p = F/S.",
            )
        if shape == 1:
            depth = dice.number(1, 60)
            return number(
                f"Найдите давление воды (в кПа) на глубине {depth} м. Плотность воды 1000 кг/м³, g = 10 Н/кг, атмосферное давление не учитывайте.",
                10 * depth,
                "p = ρgh.",
            )
        volume = Fraction(dice.number(1, 50), 1000)
        return number(
            f"Тело объёмом {told(volume)} м³ полностью погружено в воду (1000 кг/м³). Найдите силу Архимеда (в Н), g = 10 Н/кг.",
            10_000 * volume,
            "F = ρgV.",
        )


class Work(Generator):
    """Work, power, energy, efficiency."""

    about: ClassVar[str] = "работа, мощность, энергия, КПД"
    kind: Literal["work"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 4)
        force, way, time = (
            dice.number(2, 50) * 10,
            dice.number(2, 20),
            dice.one_of((2, 4, 5, 10, 20)),
        )
        if shape == 0:
            return number(
                f"Сила {force} Н переместила тело на {way} м по своему направлению. Найдите работу (в Дж).",
                force * way,
                "A = Fs.",
            )
        if shape == 1:
            return number(
                f"За {time} с совершена работа {force * time} Дж. Найдите мощность (в Вт).",
                force,
                "N = A/t.",
            )
        mass, speed, height = dice.number(1, 20), 2 * dice.number(1, 10), dice.number(1, 30)
        if shape == 2:
            return number(
                f"Найдите кинетическую энергию (в Дж) тела массой {mass} кг при скорости {speed} м/с.",
                Fraction(mass * speed * speed, 2),
                "E = mv²/2.",
            )
        if shape == 3:
            return number(
                f"Найдите потенциальную энергию (в Дж) тела массой {mass} кг на высоте {height} м, g = 10 Н/кг.",
                10 * mass * height,
                "E = mgh.",
            )
        useful, rate = dice.number(2, 40) * 20, dice.one_of((20, 25, 40, 50, 80))
        return number(
            f"Полезная работа {useful} Дж, КПД механизма {rate} %. Найдите полную работу (в Дж).",
            Fraction(useful * 100, rate),
            "η = полезная : полная.",
        )


class Heat(Generator):
    """Heating, melting, fuel."""

    about: ClassVar[str] = "количество теплоты"
    kind: Literal["heat"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 2)
        mass, change = Fraction(dice.number(1, 30), 10), 5 * dice.number(1, 16)
        if shape == 0:
            name, heat = dice.one_of(
                (("воды", 4200), ("льда", 2100), ("железа", 460), ("меди", 400), ("алюминия", 920))
            )
            start = dice.number(1, 15)
            return number(
                f"Сколько теплоты (в кДж) нужно, чтобы нагреть {told(mass)} кг {name} с {start} до {start + change} °C? Удельная теплоёмкость {heat} Дж/(кг·°C).",
                heat * mass * change / 1000,
                "Q = cm(t₂ − t₁).",
            )
        if shape == 1:
            return number(
                f"Сколько теплоты (в кДж) нужно, чтобы расплавить {told(mass)} кг льда при 0 °C? Удельная теплота плавления 330 кДж/кг.",
                330 * mass,
                "Q = λm.",
            )
        return number(
            f"Сколько теплоты (в МДж) выделится при сгорании {told(mass)} кг дров? Удельная теплота сгорания 10 МДж/кг.",
            10 * mass,
            "Q = qm.",
        )


class Electricity(Generator):
    """Ohm's law, power, circuits."""

    about: ClassVar[str] = "закон Ома, мощность тока, соединения"
    kind: Literal["electricity"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 4)
        current, resistance = (
            Fraction(dice.number(1, 20), dice.one_of((1, 2, 10))),
            dice.number(2, 60),
        )
        if shape == 0:
            return number(
                f"Напряжение на резисторе {told(current * resistance)} В, сопротивление {resistance} Ом. Найдите силу тока (в А).",
                current,
                "I = U/R.",
            )
        if shape == 1:
            return number(
                f"Сила тока {told(current)} А, сопротивление {resistance} Ом. Найдите напряжение (в В).",
                current * resistance,
                "U = IR.",
            )
        if shape == 2:
            one, two = dice.number(2, 40), dice.number(2, 40)
            return number(
                f"Резисторы {one} Ом и {two} Ом соединены последовательно. Найдите общее сопротивление (в Ом).",
                one + two,
                "Сопротивления складываются.",
            )
        if shape == 3:
            common, ratio = dice.number(2, 12), dice.number(2, 5)
            one, two = (
                common * (ratio + 1),
                common * (ratio + 1) // ratio if common * (ratio + 1) % ratio == 0 else 0,
            )
            if not two:
                return Drawn("number", "")
            return number(
                f"Резисторы {one} Ом и {two} Ом соединены параллельно. Найдите общее сопротивление (в Ом).",
                Fraction(one * two, one + two),
                "R = R₁R₂/(R₁ + R₂).",
            )
        voltage = dice.one_of((12, 36, 110, 220))
        amperes = Fraction(dice.number(1, 20), 2)
        return number(
            f"Прибор включён в сеть {voltage} В, сила тока {told(amperes)} А. Найдите мощность (в Вт).",
            voltage * amperes,
            "P = UI.",
        )


class Waves(Generator):
    """Period, frequency, wave length; reflection, lens."""

    about: ClassVar[str] = "колебания, волны, свет"
    kind: Literal["waves"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 4)
        if shape == 0:
            period = Fraction(1, dice.one_of((2, 4, 5, 8, 10, 20, 50)))
            return number(
                f"Период колебаний {told(period)} с. Найдите частоту (в Гц).",
                1 / period,
                "ν = 1/T.",
            )
        if shape == 1:
            length, frequency = Fraction(dice.number(1, 40), 2), dice.number(2, 60)
            return number(
                f"Длина волны {told(length)} м, частота {frequency} Гц. Найдите скорость волны (в м/с).",
                length * frequency,
                "v = λν.",
            )
        if shape == 2:
            angle = dice.number(10, 80)
            return number(
                f"Угол падения луча на зеркало {angle}°. Найдите угол между падающим и отражённым лучами (в градусах).",
                2 * angle,
                "Угол отражения равен углу падения.",
            )
        if shape == 3:
            power = dice.one_of((2, 4, 5, 8, 10))
            return number(
                f"Оптическая сила линзы {power} дптр. Найдите фокусное расстояние (в см).",
                Fraction(100, power),
                "F = 1/D.",
            )
        count, seconds = dice.number(10, 90), dice.one_of((5, 10, 20, 30))
        return (
            number(
                f"Маятник за {seconds} с совершил {counted(count, 'колебание', 'колебания', 'колебаний')}. Найдите частоту (в Гц).",
                Fraction(count, seconds),
                "ν = N/t.",
            )
            if (Fraction(count, seconds) * 100).denominator == 1
            else Drawn("number", "")
        )


class Nucleus(Generator):
    """Protons and neutrons, decays, half-life."""

    about: ClassVar[str] = "строение ядра и радиоактивность"
    kind: Literal["nucleus"]

    def draw(self, dice: Dice) -> Drawn:
        name, charge, mass = dice.one_of(
            (
                ("лития", 3, 7),
                ("углерода", 6, 12),
                ("кислорода", 8, 16),
                ("натрия", 11, 23),
                ("алюминия", 13, 27),
                ("фосфора", 15, 31),
                ("калия", 19, 39),
                ("железа", 26, 56),
                ("урана", 92, 238),
                ("радия", 88, 226),
            )
        )
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"В ядре {name} {counted(charge, 'протон', 'протона', 'протонов')}, массовое число {mass}. Сколько в ядре нейтронов?",
                mass - charge,
                f"{mass} − {charge}.",
            )
        alphas, betas = dice.number(1, 5), dice.number(0, 4)
        if shape == 1:
            return number(
                f"Ядро с массовым числом {mass + 60} испытало α-распадов: {alphas}. Каким стало массовое число?",
                mass + 60 - 4 * alphas,
                "Каждый α-распад уносит 4.",
            )
        if shape == 2:
            return number(
                f"Ядро с зарядовым числом {charge + 40} испытало α-распадов: {alphas}, β-распадов (электронных): {betas}. Каким стало зарядовое число?",
                charge + 40 - 2 * alphas + betas,
                "α уносит 2, электронный β прибавляет 1.",
            )
        halves = dice.number(1, 4)
        days = dice.number(2, 12)
        return number(
            f"Период полураспада {counted(days, 'день', 'дня', 'дней')}. Какая доля ядер (в процентах) останется через {counted(days * halves, 'день', 'дня', 'дней')}?",
            Fraction(100, 2**halves),
            f"Прошло периодов: {halves}.",
        )
