"""First passwords: made when an account is made, written down before the site is asked to make it."""

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedRandom
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.plan.records import User

MIN_LENGTH = 8
_FORMULA = tuple("=+-@\t\r")
_CLASS, _LAST, _FIRST, _MIDDLE, _LOGIN, _PASSWORD = range(6)


@dataclass(frozen=True, slots=True)
class Slip:
    """An account and its first password, as a file of slips has them; `file` is that file."""

    class_name: str
    last_name: str
    first_name: str
    middle_name: str
    login: str
    password: str = field(repr=False)
    file: Path


class PasswordSlips:
    """A CSV file (0600) of new accounts and their first passwords, one row an account.

    Every row is on the disk before the account is asked for. An account asked for again keeps its
    password: in the same run, because an answer was lost, or in a later one, because the run before
    was killed. So no slip that was printed names a password that opens nothing.
    """

    def __init__(self, path: Path, classes: Mapping[str, str], draw: Callable[[], str]) -> None:
        self.path = path
        self._classes = classes
        self._draw = draw
        self._issued: dict[str, str] = {}
        self._earlier: dict[str, str] | None = None

    def issue(self, users: Sequence[User]) -> list[str]:
        """Return a password for each account; new ones are written to the file first."""
        fresh = [user for user in users if user.key not in self._issued]
        for user in fresh:
            earlier = self._passwords_of_earlier_runs().get(user.username)
            self._issued[user.key] = earlier or self._draw()
        if fresh:
            self._append(fresh)
        return [self._issued[user.key] for user in users]

    def reissue(self, users: Sequence[User]) -> list[str]:
        """Return a new password for each account whatever it had before, written down first."""
        for user in users:
            self._issued[user.key] = self._draw()
        self._append(users)
        return [self._issued[user.key] for user in users]

    def withdraw(self, users: Sequence[User]) -> None:
        """Take the rows of accounts that were not made out of the file; an empty file is deleted."""
        gone = {user.username for user in users if self._issued.pop(user.key, None) is not None}
        if not gone:
            return
        rewrite_slips(self.path, lambda row: row[_LOGIN] not in gone)

    def _passwords_of_earlier_runs(self) -> Mapping[str, str]:
        """Return the password of each login in the other files of the folder, the newest file last."""
        if self._earlier is None:
            self._earlier = {
                slip.login: slip.password
                for slip in load_slips(self.path.parent)
                if slip.file != self.path
            }
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
                writer.writerow([as_text(cell) for cell in row])
            file.flush()
            os.fsync(file.fileno())

    def __len__(self) -> int:
        return len(self._issued)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the accounts that have a slip here."""
        return tuple(self._issued)


def load_slips(folder: Path) -> list[Slip]:
    """Return the slips of all files of a folder, the newest file last."""
    return [slip for path in slip_files(folder) for slip in load_slip_file(path)]


def slip_files(folder: Path) -> list[Path]:
    """Return the files of slips in a folder, the newest last; a file that went meanwhile is left out."""
    found = []
    for path in folder.glob("*.csv"):
        with suppress(OSError):
            found.append((path.stat().st_mtime_ns, path))
    return [path for _changed, path in sorted(found)]


def load_slip_file(path: Path) -> list[Slip]:
    """Return the slips of a file; nothing of one that somebody has saved in another form."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))[1:]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
    return [
        Slip(class_name, last, first, middle, login, password, path)
        for row in rows
        if len(row) == _PASSWORD + 1 and len(row[_PASSWORD]) >= MIN_LENGTH
        for class_name, last, first, middle, login, password in [map(_without_guard, row)]
    ]


def rewrite_slips(path: Path, keep: Callable[[Sequence[str]], bool]) -> None:
    """Leave in a file the rows that `keep` says, its head apart; an empty file is deleted.

    The file is whole at any moment: the rest is written aside and moved in. Raises OSError.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file, delimiter=";")
    kept = [row for row in rows if keep(row)]
    if not kept:
        erase(path)
        return
    fresh = path.with_suffix(".new")
    changed = path.stat().st_mtime_ns
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *kept])
        file.flush()
        os.fsync(file.fileno())
    # Which of two passwords of a login holds is told by the files' age.
    os.utime(fresh, ns=(changed, changed))
    if os.name == "nt":  # does not let a file be replaced while it is open
        fresh.replace(path)
        return
    with path.open("r+b") as old:
        fresh.replace(path)
        _fill_with_zeros(old)


def erase(path: Path) -> None:
    """Overwrite a file and delete it; raises OSError. A link is deleted, what it leads to is not.

    Zeros reach the old places only on a disk that writes in place: not on a copy-on-write file
    system, nor in its snapshots and backups.
    """
    if not path.is_symlink():
        with path.open("r+b") as file:
            _fill_with_zeros(file)
    path.unlink(missing_ok=True)


def _fill_with_zeros(file: BufferedRandom) -> None:
    left = file.seek(0, os.SEEK_END)
    file.seek(0)
    while left > 0:
        left -= file.write(bytes(min(left, 1 << 16)))
    file.flush()
    os.fsync(file.fileno())


def as_text(cell: str) -> str:
    """Keep a spreadsheet from reading a cell as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def _without_guard(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell
