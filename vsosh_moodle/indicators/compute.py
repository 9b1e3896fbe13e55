"""All indicators of a period, in the order of reports."""

from vsosh_moodle.indicators.definitions import definitions
from vsosh_moodle.indicators.indicator import Indicator
from vsosh_moodle.indicators.inputs import Inputs


def compute_indicators(inputs: Inputs) -> tuple[Indicator, ...]:
    """Return every defined indicator; what cannot be counted has no value and says why."""
    return tuple(Indicator(one, value=None, why="") for one in definitions(inputs.targets).values())
