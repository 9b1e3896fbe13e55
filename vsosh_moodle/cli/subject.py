"""`subject`: what the project folder holds on one person."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from vsosh_moodle.cli import echo
from vsosh_moodle.cli.lazy import group
from vsosh_moodle.cli.options import current_project, format_option
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _, plural

if TYPE_CHECKING:
    from vsosh_moodle.workflow.forgetting import Leaver
    from vsosh_moodle.workflow.subjects import Subject


@group("subject", help=_("Что хранит папка школы об одном человеке."))
def subject() -> None:
    """Group the commands about one person's data."""


_who = click.argument("who", metavar="PERSON")


@subject.command(
    "show",
    help=_(
        "Показать, что и где записано о человеке. Сайт не нужен, паролей в ответе нет.\n\n"
        "PERSON — логин, номер личного дела или ФИО полностью. "
        "Пример: vsosh-moodle subject show dzugova.m.r"
    ),
)
@_who
@format_option("text", "json")
def show(who: str, output_format: str) -> None:
    """Print what is held on one person."""
    from vsosh_moodle.workflow.subjects import find_subject, subject_to_json

    found = find_subject(current_project(), who)
    if output_format == "json":
        echo.print_json(subject_to_json(found))
        return
    for line in _lines(found):
        echo.say(line)


@subject.command(
    "export",
    help=_(
        "Записать всё, что хранится о человеке, в файл JSON (доступен только вам).\n\n"
        "Пример: vsosh-moodle subject export dzugova.m.r --out dzugova.json"
    ),
)
@_who
@click.option(
    "--out",
    "path",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Куда записать; существующий файл не заменяется."),
)
def export(who: str, path: Path) -> None:
    """Write what is held on one person to a new file, 0600."""
    from vsosh_moodle.workflow.safe_files import write_private
    from vsosh_moodle.workflow.subjects import find_subject, subject_to_json

    text = json.dumps(
        subject_to_json(find_subject(current_project(), who)), ensure_ascii=False, indent=1
    )
    write_private(path, f"{text}\n")
    echo.say(_("Записано: {file}").format(file=path))


@subject.command(
    "keys",
    help=_(
        "Записать, кто под каким кодом (people.pupils: codes): список каждого класса для печати.\n\n"
        "Файл доступен только вам; вид — по окончанию имени: .html или .xlsx. "
        "Пример: vsosh-moodle subject keys --class 9А --out ключи-9А.html"
    ),
)
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="CLASS",
    help=_("Только этот класс; можно повторять. Пример: --class 8Д"),
)
@click.option(
    "--out",
    "path",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Куда записать; существующий файл не заменяется."),
)
def keys(classes: tuple[str, ...], path: Path) -> None:
    """Write the list of codes, class by class, to a new file, 0600."""
    from vsosh_moodle.workflow.pupil_keys import write_pupil_keys

    count = write_pupil_keys(current_project(), classes, path)
    pupils = plural(count, "{n} ученик", "{n} ученика", "{n} учеников")
    echo.say(_("Записано: {file} ({pupils}).").format(file=path, pupils=pupils))


_years = click.option(
    "--years",
    type=click.IntRange(1, 75),
    metavar="N",
    help=_(
        "Вышло столько лет со дня выбытия; без параметра — retention.leavers_years из config.yaml."
    ),
)


@subject.command(
    "due",
    help=_(
        "Показать выбывших, чей срок хранения вышел.\n\nПример: vsosh-moodle subject due --years 5"
    ),
)
@_years
@format_option("text", "json")
def due(years: int | None, output_format: str) -> None:
    """List those whose data need no longer be kept."""
    from vsosh_moodle.workflow.forgetting import find_due, today_of

    project = current_project()
    found = find_due(project, today_of(project), years)
    if output_format == "json":
        echo.print_json(
            [{"login": one.entry.login, "left": one.left and one.left.isoformat()} for one in found]
        )
        return
    for one in found:
        echo.say(_leaver_line(one))
    echo.talk(
        _("Срок вышел у {people}. Уничтожить данные: vsosh-moodle subject purge --due").format(
            people=plural(len(found), "{n} человека", "{n} человек", "{n} человек")
        )
        if found
        else _("Ни у кого из выбывших срок хранения не вышел.")
    )


