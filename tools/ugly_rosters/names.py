"""How names, dates and classes are typed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from tools.ugly_rosters.book import make_book, sheet_of


def full_names() -> Workbook:
    """Full names of two to four words."""
    return make_book(
        {
            "Список": [
                ["№", "Фамилия, имя, отчество обучающегося", "Кл."],
                [1, "Лугов Хетаг Асланбекович", "9А"],
                [2, "Полынина Анна", "9А"],
                [3, "Рябинин  Лев   Сосланович", "9А"],
                [4, "Тропинина Любовь Никитична", "9А"],
                [5, "Вьюгин\nЮрий\nИльич", "9А"],
                [6, "Стрижова", "9А"],
            ]
        }
    )


def given_name_first() -> Workbook:
    """Given name, patronymic, surname; one pupil has no patronymic, and one has a rare surname."""
    return make_book(
        {
            "Список": [
                ["ФИО", "Класс"],
                ["Хетаг Асланбекович Лугов", "9А"],
                ["Анна Олеговна Полынина", "9А"],
                ["Никита Ильич Вербенко", "9А"],
                ["Залина Хумарова", "9А"],
                ["Рашад Эльдар оглы Гвидзе", "9А"],
            ]
        }
    )


def double_names() -> Workbook:
    """Double surnames and patronymics of two words, in all their spellings."""
    return make_book(
        {
            "Список": [
                ["ФИО", "Класс"],
                ["Алиев Рашад Эльдар оглы", "9А"],
                ["Гасанова Лейла Ильгар кызы", "9А"],
                ["Ягодин Тимур Эльдар-оглы", "9А"],
                ["Эхова Амина Ильгаркызы", "9А"],
                ["Седых-Луговых Пётр Ильич", "9А"],
                ["Седых - Верстов Иван Олегович", "9А"],
                ["Седых — Осокин Олег Олегович", "9А"],
                ["Седых -Ёлкина Ольга Олеговна", "9А"],
                ["СЕДЫХ‑ЦВЕТКОВА АННА-МАРИЯ ОЛЕГОВНА", "9А"],  # U+2011
                ["Седых Щеглова Яна Олеговна", "9А"],
                ["де Лугов Лев Ильич", "9А"],
                ["ГАСАНОВ АЛИ ЭЛЬДАР ОГЛЫ", "9А"],
            ]
        }
    )


def double_names_apart() -> Workbook:
    """The same in three columns, where nothing is doubtful."""
    return make_book(
        {
            "Список": [
                ["Фамилия", "Имя", "Отчество", "Класс"],
                ["Седых Щеглова", "Яна", "Олеговна", "9А"],
                ["Седых – Осокин", "Олег", "-", "9А"],
                ["Алиев", "Рашад", "Эльдар Оглы", "9А"],
                ["Ягодина", "Анна Мария", "нет", "9А"],
                ["Эхов", "Лев", "—", "9А"],
            ]
        }
    )


def lookalikes() -> Workbook:
    """Latin letters and digits in Russian words; headers and classes too."""
    return make_book(
        {
            "Cписок": [  # Latin C
                ["Фaмилия", "Имя", "Oтчество", "Клaсс", "Дата poждения"],
                ["Бepестов", "Aлан", "Kaзбекович", "9A", "14.03.2010"],
                ["Зapечнeвa", "Мадинa", "Pусланoвна", "9А", "15.03.2010"],
                ["ТPОПИНИН", "ИHАЛ", "ОЛEГОВИЧ", "9 «A»", "16.03.2010"],
                ["Лугов", "0лег", "Олегович", "9А", "17.03.2010"],
                ["3вонарёв", "Каз6ек", "Олегович", "9А", "18.03.2010"],
                ["Осокин", "Bладислав", "Ильич", "9B", "19.03.2010"],
                ["Ягодин", "Rуслан", "Ильич", "9А", "20.03.2010"],
                ["Smith", "John", "", "9А", "21.03.2010"],
            ]
        }
    )


def invisible() -> Workbook:
    """Spaces of every kind, decomposed letters, soft hyphens, capitals."""
    nbsp, thin, zero, soft, breve, dots = "\u00a0", "\u202f", "\u200b", "\u00ad", "\u0306", "\u0308"
    return make_book(
        {
            "Список": [
                [f"Фамилия{nbsp}", f"{zero}Имя", "  Отчество", f"Дата{nbsp}рождения", "Класс:"],
                [f"Заречн{'е' + dots}в{nbsp}", f"{nbsp}Серге{'и' + breve}", "Ильич",
                 f"14.03.2010{nbsp}", f"9{nbsp}А"],
                [f"{zero}Бе{soft}рестов", f"Алан{zero}", f"Каз{soft}бекович",
                 f"15.03.2010{zero}", f"9{zero}А"],
                ["ОСОКИНА", "ДЗЕРАССА", "РУСЛАНОВНА", "16.03.2010", "9 А КЛАСС"],
                ["лугов", "лев", "ильич", "17.03.2010", "9а"],
                ["  Вьюгин ", f"Юри{'и' + breve}", f"Ильич{thin}", " 18.03.2010 ", " 9А "],
                ["\ufeffЯгодин", "Инал\n", "\tОлегович", "19.03.2010\r\n", "9\nА"],
                ["Хума\u0301рова", "Зали\u0301на", "Ильинична", "21.03.2010", "9А"],
                ["ЩЕГЛОВА‐ЭХОВА", "АЛЁНА", "АЛЕКСЕЕВНА", "20.03.2010", "9А"],
            ]
        }
    )  # fmt: skip


def ossetian() -> Workbook:
    """The letter ӕ and its Latin twin."""
    return make_book(
        {
            "Список": [
                ["Фамилия", "Имя", "Отчество", "Класс"],
                ["Дзугарты", "Дзӕрӕссӕ", "Ӕхсаровна", "9А"],
                ["Хосонты", "Æхсар", "Хетагович", "9А"],
                ["Таугаев", "Сæрмæт", "Аланович", "9А"],
            ]
        }
    )


def notes_in_brackets() -> Workbook:
    """What the class teacher wrote beside the name."""
    return make_book(
        {
            "10А": [
                ["№", "ФИО", "Дата рождения"],
                [1, "Берестов Алан Казбекович (заоч.)", "14.03.2009"],
                [2, "Заречнева Мадина (староста) Руслановна", "15.03.2009"],
                [3, "Осокина Яна Ильинична (выбыла 12.10)", "16.03.2009"],
                [4, "Лугова (Полынина) Анна Олеговна", "17.03.2009"],
                [5, "Верстов Лев Ильич*", "18.03.2009"],
                [6, "Цветков Максим Олегович [ОВЗ]", "19.03.2009"],
            ]
        }
    )


def initials() -> Workbook:
    """Initials instead of names."""
    return make_book(
        {
            "9А": [
                ["№", "Список класса", "Дата рождения"],
                [1, "Берестов А. К.", "14.03.2010"],
                [2, "Заречнева М.Р.", "15.03.2010"],
                [3, "Осокин Лев И.", "16.03.2010"],
            ]
        }
    )


def twins_and_namesakes() -> Workbook:
    """Twins, namesakes, brothers: six different people."""
    return make_book(
        {
            "Список": [
                ["Фамилия", "Имя", "Отчество", "Дата рождения", "Класс"],
                ["Колосков", "Артур", "Иналович", "01.05.2010", "9А"],
                ["Колосков", "Артём", "Иналович", "01.05.2010", "9А"],
                ["Верстова", "Анна", "Олеговна", "02.06.2010", "9А"],
                ["Верстова", "Анна", "Олеговна", "03.07.2009", "10А"],
                ["Эхов", "Давид", "Ильич", "04.08.2010", "9А"],
                ["Эхов", "Лев", "Ильич", "04.08.2009", "10А"],
            ]
        }
    )


def two_classes() -> Workbook:
    """One pupil in the lists of two classes: moved, and nobody took the old row away."""
    head = ["Фамилия", "Имя", "Отчество", "Дата рождения"]
    return make_book(
        {
            "9А": [head, ["Хумаров", "Заур", "Олегович", "05.09.2010"]],
            "9Б": [
                head,
                ["Сагатаева", "Лана", "Ильинична", "06.10.2010"],
                ["Хумаров", "Заур", "Олегович", "05.09.2010"],
            ],
        }
    )


def same_pupil_twice() -> Workbook:
    """The same row twice; once with е for ё."""
    return make_book(
        {
            "9А": [
                ["ФИО", "Дата рождения", "Класс"],
                ["Звонарёва Алёна Олеговна", "07.01.2010", "9А"],
                ["Таугаев Лев Ильич", "08.02.2010", "9А"],
                ["Звонарева Алена Олеговна", "07.01.2010", "9А"],
                ["Таугаев  Лев Ильич", "08.02.2010", "9А"],
            ]
        }
    )


def adults() -> Workbook:
    """An evening school teaches adults; the impossible is still impossible."""
    return make_book(
        {
            "12А": [
                ["ФИО", "Дата рождения"],
                ["Озерецкий Иван Ильич", date(1968, 4, 5)],
                ["Луговая Вера Олеговна", date(1991, 12, 31)],
                ["Приречный Олег Ильич", date(2008, 11, 26)],
                ["Арданян Анна Олеговна", date(2026, 1, 15)],
                ["Степнов Лев Ильич", date(1908, 3, 2)],
            ]
        }
    )


def dates() -> Workbook:
    """A birth date in every form people and programs write it in."""
    head = ["Фамилия", "Имя", "Дата рождения", "Класс"]
    forms: list[tuple[str, object]] = [
        ("Лугов", datetime(2010, 3, 14)),  # noqa: DTZ001
        ("Берестов", 40251),
        ("Осокин", "40251"),
        ("Рябинин", "14.03.2010"),
        ("Тропинин", "14.3.10"),
        ("Вьюгин", "14,03,2010"),
        ("Стрижов", "2010-03-14"),
        ("Родников", "14.03.2010г."),
        ("Журавкин", "14.03.2010 г. р."),
        ("Облаков", "14 марта 2010 г."),
        ("Щеглов", "14/03/2010"),
        ("Колосков", "14-03-2010"),
        ("Ягодин", "14. 03. 2010"),
        ("Верстов", datetime(2010, 3, 14, 12, 30)),  # noqa: DTZ001
        ("Ковылёв", "2010-03-14 00:00:00"),
        ("Дубравин", "'14.03.2010"),
        ("Оврагов", "14 мар 2010"),
        ("Степнов", "14 МАРТА 2010 ГОДА"),
        ("Хвощёв", 40251.0),
        ("Цветков", "14.O3.2010"),
        ("Эхов", 2010),
        ("Хумаров", "31.02.2010"),
        ("Сагатаев", "уточнить"),
        ("Таугаев", "03/14/2010"),
        ("Фарнаев", "-"),
        ("Хосонов", ""),
        ("Карагуев", "14.03.20010"),
    ]
    return make_book({"Список": [head, *[[who, "Лев", when, "9А"] for who, when in forms]]})


def dates_1904() -> Workbook:
    """A book of the 1904 date system, as old Excel for Mac makes them."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.title = "9А"
    for row in (
        ["ФИО", "Дата рождения"],
        ["Лугов Лев Ильич", date(2010, 3, 14)],
        ["Берестов Инал Олегович", date(1999, 12, 31)],
    ):
        sheet.append(row)
    return book


