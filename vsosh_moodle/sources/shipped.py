"""The files the program ships: course templates, example rosters, the annotated config, the plugin.

Their source of truth is the top of the repository. `setup.py` copies them into the package when a
wheel is built; an editable install reads them where they are.
"""

from pathlib import Path

import vsosh_moodle
from vsosh_moodle.errors import ConfigError
from vsosh_moodle.language import _

PACKAGE = Path(vsosh_moodle.__file__).parent
INSTALLED = PACKAGE / "bundled"


def shipped(name: str) -> Path:
    """Return the path of a shipped file or folder, such as `course_templates` or `config.example.yaml`.

    Raises ConfigError when the installation is incomplete.
    """
    for place in (INSTALLED / name, PACKAGE.parent / name):
        if place.exists():
            return place
    raise ConfigError(
        _("Программа установлена не полностью: нет {name}.").format(name=name),
        _("Установите её заново: pip install --force-reinstall vsosh-moodle"),
    )
