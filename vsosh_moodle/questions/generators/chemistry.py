"""Sums of school chemistry: formulas, moles, solutions, gases; and ratios of genetics."""

from fractions import Fraction
from typing import ClassVar, Literal

from vsosh_moodle.questions.generator import Dice, Generator, counted, told
from vsosh_moodle.questions.question import Drawn, number

MASSES = {
    "H": 1,
    "C": 12,
    "N": 14,
    "O": 16,
    "Na": 23,
    "Mg": 24,
    "Al": 27,
    "S": 32,
    "K": 39,
    "Ca": 40,
    "Fe": 56,
    "Cu": 64,
    "P": 31,
    "Zn": 65,
    "Ba": 137,
}
"""Relative atomic masses rounded as in school; chlorine is left out for its half."""

SUBSTANCES: dict[str, tuple[tuple[str, int], ...]] = {
    "H₂O": (("H", 2), ("O", 1)), "CO₂": (("C", 1), ("O", 2)), "H₂SO₄": (("H", 2), ("S", 1), ("O", 4)),
    "HNO₃": (("H", 1), ("N", 1), ("O", 3)), "NaOH": (("Na", 1), ("O", 1), ("H", 1)), "CaO": (("Ca", 1), ("O", 1)),
    "Ca(OH)₂": (("Ca", 1), ("O", 2), ("H", 2)), "CaCO₃": (("Ca", 1), ("C", 1), ("O", 3)), "Fe₂O₃": (("Fe", 2), ("O", 3)),
    "Al₂O₃": (("Al", 2), ("O", 3)), "CuO": (("Cu", 1), ("O", 1)), "MgO": (("Mg", 1), ("O", 1)), "SO₂": (("S", 1), ("O", 2)),
    "SO₃": (("S", 1), ("O", 3)), "NH₃": (("N", 1), ("H", 3)), "CH₄": (("C", 1), ("H", 4)), "C₂H₆": (("C", 2), ("H", 6)),
    "C₂H₄": (("C", 2), ("H", 4)), "Na₂CO₃": (("Na", 2), ("C", 1), ("O", 3)), "K₂SO₄": (("K", 2), ("S", 1), ("O", 4)),
    "P₂O₅": (("P", 2), ("O", 5)), "H₃PO₄": (("H", 3), ("P", 1), ("O", 4)), "CuSO₄": (("Cu", 1), ("S", 1), ("O", 4)),
    "KOH": (("K", 1), ("O", 1), ("H", 1)), "C₂H₅OH": (("C", 2), ("H", 6), ("O", 1)), "C₆H₁₂O₆": (("C", 6), ("H", 12), ("O", 6)),
}  # fmt: skip


def molar_mass(formula: str) -> int:
    """Return the molar mass of a substance of the list, g/mol."""
    return sum(MASSES[element] * count for element, count in SUBSTANCES[formula])


class MolarMass(Generator):
    """The molar mass of a substance."""

    about: ClassVar[str] = "молярная масса вещества"
    kind: Literal["molar-mass"]

    def draw(self, dice: Dice) -> Drawn:
        formula = dice.one_of(sorted(SUBSTANCES))
        parts = " + ".join(f"{count} · {MASSES[element]}" for element, count in SUBSTANCES[formula])
        return number(
            f"Найдите молярную массу {formula} (г/моль). Атомные массы округляйте до целых.",
            molar_mass(formula),
            f"{parts}.",
        )


class Moles(Generator):
    """Mass, amount, number of particles, volume of a gas."""

    about: ClassVar[str] = "количество вещества, масса, объём газа"
    kind: Literal["moles"]

    def draw(self, dice: Dice) -> Drawn:
        formula = dice.one_of(sorted(SUBSTANCES))
        mass, amount = molar_mass(formula), Fraction(dice.number(1, 20), dice.one_of((2, 4, 5, 10)))
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"Найдите массу (в граммах) {told(amount)} моль {formula}. Молярная масса {mass} г/моль.",
                amount * mass,
                "m = nM.",
            )
        if shape == 1:
            return number(
                f"Найдите количество вещества (в моль) в {told(amount * mass)} г {formula}. Молярная масса {mass} г/моль.",
                amount,
                "n = m/M.",
            )
        gas = dice.one_of(("кислорода", "водорода", "азота", "углекислого газа"))
        if shape == 2:
            return number(
                f"Какой объём (в литрах, н. у.) занимают {told(amount)} моль {gas}? Молярный объём 22,4 л/моль.",
                amount * Fraction(224, 10),
                "V = nVm.",
            )
        return number(
            f"Сколько моль {gas} занимают {told(amount * Fraction(224, 10))} л (н. у.)? Молярный объём 22,4 л/моль.",
            amount,
            "n = V/Vm.",
        )


class MassShare(Generator):
    """The share of an element in a substance."""

    about: ClassVar[str] = "массовая доля элемента"
    kind: Literal["mass-share"]

    def draw(self, dice: Dice) -> Drawn:
        formula = dice.one_of(
            (
                "CaCO₃",
                "SO₃",
                "SO₂",
                "NaOH",
                "Fe₂O₃",
                "CuO",
                "MgO",
                "CH₄",
                "C₂H₆",
                "CuSO₄",
                "C₆H₁₂O₆",
            )
        )
        element, count = dice.one_of(SUBSTANCES[formula])
        share = Fraction(100 * MASSES[element] * count, molar_mass(formula))
        if (share * 10).denominator != 1:
            return Drawn("number", "")
        return number(
            f"Найдите массовую долю элемента {element} в веществе {formula} (в процентах).",
            share,
            f"{count} · {MASSES[element]} : {molar_mass(formula)} · 100.",
        )


class Solution(Generator):
    """The share of what is dissolved."""

    about: ClassVar[str] = "массовая доля растворённого вещества"
    kind: Literal["solution"]

    def draw(self, dice: Dice) -> Drawn:
        rate, mass = dice.one_of((2, 4, 5, 8, 10, 12, 15, 20, 25, 30)), dice.number(2, 20) * 20
        part = Fraction(mass * rate, 100)
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"Сколько граммов соли в {mass} г раствора с массовой долей соли {rate} %?",
                part,
                f"{mass} · {told(Fraction(rate, 100))}.",
            )
        if shape == 1:
            return number(
                f"В {told(mass - part)} г воды растворили {told(part)} г соли. Найдите массовую долю соли в растворе (в процентах).",
                rate,
                f"{told(part)} : {mass} · 100.",
            )
        if shape == 2:
            return number(
                f"Сколько граммов воды нужно взять, чтобы приготовить {mass} г раствора с массовой долей соли {rate} %?",
                mass - part,
                f"Соли {told(part)} г, остальное — вода.",
            )
        return number(
            f"К {mass} г раствора с массовой долей соли {2 * rate} % добавили {mass} г воды. Найдите новую массовую долю соли (в процентах).",
            rate,
            "Соль та же, раствора вдвое больше.",
        )


class Oxidation(Generator):
    """The state of oxidation of an element in a formula."""

    about: ClassVar[str] = "степень окисления"
    kind: Literal["oxidation"]

    def draw(self, dice: Dice) -> Drawn:
        formula, element, state = dice.one_of((
            ("H₂SO₄", "S", 6), ("H₂SO₃", "S", 4), ("H₂S", "S", -2), ("SO₂", "S", 4), ("HNO₃", "N", 5), ("NH₃", "N", -3),
            ("NO₂", "N", 4), ("N₂O", "N", 1), ("HNO₂", "N", 3), ("KMnO₄", "Mn", 7), ("MnO₂", "Mn", 4), ("K₂Cr₂O₇", "Cr", 6),
            ("Cr₂O₃", "Cr", 3), ("HClO₄", "Cl", 7), ("HClO", "Cl", 1), ("HCl", "Cl", -1), ("CO₂", "C", 4), ("CO", "C", 2),
            ("CH₄", "C", -4), ("H₃PO₄", "P", 5), ("PH₃", "P", -3), ("Fe₂O₃", "Fe", 3), ("FeO", "Fe", 2), ("Na₂O₂", "O", -1),
            ("KClO₃", "Cl", 5), ("Na₂SO₃", "S", 4), ("P₂O₃", "P", 3), ("CuO", "Cu", 2), ("Cu₂O", "Cu", 1), ("AlCl₃", "Al", 3),
        ))  # fmt: skip
        return number(
            f"Найдите степень окисления элемента {element} в веществе {formula}.",
            state,
            "Сумма степеней окисления в молекуле равна нулю.",
        )


