"""Reports to render: one with everything that can go wrong in it, one as a school has it."""

import random
from datetime import date

from vsosh_moodle.reports.document.model import (
    Block,
    Chart,
    Column,
    Hidden,
    Paragraph,
    Report,
    Section,
    Table,
    Value,
)

LONG_WORD = "Рентгеноэлектрокардиографического" * 2
HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "+7 918 000",
    "-1",
    "@SUM(A1)",
    "\tтаб",
    "<b>&amp;</b>",
)
SMALL, DERIVED = Hidden(), Hidden(small=False)
CLASSES = [f"{grade}{letter}" for grade in range(7, 13) for letter in "АБВГД"]
SUBJECTS = (
    "Математика", "Русский язык", "Физика", "Химия", "Биология", "История", "Обществознание",
    "География", "Информатика", "Английский язык", "Литература",
    "Основы безопасности и защиты Родины",
)  # fmt: skip


def full_report(*, named: bool = True) -> Report:
    """A report of every kind of block, with hidden and missing numbers everywhere."""
    return Report(
        kind="year",
        title="Отчёт о реализации проекта «Дистанционное обучение» & <прочее>",
        school="МБОУ ВСОШ № 2",
        period="2026/27 учебный год",
        as_of="25 мая 2027 года",
        named=named,
        lead=("Данные Moodle на 25.05.2027", "Подготовлено для педагогического совета"),
        signatures=(("Директор", "Сидакова А. Б."), ("Заместитель директора по УВР", "")),
        made="Составлено программой vsosh-moodle 25.05.2027",
        fields={"coverage": 45.3, "pupils": 1000, "day": date(2027, 5, 25), "none": None},
        sections=(_texts(), _kinds(), _charts(), _wide(), _appendix()),
    )


def _texts() -> Section:
    return Section(
        "know",
        "Что нужно знать об этих цифрах",
        (
            Paragraph("Отчёт составлен по снимку от 25.05.2027.", style="lead"),
            Paragraph(
                "Курс «Химия» без отслеживания выполнения: в охват не вошёл.", style="warning"
            ),
            Paragraph("Охват составил 45,3 % (453 из 1000 чел.), план — до 50 %.", draft=True),
            Paragraph("Активен — выполнил хотя бы один элемент.", style="item"),
            Paragraph("Ученик считается один раз за период.", style="item"),
            Paragraph("Проверьте действующую редакцию норм.", style="note"),
        ),
        number="1",
    )


def _kinds() -> Section:
    columns = (
        Column("Показатель", width=30),
        Column("Класс", "text"),
        Column("Учеников", "people", total="sum"),
        Column("Активны", "people", total="distinct", note="хотя бы один элемент за период"),
        Column("Охват", "percent", of=(3, 2)),
        Column("Работ на ученика", "decimal", total="average"),
        Column("Последний вход", "date"),
        Column("Отметка", "mark"),
        Column("К прошлому году", "change"),
        Column("Записей", "count", total="sum"),
    )
    rows: list[tuple[Value, ...]] = [
        ("Очная", "7А", 25, 20, 80.0, 3.4567, date(2027, 5, 1), 4, 3.2, 1234567),
        ("Заочная", "12Б", 40, 10, 25.0, 0.5, None, 3.85, -12.25, 0),
        (LONG_WORD, "9В", SMALL, SMALL, DERIVED, None, date(2027, 1, 9), 5, 0, 17),
        ("Очно-заочная", "10Г", None, None, None, 2.0, None, None, None, 4),
        *((text, "8А", 10, 5, 50.0, 1.0, date(2026, 9, 1), 4, 1, 2) for text in HOSTILE),
    ]
    return Section(
        "kinds",
        "Показатели",
        (
            Table(
                "kinds",
                "Все виды столбцов",
                columns,
                tuple(rows),
                totals=("", None, None, DERIVED, DERIVED, None, None, None, None, None),
                source="снимок от 25.05.2027, реестр контингента",
                note="Ученик нескольких классов считается один раз.",
            ),
            Table(
                "sums",
                "Охват по классам",
                (
                    Column("Класс"),
                    Column("Учеников", "people", total="sum"),
                    Column("Активны", "people", total="sum"),
                    Column("Охват", "percent", of=(2, 1)),
                    Column("Средняя отметка", "mark", total="average"),
                ),
                tuple(
                    (name, 20 + place, 9 + place, (9 + place) / (20 + place) * 100, 3 + place / 30)
                    for place, name in enumerate(CLASSES)
                ),
                totals=("", None, None, 693 / 1035 * 100 + 0, None),
            ),
            Table("empty", "Пустая таблица", (Column("Класс"), Column("Учеников", "people")), ()),
            Table(
                "names",
                "Не входили больше 14 дней",
                (Column("Ученик"), Column("Класс"), Column("Последний вход", "date")),
                (("Калоев Сармат", "9А", date(2027, 4, 1)), ("Алёна -1", "9Б", None)),
                people=0,
            ),
        ),
        number="2",
    )


