"""The definitions of indicators, as text and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from vsosh_moodle.indicators.indicator import Definition
from vsosh_moodle.language import _


def definitions_to_json(known: Iterable[Definition]) -> list[dict[str, Any]]:
    """Return the definitions as `--format json` prints them."""
    return [
        {
            "key": one.key,
            "sets": [{"set": name, "number": number} for name, number in one.sets],
            "title": one.title,
            "unit": one.unit,
            "formula": one.formula,
            "source": one.source,
            "period": one.period,
            "target": one.target,
            "goal": one.goal,
        }
        for one in known
    ]


def draw_definitions(known: Iterable[Definition]) -> RenderableType:
    """Return the definitions as text, a paragraph each."""
    return Group(*_paragraphs(known))


def _paragraphs(known: Iterable[Definition]) -> Iterator[RenderableType]:
    words = {
        "official": _("показатель проекта № {n}"),
        "monitoring": _("мониторинг № {n}"),
        "fifteen": _("годовой отчёт № {n}"),
    }
    for one in known:
        where = "; ".join(words[name].format(n=number) for name, number in one.sets)
        text = Text.assemble((one.title, "bold"), f" [{one.key}]\n  {where}\n")
        for title, value in (
            (_("Как считается"), one.formula),
            (_("Откуда"), one.source),
            (_("За какой срок"), one.period),
            (_("План"), one.target),
        ):
            if value:
                text.append(f"  {title}: {value}\n")
        yield text
