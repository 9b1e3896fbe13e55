"""What a template may ask for: the fields of a letter, filled in for one pupil."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from vsosh_moodle.reports.letters.facts import CourseWork, Occasion, Recipient, Sender, Task, Work
from vsosh_moodle.reports.letters.labels import without_labels
from vsosh_moodle.reports.letters.screen_time import screen_time_of
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.name_forms import CASES, DeclinedName, Forms

Shape = Mapping[str, object]
"""What fields there are: a mapping of names; a list of one for what is gone through; "" for a value."""

_CASES: Shape = dict.fromkeys(CASES, "")
_NAME: Shape = {
    "fio": _CASES, "io": _CASES, "short": _CASES, "last": _CASES, "first": _CASES, "initials": "",
    "declined": "",
}  # fmt: skip
_TASK: Shape = {"title": "", "course": "", "deadline": "", "overdue": ""}
FIELDS: Shape = {
    "pupil": _NAME,
    "tutor": _NAME,
    "class": {"display": "", "name": "", "grade": ""},
    "school": {"name": "", "short": "", "year": ""},
    "adult": "",
    "greeting": "",
    "contact": "",
    "to_tutor": "",
    "today": "",
    "period": {"from": "", "to": ""},
    "done": "",
    "left": "",
    "total": "",
    "overdue": "",
    "tasks": [_TASK],
    "more": "",
    "task": "",
    "deadline": "",
    "remaining": "",
    "courses": [{"title": "", "done": "", "total": "", "left": "", "grade": ""}],
    "last_visit": "",
    "days": "",
    "limit": "",
    "pause": "",
}
"""All fields but the values a kind is told by hand (`LetterKind.values`)."""

FUNCTIONS = frozenset({"g"})


class CaseForms(dict[str, str]):
    """Forms by case that print as the nominative: «{{ pupil.fio }}»."""

    def __str__(self) -> str:
        return self["nom"]


def letter_fields(recipient: Recipient, sender: Sender, occasion: Occasion) -> dict[str, object]:
    """Return the variables of a pupil's letter: those of FIELDS, the values, and `g`."""
    work = recipient.work or Work()
    tasks = [_task(one, occasion) for one in work.tasks]
    courses = [_course(one, occasion) for one in work.courses]
    first = next((one for one in tasks if not one["overdue"]), tasks[0] if tasks else None)
    limits = None if recipient.adult else screen_time_of(recipient.class_name.grade)
    return {
        "pupil": _name(recipient.name),
        "tutor": _name(sender.tutor) if sender.tutor else None,
        "class": {
            "display": class_display(recipient.class_name),
            "name": str(recipient.class_name),
            "grade": recipient.class_name.grade,
        },
        "school": {"name": sender.school, "short": sender.short or sender.school, "year": sender.year},
        "adult": recipient.adult,
        "greeting": greeting(recipient),
        "contact": unbroken(sender.contact) or None,
        "to_tutor": _to_tutor(sender),
        "today": occasion.today,
        "period": {"from": occasion.start, "to": occasion.end},
        "done": work.done,
        "left": len(tasks),
        "total": work.done + len(tasks),
        "overdue": sum(bool(one["overdue"]) for one in tasks),
        "tasks": tasks[: occasion.tasks],
        "more": max(0, len(tasks) - occasion.tasks),
        "task": first["title"] if first else None,
        "deadline": first["deadline"] if first else None,
        "remaining": sum(one.total - one.done for one in work.courses),
        "courses": courses,
        "last_visit": work.last_visit,
        "days": work.days,
        "limit": limits.day if limits else None,
        "pause": limits.stretch if limits else None,
        **occasion.values,
        **recipient.values,
        "g": _by_gender(recipient.name),
    }  # fmt: skip


def class_display(name: ClassName) -> str:
    """Return a class as a letter writes it: 9 «А», 12."""
    return f"{name.grade} «{name.letter}»" if name.letter else str(name.grade)


def greeting(recipient: Recipient) -> str:
    """Return the first line: an adult is spoken to by name."""
    if recipient.adult:
        return f"{recipient.name.given().nom}, здравствуйте!"
    return "Уважаемые родители (законные представители)!"


