"""What programs export and what formulas leave behind."""

from collections.abc import Callable, Mapping
from datetime import date

from openpyxl.chart import BarChart, Reference
from openpyxl.workbook import Workbook

from tools.ugly_rosters.book import make_book, sheet_of


def needless_columns() -> Workbook:
    """Numbers kept as floats, and everything a school knows and Moodle must not."""
    return make_book(
        {
            "Лист1": [
                [
                    "Фамилия обучающегося", "Имя обучающегося", "Отчество обучающегося(при наличии)",
                    "Дата рождения обучающегося", "Пол обучающегося", "СНИЛС обучающегося",
                    "Контактный телефон обучающегося", "ФИО законного представителя",
                    "Номер телефона законного представителя", "Сведения_об_ОВЗ", "Группа здоровья",
                    "Льготы", "Домашний адрес", "Класс", "№ личного дела", "Национальность", "",
                ],
                [
                    "Лугов", "Лев", "Ильич", date(2010, 1, 1), "м", 1122334450.0, 79000000021.0,
                    "Лугова Жанна Львовна", 79000000022.0, "ЗПР", 3, "многодетная", "ул. Примерная, 3",
                    "9А", 17.0, "секрет", "долг по оплате",
                ],
                [
                    "Осокина", "Анна", None, date(2010, 1, 2), 2, "112-233-445 95", "8(900)000-00-23, 24",
                    "Осокин Илья Львович", "+7 900 0000025", "", 1.0, "", "ул. Примерная, 4",
                    "9А", "18/2", "", "",
                ],
            ]
        }
    )  # fmt: skip


def arrivals() -> Workbook:
    """A report of arrivals and departures: full name and birth date in one cell."""
    return make_book(
        {
            "Движение": [
                ["Сведения о движении обучающихся за октябрь 2026 года"],
                [
                    "№", "ФИО и дата рождения", "Прибыл/выбыл", "Класс", "Домашний адрес",
                    "Дата и № приказа", "Откуда/куда",
                ],
                [
                    1, "Лугов Лев Ильич, 01.01.2010", "прибыл", "9А", "ул. Примерная, 5",
                    "05.10.2026 № 41", "город Дальний",
                ],
                [
                    2, "Осокина Анна Ильинична\n02.01.2010 г.р.", "прибыла", "9Б", "ул. Примерная, 6",
                    "06.10.2026 № 42", "школа-интернат",
                ],
                [
                    3, "Рябинин Олег Ильич (03.01.2010)", "выбыл", "9Б", "ул. Примерная, 7",
                    "07.10.2026 № 43", "город Дальний",
                ],
            ]
        }
    )  # fmt: skip


def status_column() -> Workbook:
    """An export with all pupils of the year and their status."""
    return make_book(
        {
            "Выгрузка": [
                ["ID", "ФИО обучающегося", "Дата рождения", "Класс", "Форма обучения", "Статус"],
                [1001, "Лугов Лев Ильич", "01.01.2010", "9А", "Очная", "Обучается"],
                [1002, "Осокина Анна Ильинична", "02.01.2010", "9А", "Очно-заочная", "Обучается"],
                [1003, "Рябинин Олег Ильич", "03.01.2010", "9А", "Очная", "Выбыл"],
            ]
        }
    )


def formulas_without_values() -> Workbook:
    """Formulas a program wrote and nobody opened in Excel: there are no values."""
    return make_book(
        {
            "Список": [
                ["Фамилия", "Имя", "ФИО", "Дата рождения", "Класс"],
                ["Лугов", "Лев", '=A2&" "&B2', "01.01.2010", '=9&"А"'],
                ["Осокина", "Анна", '=A3&" "&B3', "=DATE(2010,1,2)", "9А"],
            ]
        }
    )


def formulas() -> Workbook:
    """The same and an error, to be recalculated by LibreOffice (see README.md)."""
    return make_book(
        {
            "Список": [
                ["№", "Фамилия", "Имя", "Дата рождения", "Класс"],
                [1, "Лугов", '=PROPER("лев")', "=DATE(2010,1,1)", '=9&"А"'],
                ["=A2+1", "Осокина", "Анна", "=DATE(2010,1,2)", '=9&"А"'],
                ["=A3+1", "Рябинин", "Олег", "=DATE(2010,1,3)", '=VLOOKUP("нет",A2:B3,2,FALSE)'],
                ["=A4+1", "=NA()", "Яна", "=DATE(2010,1,4)", "9А"],
                ["", "Всего:", "=COUNTA(C2:C5)", "", ""],
            ]
        }
    )


def totals_row_only() -> Workbook:
    """A header and a total, and nobody between them."""
    return make_book({"9А": [["№", "ФИО", "Класс"], ["", "Всего: 0", ""]]})


def empty_sheets() -> Workbook:
    """A new workbook, saved and sent."""
    return make_book({"Лист1": [], "Лист2": [], "Лист3": []})


def class_typed_twice() -> Workbook:
    """The sheet says one class, the column another."""
    return make_book(
        {
            "9А": [
                ["ФИО", "Дата рождения", "Класс"],
                ["Лугов Лев Ильич", "01.01.2010", "9А"],
                ["Осокина Анна Ильинична", "02.01.2010", "9Б"],
                ["Рябинин Олег Ильич", "03.01.2010", ""],
            ]
        }
    )


