"""First passwords: made when an account is made, written down before the site is asked to make it."""

import csv
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.plan.records import User

# Letters and digits that nobody mixes up on paper (no 0 O o 1 l I), and signs that stand on the
# same key of the Russian and the English keyboard layout.
_LOWER = "abcdefghijkmnpqrstuvwxyz"
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"
_SIGNS = "!*()_+-="
MIN_LENGTH = 8
_LOGIN, _PASSWORD = 4, 5  # columns of a slip


def make_password(length: int, choice: Callable[[str], str] = secrets.choice) -> str:
    """Return a password of `length` characters that Moodle's default policy takes.

    Policy: 8 characters, a digit, a lower and an upper case letter, a sign (behaviour.md). It
    begins with a letter: a cell that begins with a sign is a formula to a spreadsheet.
    """
    length = max(length, MIN_LENGTH)
    middle = [choice(_LOWER) for _number in range(length - 4)]
    return "".join([choice(_UPPER), *middle, choice(_SIGNS), choice(_DIGITS), choice(_DIGITS)])


class PasswordSlips:
    """A CSV file (0600) of new accounts and their first passwords, one row an account.

    Every row is on the disk before the account is asked for. An account asked for again keeps its
    password: in the same run, because an answer was lost, or in a later one, because the run before
    was killed. So no slip that was printed names a password that opens nothing.
    """

    def __init__(self, path: Path, classes: Mapping[str, str], length: int) -> None:
        self.path = path
        self._classes = classes
        self._length = length
        self._issued: dict[str, str] = {}
        self._earlier: dict[str, str] | None = None

    def issue(self, users: Sequence[User]) -> list[str]:
        """Return a password for each account; new ones are written to the file first."""
        fresh = [user for user in users if user.key not in self._issued]
        for user in fresh:
            earlier = self._passwords_of_earlier_runs().get(user.username)
            self._issued[user.key] = earlier or make_password(self._length)
        if fresh:
            self._append(fresh)
        return [self._issued[user.key] for user in users]

    def withdraw(self, users: Sequence[User]) -> None:
        """Take the rows of accounts that were not made out of the file; an empty file is deleted."""
        gone = {user.username for user in users if self._issued.pop(user.key, None) is not None}
        if not gone:
            return
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file, delimiter=";")
        kept = [row for row in rows if row[_LOGIN] not in gone]
        if not kept:
            self.path.unlink()
            return
        fresh = self.path.with_suffix(".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows([head, *kept])
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

    def _passwords_of_earlier_runs(self) -> Mapping[str, str]:
        """Return the password of each login in the other files of the folder, the newest file last."""
        if self._earlier is None:
            self._earlier = {}
            for path in sorted(self.path.parent.glob("*.csv"), key=lambda one: one.stat().st_mtime):
                if path != self.path:
                    self._earlier |= _load_passwords(path)
        return self._earlier

    def _append(self, users: Sequence[User]) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = not self.path.exists()
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8-sig" if new else "utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            if new:
                writer.writerow(
                    [_("Класс"), _("Фамилия"), _("Имя"), _("Отчество"), _("Логин"), _("Пароль")]
                )
            for user in users:
                row = [self._classes.get(user.key, ""), user.lastname, user.firstname]
                row += [user.middlename, user.username, self._issued[user.key]]
                writer.writerow([_as_text(cell) for cell in row])
            file.flush()
            os.fsync(file.fileno())

    def __len__(self) -> int:
        return len(self._issued)


def _load_passwords(path: Path) -> dict[str, str]:
    """Return password by login; nothing of a file somebody has saved in another form."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))[1:]
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}
    return {
        row[_LOGIN]: row[_PASSWORD]
        for row in rows
        if len(row) == _PASSWORD + 1 and len(row[_PASSWORD]) >= MIN_LENGTH
    }


def _as_text(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell
