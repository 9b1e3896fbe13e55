"""A plan as Markdown: for a letter, an issue or a wiki."""

from vsosh_moodle.language import _
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.reports.plan_lines import Line
from vsosh_moodle.reports.plan_movements import MovementReport, count_titles, count_values
from vsosh_moodle.reports.plan_outline import Outline, outline_plan
from vsosh_moodle.reports.plan_words import (
    action_title,
    count_activities_phrase,
    count_calls_phrase,
    count_changes_phrase,
    render_number,
    site_title,
)

LINES = 200
"""How many lines a list may have: a page that nobody can read to its end helps nobody."""


def render_plan_markdown(plan: Plan, limit: int = LINES) -> str:
    """Return the plan as GitHub-flavoured Markdown; `limit` is how many lines a list may have."""
    outline = outline_plan(plan)
    parts = [
        *_head(outline),
        *_movement(outline.movement, limit),
        *_table(outline),
        *_guards(outline),
    ]
    for block in outline.blocks:
        parts += ["", f"## {block.title} ({render_number(block.count)})", ""]
        parts += _list([_line(line) for line in block.lines], limit)
    parts += _kept(outline, limit)
    parts += _missing(outline, limit)
    parts += _problems(plan, limit)
    parts += ["", _("Отпечаток плана: `{fingerprint}`").format(fingerprint=plan.fingerprint())]
    return "\n".join(parts) + "\n"


def _head(outline: Outline) -> list[str]:
    plan = outline.plan
    lines = [f"# {_('План изменений в Moodle')}", ""]
    site = site_title(plan.origin.site, plan.origin.release)
    lines.append(_("- Сайт: {site}").format(site=_escape(site)))
    if plan.origin.year:
        lines.append(_("- Учебный год: {year}").format(year=_escape(plan.origin.year)))
    if outline.scope:
        lines.append(_("- Область: {scope}").format(scope=_escape(outline.scope)))
    if outline.writes:
        lines.append(
            _("- Всего: {changes}, прогноз — {calls} к сайту").format(
                changes=count_changes_phrase(outline.writes),
                calls=count_calls_phrase(plan.forecast.calls),
            )
        )
    else:
        lines.append(_("- Изменений нет: сайт уже такой, как в файлах."))
    return lines


def _movement(report: MovementReport, limit: int) -> list[str]:
    if not report:
        return []
    lines = ["", f"## {_('Движение')}: {_escape(report.summary)}", ""]
    if report.classes:
        titles = count_titles()
        lines.append(f"| {_('Класс')} | {' | '.join(titles)} |")
        lines.append(f"|---|{'---:|' * len(titles)}")
        for one in report.classes:
            cells = [render_number(number) for number in count_values(one)]
            lines.append(f"| {_escape(one.name)} | {' | '.join(cells)} |")
    lines += _list([_escape(line) for line in report.programmes], limit)
    for card in report.cards:
        lines += ["", f"### {_escape(card.title)}", ""]
        lines += _list([_line(line) for line in card.lines], limit)
    return lines


def _table(outline: Outline) -> list[str]:
    if not outline.rows:
        return []
    titles = [action_title(action) for action in outline.actions]
    lines = ["", f"| | {' | '.join(titles)} |", f"|---|{'---:|' * len(titles)}"]
    for row in outline.rows:
        cells = [render_number(row.counts.get(action, 0)) for action in outline.actions]
        lines.append(f"| {row.title} | {' | '.join(cells)} |")
    return lines


def _guards(outline: Outline) -> list[str]:
    if not outline.guards:
        return []
    lines = ["", f"## {_('Предохранители')}", ""]
    for guard in outline.guards:
        word = _("снят") if guard.lifted else _("стоп")
        lines.append(f"- **{word}**: {_escape(guard.message)} (`{guard.override}`)")
    return lines


def _kept(outline: Outline, limit: int) -> list[str]:
    lines = []
    if outline.kept:
        heading = _("Изменено в Moodle вручную, остаётся так ({n})")
        lines += ["", f"## {heading.format(n=len(outline.kept))}", ""]
        lines += _list(
            [
                "; ".join(
                    _escape(part) for part in (f"{one.text} — {one.reason}", one.values) if part
                )
                for one in outline.kept
            ],
            limit,
        )
    if outline.forgotten:
        words = _("Есть на сайте, но в файлах больше нет; ничего не удаляется: {kinds}")
        lines += ["", _escape(words.format(kinds=outline.forgotten))]
    return lines


def _missing(outline: Outline, limit: int) -> list[str]:
    if not outline.missing:
        return []
    texts = [
        f"{_escape(one.title)}: {count_activities_phrase(one.count)}" for one in outline.missing
    ]
    heading = _("Не создаётся без плагина local_vsosh: элементы курсов")
    return ["", f"## {heading}", "", *_list(texts, limit)]


def _problems(plan: Plan, limit: int) -> list[str]:
    if not plan.problems:
        return []
    texts = [_escape(str(problem)) for problem in plan.problems]
    return ["", f"## {_('Замечания к файлам')}", "", *_list(texts, limit)]


def _list(texts: list[str], limit: int) -> list[str]:
    lines = [f"- {text}" for text in texts[:limit]]
    if len(texts) > limit:
        lines.append(_("- … и ещё {n}").format(n=render_number(len(texts) - limit)))
    return lines


def _line(line: Line) -> str:
    return _escape(f"{line.text} — {line.detail}" if line.detail else line.text)


def _escape(text: str) -> str:
    """A title with an asterisk or a tag in it must not become markup."""
    for mark in "\\`*_<[|":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")