def address_lines(recipient: Recipient) -> tuple[str, ...]:
    """Return to whom the letter is: in the dative, or beside the name where its cases are not known."""
    name, of_class = recipient.name, f"{class_display(recipient.class_name)} класса"
    if not name.gender:
        learner = (
            "Обучающийся: " + name.full().nom,
            f"{class_display(recipient.class_name)} класс",
        )
        return learner if recipient.adult else ("Законному представителю", *learner)
    if recipient.adult:
        word = "обучающемуся" if name.gender == "m" else "обучающейся"
        return name.full().dat, f"{word} {of_class}"
    word = "обучающегося" if name.gender == "m" else "обучающейся"
    return "Законному представителю", name.full().gen, f"{word} {of_class}"


def long_date(value: object) -> object:
    """Return a date as «23 ноября 2026 г.», not broken after its day; what is no date stays as it is."""
    if not isinstance(value, date):
        return value
    return f"{value.day}\u00a0{_MONTHS[value.month - 1]} {value.year}\u00a0г."


_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
    "ноября", "декабря",
)  # fmt: skip


def short_date(value: object) -> object:
    """Return a date as «23.11.2026»; what is no date stays as it is."""
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


def percent(value: object) -> object:
    """Return a number as a percentage without a fraction; what is no number stays as it is."""
    return f"{value:.0f} %" if isinstance(value, int | float) else value


def _by_gender(name: DeclinedName) -> Callable[..., str]:
    def choose(male: str, female: str, neutral: str = "") -> str:
        """Return the word for the pupil; «приступил(а)» when the gender is not known."""
        if name.gender:
            return male if name.gender == "m" else female
        if neutral:
            return neutral
        tail = female.removeprefix(male)
        return f"{male}({tail})" if female.startswith(male) and tail else f"{male}/{female}"

    return choose


def _name(name: DeclinedName) -> dict[str, object]:
    return {
        "fio": _forms(name.full()),
        "io": _forms(name.given()),
        "short": _forms(name.short()),
        "last": _forms(name.last),
        "first": _forms(name.first),
        "initials": name.initials(),
        "declined": bool(name.gender),
    }


def _forms(forms: Forms) -> CaseForms:
    return CaseForms((str(case), text) for case, text in forms.cases().items())


_INNER_QUOTES = str.maketrans("«»", "„“")  # a task's title stands in quotes itself


def _task(task: Task, occasion: Occasion) -> dict[str, object]:
    title = without_labels(task.title, occasion.labels, "дополнительное задание")
    return {
        "title": title.translate(_INNER_QUOTES),
        "course": without_labels(task.course, occasion.labels, "дополнительный курс"),
        "deadline": task.deadline,
        "overdue": task.overdue,
    }


def _course(course: CourseWork, occasion: Occasion) -> dict[str, object]:
    return {
        "title": without_labels(course.title, occasion.labels, "Дополнительный курс"),
        "done": course.done,
        "total": course.total,
        "left": course.total - course.done,
        "grade": course.grade,
    }


def _to_tutor(sender: Sender) -> str:
    who = "классному руководителю"
    if sender.tutor:
        name = sender.tutor.full()
        who += f" {name.dat}" if sender.tutor.gender else f" ({name.nom})"
    if not sender.contact:
        return who
    telephone = sender.contact.lstrip("+ (")[:1].isdigit()
    what = "тел.\u00a0" if telephone else ""
    return f"{who}, {what}{unbroken(sender.contact)}"


def unbroken(contact: str) -> str:
    """Return a telephone that no line's end tears apart: spaces and hyphens that do not break."""
    return _TELEPHONE.sub(lambda found: found[0].translate(_UNBROKEN), contact)


def breakable(text: str) -> str:
    """Return a text with plain hyphens and spaces again: a messenger knows a telephone by them."""
    return text.translate(_BROKEN)


_TELEPHONE = re.compile(r"[+(\d][\d ()-]{4,}\d")
_UNBROKEN = str.maketrans(" -", "\u00a0\u2011")
_BROKEN = str.maketrans("\u00a0\u2011", " -")
