"""Where things stand on a sheet: titles, merged blocks, two lists, two levels, leftovers."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook

from tools.ugly_rosters.book import Rows, make_book, sheet_of

PLAIN = ["Фамилия", "Имя", "Отчество", "Дата рождения", "Класс"]
SIGNED = ["", "Классный руководитель _____________ /Вербенко О. К./"]


def clean() -> Workbook:
    """The sheet everybody promises."""
    return make_book(
        {
            "Ученики": [
                [*PLAIN, "Личное дело №"],
                ["Берестов", "Алан", "Казбекович", datetime(2010, 3, 14), "9А", "Б-17"],  # noqa: DTZ001
                ["Заречнева", "Мадина", "Руслановна", datetime(2010, 11, 2), "9А", "З-3"],  # noqa: DTZ001
                ["Клёнов", "Артём", "Олегович", datetime(2009, 7, 30), "10Б", "К-44"],  # noqa: DTZ001
                ["Осокина", "Дзерасса", "", datetime(2009, 1, 9), "10Б", "О-5"],  # noqa: DTZ001
            ]
        }
    )


def sheet_per_class() -> Workbook:
    """A title over each sheet, a total and signatures under it; the class is the sheet's name only."""

    def one(*pupils: tuple[str, str, str, str]) -> Rows:
        return [
            ["Вечерняя (сменная) школа, город Примерный"],
            ["«Утверждаю». Директор ____________ /Озерецкий И. М./"],
            ["Список обучающихся на 01.09.2026"],
            [],
            ["№ п/п", "Фамилия", "Имя", "Отчество", "Д.р."],
            *[[number, *pupil] for number, pupil in enumerate(pupils, start=1)],
            [],
            ["", f"Всего: {len(pupils)}"],
            ["", "из них девочек", 1],
            SIGNED,
            ["", "Директор _____________ /Озерецкий И. М./"],
            ["", "Исполнитель: Вербенко О. К., тел. 00-00-00"],
        ]

    return make_book(
        {
            "9А": one(
                ("Лугов", "Хетаг", "Асланбекович", "01.02.2010"),
                ("Полынина", "Анна", "Олеговна", "15.06.2010"),
                ("Рябинин", "Лев", "Сосланович", "30.12.2009"),
            ),
            "9 «Б»": one(
                ("Тропинин", "Инал", "Аланович", "07.07.2010"),
                ("Родникова", "Яна", "Георгиевна", "19.05.2010"),
            ),
            " 10-а кл.": one(
                ("Стрижов", "Юрий", "Эдуардович", "23.02.2009"),
                ("Вьюгина", "Нино", "Заурбековна", "08.03.2009"),
            ),
            "Лист4": [],
        }
    )


def merged_class() -> Workbook:
    """The class is written once and the cell is merged down; the last row is outside the block."""

    def dress(book: Workbook) -> None:
        sheet = sheet_of(book, "Список")
        for block in ("A3:A5", "A6:A8", "A1:D1"):
            sheet.merge_cells(block)

    return make_book(
        {
            "Список": [
                ["Списки классов"],
                ["Класс", "Фамилия", "Имя", "Отчество"],
                ["8А", "Журавкин", "Тимур", "Русланович"],
                ["", "Облакова", "Лана", "Казбековна"],
                ["", "Звонарёв", "Никита", "Олегович"],
                ["8 «Б»", "Щеглова", "Тамара", "Ахсаровна"],
                ["", "Ёлкин", "Семён", "Александрович"],
                ["", "Верстова", "Ольга", "Эдуардовна"],
                ["", "Колосков", "Батраз", "Заурбекович"],
            ]
        },
        dress,
    )


