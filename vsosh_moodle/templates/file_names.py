"""Names of template files that would be passed over in silence, or be taken for one another."""

from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem


def misnamed_files(folder: Path) -> list[Problem]:
    """Return problems of names: `.yml` is not read; two keys that differ only in case are one to Moodle."""
    shown = folder.name
    found = [
        Problem(
            Place(file=f"{shown}/{path.relative_to(folder).as_posix()}"),
            _("файл не читается: у шаблонов, кусков и банков окончание .yaml."),
            _("переименуйте его в {name} или уберите.").format(name=path.with_suffix(".yaml").name),
            code="template-suffix",
        )
        for path in sorted(folder.rglob("*.[yY][mM][lL]"))
    ]
    first: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        known = first.setdefault(path.stem.casefold(), path.name)
        if known != path.name:
            found.append(
                Problem(
                    Place(file=f"{shown}/{path.name}"),
                    _(
                        "ключ шаблона уже занят файлом {name}: заглавные буквы не различаются."
                    ).format(name=known),
                    _("переименуйте один из двух файлов."),
                    code="template-twice",
                )
            )
    return found
