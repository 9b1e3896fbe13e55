"""The end of a report: registers, how each figure is counted, what to know about them, the rows behind."""

from collections.abc import Iterable
from dataclasses import replace

from vsosh_moodle.indicators.indicator import Indicator
from vsosh_moodle.reports.document.model import Block, Column, Paragraph, Report, Section, Table
from vsosh_moodle.reports.school.goals import SET_WORDS, by_snapshot
from vsosh_moodle.reports.school.material import Material, Remark
from vsosh_moodle.reports.school.privacy import (
    STAFF,
    counts_pupils,
    labelled_rows,
    shown,
    without_few,
)
from vsosh_moodle.reports.school.wording import clock, counted, day, listed, number

ROWS = "rows"
"""The key of the appendix with the rows behind the figures."""

_FIRST_REMARKS = 12
"""So many serious things are told in full before the table; the rest is in the table alone."""


def appendices(material: Material) -> tuple[Section, ...]:
    """Return the appendices, the rows behind the figures last."""
    parts = (
        registers_section(material),
        methodology_section(material),
        know_section(material),
        rows_section(material),
    )
    return tuple(
        Section(one.key, one.title, one.blocks, f"П{number}", page=number == 1)
        for number, one in enumerate(parts, start=1)
    )


def registers_section(material: Material) -> Section:
    """Return «Реестры»: which were read, and how many rows each gave."""
    given = material.inputs.registers.given
    known = [one for one in material.registers if one.file or one.rows]
    table = Table(
        key="registers",
        title="Реестры школы, из которых взяты данные",
        columns=(
            Column("Реестр", width=32),
            Column("Файл", width=30),
            Column("Строк", "count"),
        ),
        rows=tuple((one.title, one.file, one.rows) for one in known),
        source="файлы, названные в config.yaml, reports → registers",
    )
    blocks: list[Block] = [table] if known else []
    if not given:
        blocks.append(
            Paragraph(
                "Реестров в папке школы нет. Завести: vsosh-moodle registers template", style="note"
            )
        )
    return Section("registers", "Реестры", tuple(blocks))


def methodology_section(material: Material) -> Section:
    """Return «Методика»: definitions with formulas and sources, the day of the data, the snapshot."""
    blocks: list[Block] = [Paragraph(text) for text in _data_facts(material)]
    blocks.append(definitions_table(material.indicators.values()))
    return Section("methodology", "Методика", tuple(blocks))


def definitions_table(indicators: Iterable[Indicator]) -> Table:
    """Return what each indicator is, in words."""
    return Table(
        key="definitions",
        title="Как считаются показатели",
        columns=(
            Column("Показатель", width=22),
            Column("Где нужен", width=13),
            Column("Как считается", width=40),
            Column("Откуда и за какой срок", width=24),
        ),
        rows=tuple(
            (
                one.definition.title,
                listed(
                    f"{SET_WORDS[name]} №\u00a0{number}" for name, number in one.definition.sets
                ),
                one.definition.formula,
                f"{one.definition.source} {one.definition.period}".strip(),
            )
            for one in indicators
        ),
        source="определения показателей в программе: vsosh-moodle report definitions",
    )


