"""A turn of the year for the terminal: what becomes of classes and people, and what to look at."""

from collections.abc import Callable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vsosh_moodle.language import _, plural
from vsosh_moodle.reports.plan_words import render_number
from vsosh_moodle.reports.promotion_report import ClassRow, PromotionReport, class_rows
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.promotion import ClassFate, Fate

_DAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def draw_promotion(report: PromotionReport, limit: int = 20) -> RenderableType:
    """Return the preview for rich to print; `limit` is how many lines a list may have."""
    title = _("Перевод: {old} → {new}").format(old=report.old_year.name, new=report.new_year.name)
    parts: list[RenderableType] = [
        Text(title, "bold"),
        Padding(_draw_classes(report), (1, 0, 1, 0)),
        Text(_totals(report)),
        *_draw_new_classes(report),
        *_draw_terms(report),
        *_draw_programmes(report, limit),
        *_draw_people(report),
        *_draw_dated(report),
        *_draw_files(report, limit),
    ]
    return Group(*parts)


def _draw_classes(report: PromotionReport) -> Table:
    rows = list(class_rows(report.promotion))
    columns: tuple[tuple[str, Callable[[ClassRow], int]], ...] = (
        (_("с классом"), lambda row: row.moves),
        (_("остаются"), lambda row: row.repeats),
        (_("в другой класс"), lambda row: row.elsewhere),
        (_("выбывают"), lambda row: row.leaves),
        (_("выпуск"), lambda row: row.graduates),
        (_("не решено"), lambda row: row.unplaced),
    )
    shown = [(title, get) for title, get in columns if any(map(get, rows))]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(report.old_year.name, no_wrap=True)
    table.add_column(report.new_year.name, no_wrap=True)
    table.add_column(_("учеников"), justify="right")
    for title, _get in shown:
        table.add_column(title, justify="right")
    for row in rows:
        counts = (render_number(get(row)) if get(row) else "·" for _title, get in shown)
        table.add_row(str(row.step.name), _way(row), render_number(row.pupils), *counts)
    return table


def _way(row: ClassRow) -> Text:
    if row.step.asked:
        return Text(_("нужно решение"), "bold red")
    match row.step.fate:
        case ClassFate.GRADUATES:
            return Text(_("выпуск"), "magenta")
        case ClassFate.DISSOLVES:
            return Text(_("закрывается"), "magenta")
        case _:
            return Text(", ".join(map(str, row.step.targets)), "green")


def _totals(report: PromotionReport) -> str:
    promotion = report.promotion
    counts = [
        (promotion.count(Fate.MOVES), _("переходят")),
        (promotion.count(Fate.REPEATS), _("остаются на повторный год")),
        (promotion.count(Fate.GRADUATES), _("выпуск")),
        (promotion.count(Fate.LEAVES), _("выбывают")),
    ]
    told = ", ".join(f"{words} {render_number(number)}" for number, words in counts if number)
    total = plural(len(promotion.placements), "{n} ученик", "{n} ученика", "{n} учеников")
    return _("Всего {total}: {counts}.").format(total=total, counts=told or "—")


def _draw_new_classes(report: PromotionReport) -> Iterator[RenderableType]:
    yield _heading(_("Классы {year}").format(year=report.new_year.name))
    for new in sorted(report.promotion.classes, key=lambda one: one.name):
        count = len(report.promotion.into_class(new.name))
        line = f"  {new.name}: {plural(count, '{n} ученик', '{n} ученика', '{n} учеников')}"
        if not new.sources:
            line += f" — {_('новый класс')}"
        elif len(new.sources) > 1:
            line += f" — {_('из')} {', '.join(map(str, new.sources))}"
        yield Text(line)
    missing = _grades_without_class(report)
    if missing:
        yield Text(
            _(
                "  Новых классов в параллели {grades} нет. Нужны — в файл решений строку с "
                "решением «новый»."
            ).format(grades=", ".join(map(str, missing))),
            "dim",
        )


def _grades_without_class(report: PromotionReport) -> list[int]:
    new = {one.name.grade for one in report.promotion.classes}
    old = {step.name.grade for step in report.promotion.steps}
    return sorted(old - new)


def _draw_terms(report: PromotionReport) -> Iterator[RenderableType]:
    yield _heading(_("Периоды — проверьте по календарному графику"), "yellow")
    for term in report.new_year.terms:
        days = (f"{day:%d.%m.%Y} ({_DAYS[day.weekday()]})" for day in (term.start, term.end))
        yield Text(f"  {term.name}: {' — '.join(days)}")


