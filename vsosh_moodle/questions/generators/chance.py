"""Probability, statistics, combinations, money."""

from fractions import Fraction
from math import comb, factorial
from statistics import median
from typing import ClassVar, Literal

from vsosh_moodle.questions.generator import Dice, Generator, counted, told
from vsosh_moodle.questions.question import Drawn, number


class Probability(Generator):
    """Classical probability of everyday things."""

    about: ClassVar[str] = "классическая вероятность"
    kind: Literal["probability"]

    def draw(self, dice: Dice) -> Drawn:
        whole = dice.one_of((10, 20, 25, 40, 50, 80, 100, 125, 200))
        part = dice.number(2, whole - 1)
        if part % 10 == 1:
            return Drawn("number", "")
        shape = dice.number(0, 3)
        if shape == 0:
            return number(
                f"В сборнике {whole} билетов, в {part} из них есть вопрос о графиках. Найдите вероятность, что в случайном билете он есть.",
                Fraction(part, whole),
                f"{part} : {whole}.",
            )
        if shape == 1:
            return number(
                f"Из {whole} лампочек {part} неисправны. Найдите вероятность, что случайная лампочка исправна.",
                Fraction(whole - part, whole),
                f"Исправных {whole - part}: {whole - part} : {whole}.",
            )
        if shape == 2:
            rate = Fraction(dice.number(1, 99), 100)
            return number(
                f"Вероятность, что автобус опоздает, равна {told(rate)}. Найдите вероятность, что он не опоздает.",
                1 - rate,
                f"1 − {told(rate)}.",
            )
        one, two = Fraction(dice.number(1, 9), 10), Fraction(dice.number(1, 9), 10)
        return number(
            f"Стрелок попадает в мишень с вероятностью {told(one)}, другой — с вероятностью {told(two)}. Найдите вероятность, что попадут оба.",
            one * two,
            f"События независимы: {told(one)} · {told(two)}.",
        )


class DiceSum(Generator):
    """Two dice: how many outcomes give a sum."""

    about: ClassVar[str] = "два кубика"
    kind: Literal["dice-sum"]

    def draw(self, dice: Dice) -> Drawn:
        total = dice.number(2, 12)
        ways = 6 - abs(total - 7)
        bound = dice.number(4, 11)
        if dice.number(0, 1):
            return number(
                f"Бросают два кубика. Сколько исходов дают в сумме {total}?",
                ways,
                f"Всего исходов 36, с суммой {total} — {ways}.",
            )
        count = sum(6 - abs(one - 7) for one in range(bound, 13))
        return number(
            f"Бросают два кубика. Сколько исходов дают в сумме не меньше {bound}?",
            count,
            f"Переберите суммы от {bound} до 12.",
        )


class Statistics(Generator):
    """Mean, median, range of a row."""

    about: ClassVar[str] = "среднее, медиана, размах"
    kind: Literal["statistics"]

    def draw(self, dice: Dice) -> Drawn:
        row = [dice.number(1, 30) for _place in range(dice.one_of((4, 5, 5, 8)))]
        shown = "; ".join(map(str, row))
        shape = dice.number(0, 2)
        if shape == 0:
            return number(
                f"Найдите среднее арифметическое чисел {shown}.",
                Fraction(sum(row), len(row)),
                f"Сумма {sum(row)}, чисел {len(row)}.",
            )
        ordered = "; ".join(map(str, sorted(row)))
        if shape == 1:
            return number(
                f"Найдите медиану ряда {shown}.", Fraction(median(row)), f"По порядку: {ordered}."
            )
        return number(
            f"Найдите размах ряда {shown}.", max(row) - min(row), f"{max(row)} − {min(row)}."
        )


