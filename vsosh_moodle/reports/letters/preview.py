"""What a class teacher looks at before letters are printed: every form of every name, and its doubts."""

from dataclasses import dataclass
from typing import Any

from vsosh_moodle.language import _
from vsosh_moodle.reports.letters.facts import Recipient
from vsosh_moodle.school.name_forms import CASES, CaseName, DeclinedName, Doubt, Forms


@dataclass(frozen=True, slots=True)
class NamePreview:
    """One name as the letters will write it; `warnings` say what to check and what can be done."""

    name: str
    class_name: str
    forms: Forms
    gender: str
    addressed: str
    warnings: tuple[str, ...]
    teacher: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether somebody has to look at it."""
        return bool(self.warnings)

    def changed_forms(self) -> list[tuple[str, str]]:
        """Return (case, form) of those that differ from the nominative."""
        return [
            (case_title(case), self.forms.of(case))
            for case in CASES[1:]
            if self.forms.of(case) != self.forms.nom
        ]

    def as_json(self) -> dict[str, Any]:
        """Return it as `--format json` prints it."""
        return {
            "name": self.name,
            "class": self.class_name,
            "teacher": self.teacher,
            "forms": {str(case): text for case, text in self.forms.cases().items()},
            "gender": self.gender,
            "addressed": self.addressed,
            "warnings": list(self.warnings),
        }


def preview_pupil(recipient: Recipient) -> NamePreview:
    """Return how the letters call a pupil, and whom they are addressed to."""
    warnings = [doubt_text(doubt) for doubt in recipient.name.doubts]
    if not recipient.born:
        warnings.append(
            _("нет даты рождения: письмо — родителям; если ученику 18, впишите дату в список")
        )
    addressed = _("самому ученику") if recipient.adult else _("родителям")
    return NamePreview(
        recipient.name.full().nom,
        str(recipient.class_name),
        recipient.name.full(),
        gender_text(recipient.name),
        addressed,
        tuple(warnings),
    )


def preview_teacher(name: DeclinedName, class_name: str) -> NamePreview:
    """Return how the letters of a class call its teacher."""
    return NamePreview(
        name.full().nom,
        class_name,
        name.full(),
        gender_text(name),
        "",
        tuple(doubt_text(doubt) for doubt in name.doubts),
        teacher=True,
    )


def gender_text(name: DeclinedName) -> str:
    """Return the gender used and who told it."""
    if not name.gender:
        return _("род не известен")
    gender = _("мужской род") if name.gender == "m" else _("женский род")
    source = {
        "overrides": _("по declension.toml"),
        "roster": _("по списку"),
        "patronymic": _("по отчеству"),
        "name": _("по имени"),
        "": "",
    }[name.gender_source]
    return f"{gender}, {source}"


def case_title(case: CaseName) -> str:
    """Return the short name of a case."""
    return {"nom": _("им."), "gen": _("род."), "dat": _("дат."), "acc": _("вин."), "ins": _("тв.")}[
        case
    ]


def doubt_text(doubt: Doubt) -> str:
    """Return what to check about a name."""
    return {
        Doubt.GENDER_UNKNOWN: _(
            "по имени не понять, мужской род или женский: письмо обойдётся без падежей; "
            'укажите в declension.toml gender = "m" или "f"'
        ),
        Doubt.GENDER_GUESSED: _("род угадан по виду имени: отчества нет"),
        Doubt.GENDER_CONFLICT: _(
            "части имени — разного рода: проверьте список; письмо обойдётся без падежей"
        ),
        Doubt.UNDECLINED: _("имя или фамилия не склоняется, хотя похожа на склоняемую"),
        Doubt.NOT_CYRILLIC: _("имя латиницей не склоняется"),
        Doubt.NOUN_OR_ADJECTIVE: _("фамилию можно склонить и как прилагательное: проверьте"),
        Doubt.FLEETING_VOWEL: _("в фамилии может выпадать гласная (Стрелец — Стрельца)"),
        Doubt.SOFT_FEMALE: _("женское имя на -ь оставлено без изменений; можно и склонять"),
        Doubt.STRANGE_PATRONYMIC: _("отчество необычное и не склоняется"),
    }[doubt]
