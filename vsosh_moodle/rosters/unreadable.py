"""A file that cannot be read as a roster, with the reason a reader understands."""

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem


class UnreadableFile(Exception):
    """A file that cannot be read as a roster; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def unreadable(file: str, code: str, message: str, hint: str) -> UnreadableFile:
    """Return the exception for a problem of a whole file."""
    return UnreadableFile(Problem(Place(file), message, hint, code))


def too_big(file: str, sheet: str = "") -> UnreadableFile:
    """Return the exception for a file, or one sheet of it, that holds more than any roster does."""
    return UnreadableFile(
        Problem(
            Place(file, sheet),
            _("файл слишком велик: для списка людей в нём чересчур много данных."),
            _("скопируйте нужные столбцы в новую книгу и сохраните её."),
            "file-too-big",
        )
    )


def damaged(file: str) -> UnreadableFile:
    """Return the exception for a workbook whose archive or XML is broken."""
    return unreadable(
        file,
        "file-damaged",
        _("файл повреждён: его содержимое не читается."),
        _("получите файл заново; если он открывается в Excel, сохраните его ещё раз."),
    )


def encrypted(file: str) -> UnreadableFile:
    """Return the exception for a workbook behind a password."""
    return unreadable(
        file,
        "file-encrypted",
        _("файл защищён паролем."),
        _("откройте его, снимите пароль («Файл → Сведения → Защита книги») и сохраните."),
    )