def separator_rows() -> Workbook:
    """A row across the table says the class, and each class ends with its own total."""

    def dress(book: Workbook) -> None:
        sheet = sheet_of(book, "Лист1")
        for row in (2, 6, 10):
            sheet.merge_cells(f"A{row}:D{row}")

    return make_book(
        {
            "Лист1": [
                ["№", "Ф.И.О.", "Дата рождения", "Телефон"],
                ["9 «А» класс"],
                [1, "Маслёнкин Давид Таймуразович", "11.04.2010", "8 900 000-00-01"],
                [2, "Ковылёва Алина Сослановна", "05.10.2010", ""],
                ["", "Всего: 2"],
                ["9 «Б» класс, классный руководитель Дубравина А. А."],
                [1, "Оврагов Матвей Георгиевич", "28.08.2010", ""],
                [2, "Степнова Софья Алановна", "17.01.2010", ""],
                ["", "Итого по классу: 2"],
                ["11 КЛАСС"],
                [1, "Хвощёв Андрей Олегович", "02.02.2008", ""],
                ["", "Всего по школе: 5"],
            ]
        },
        dress,
    )


def parents() -> Workbook:
    """Two levels of header: the pupil's columns, then mother's and father's."""

    def dress(book: Workbook) -> None:
        sheet = sheet_of(book, "8В")
        for block in ("A1:H1", "A2:A3", "B2:D2", "E2:E3", "F2:G2", "H2:I2", "J2:J3"):
            sheet.merge_cells(block)

    top = [
        "№", "Обучающийся", "", "", "Дата рождения", "Мать (законный представитель)", "",
        "Отец (законный представитель)", "", "Адрес",
    ]  # fmt: skip
    low = ["", "Фамилия", "Имя", "Отчество", "", "ФИО", "Телефон", "ФИО", "Телефон", ""]
    return make_book(
        {
            "8В": [
                ["Сведения об обучающихся и родителях"],
                top,
                low,
                [
                    1, "Цветков", "Максим", "Эдуардович", date(2011, 5, 6),
                    "Цветкова Жанна Львовна", "+7 900 000-00-11",
                    "Цветков Эдуард Ильич", "+7 900 000-00-12", "ул. Примерная, 1",
                ],
                [
                    2, "Шиповникова", "Диана", "Руслановна", date(2011, 9, 21),
                    "Эхова Наталия Петровна", "+7 900 000-00-13", "", "", "ул. Примерная, 2",
                ],
            ]
        },
        dress,
    )  # fmt: skip


def two_rows_a_pupil() -> Workbook:
    """Each pupil takes two rows, because there are two parents; the pupil's cells are merged."""

    def dress(book: Workbook) -> None:
        sheet = sheet_of(book, "Родители")
        for top in (2, 4, 6):
            for letter in "ABCD":
                sheet.merge_cells(f"{letter}{top}:{letter}{top + 1}")

    return make_book(
        {
            "Родители": [
                ["№", "ФИО обучающегося", "Дата рождения", "Класс", "ФИО родителя", "Телефон"],
                [1, "Юрьинский Пётр Олегович", "12.12.2009", "10А", "Юрьинская А. А.", "1-11"],
                ["", "", "", "", "Юрьинский О. О.", "1-12"],
                [2, "Приречная Ксения Аслановна", "13.01.2010", "10А", "Приречная Б. Б.", "1-13"],
                ["", "", "", "", "Приречный А. Г.", "1-14"],
                [3, "Луговой Фёдор Ахсарович", "14.02.2010", "10А", "Луговая В. В.", "1-15"],
                ["", "", "", "", "", ""],
            ]
        },
        dress,
    )


def two_lists_below() -> Workbook:
    """Two lists one under the other, the second with its columns in another order."""
    return make_book(
        {
            "Лист1": [
                ["Список 9А класса"],
                ["Фамилия", "Имя", "Отчество", "Дата рождения"],
                ["Полевко", "Илья", "Русланович", "20.01.2010"],
                ["Дзарданова", "Залина", "Казбековна", "21.02.2010"],
                [],
                ["Список 9 «Б» класса"],
                ["№", "Дата рождения", "Имя", "Отчество", "Фамилия"],
                [1, "22.03.2010", "Сослан", "Аланович", "Хумаров"],
                [2, "23.04.2010", "Амина", "Олеговна", "Сагатаева"],
            ]
        }
    )


