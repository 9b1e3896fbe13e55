"""How a run that writes is stopped: by a person, or by a disk that fails it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from vsosh_moodle.apply.passwords import PasswordSlips
from vsosh_moodle.errors import RunBroken, RunInterrupted
from vsosh_moodle.language import _
from vsosh_moodle.os_reasons import reason_of
from vsosh_moodle.store.database import StateError
from vsosh_moodle.workflow.progress import Progress


@dataclass(slots=True)
class StopRequest:
    """A stop asked for by a signal; the first time it is looked at, the user is told it was heard."""

    progress: Progress
    asked: threading.Event = field(default_factory=threading.Event)
    answered: bool = False

    def heard(self) -> bool:
        """Tell whether a stop was asked for."""
        if self.asked.is_set() and not self.answered:
            self.answered = True
            self.progress.note(
                _(
                    "Останавливаюсь: жду ответа на уже отправленное. Ctrl-C ещё раз — прервать сразу."
                )
            )
        return self.asked.is_set()


@contextmanager
def interruptible(progress: Progress) -> Iterator[StopRequest]:
    """Turn the first Ctrl-C (or SIGTERM) into a request to stop between calls; the second is one."""
    stop = StopRequest(progress)
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def request(signum: int, _frame: object) -> None:
        if stop.asked.is_set():
            raise KeyboardInterrupt(signum)
        stop.asked.set()

    previous = {one: signal.signal(one, request) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for one, handler in previous.items():
            signal.signal(one, handler)


@contextmanager
def explained(slips: PasswordSlips, again: str = "") -> Iterator[None]:
    """Say what has become of a run that its disk, or a second Ctrl-C, ends in mid-write.

    `again` is what to do then; without it, to apply again. Raises RunBroken, RunInterrupted.
    """
    try:
        yield
    except StateError as error:
        raise _broken(error.message, slips, again) from error
    except OSError as error:
        why = _("Не удалось записать пароли: {why}.").format(why=reason_of(error))
        raise _broken(why, slips, again) from error
    except KeyboardInterrupt as error:
        raise RunInterrupted(
            _("Прервано. Отправленное сайту, но ещё не отвеченное могло записаться."),
            _with_slips(
                again
                or _("Повторите vsosh-moodle apply: он перечитает сайт и доделает остальное."),
                slips,
            ),
        ) from error


def _broken(why: str, slips: PasswordSlips, again: str) -> RunBroken:
    return RunBroken(
        f"{why} {_('Запуск остановлен; то, что успело записаться на сайт, не пропало.')}",
        _with_slips(
            again
            or _("Освободите место на диске, проверьте права и повторите vsosh-moodle apply."),
            slips,
        ),
    )


def _with_slips(hint: str, slips: PasswordSlips) -> str:
    if not slips.path.exists():
        return hint
    issued = _("Пароли уже созданных учётных записей — в файле {file}.")
    return f"{hint} {issued.format(file=slips.path)}"