class Combinations(Generator):
    """Choices and orders."""

    about: ClassVar[str] = "комбинаторика"
    kind: Literal["combinations"]

    def draw(self, dice: Dice) -> Drawn:
        count, some = dice.number(4, 9), dice.number(2, 3)
        shape = dice.number(0, 2)
        if shape == 0:
            few = dice.number(3, 6)
            return number(
                f"Сколькими способами можно расставить на полке {few} разных книг?",
                factorial(few),
                f"{few}! = {factorial(few)}.",
            )
        if shape == 1:
            return number(
                f"Сколькими способами из {count} человек можно выбрать {some} дежурных?",
                comb(count, some),
                "Порядок не важен — число сочетаний.",
            )
        one, two, three = dice.number(2, 6), dice.number(2, 6), dice.number(2, 4)
        return number(
            f"В столовой {counted(one, 'суп', 'супа', 'супов')}, {counted(two, 'второе блюдо', 'вторых блюда', 'вторых блюд')} и {counted(three, 'напиток', 'напитка', 'напитков')}. Сколько разных обедов из трёх блюд можно выбрать?",
            one * two * three,
            "Перемножьте числа вариантов.",
        )


class Deposit(Generator):
    """Interest of a deposit for a year and for two."""

    about: ClassVar[str] = "вклады: простые и сложные проценты"
    kind: Literal["deposit"]

    def draw(self, dice: Dice) -> Drawn:
        money, rate = dice.number(1, 40) * 5000, dice.one_of((5, 6, 8, 10, 12, 15, 20))
        year = money + Fraction(money * rate, 100)
        if dice.number(0, 1):
            return number(
                f"Вклад {money} рублей под {rate} % годовых. Сколько рублей будет на счёте через год?",
                year,
                f"{money} + {told(year - money)}.",
            )
        return number(
            f"Вклад {money} рублей под {rate} % годовых, проценты прибавляют к вкладу. Сколько рублей будет через два года?",
            year * Fraction(100 + rate, 100),
            f"Через год {told(year)}, ещё через год — на {rate} % больше.",
        )


class Budget(Generator):
    """Prices, tariffs, discounts of a family."""

    about: ClassVar[str] = "семейный бюджет: скидки, тарифы, налог"
    kind: Literal["budget"]

    def draw(self, dice: Dice) -> Drawn:
        shape = dice.number(0, 4)
        if shape == 0:
            salary = dice.number(20, 90) * 1000
            return number(
                f"Зарплата до вычета налога — {salary} рублей. Сколько рублей получат на руки после вычета налога 13 %?",
                salary * Fraction(87, 100),
                f"{salary} · 0,87.",
            )
        if shape == 1:
            price, rate = dice.number(5, 60) * 100, dice.one_of((10, 15, 20, 25, 30, 40))
            return number(
                f"Куртка стоит {price} рублей, скидка {rate} %. Сколько рублей надо заплатить?",
                price * Fraction(100 - rate, 100),
                f"{price} · {told(Fraction(100 - rate, 100))}.",
            )
        if shape == 2:
            before, used, tariff = dice.number(1000, 4000), dice.number(60, 260), dice.number(3, 9)
            return number(
                f"Счётчик показывал {before}, теперь {before + used} кВт·ч. Сколько рублей платить при тарифе {tariff} рублей за кВт·ч?",
                used * tariff,
                f"Израсходовано {used} кВт·ч.",
            )
        if shape == 3:
            income, spent = dice.number(30, 90) * 1000, dice.number(15, 29) * 1000
            share = dice.one_of((10, 20, 25))
            return number(
                f"Доход семьи {income} рублей в месяц, на обязательные платежи уходит {spent}. Из остатка откладывают {share} %. Сколько рублей откладывают?",
                (income - spent) * Fraction(share, 100),
                f"Остаток {income - spent} рублей.",
            )
        loan, months = dice.number(2, 20) * 6000, dice.one_of((6, 12))
        over = dice.one_of((10, 20, 25))
        return number(
            f"Товар за {loan} рублей купили в рассрочку на {months} месяцев с наценкой {over} %. Сколько рублей составит платёж в месяц, если все платежи равны?",
            Fraction(loan * (100 + over), 100 * months),
            f"Всего {told(Fraction(loan * (100 + over), 100))} рублей.",
        )