def class_spellings() -> Workbook:
    """One class in all its spellings, other classes in theirs."""
    spellings: list[object] = [
        "9А", "9а", "9 «А»", "9-А", "9A", "9 кл. А", "09А", "IX А", '9 "А"', "класс 9 а", "9-й «А»",
        "9 А класс", "9 'а'", "9_А",
        "10Б", "10–Б", '10 "Б" класс',
        12, "12", "12.0", 12.0, "XII", "12 класс",
        "9а/9б", "1А2", "13А", "Выпуск", "9",
    ]  # fmt: skip
    return make_book(
        {
            "Список": [
                ["Фамилия", "Имя", "Дата рождения", "Класс / литера"],
                *[
                    ["Лугов", "Лев", date(2010, 1 + number // 28, 1 + number % 28), spelling]
                    for number, spelling in enumerate(spellings)
                ],
            ]
        }
    )


def class_forms() -> Workbook:
    """The form of study stands beside the class."""
    return make_book(
        {
            "Список": [
                ["ФИО", "Класс (группа)"],
                ["Лугов Лев Ильич", "9А (заоч.)"],
                ["Берестов Лев Ильич", "9 А дист"],
                ["Осокин Лев Ильич", "10 озо"],
                ["Рябинин Лев Ильич", "11 з/о"],
                ["Тропинин Лев Ильич", "10-й А"],
            ]
        }
    )


def parallel_and_letter() -> Workbook:
    """Number and letter of the class in columns of their own."""
    return make_book(
        {
            "Контингент": [
                ["Параллель", "Литера", "Фамилия обучающегося", "Имя обучающегося",
                 "Отчество обучающегося(при наличии)"],
                [9, "а", "Лугов", "Лев", "Ильич"],
                ["9", "«Б»", "Берестов", "Инал", ""],
                [10, "B", "Осокина", "Анна", "Ильинична"],
                [12, "", "Рябинин", "Олег", "Ильич"],
            ]
        }
    )  # fmt: skip


def struck_and_hidden() -> Workbook:
    """Struck-out rows, hidden rows, a hidden column, a hidden sheet."""

    def dress(book: Workbook) -> None:
        sheet = sheet_of(book, "9А")
        for cell in sheet[3]:
            cell.font = Font(strike=True)
        sheet["B5"].font = Font(strike=True)
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["F"].hidden = True
        sheet["B2"].comment = Comment("уточнить адрес", "Вербенко О. К.")
        sheet_of(book, "9Б").sheet_state = "hidden"
        sheet_of(book, "10А").sheet_state = "veryHidden"

    head = ["№", "Фамилия", "Имя", "Отчество", "Дата рождения", "СНИЛС"]
    return make_book(
        {
            "9А": [
                head,
                [1, "Лугов", "Лев", "Ильич", "01.01.2010", "000-000-001 01"],
                [2, "Берестов", "Инал", "Олегович", "02.01.2010", "000-000-001 02"],
                [3, "Осокина", "Анна", "Ильинична", "03.01.2010", "000-000-001 03"],
                [4, "Рябинин", "Олег", "Ильич", "04.01.2010", "000-000-001 04"],
                [5, "Тропинина", "Яна", "Олеговна", "05.01.2010", "000-000-001 05"],
                [6, "Вьюгин", "Тимур", "Ильич", "06.01.2010", "000-000-001 06"],
            ],
            "9Б": [head, [1, "Стрижов", "Юрий", "Ильич", "07.01.2010", "000-000-001 07"]],
            "10А": [head, [1, "Ягодин", "Илья", "Ильич", "08.01.2009", "000-000-001 08"]],
        },
        dress,
    )


def filter_left_on() -> Workbook:
    """A filter left on hides half of the list."""

    def dress(book: Workbook) -> None:
        sheet = sheet_of(book, "Все")
        sheet.auto_filter.ref = "A1:C5"
        sheet.auto_filter.add_filter_column(2, ["9А"])
        for row in (3, 5):
            sheet.row_dimensions[row].hidden = True

    return make_book(
        {
            "Все": [
                ["ФИО", "Дата рождения", "Класс"],
                ["Лугов Лев Ильич", "01.01.2010", "9А"],
                ["Берестов Инал Олегович", "02.01.2010", "9Б"],
                ["Осокина Анна Ильинична", "03.01.2010", "9А"],
                ["Рябинин Олег Ильич", "04.01.2010", "9Б"],
            ]
        },
        dress,
    )


FILES: Mapping[str, Callable[[], Workbook]] = {
    "full-names.xlsx": full_names,
    "given-name-first.xlsx": given_name_first,
    "double-names.xlsx": double_names,
    "double-names-apart.xlsx": double_names_apart,
    "lookalikes.xlsx": lookalikes,
    "invisible.xlsx": invisible,
    "ossetian.xlsx": ossetian,
    "notes-in-brackets.xlsx": notes_in_brackets,
    "initials.xlsx": initials,
    "twins-and-namesakes.xlsx": twins_and_namesakes,
    "two-classes.xlsx": two_classes,
    "same-pupil-twice.xlsx": same_pupil_twice,
    "adults.xlsx": adults,
    "dates.xlsx": dates,
    "dates-1904.xlsx": dates_1904,
    "class-spellings.xlsx": class_spellings,
    "class-forms.xlsx": class_forms,
    "parallel-and-letter.xlsx": parallel_and_letter,
    "struck-and-hidden.xlsx": struck_and_hidden,
    "filter-left-on.xlsx": filter_left_on,
}