def two_lists_beside() -> Workbook:
    """Two lists side by side, to save paper."""
    return make_book(
        {
            "Лист1": [
                ["№", "ФИО", "Класс", "", "№", "ФИО", "Класс"],
                [1, "Бутхузов Заур Аланович", "9А", "", 1, "Кардазова Фатима Олеговна", "9Б"],
                [2, "Таугаев Руслан Эдуардович", "9А", "", 2, "Уаллагова Агунда Ахсаровна", "9Б"],
            ]
        }
    )


def summary_sheet() -> Workbook:
    """Sums on the first sheet, the whole school once more on the last."""
    head = ["Фамилия", "Имя", "Дата рождения"]
    return make_book(
        {
            "Свод": [
                ["Класс", "Списочный состав", "Девочек"],
                ["9А", 2, 1],
                ["9Б", 1, 0],
                ["Итого", 3, 1],
            ],
            "9А": [
                head,
                ["Арсамагов", "Чермен", "03.03.2010"],
                ["Гизатова", "Лана", "04.04.2010"],
            ],
            "9Б": [head, ["Цагарданов", "Давид", "05.05.2010"]],
            "Сводная": [
                ["Класс", *head],
                ["9А", "Арсамагов", "Чермен", "03.03.2010"],
                ["9А", "Гизатова", "Лана", "04.04.2010"],
                ["9Б", "Цагарданов", "Давид", "05.05.2010"],
            ],
        }
    )


def leavers_sheet() -> Workbook:
    """Those who left stand on a sheet of their own."""
    head = ["ФИО", "Дата рождения", "Класс"]
    return make_book(
        {
            "Обучающиеся": [head, ["Фарнаев Ацамаз Сосланович", "06.06.2008", "11А"]],
            "Выбывшие": [head, ["Дзугарова Эвелина Эдуардовна", "07.07.2008", "11А"]],
        }
    )


def numbering_row() -> Workbook:
    """A form: the columns are numbered under the header, the rows of the form are drawn in advance."""
    return make_book(
        {
            "10Б": [
                ["№ п/п", "Фамилия, имя", "Отчество (при наличии)", "Дата рожд.", "Примечание"],
                [1, 2, 3, 4, 5],
                [1, "Хосонов Артур", "Таймуразович", "09.09.2009", "староста"],
                [2, "Мызурти Марьям", "", "10.10.2009", ""],
                [3, "", "", "", ""],
                [4, "", "", "", ""],
                ["5", " ", "", "", ""],
            ]
        }
    )


def class_in_title() -> Workbook:
    """The class is said in the title alone."""
    return make_book(
        {
            "Лист1": [
                ["Список обучающихся 9 «В» класса на 01.09.2026 г."],
                ["№", "ФИО обучающегося", "Дата рождения"],
                [1, "Хосати Владислав Олегович", "01.03.2010"],
                [2, "Накаренти Вероника Георгиевна", "02.04.2010"],
                ["", "Классный руководитель 9 «В» класса", "Вербенко О. К."],
            ]
        }
    )


def class_in_file_name() -> Workbook:
    """The class is said by the name of the file alone."""
    return make_book(
        {
            "Лист1": [
                ["№", "ФИО обучающегося", "Дата рождения"],
                [1, "Бадилаев Александр Казбекович", "03.05.2010"],
                [2, "Сырдонова Милана Руслановна", "04.06.2010"],
            ]
        }
    )


def corner() -> Workbook:
    """The table begins at C6; notes stand left of it and under it; rows are coloured."""

    def dress(book: Workbook) -> None:
        for cell in sheet_of(book, "Лист1")[8]:
            cell.fill = PatternFill("solid", fgColor="FFFF00")
            cell.font = Font(bold=True)

    return make_book(
        {
            "Лист1": [
                [],
                ["", "", "Классный журнал"],
                [],
                [],
                [],
                ["", "", "№", "Ученик", "Класс", "", "01.09", "02.09"],
                ["новенький", "", 1, "Ацамазов Сергей Сосланович", "7А", "", "н", 4],
                ["", "", 2, "Дзанхотова Полина Алановна", "7А", "", "", 5],
                [],
                ["", "", "", "н — не был на уроке"],
                ["", "", "", "жёлтым отмечены переведённые"],
            ]
        },
        dress,
    )