def _charts() -> Section:
    table = Table(
        "subjects",
        "Востребованность предметов",
        (
            Column("Предмет"),
            Column("Активны", "people"),
            Column("Записаны", "people"),
            Column("Доля активных", "percent", of=(1, 2)),
            Column("Прошлый год", "percent"),
        ),
        tuple(
            (name, SMALL, SMALL, DERIVED, None)
            if place == 3
            else (name, 90 - 7 * place, 100, 90.0 - 7 * place, 80.0 - 5 * place)
            for place, name in enumerate((*SUBJECTS, LONG_WORD, "Курс $x_1$ за $5"))
        ),
    )
    months = Table(
        "months",
        "Охват по месяцам",
        (Column("Месяц"), Column("2026/27", "percent"), Column("2025/26", "percent")),
        tuple(
            (month, share, share and share - 6)
            for month, share in zip(
                ("сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май"),
                (12.0, 21.5, 27.0, 30.4, None, 38.8, 41.0, 44.2, 45.3),
                strict=True,
            )
        ),
    )
    funnel = Table(
        "funnel",
        "Воронка входа",
        (Column("Шаг"), Column("Учеников", "people")),
        (("Выдан логин", 1000), ("Вошли", 812), ("Активны", 453), ("Завершили курс", 61), ("Без долгов", SMALL)),
    )  # fmt: skip
    forms = Table(
        "forms",
        "Формы обучения по классам",
        (Column("Параллель"), Column("Очная", "people"), Column("Очно-заочная", "people"), Column("Заочная", "people")),
        tuple((f"{grade} кл.", 60 - grade, 10 + grade, 3 * grade) for grade in range(7, 13)),
    )  # fmt: skip
    blocks: list[Block] = [table, months, funnel, forms]
    blocks += [
        Chart("bar", "Доля активных по предметам", "bar", "subjects", 0, (3, 4), "%", 50.0,
              "Чаще всего работали в курсе математики.", "план — до 50 %"),
        Chart("bar1", "Активные по предметам", "bar", "subjects", 0, (1,), "чел."),
        Chart("column", "Доля активных по месяцам", "column", "months", 0, (1, 2), "%", 50.0,
              "Охват рос весь год.", "план — до 50 %"),
        Chart("line", "Охват по месяцам", "line", "months", 0, (1, 2), "%", 50.0, "Охват рос."),
        Chart("stacked", "Формы обучения", "stacked", "forms", 0, (1, 2, 3), "чел."),
        Chart("stacked2", "Формы обучения лёжа", "stacked", "subjects", 0, (1, 2), "чел."),
        Chart("funnel", "Воронка входа", "funnel", "funnel", 0, (1,), "чел.", alt="Вошли 812 из 1000."),
        Chart("nothing", "Нечего рисовать", "bar", "empty", 0, (1,)),
    ]  # fmt: skip
    return Section("charts", "Рисунки", tuple(blocks), number="3", page=True)