class Balance(Generator):
    """The sum of coefficients of an equation."""

    about: ClassVar[str] = "коэффициенты в уравнении реакции"
    kind: Literal["balance"]

    def draw(self, dice: Dice) -> Drawn:
        text, total = dice.one_of((
            ("H₂ + O₂ → H₂O", 5), ("N₂ + H₂ → NH₃", 6), ("Fe + O₂ → Fe₃O₄", 6), ("Al + O₂ → Al₂O₃", 9), ("P + O₂ → P₂O₅", 11),
            ("CH₄ + O₂ → CO₂ + H₂O", 6), ("Na + H₂O → NaOH + H₂", 7), ("Fe₂O₃ + CO → Fe + CO₂", 9), ("Al + HCl → AlCl₃ + H₂", 13),
            ("Mg + O₂ → MgO", 5), ("SO₂ + O₂ → SO₃", 5), ("KClO₃ → KCl + O₂", 7), ("Zn + HCl → ZnCl₂ + H₂", 5),
            ("NaOH + H₂SO₄ → Na₂SO₄ + H₂O", 6), ("Ca(OH)₂ + HCl → CaCl₂ + H₂O", 6), ("C₃H₈ + O₂ → CO₂ + H₂O", 13),
            ("NH₃ + O₂ → N₂ + H₂O", 15), ("Fe + Cl₂ → FeCl₃", 7), ("Cu + O₂ → CuO", 5), ("Fe(OH)₃ → Fe₂O₃ + H₂O", 6),
            ("C₂H₄ + O₂ → CO₂ + H₂O", 8), ("H₂S + O₂ → SO₂ + H₂O", 9),
        ))  # fmt: skip
        return number(
            f"Расставьте коэффициенты в уравнении {text}. Запишите сумму всех коэффициентов.",
            total,
            "Атомов каждого элемента слева и справа поровну; коэффициент 1 тоже считается.",
        )


class Genetics(Generator):
    """Crosses of one and two features."""

    about: ClassVar[str] = "моногибридное и дигибридное скрещивание"
    kind: Literal["genetics"]

    def draw(self, dice: Dice) -> Drawn:
        dominant, recessive, plant = dice.one_of(
            (
                ("жёлтые", "зелёные", "семена гороха"),
                ("красные", "жёлтые", "плоды томата"),
                ("пурпурные", "белые", "цветки гороха"),
            )
        )
        count = 4 * dice.number(5, 100)
        shape = dice.number(0, 3)
        rule = f"{dominant.capitalize()} {plant} — доминантный признак, {recessive} — рецессивный."
        if shape == 0:
            return number(
                f"{rule} Скрестили два гетерозиготных растения, получили {counted(count, 'потомка', 'потомка', 'потомков')}. У скольких по расчёту признак рецессивный?",
                count // 4,
                "Расщепление 3 : 1.",
            )
        if shape == 1:
            return number(
                f"{rule} Скрестили гетерозиготное растение с рецессивным, получили {counted(count, 'потомка', 'потомка', 'потомков')}. У скольких по расчёту признак доминантный?",
                count // 2,
                "Расщепление 1 : 1.",
            )
        if shape == 2:
            return number(
                f"{rule} Скрестили два гетерозиготных растения, получили {counted(count, 'потомка', 'потомка', 'потомков')}. Сколько из них по расчёту гетерозиготны?",
                count // 2,
                "По генотипу 1 : 2 : 1.",
            )
        both = 16 * dice.number(2, 40)
        return number(
            f"Скрестили две дигетерозиготы (гены наследуются независимо, доминирование полное), получили {counted(both, 'потомка', 'потомка', 'потомков')}. У скольких по расчёту рецессивны оба признака?",
            both // 16,
            "Расщепление 9 : 3 : 3 : 1.",
        )


class Dna(Generator):
    """Pairs of nucleotides by Chargaff's rule; triplets."""

    about: ClassVar[str] = "ДНК: правило Чаргаффа, триплеты"
    kind: Literal["dna"]

    def draw(self, dice: Dice) -> Drawn:
        rate = dice.number(5, 45)
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"В молекуле ДНК {rate} % адениловых нуклеотидов. Сколько процентов гуаниловых?",
                50 - rate,
                "А = Т, Г = Ц, вместе 100 %.",
            )
        amino = dice.number(20, 400)
        if shape == 1:
            return number(
                f"Белок состоит из {counted(amino, 'аминокислоты', 'аминокислот', 'аминокислот')}. Сколько нуклеотидов участка иРНК их кодируют (без стоп-кодона)?",
                3 * amino,
                "Аминокислоту кодируют три нуклеотида.",
            )
        return number(
            f"Участок гена содержит {counted(3 * amino, 'нуклеотид', 'нуклеотида', 'нуклеотидов')} в кодирующей цепи. Сколько аминокислот он кодирует?",
            amino,
            f"{3 * amino} : 3.",
        )
