"""Wordings that several definitions share."""

from vsosh_moodle.language import _, render_number


def plain(value: float) -> str:
    """Return a number without a needless fraction: 50 for 50.0, «12,5» for 12.5."""
    return str(int(value)) if float(value).is_integer() else render_number(value)


def target(goal: float | None, text: str) -> str:
    """Return the sentence of a target with its number at {goal}; «План не задан» without one."""
    if goal is None:
        return _("План не задан.")
    return text.format(goal=plain(goal))


def growth() -> str:
    """Return the target of what has no number: more than last year."""
    return _("Рост к прошлому году.")