def _wide() -> Section:
    dice = random.Random(5)
    heat = Table(
        "heat",
        "Активность по неделям",
        (Column("Класс"), *(Column(f"{week} нед.", "percent") for week in range(1, 61))),
        tuple(
            (name, *(None if week % 17 == 3 else SMALL if week % 23 == 4 else dice.randint(0, 100)
                     for week in range(60)))
            for name in CLASSES
        ),
        heat=True,
    )  # fmt: skip
    weeks = Table(
        "weeks",
        "Активность по четвертям",
        (Column("Класс"), *(Column(f"{week}.09–{week + 6}.09", "people") for week in range(1, 15))),
        tuple((name, *(dice.randint(5, 30) for _week in range(14))) for name in CLASSES[:12]),
        heat=True,
    )
    return Section(
        "heat",
        "Тепловая карта",
        (
            heat,
            Chart("heat", "Активность по неделям", "heatmap", "heat", 0, tuple(range(1, 61)), "%"),
            weeks,
            Chart("weeks", "Активность по четвертям", "heatmap", "weeks", 0, tuple(range(1, 15)), "чел."),
        ),
        number="4",
    )  # fmt: skip


def _appendix() -> Section:
    return Section(
        "appendix",
        "Ведомость",
        (
            Table(
                "sheet",
                "Ведомость учеников",
                (
                    Column("№", "count"),
                    Column("Ученик", width=30),
                    Column("Класс"),
                    Column("Выполнено", "count", total="sum"),
                    Column("Всего", "count", total="sum"),
                    Column("Доля", "percent", of=(3, 4)),
                    Column("Отметка", "mark"),
                ),
                tuple(
                    (
                        place,
                        f"Ученик {place}",
                        CLASSES[place % 30],
                        place % 21,
                        20,
                        place % 21 * 5.0,
                        3,
                    )
                    for place in range(1, 1001)
                ),
                totals=("", "", "", None, None, None, None),
                people=1,
                internal=True,
            ),
        ),
        number="П1",
        page=True,
    )


def year_report() -> Report:
    """A year report as a school of a thousand pupils has it: 12 sections, 12 charts, long appendices."""
    dice = random.Random(11)
    sections = []
    for number in range(1, 13):
        classes = Table(
            f"classes{number}",
            f"Охват по классам, раздел {number}",
            (
                Column("Класс"),
                Column("Учеников", "people", total="sum"),
                Column("Активны", "people", total="sum"),
                Column("Охват", "percent", of=(2, 1)),
                Column("Прошлый год", "percent"),
                Column("Изменение", "change"),
            ),
            tuple(
                (name, 33, active, active / 33 * 100, 40.0, active / 33 * 100 - 40)
                for name in CLASSES
                for active in (dice.randint(5, 33),)
            ),
            totals=("", None, None, None, None, None),
            source="снимок от 25.05.2027",
        )
        weeks = Table(
            f"weeks{number}",
            "Активность по неделям",
            (Column("Класс"), *(Column(f"{week}", "percent") for week in range(1, 37))),
            tuple((name, *(dice.randint(0, 100) for _week in range(36))) for name in CLASSES),
            heat=True,
        )
        kind, of, series, unit = (
            ("heatmap", weeks, tuple(range(1, 37)), "%")
            if number == 5
            else (("column", "bar", "line", "stacked")[number % 4], classes, (3, 4), "%")
        )
        chart = Chart(
            f"chart{number}", f"Охват, раздел {number}", kind, of.key, 0, series, unit, 50.0  # type: ignore[arg-type]
        )  # fmt: skip
        texts = tuple(
            Paragraph(f"Охват составил {dice.randint(20, 60)} % учеников.", draft=True)
            for _n in range(3)
        )
        blocks: tuple[Block, ...] = (*texts, classes, chart)
        if number == 5:
            blocks = (*texts, weeks, chart)
        sections.append(Section(f"s{number}", f"Раздел {number}", blocks, str(number)))
    appendix = full_report().sections[-1]
    return Report(
        "year", "Отчёт о реализации проекта", "МБОУ ВСОШ № 2", "2026/27 учебный год",
        "25.05.2027", (*sections, appendix), named=True,
    )  # fmt: skip
