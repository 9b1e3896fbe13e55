"""`questions`: what banks there are, what they ask, which generators there are."""

from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import format_option, project_if_any
from vsosh_moodle.errors import ConfigError, ExitCode
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.problems import Problem
    from vsosh_moodle.questions.banks import QuestionBankSource
    from vsosh_moodle.questions.gift import GiftQuestion


@group("questions", help=_("Банки вопросов: посмотреть и проверить."))
def questions() -> None:
    """Group the commands about banks of questions."""


@questions.command(
    "list",
    help=_(
        "Показать банки вопросов: из папки школы, а вне её — те, что идут с программой.\n\n"
        "Пример: vsosh-moodle questions list --format json"
    ),
)
@format_option("text", "json")
def list_(output_format: str) -> int:
    """Print a line for each bank; problems go to stderr."""
    banks, problems = _load()
    sound = [bank for bank in banks.values() if bank is not None]
    if output_format == "json":
        echo.print_json(
            {
                "banks": [
                    {"key": one.key, "title": one.title, "questions": one.count,
                     "generated": len(one.generated), "file": one.file}
                    for one in sound
                ],
                "problems": [one.as_json() for one in problems],
            }
        )  # fmt: skip
    else:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for title in (_("Банк"), _("Название"), _("Вопросов")):
            table.add_column(title)
        for one in sound:
            table.add_row(one.key, one.title, str(one.count))
        echo.show(table)
        total = sum(one.count for one in sound)
        echo.talk(
            _("{banks}, {questions}.").format(
                banks=plural(len(sound), "{n} банк", "{n} банка", "{n} банков"),
                questions=plural(total, "{n} вопрос", "{n} вопроса", "{n} вопросов"),
            )
        )
        echo.print_problems(problems, err=True)
    return ExitCode.INPUT if any(one.severity == "error" for one in problems) else ExitCode.OK


@questions.command(
    "show",
    help=_(
        "Показать вопросы банка, с --answers — и верные ответы.\n\n"
        "Пример: vsosh-moodle questions show oge-math/numbers --answers"
    ),
)
@click.argument("key", metavar="BANK")
@click.option("--answers", is_flag=True, help=_("Показать верные ответы и пояснения."))
@format_option("text", "json")
def show(key: str, answers: bool, output_format: str) -> None:
    """Print the questions of a bank."""
    from vsosh_moodle.questions.gift import read_gift
    from vsosh_moodle.sources.suggestions import did_you_mean

    banks, _problems = _load()
    bank = banks.get(key)
    if bank is None:
        raise ConfigError(_("Банка «{key}» нет.").format(key=key), did_you_mean(key, banks))
    if bank.format != "gift":
        raise ConfigError(
            _("Банк «{key}» — в Moodle XML: его показывает сам Moodle.").format(key=key),
            _("Посмотрите файл {file} или банк вопросов курса.").format(file=bank.file),
        )
    asked = read_gift(bank.text).questions
    if output_format == "json":
        rows = [_as_json(one, bank, answers=answers) for one in asked]
        echo.print_json({"key": bank.key, "title": bank.title, "questions": rows})
        return
    echo.say(bank.title, style="bold")
    for place, one in enumerate(asked, start=1):
        echo.say()
        echo.prose(f"{place}. {one.text}")
        _show_answers(one, answers=answers)


@questions.command(
    "generators",
    help=_(
        "Показать, какие вопросы программа составляет сама и что можно настроить.\n\n"
        "Пример: vsosh-moodle questions generators"
    ),
)
@format_option("text", "json")
def generators(output_format: str) -> None:
    """Print the generators with what they may be told."""
    from vsosh_moodle.questions.generators import GENERATORS

    rows = [
        {
            "kind": kind,
            "about": one.about,
            "settings": [name for name in one.model_fields if name not in ("kind", "count", "key")],
        }
        for kind, one in GENERATORS.items()
    ]
    if output_format == "json":
        echo.print_json({"generators": rows})
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in ("kind", _("О чём"), _("Настройки")):
        table.add_column(title)
    for row in rows:
        table.add_row(str(row["kind"]), str(row["about"]), ", ".join(row["settings"]))
    echo.show(table)


def _load() -> "tuple[dict[str, QuestionBankSource | None], list[Problem]]":
    from vsosh_moodle.questions.banks import QUESTIONS, load_question_banks
    from vsosh_moodle.sources.shipped import shipped

    project = project_if_any()
    folder = project.templates if project is not None else shipped("course_templates")
    return load_question_banks(folder / QUESTIONS, f"{folder.name}/{QUESTIONS}")


def _show_answers(one: "GiftQuestion", *, answers: bool) -> None:
    if one.kind in ("multichoice", "match"):
        for answer in one.answers:
            mark = "+" if answers and answer.share > 0 and one.kind == "multichoice" else " "
            text = (
                answer.text if answers or one.kind == "multichoice" else answer.text.split("->")[0]
            )
            echo.prose(f"   {mark} {text}")
    elif answers:
        echo.prose(_("   Ответ: {right}").format(right="; ".join(one.right)))
    if answers and one.feedback:
        echo.prose(f"   {one.feedback}", style="dim")


def _as_json(one: "GiftQuestion", bank: "QuestionBankSource", *, answers: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": one.name, "kind": one.kind, "text": one.text, "generated": one.name in bank.generated,
    }  # fmt: skip
    if one.kind == "multichoice":
        row["options"] = [answer.text for answer in one.answers]
    if answers:
        row |= {"right": list(one.right), "feedback": one.feedback}
    return row