@subject.command(
    "purge",
    help=_(
        "Уничтожить всё, что папка школы хранит о выбывшем: имя, даты, логин, журнал, первый пароль.\n\n"
        "Только о тех, кого нет в списках и чей вход закрыт. Что хранит Moodle, не меняется. "
        "Восстановить нельзя. Примеры: vsosh-moodle subject purge dzugova.m.r --act акт.html; "
        "vsosh-moodle subject purge --due"
    ),
)
@click.argument("who", metavar="[PERSON]…", nargs=-1)
@click.option("--due", "is_due", is_flag=True, help=_("Всех, чей срок хранения вышел."))
@_years
@click.option(
    "--act",
    "act",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Записать черновик акта об уничтожении (HTML, доступен только вам)."),
)
@click.option("--yes", is_flag=True, help=_("Не спрашивать."))
def purge(
    who: tuple[str, ...], is_due: bool, years: int | None, act: Path | None, yes: bool
) -> None:
    """Destroy the data of leavers after a preview and a question."""
    from vsosh_moodle.workflow import forgetting

    if bool(who) == is_due:
        raise click.UsageError(_("Назовите человека или укажите --due."))
    if not yes and not echo.is_interactive():
        raise ConfigError(
            _("Некого спросить: команда запущена не с клавиатуры."),
            _("Проверьте, кого вы назвали, и добавьте --yes."),
        )
    project = current_project()
    today = forgetting.today_of(project)
    leavers = (
        forgetting.find_due(project, today, years)
        if is_due
        else list(dict.fromkeys(forgetting.find_leaver(project, one) for one in who))
    )
    if not leavers:
        echo.say(_("Ни у кого из выбывших срок хранения не вышел."))
        return
    for one in leavers:
        echo.talk(_leaver_line(one))
    people = plural(len(leavers), "{n} человеке", "{n} людях", "{n} людях")
    question = _("Уничтожить в этой папке данные о {people}? Восстановить их будет нельзя.")
    if not yes and not echo.confirm(question.format(people=people)):
        echo.talk(_("Отменено: ничего не изменилось."))
        return
    if act is not None:
        forgetting.require_free(act)
    naming = forgetting.files_naming(project, leavers)
    rows = forgetting.register_rows(project, leavers)
    done = forgetting.forget(project, leavers, today)
    if act is not None:
        forgetting.write_act(project, done, act, today)
        echo.say(_("Записано: {file}").format(file=act))
    echo.say(_("Уничтожены данные о {people}.").format(people=people))
    if naming:
        echo.warn(
            _("имена остались в отчётах и письмах, удалите эти файлы: {files}").format(
                files=", ".join(naming)
            )
        )
    if rows:
        echo.warn(
            _("имена остались в реестрах, удалите эти строки: {rows}").format(rows="; ".join(rows))
        )
    echo.talk(
        _(
            "Учётные записи в Moodle остались закрытыми: удаляет их администратор сайта. Проверьте сами "
            "прежние списки, сохранённые планы, карточки и копии, сделанные Вами: программа их не меняет. "
            "Копии памяти в папке школы уничтожены; сделайте новую: vsosh-moodle state backup"
        )
    )


def _leaver_line(one: "Leaver") -> str:
    entry = one.entry
    name = " ".join(part for part in (entry.last_name, entry.first_name, entry.middle_name) if part)
    left = f"{one.left:%d.%m.%Y}" if one.left else _("день неизвестен")
    return _("{name}, логин {login}, вход закрыт: {left}").format(
        name=name, login=entry.login, left=left
    )


def _progress_lines(found: "Subject") -> list[str]:
    if not found.progress:
        return [_("Об учёбе в снимках ничего нет: оценки и работы хранит только Moodle.")]
    count = plural(len(found.progress), "{n} запись", "{n} записи", "{n} записей")
    return [_("Об учёбе в снимках: {count}; сами работы хранит только Moodle.").format(count=count)]


def _lines(found: "Subject") -> list[str]:
    lines = []
    if found.entry is not None:
        entry = found.entry
        born = f", {entry.birth_date:%d.%m.%Y}" if entry.birth_date else ""
        name = f"{entry.last_name} {entry.first_name} {entry.middle_name}".strip()
        lines.append(
            _("Книга учётных записей: {name}{born}; логин {login}, ключ {key}.").format(
                name=name, born=born, login=entry.login, key=entry.idnumber
            )
        )
    else:
        lines.append(_("Учётной записи программа ещё не заводила."))
    lines += [_("Списки: {place}.").format(place=row.source) for row in found.rows]
    if not found.rows:
        lines.append(_("В нынешних списках человека нет."))
    memberships = plural(len(found.applied), "{n} запись", "{n} записи", "{n} записей")
    steps = plural(len(found.steps), "{n} шаг", "{n} шага", "{n} шагов")
    lines.append(_("Что записано на сайт: {count}.").format(count=memberships))
    if found.exported:
        rows = plural(len(found.exported), "{n} запись", "{n} записи", "{n} записей")
        lines.append(_("Выгружено в файлы для загрузки: {count}.").format(count=rows))
    lines.append(_("Журнал запусков: {count}.").format(count=steps))
    lines += [_("Первый пароль лежит в файле {file}.").format(file=file) for file in found.slips]
    if found.away_since is not None:
        lines.append(_("В школе нет с {day}.").format(day=f"{found.away_since:%d.%m.%Y}"))
    lines += [_("Архив прошлых лет: {place}.").format(place=place) for place in found.archived]
    lines += [
        _("Реестр «{register}»: {place}.").format(register=row["register"], place=row["place"])
        for row in found.registers
    ]
    lines += _progress_lines(found)
    if found.named:
        files = ", ".join(found.named)
        lines.append(_("Имя стоит в отчётах и письмах: {files}.").format(files=files))
    lines.append(_("Всё подробно: --format json"))
    return lines