def _data_facts(material: Material) -> list[str]:
    facts = material.inputs.facts
    snapshot = facts.snapshot
    rule = facts.rule
    kinds = {
        "completion": "выполненный элемент",
        "submission": "сданное задание",
        "attempt": "законченная попытка теста",
        "post": "сообщение в форуме",
    }
    works = listed(
        word for kind, word in kinds.items() if kind in {one.value for one in rule.kinds}
    )
    rule_words = (
        f"«Активен» — тот, кто за период сделал работ не меньше {rule.least}; работой считается: {works}. "
        "«Записан» — тот, кто числится на курсе. Это разные люди: записанный, но не работавший, "
        "активным не считается. Человек считается один раз за весь период."
    )
    texts = [rule_words]
    if snapshot is None:
        texts.append("Снимка Moodle за период нет: цифры только из списков и реестров школы.")
    else:
        digest = f", контрольная сумма {material.digest}" if material.digest else ""
        texts.append(
            f"Данные Moodle: сайт {snapshot.site}, версия {snapshot.release}, снимок № {snapshot.number} "
            f"от {clock(snapshot.taken)}{digest}; способ чтения: {_way(snapshot.source)}; "
            f"курсов в снимке: {snapshot.courses}; снимков за период: {facts.snapshots_in_window}."
        )
    small = material.config.small_numbers
    if not material.named:
        texts.append(
            f"Числа учеников меньше {small} не печатаются, и вместе с ними те, по которым их можно "
            "вычислить. Коды учеников в каждой таблице свои: ни с другой таблицей, ни с другим отчётом их не "
            "соединить."
        )
    return texts


def _way(source: str) -> str:
    return {"plugin": "плагин local_vsosh", "core": "функции ядра Moodle"}.get(source, source)


