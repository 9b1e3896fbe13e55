"""The voice: stdout for results, stderr for talk; plain in a pipe, colour on a terminal."""

import io
import json
from contextlib import redirect_stderr

import pytest
from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.progressbar import BarProgress, LineProgress
from vsosh_moodle.problems import Place, Problem


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


PROBLEMS = [
    Problem(Place("a.csv", row=2), "нет фамилии.", "впишите её."),
    Problem(Place("b.yaml", line=7), "нет ключа."),
    Problem(Place(), "мелочь [bold]", severity="warning"),
]


def test_results_and_talk_go_apart(capsys: pytest.CaptureFixture[str]) -> None:
    echo.say("итог")
    echo.talk("по дороге")
    assert capsys.readouterr() == ("итог\n", "по дороге\n")


def test_a_long_line_stays_one_line_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    echo.say("слово " * 100)
    assert capsys.readouterr().out.count("\n") == 1


def test_brackets_are_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    echo.say("[bold]класс[/bold] :smile:")
    assert capsys.readouterr().out == "[bold]класс[/bold] :smile:\n"


def test_a_table_in_a_pipe_has_no_trailing_blanks_and_no_colour(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = Table(box=None)
    table.add_column("Класс", style="red")
    table.add_row("9А")
    echo.show(table)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert all(line == line.rstrip() for line in out.splitlines())


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colour_unless_it_asked_for_none(
    monkeypatch: pytest.MonkeyPatch, no_color: str, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    with redirect_stderr(Terminal()) as terminal:
        echo.print_error("беда")
    assert ("\x1b[1;31m" in terminal.getvalue()) == coloured


def test_json_keeps_russian_letters(capsys: pytest.CaptureFixture[str]) -> None:
    echo.print_json({"класс": "9А"})
    out = capsys.readouterr().out
    assert "9А" in out
    assert json.loads(out) == {"класс": "9А"}


def test_problems_come_with_place_way_out_and_total(capsys: pytest.CaptureFixture[str]) -> None:
    echo.print_problems(PROBLEMS, err=True)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "Ошибка: файл a.csv, строка 2\n"
        "  Нет фамилии.\n"
        "  Что сделать: Впишите её.\n"
        "Ошибка: файл b.yaml, строка 7\n"
        "  Нет ключа.\n"
        "Замечание: Мелочь [bold]\n"
        "Всего: 2 ошибки, 1 замечание\n"
    )


def test_no_problems_is_silence(capsys: pytest.CaptureFixture[str]) -> None:
    echo.print_problems([])
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("answer", "agreed"),
    [
        ("д", True),
        ("ДА", True),
        (" y ", True),
        ("yes", True),
        ("", False),
        ("n", False),
        ("дa", False),
    ],
)
def test_only_a_clear_yes_agrees(
    monkeypatch: pytest.MonkeyPatch, answer: str, agreed: bool
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert echo.confirm("Применить?") == agreed


def test_a_pipe_gets_a_line_for_each_phase(capsys: pytest.CaptureFixture[str]) -> None:
    moments = iter([0.0, 1.5, 2.0, 2.25])
    progress = LineProgress(echo.console(err=True), clock=lambda: next(moments))
    progress.start("Учётные записи", 10)
    progress.advance(4)
    progress.advance()
    progress.note("сайт отвечает медленно")
    progress.start("Проверяю записанное", 0)
    progress.finish()
    progress.finish()
    assert capsys.readouterr().err == (
        "сайт отвечает медленно\nУчётные записи: 5 за 1,5 с\nПроверяю записанное: 0,2 с\n"
    )


def test_a_terminal_gets_a_bar_with_count() -> None:
    with redirect_stderr(Terminal()) as terminal:
        progress = echo.progress()
        assert isinstance(progress, BarProgress)
        progress.start("Зачисления", 8000)
        progress.advance(8000)
        progress.note("почти всё")
        progress.finish()
        progress.advance()
    assert "Зачисления" in terminal.getvalue()
    assert "8000/8000" in terminal.getvalue()
    assert "почти всё" in terminal.getvalue()


def test_a_pipe_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert not echo.is_interactive()
    assert isinstance(echo.progress(), LineProgress)