def _draw_programmes(report: PromotionReport, limit: int) -> Iterator[RenderableType]:
    changed = report.changed_programmes
    if changed or report.untaught:
        yield _heading(_("Программы"))
    for one in changed[:limit]:
        before, after = ", ".join(one.before), ", ".join(one.after)
        if one.is_gone:
            text = _("  {title}: {before} → таких классов больше нет, программа закомментирована")
            yield Text(text.format(title=one.title, before=before), "yellow")
        else:
            yield Text(f"  {one.title}: {before} → {after}")
    if len(changed) > limit:
        rest = len(changed) - limit
        yield Text(_("  … и ещё {n}; все: --limit {all}").format(n=rest, all=len(changed)), "dim")
    if report.untaught:
        yield Text(
            _(
                "  Пока ни одной программы нет у {names}: в config.yaml у них стоит "
                "without_courses: true. Допишите programmes и уберите его."
            ).format(names=_names(report.untaught)),
            "yellow",
        )


def _names(names: tuple[ClassName, ...]) -> str:
    return ", ".join(map(str, names))


def _draw_people(report: PromotionReport) -> Iterator[RenderableType]:
    yield _heading(_("Списки"))
    teachers = report.teachers
    if teachers.rows:
        way = (
            _("классы сдвинуты вместе с учениками")
            if report.teachers_follow
            else _(
                "предметы прежние, параллели те же; классы вслед за учениками — --teachers follow"
            )
        )
        rows = plural(
            teachers.rows, "{n} строка учителей", "{n} строки учителей", "{n} строк учителей"
        )
        yield Text(f"  {rows}: {way}.")
    if teachers.changed:
        count = plural(teachers.changed, "в {n} строке", "в {n} строках", "в {n} строках")
        yield Text("  " + _("Другие классы — {count}.").format(count=count))
    if teachers.emptied:
        count = plural(teachers.emptied, "{n} учителю", "{n} учителям", "{n} учителям")
        yield Text(
            "  "
            + _(
                "Впишите предметы и классы {count}: прежних классов больше нет. Что было, сказано в "
                "столбце «В прошлом году»."
            ).format(count=count),
            "yellow",
        )
    if report.electives_dropped:
        count = plural(
            report.electives_dropped, "у {n} ученика", "у {n} учеников", "у {n} учеников"
        )
        yield Text(
            "  " + _("Элективы очищены {count}; оставить — --electives keep.").format(count=count)
        )
    if report.categories_kept:
        count = plural(report.categories_kept, "у {n} ученика", "у {n} учеников", "у {n} учеников")
        yield Text("  " + _("Категории сохранены {count}: проверьте их.").format(count=count))
    dated = sum(one.dated for one in report.promotion.placements)
    if dated:
        count = plural(dated, "{n} ученик", "{n} ученика", "{n} учеников")
        yield Text("  " + _("Выбывают по дате выбытия в списке: {count}.").format(count=count))


def _draw_dated(report: PromotionReport) -> Iterator[RenderableType]:
    if not (report.norms or report.dated_params):
        return
    yield _heading(_("Сверьте: срок выходит в новом году"), "yellow")
    for norm in report.norms:
        yield Text(
            _("  {file}: сведения действуют до {day}").format(
                file=norm.file, day=f"{norm.valid_until:%d.%m.%Y}"
            )
        )
    for title, day in report.dated_params:
        yield Text(
            _("  программа {title}: в params дата прошлого года, {day}").format(
                title=title, day=day
            )
        )


def _draw_files(report: PromotionReport, limit: int) -> Iterator[RenderableType]:
    yield _heading(_("Файлы"))
    files = report.files
    yield Text(_("  в архив {archive}: {names}").format(
        archive=files.archive, names=", ".join(files.moved)
    ))  # fmt: skip
    yield Text(_("  новые: {names}").format(names=", ".join(files.written)))
    added = sum(sign == "+" for sign, _line in report.config_lines)
    if not added:
        return
    count = plural(added, "в {n} строке", "в {n} строках", "в {n} строках")
    yield Text(_("  config.yaml: изменения {count}, остальное как было").format(count=count))
    for sign, line in report.config_lines[: 2 * limit]:
        yield Text(f"    {sign} {line.strip()}", "green" if sign == "+" else "red")
    if len(report.config_lines) > 2 * limit:
        rest = len(report.config_lines) - 2 * limit
        yield Text(_("    … и ещё {n}; все: --limit {all}").format(
            n=rest, all=len(report.config_lines)
        ), "dim")  # fmt: skip


def _heading(title: str, style: str = "") -> Text:
    return Text(f"\n{title}", style=f"bold {style}".strip())