def know_section(material: Material) -> Section:
    """Return «Что нужно знать об этих цифрах»: every gap, remark and problem, the serious ones first."""
    remarks = all_remarks(material)
    if not remarks:
        text = "Пропусков и замечаний нет: все файлы прочитаны, снимок полный, планы заданы."
        return Section("know", "Что нужно знать об этих цифрах", (Paragraph(text),))
    ordered = sorted(remarks, key=lambda one: not one.serious)
    serious = [one for one in ordered if one.serious]
    blocks: list[Block] = [
        Paragraph(_remark_text(one), style="warning") for one in serious[:_FIRST_REMARKS]
    ]
    if len(serious) > _FIRST_REMARKS:
        more = counted(len(serious) - _FIRST_REMARKS, "ошибка", "ошибки", "ошибок")
        blocks.append(Paragraph(f"И ещё {more}: все они в таблице.", style="warning"))
    columns = (
        Column("Что", width=44),
        Column("Где", width=22),
        Column("Что сделать", width=26),
    )
    rows = [(one.text, one.place or None, one.hint or None) for one in ordered]
    # A column of dashes alone only takes room.
    kept = [place for place in range(3) if any(row[place] for row in rows)]
    blocks.append(
        Table(
            key="know",
            title="Пропуски, замечания и ошибки",
            columns=tuple(columns[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in rows),
            source="проверка файлов, реестров и снимков при составлении отчёта",
        )
    )
    return Section("know", "Что нужно знать об этих цифрах", tuple(blocks))


def all_remarks(material: Material) -> tuple[Remark, ...]:
    """Return the remarks of the files and snapshots and those of the indicators, each once."""
    found = list(material.remarks)
    uncounted: list[str] = []
    for indicator in material.indicators.values():
        title = indicator.definition.title
        if not material.has_snapshot and by_snapshot(indicator):
            uncounted.append(f"«{title}»")
        elif indicator.value is None and indicator.why:
            found.append(Remark(f"«{title}» не посчитано. {indicator.why}"))
        found += [Remark(text, f"показатель «{title}»") for text in indicator.remarks]
    if uncounted:
        found.append(Remark(f"Без снимка Moodle не посчитаны: {listed(uncounted)}."))
    for one in material.conclusions:
        if one.stale:
            found.append(
                Remark(
                    f"Вывод «{one.title}» правлен человеком раньше, чем изменились цифры.",
                    "файл выводов",
                    "Прочтите его ещё раз; чтобы вернуть черновик, удалите текст раздела в файле.",
                )
            )
    if not material.named:
        small = material.config.small_numbers
        found = [replace(one, text=without_few(one.text, small)) for one in found]
    return tuple(dict.fromkeys(found))


def _remark_text(remark: Remark) -> str:
    where = f"{remark.place[:1].upper()}{remark.place[1:]}: " if remark.place else ""
    return f"{where}{remark.text} {remark.hint}".strip()


def rows_section(material: Material) -> Section:
    """Return «Строки за показателями»: a table for each, from which its figure can be counted again."""
    blocks: list[Block] = []
    if not material.named:
        blocks.append(
            Paragraph(
                "Вместо учеников — коды, свои в каждой таблице. Столбцы, по которым человека можно узнать, "
                "не печатаются, как и таблицы, в которых учеников слишком мало; полностью строки есть в "
                "отчёте с именами (параметр --named).",
                style="note",
            )
        )
    blocks += [
        rows_table(material, indicator, place)
        for place, indicator in enumerate(material.indicators.values(), start=1)
        if indicator.rows is not None
        and indicator.rows.rows
        and not _tells_of_few(material, indicator)
    ]
    return Section(ROWS, "Строки за показателями", tuple(blocks))


def _tells_of_few(material: Material, indicator: Indicator) -> bool:
    """Whether the very number of rows would tell how few pupils there are."""
    rows = indicator.rows
    if material.named or rows is None or rows.people is None or not counts_pupils(indicator):
        return False
    return len({row[rows.people] for row in rows.rows}) < material.config.small_numbers


def with_rows(report: Report, most: int, elsewhere: str) -> Report:
    """Return a report whose tables of rows behind figures are at most that long, 0 for none of them.

    `elsewhere` says where the longer ones are: «в файлах CSV».
    """
    sections = [
        replace(section, blocks=_shortened(section.blocks, most, elsewhere))
        if section.key == ROWS
        else section
        for section in report.sections
    ]
    return replace(report, sections=tuple(sections))


def _shortened(blocks: tuple[Block, ...], most: int, elsewhere: str) -> tuple[Block, ...]:
    kept = [one for one in blocks if not isinstance(one, Table) or len(one.rows) <= most]
    if len(kept) == len(blocks):
        return blocks
    if any(isinstance(one, Table) for one in kept):
        text = f"Таблицы длиннее {number(most, 0)} строк — {elsewhere}."
    else:
        kept, text = (
            [],
            f"Строки за каждым показателем — {elsewhere}.",
        )
    return (*kept, Paragraph(text, style="note"))


def rows_table(material: Material, indicator: Indicator, place: int) -> Table:
    """Return the rows behind an indicator, `place` its number; what follows from them is in the note.

    Raises ValueError for an indicator without rows.
    """
    rows = indicator.rows
    if rows is None:
        raise ValueError(indicator.key)
    staff = indicator.key in STAFF and rows.people is not None
    if staff:  # the key of a teacher says nothing: the name stands beside it
        rows = replace(
            rows, columns=rows.columns[1:], rows=tuple(row[1:] for row in rows.rows), people=None,
            counted=None if rows.counted is None else rows.counted - 1,
        )  # fmt: skip
    labels = material.labels.of_table(indicator.key)
    columns, lines = labelled_rows(rows, labels, material.config.small_numbers)
    return Table(
        key=f"rows_{indicator.key}",
        title=f"Строки показателя {place}: {indicator.definition.title}",
        columns=tuple(Column(title) for title in columns),
        rows=lines,
        source=indicator.definition.source,
        note=_sum_of(material, indicator),
        people=0 if material.named and (staff or rows.people is not None) else None,
        internal=staff,
    )


def _sum_of(material: Material, indicator: Indicator) -> str:
    value = shown(indicator, material.config.small_numbers, named=material.named)
    if not isinstance(value, int | float) or indicator.rows is None:
        return "Значение показателя не печатается: людей слишком мало." if value else ""
    rows = indicator.rows
    column = f"в столбце «{rows.columns[rows.counted]}»" if rows.counted is not None else "строк"
    if indicator.part is not None and indicator.whole and indicator.definition.unit == "percent":
        return (
            f"{number(value)} % = {indicator.part} {column} из {indicator.whole}; "
            f"на {day(material.period.until)}."
        )
    return f"{number(value)} = {indicator.part if indicator.part is not None else number(value)} {column}."
