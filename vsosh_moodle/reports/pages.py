"""The one way from a template of this package to an HTML page: names are escaped, nothing is guessed."""

from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from vsosh_moodle.language import _


@cache
def page_environment(**filters: Callable[..., object]) -> Environment:
    """Return the environment of the templates in `reports/templates`, with `_` and these filters."""
    environment = Environment(
        loader=PackageLoader("vsosh_moodle.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.filters.update(filters)
    return environment
