"""Risks: nobody keeps a register of them; what the figures themselves warn of."""

from vsosh_moodle.indicators.indicator import Indicator
from vsosh_moodle.reports.document.model import (
    Column,
    Hidden,
    Paragraph,
    Section,
    Table,
    Value,
)
from vsosh_moodle.reports.document.suppression import shown_count
from vsosh_moodle.reports.school.goals import is_reached, rounded
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.privacy import counts_pupils, shown

_RISKS = (
    ("pupil_activity", "Ученики не входят в систему", "давно не входили", True),
    ("funnel", "Доступ выдан, но не использован", "не входили ни разу", True),
    ("participants", "Нет условий для учёбы дома", "без техники или интернета", True),
    ("devices", "Техники не хватает", "без своей техники и без выданной", True),
    ("readiness", "Выпускники не готовы к экзамену", "ниже порога или не писали пробный", True),
    ("trained_share", "Педагоги не обучены работе с ДОТ", "без действующего документа", True),
    ("teacher_activity", "Работы проверяются поздно", "проверены позже 7 дней или ждут", True),
    ("screen_time", "Нарушены санитарные нормы", "нарушений за неделю", False),
)


def risks_section(material: Material) -> Section:
    """Return «Риски»: what the indicators warn of; a share that grows is a risk that shrinks."""
    rows = [
        row
        for key, title, what, inverse in _RISKS
        if (row := _row(material, key, title, what, inverse=inverse)) is not None
    ]
    text = (
        "Реестра рисков школа не ведёт: здесь то, о чём предупреждают сами показатели. «Под угрозой» — "
        "доля, обратная показателю."
    )
    table = Table(
        key="risks",
        title="О чём предупреждают показатели",
        columns=(
            Column("Риск", width=28),
            Column("Что под угрозой", width=34),
            Column("Под угрозой", "percent"),
            Column("Порог, не больше", "percent"),
            Column("Состояние", width=20),
        ),
        rows=tuple(rows),
        source="показатели этого отчёта; порог — из плана школы (100 % − план)",
    )
    return Section("risks", "Риски", (Paragraph(text, style="note"), table))


def _row(
    material: Material, key: str, title: str, what: str, *, inverse: bool
) -> tuple[Value, ...] | None:
    indicator = material.indicator(key)
    if indicator is None:
        return None
    if indicator.value is None:
        return title, what, None, None, "нет данных"
    small = material.config.small_numbers
    value = shown(indicator, small, named=material.named)
    goal = indicator.definition.goal
    limit = 100 - goal if goal is not None and inverse else None
    if inverse and not material.named and counts_pupils(indicator):
        # Here the others are the figure: of few of them it would tell.
        others = shown_count((indicator.whole or 0) - (indicator.part or 0), small)
        value = others if isinstance(others, Hidden) else value
    if not isinstance(value, int | float):
        return title, what, value, limit, "людей мало, не показано"
    share = 100 - value if inverse else value
    return title, what, rounded(share), limit, _state(indicator)


def _state(indicator: Indicator) -> str:
    if indicator.definition.goal is None:
        return "план не задан"
    return "в пределах плана" if is_reached(indicator) else "требует внимания"
