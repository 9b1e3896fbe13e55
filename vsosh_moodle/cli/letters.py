"""`letters`: letters to pupils and parents: look at them, write them; nothing is sent."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click
from rich.table import Table

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.workflow.letter_files import Written
    from vsosh_moodle.workflow.letter_preview import LettersPreview
    from vsosh_moodle.workflow.letters import LetterRequest, Prepared


@group(
    "letters",
    help=_(
        "Письма ученикам и родителям: показать виды, проверить имена, записать файлы для печати.\n\n"
        "Программа ничего не отправляет. Совершеннолетним пишут самим, остальным — родителям."
    ),
)
def letters() -> None:
    """Group the commands about letters."""


_kind = click.argument("kind", metavar="KIND")
_classes = click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help=_("Только этот класс; можно повторять. Пример: --class 9А"),
)
_people = click.option(
    "--person",
    "people",
    multiple=True,
    metavar="PERSON",
    help=_("Только этому ученику: логин, номер личного дела или ФИО; можно повторять."),
)
_period = click.option(
    "--period", metavar="KEY", default="", help=_("Период из config.yaml; без параметра — текущий.")
)
_set = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help=_("Значение для письма; какие есть, покажет letters list. Пример: --set day=12.01.2027"),
)


@letters.command(
    "list",
    help=_(
        "Показать виды писем: кому каждое и что для него указать.\n\n"
        "Свой шаблон кладут в папку letters/ под тем же именем: absent.j2 или absent.docx. "
        "Пример: vsosh-moodle letters list"
    ),
)
@format_option("text", "json")
def list_(output_format: str) -> None:
    """List the kinds of letters."""
    from vsosh_moodle.reports.letters.template_files import FOLDER, list_templates

    templates = list_templates(current_project().root / FOLDER)
    if output_format == "json":
        echo.print_json(
            [
                {
                    "kind": one.kind.key,
                    "title": _(one.kind.title),
                    "audience": one.kind.audience,
                    "needs_pull": one.kind.needs_work,
                    "template": one.shown,
                    "own": one.is_own,
                    "values": {value.name: _(value.title) for value in one.kind.values},
                }
                for one in templates
            ]
        )
        return
    table = Table(expand=False)
    own = any(one.is_own for one in templates)
    titles = (_("Вид"), _("Письмо"), _("Кому"), _("Что указать: --set"))
    for title in (*titles, _("Шаблон")) if own else titles:
        table.add_column(title)
    for one in templates:
        values = "\n".join(f"{value.name} — {_(value.title)}" for value in one.kind.values)
        shown = one.shown if one.is_own else _("из программы")
        row = (one.kind.key, _(one.kind.title), _audience(one.kind.audience), values)
        table.add_row(*((*row, shown) if own else row))
    echo.show(table)


@letters.command(
    "template",
    help=_(
        "Напечатать шаблон письма, чтобы сделать из него свой.\n\n"
        "Пример: vsosh-moodle letters template absent > letters/absent.j2"
    ),
)
@_kind
def template(kind: str) -> None:
    """Print the template of a kind."""
    from vsosh_moodle.reports.letters.template_files import FOLDER, find_template

    found = find_template(current_project().root / FOLDER, kind)
    if found.form == "word":
        raise ConfigError(
            _("Шаблон {file} — документ Word.").format(file=found.shown),
            _("Откройте его в Word или LibreOffice."),
        )
    echo.print_text(found.text)


@letters.command(
    "preview",
    help=_(
        "Показать, как письма напишут каждое имя: падежи, род и откуда он взят, что проверить.\n\n"
        "Ничего не записывает. Ошибку правят в declension.toml. "
        "Примеры: vsosh-moodle letters preview absent --class 9А; "
        "vsosh-moodle letters preview invitation --doubtful"
    ),
)
@_kind
@_classes
@_people
@_period
@_set
@click.option("--doubtful", is_flag=True, help=_("Только имена, которые надо проверить."))
@format_option("text", "json")
def preview(
    kind: str, classes: tuple[str, ...], people: tuple[str, ...], period: str,
    settings: tuple[str, ...], doubtful: bool, output_format: str,
) -> None:  # fmt: skip
    """Show every name of the letters."""
    from vsosh_moodle.workflow.letter_preview import preview_letters

    found = preview_letters(current_project(), _request(kind, classes, people, period, settings))
    names = [one for one in found.names if one.doubtful or not doubtful]
    if output_format == "json":
        echo.print_json(
            {
                "kind": kind,
                "letters": found.prepared.count,
                "problems": [problem.as_json() for problem in found.problems],
                "names": [one.as_json() for one in names],
                "too_long": list(found.too_long),
            }
        )
        return
    _show_preview(found, doubtful=doubtful)


@letters.command(
    "write",
    help=_(
        "Записать письма: файл на класс, каждое письмо — на своей странице. Ничего не отправляется.\n\n"
        "Примеры: vsosh-moodle letters write absent --class 9А; "
        'vsosh-moodle letters write invitation --set topic="консультацию по математике" '
        "--set day=12.01.2027 --format text"
    ),
)
@_kind
@_classes
@_people
@_period
@_set
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=_("Папка для файлов; без параметра — своя папка в reports/letters/."),
)
@click.option(
    "--format",
    "letter_format",
    type=click.Choice(("docx", "html", "text")),
    default="docx",
    show_default=True,
    help=_("Вид: docx и html — для печати, text — чтобы скопировать в мессенджер."),
)
@click.option("--force", is_flag=True, help=_("Заменить файлы, если они уже есть."))
def write(
    *, kind: str, classes: tuple[str, ...], people: tuple[str, ...], period: str,
    settings: tuple[str, ...], out: Path | None, letter_format: Any, force: bool,
) -> None:  # fmt: skip
    """Write the letters and say where they are."""
    from dataclasses import replace

    from vsosh_moodle.workflow.letter_files import write_letters

    request = replace(
        _request(kind, classes, people, period, settings),
        out=out,
        letter_format=letter_format,
        force=force,
    )
    _show_written(write_letters(current_project(), request, progress=echo.progress()))


def _request(
    kind: str, classes: tuple[str, ...], people: tuple[str, ...], period: str,
    settings: tuple[str, ...],
) -> "LetterRequest":  # fmt: skip
    from vsosh_moodle.workflow.letters import LetterRequest

    values = {}
    for text in settings:
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise ConfigError(
                _("--set {text}: нужно имя и значение.").format(text=text[:60]),
                _("Пишите так: --set day=12.01.2027"),
            )
        values[name.strip()] = value
    return LetterRequest(kind, classes, people, period, values)


def _show_written(written: "Written") -> None:
    prepared = written.prepared
    _warn(prepared)
    if not written.files:
        echo.say(_("Писать некому: писем этого вида сейчас нет."))
        return
    for path, one in zip(written.files, prepared.classes, strict=True):
        count = plural(len(one.pupils), "{n} письмо", "{n} письма", "{n} писем")
        echo.say(f"{path} ({count})")
    if prepared.missing:
        echo.warn(
            _(
                "не указано: {names} — в письмах оставлено место для ручки. Указать: {example}"
            ).format(
                names=", ".join(prepared.missing),
                example=" ".join(f"--set {name}=…" for name in prepared.missing),
            )
        )
    too_long = [one.who for one in prepared.letters if not one.fits]
    if too_long:
        echo.warn(_("могут не уместиться на странице: {names}").format(names=", ".join(too_long)))
    echo.talk(
        _("Ничего не отправлено. Проверьте имена: vsosh-moodle letters preview {kind}").format(
            kind=prepared.kind.key
        )
    )
    echo.talk(
        _(
            "Вручённые письма отметьте в реестре «Письма семьям» (вид «{word}»): "
            "vsosh-moodle registers template letters --separate"
        ).format(word=prepared.kind.register or _(prepared.kind.title))
    )


def _show_preview(found: "LettersPreview", *, doubtful: bool) -> None:
    _warn(found.prepared)
    echo.say(_("Для служебного пользования"), style="bold")
    before = ""
    for one in found.names:
        if doubtful and not one.doubtful:
            continue
        if one.class_name != before:
            before = one.class_name
            echo.say()
            echo.say(_("Класс {name}").format(name=one.class_name), style="bold")
        role = _("классный руководитель") if one.teacher else one.addressed
        echo.say(f"  {one.name} — {one.gender}; {role}")
        forms = one.changed_forms()
        if forms:
            echo.prose("    " + " · ".join(f"{case} {form}" for case, form in forms), style="dim")
        for warning in one.warnings:
            echo.prose(f"    {_('Проверьте')}: {warning}", style="yellow")
    if found.sample is not None and not doubtful:
        from vsosh_moodle.reports.letters.rendering import render_letters_text

        echo.say()
        echo.say(_("Первое письмо"), style="bold")
        echo.say()
        echo.prose(render_letters_text([found.sample]))
    count = sum(one.doubtful for one in found.names)
    echo.say()
    letters_count = plural(found.prepared.count, "{n} письмо", "{n} письма", "{n} писем")
    doubts = plural(count, "{n} имя", "{n} имени", "{n} имён")
    echo.say(
        _("Всего: {letters}; проверить надо {doubts}.").format(letters=letters_count, doubts=doubts)
        if count
        else _("Всего: {letters}; имена в порядке.").format(letters=letters_count)
    )


def _warn(prepared: "Prepared") -> None:
    echo.print_problems(prepared.problems, err=True)
    for remark in prepared.remarks:
        echo.warn(remark)


def _audience(audience: str) -> str:
    return {
        "class": _("всему классу"),
        "working": _("тем, кто записан на курсы"),
        "absent": _("тем, кто не входил"),
        "done": _("тем, кто сделал всё или почти всё"),
        "loaned": _("кому выдан ноутбук (реестр техники)"),
    }[audience]