def spaced_header() -> Workbook:
    """Titles typed for beauty: letters apart, words cut at the end of a line."""
    return make_book(
        {
            "Лист1": [
                [
                    "№\nп/п",
                    "Ф. И. О.\nучащегося",
                    "К л а с с",
                    "Дата рож-\nдения",
                    "Лич-\nное дело №",
                ],
                [1, "Лугов Лев Ильич", "9А", "01.01.2010", "Л-1"],
                [2, "Осокина Анна Ильинична", "9А", "02.01.2010", "О-2"],
            ]
        }
    )


def class_for_a_header() -> Workbook:
    """Over the names stands the class, and nothing says that they are names."""
    return make_book(
        {
            "Лист1": [
                ["№", "9 «А» класс", "Дата рождения"],
                [1, "Лугов Лев Ильич", "01.01.2010"],
                [2, "Осокина Анна Ильинична", "02.01.2010"],
            ]
        }
    )


def no_header() -> Workbook:
    """Names and dates, and not a word over them."""
    return make_book(
        {
            "9А": [
                [1, "Лугов Лев Ильич", "01.01.2010"],
                [2, "Осокина Анна Ильинична", "02.01.2010"],
            ]
        }
    )


def numbered_names() -> Workbook:
    """The number is typed before the name, in its cell."""
    return make_book(
        {
            "9А": [
                ["Список класса", "Дата рождения"],
                ["1. Лугов Лев Ильич", "01.01.2010"],
                ["2) Осокина Анна Ильинична", "02.01.2010"],
                ["3 Рябинин Олег", "03.01.2010"],
                ["4.", ""],
            ]
        }
    )


def ditto_marks() -> Workbook:
    """«The same», as people write it."""
    marks = ["9А", "—//—", '"', "то же", "9Б", "-//-"]
    return make_book(
        {
            "Список": [
                ["ФИО", "Класс"],
                *[
                    [f"{surname} Лев Ильич", mark]
                    for surname, mark in zip(
                        ["Лугов", "Осокин", "Рябинин", "Вьюгин", "Ягодин", "Эхов"],
                        marks,
                        strict=True,
                    )
                ],
            ]
        }
    )


def phone_beside_name() -> Workbook:
    """A telephone number typed after the name."""
    return make_book(
        {
            "9А": [
                ["ФИО", "Дата рождения"],
                ["Лугов Лев Ильич 8-900-000-00-21", "01.01.2010"],
                ["Осокина Анна Олеговна, т. 89000000022", "02.01.2010"],
                ["Рябинин Олег Ильич (мама Жанна 8 900 000 00 23)", "03.01.2010"],
            ]
        }
    )


def date_in_three_columns() -> Workbook:
    """Day, month and year of birth in columns of their own."""

    def dress(book: Workbook) -> None:
        sheet = sheet_of(book, "9А")
        for block in ("A1:A2", "B1:D1"):
            sheet.merge_cells(block)

    return make_book(
        {
            "9А": [
                ["ФИО", "Дата рождения", "", ""],
                ["", "число", "месяц", "год"],
                ["Лугов Лев Ильич", 14, 3, 2010],
                ["Осокина Анна Олеговна", 2, "мая", 2010],
            ]
        },
        dress,
    )


def locked_sheet() -> Workbook:
    """A sheet protected against changes can be read all the same."""

    def dress(book: Workbook) -> None:
        sheet_of(book, "9А").protection.enable()

    return make_book({"9А": [["ФИО"], ["Лугов Лев Ильич"], ["Осокина Анна Олеговна"]]}, dress)


def chart_sheet() -> Workbook:
    """A diagram on a sheet of its own before the list."""

    def dress(book: Workbook) -> None:
        chart = BarChart()
        chart.add_data(Reference(sheet_of(book, "9А"), min_col=3, min_row=1, max_row=3))
        book.create_chartsheet("Диаграмма", 0).add_chart(chart)

    return make_book(
        {
            "9А": [
                ["Фамилия", "Имя", "Пропуски"],
                ["Лугов", "Лев", 3],
                ["Осокина", "Анна", 0],
            ]
        },
        dress,
    )


FILES: Mapping[str, Callable[[], Workbook]] = {
    "needless-columns.xlsx": needless_columns,
    "arrivals.xlsx": arrivals,
    "status-column.xlsx": status_column,
    "formulas-without-values.xlsx": formulas_without_values,
    "header-and-total.xlsx": totals_row_only,
    "empty-sheets.xlsx": empty_sheets,
    "spaced-header.xlsx": spaced_header,
    "class-for-a-header.xlsx": class_for_a_header,
    "no-header.xlsx": no_header,
    "numbered-names.xlsx": numbered_names,
    "ditto-marks.xlsx": ditto_marks,
    "phone-beside-name.xlsx": phone_beside_name,
    "date-in-three-columns.xlsx": date_in_three_columns,
    "locked-sheet.xlsx": locked_sheet,
    "chart-sheet.xlsx": chart_sheet,
    "sheet-against-column.xlsx": class_typed_twice,
}
