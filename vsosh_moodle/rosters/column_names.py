"""What the columns of a list are called when the program speaks of them, and in mapping.yaml."""

from vsosh_moodle.rosters.headers import Column, column_of_title

NOT_READ = ("не читать", "skip")
"""What stands in mapping.yaml for a column or sheet to be passed over."""

_NAMES = {
    Column.FULL_NAME: "ФИО",
    Column.LAST_NAME: "Фамилия",
    Column.FIRST_NAME: "Имя",
    Column.MIDDLE_NAME: "Отчество",
    Column.BIRTH_DATE: "Дата рождения",
    Column.SEX: "Пол",
    Column.CLASS: "Класс",
    Column.GRADE: "Параллель",
    Column.LETTER: "Литера",
    Column.CLASSES: "Классы",
    Column.FILE_NUMBER: "Личное дело №",
    Column.STAFF_NUMBER: "Табельный №",
    Column.CATEGORIES: "Категории",
    Column.ELECTIVES: "Элективы",
    Column.SUBJECTS: "Предметы",
    Column.EMAIL: "E-mail",
    Column.START: "Дата зачисления",
    Column.END: "Дата выбытия",
    Column.STATUS: "Статус",
}


def column_name(column: Column) -> str:
    """Return the usual title of a column, which the reader takes for that very column."""
    return _NAMES.get(column, column.value)


def parse_column(text: str) -> Column | None:
    """Return the column a person means: by its key (`last_name`) or by any title it is known under."""
    plain = text.strip()
    try:
        return Column(plain.lower())
    except ValueError:
        return column_of_title(plain)