def teachers() -> Workbook:
    """A teacher takes as many rows as there are subjects; the name is merged over them."""

    def dress(book: Workbook) -> None:
        sheet = sheet_of(book, "Педагоги")
        for letter in "AB":
            sheet.merge_cells(f"{letter}2:{letter}3")

    return make_book(
        {
            "Педагоги": [
                ["№", "ФИО педагога", "Предмет", "Классы", "Эл. почта", "Категория"],
                [1, "Дубравина Алёна Олеговна", "Математика", "9А, 9Б", "dubravina@school.example", "высшая"],
                ["", "", "Информатика", "10А", "dubravina@school.example", "высшая"],
                [2, "Седых-Луговых Пётр Ильич", "Физика", "все классы", "", "первая"],
                [2, "Седых-Луговых Пётр Ильич", "Астрономия", "11А", "", "первая"],
            ]
        },
        dress,
    )  # fmt: skip


def last_year() -> Workbook:
    """Nobody looked at the date in the title."""
    return make_book(
        {
            "Ученики": [
                ["Список обучающихся на 2025/2026 учебный год"],
                ["по состоянию на 05.09.2025"],
                ["ФИО", "Дата рождения", "Класс"],
                ["Карагуев Георгий Олегович", "05.07.2010", "8А"],
                ["Цъеутова Зарина Аслановна", "06.08.2010", "8А"],
            ]
        }
    )


def one_card() -> Workbook:
    """A personal card: titles stand in the first column, not in a row."""
    return make_book(
        {
            "Карточка": [
                ["Фамилия", "Гвидзе"],
                ["Имя", "Нино"],
                ["Отчество", "Георгиевна"],
                ["Класс", "9А"],
                ["Дата рождения", "01.01.2010"],
            ]
        }
    )


def long_list() -> Workbook:
    """Five hundred pupils; the header is repeated on every printed page."""
    surnames = ["Лугов", "Берестов", "Осокин", "Верстов", "Ягодин", "Эхов", "Фарнаев", "Хосонов"]
    names = ["Алан", "Заур", "Инал", "Тимур", "Лев", "Илья", "Максим", "Сослан", "Давид", "Юрий"]
    middles = [
        "Казбекович",
        "Олегович",
        "Ахсарович",
        "Аланович",
        "Русланович",
        "Эдуардович",
        "Ильич",
    ]
    head = ["№", *PLAIN]
    rows: list[list[object]] = [["Алфавитная книга"], [*head]]
    for number in range(500):
        if number and number % 40 == 0:
            rows += [["", f"Итого на странице: {40}"], [*head]]
        rows.append(
            [
                number + 1,
                surnames[number % 8] + ("" if number < 250 else "ский"),
                names[number % 10],
                middles[number % 7],
                date(2008 + number % 4, 1 + number % 12, 1 + number % 28),
                f"{7 + number % 5}{'АБВ'[number % 3]}",
            ]
        )
    return make_book({"Книга": rows})


FILES: Mapping[str, Callable[[], Workbook]] = {
    "clean.xlsx": clean,
    "sheet-per-class.xlsx": sheet_per_class,
    "merged-class.xlsx": merged_class,
    "separator-rows.xlsx": separator_rows,
    "parents.xlsx": parents,
    "two-rows-a-pupil.xlsx": two_rows_a_pupil,
    "two-lists-below.xlsx": two_lists_below,
    "two-lists-beside.xlsx": two_lists_beside,
    "summary-sheet.xlsx": summary_sheet,
    "leavers-sheet.xlsx": leavers_sheet,
    "numbering-row.xlsx": numbering_row,
    "class-in-title.xlsx": class_in_title,
    "9Б.xlsx": class_in_file_name,
    "corner.xlsx": corner,
    "teachers.xlsx": teachers,
    "last-year.xlsx": last_year,
    "one-card.xlsx": one_card,
    "five-hundred.xlsx": long_list,
}
