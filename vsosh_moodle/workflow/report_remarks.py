"""What to know about the figures of a report: problems of files, gaps of snapshots, plans not given."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from vsosh_moodle.problems import Problem
from vsosh_moodle.registers.records import Registers
from vsosh_moodle.reports.school.material import Material, RegisterFile, Remark
from vsosh_moodle.reports.school.wording import counted, day, listed
from vsosh_moodle.workflow.registers import LoadedRegisters
from vsosh_moodle.workflow.report_people import fold_name
from vsosh_moodle.workflow.report_years import YearFiles

REGISTER_TITLES = {
    "curriculum": "Учебный план",
    "staff": "Кадры",
    "training": "Повышение квалификации",
    "events": "Мероприятия",
    "projects": "Проекты учеников",
    "devices": "Техника учеников",
    "rooms": "Кабинеты",
    "trials": "Пробные экзамены",
    "letters": "Письма семьям",
    "past_years": "Прошлые годы",
    "resources": "Электронные ресурсы",
    "software": "Программное обеспечение",
}
HIDDEN_NAME = "[имя скрыто]"
_WORD = re.compile(r"[А-ЯЁӔA-Z][а-яёӕa-zА-ЯЁӔA-Z]+(?:-[А-ЯЁӔA-Z][а-яёӕa-z]+)?")
_WRITTEN = re.compile(
    r"(?<!лист )«(?!\d{1,2}\s?[А-Яа-яЁё]?»)[^»]*»|\b\d{2}\.\d{2}\.\d{4}\b|(№ |омером )(?!«)\S+",
    re.IGNORECASE,
)
"""What a message quotes of a row: a cell other than a class, a day, the number of a pupil's file."""
_OLD_SNAPSHOT_DAYS = 14


def gather_remarks(
    material: Material, files: YearFiles, problems: Iterable[Problem]
) -> tuple[Remark, ...]:
    """Return all there is to know, each thing once, without the surnames a report must not have."""
    found = [
        *_snapshot(material),
        *_year(material, files),
        *_scales(material),
        *_norms(material),
        *_registers(material),
        *(_problem(one, named=material.named) for one in problems),
    ]
    names = material.surnames
    return tuple(
        dict.fromkeys(
            Remark(
                without_names(one.text, names),
                without_names(one.place, names),
                without_names(one.hint, names),
                one.serious,
            )
            for one in found
        )
    )


def registers_without_names(registers: Registers, surnames: frozenset[str]) -> Registers:
    """Return the registers with no surname of a pupil in what a person wrote freely of an event."""
    if not surnames:
        return registers
    events = tuple(
        replace(
            one,
            title=without_names(one.title, surnames),
            result=without_names(one.result, surnames),
        )
        for one in registers.events
    )
    return replace(registers, events=events)


def names_in_conclusions(material: Material) -> tuple[Remark, ...]:
    """Return a warning for each conclusion with a pupil's surname, in a report without names."""
    return tuple(
        Remark(
            f"В выводе «{one.title}» есть фамилия ученика, а отчёт — без имён.",
            "файл выводов",
            "Уберите её из файла выводов или делайте отчёт с --named.",
            serious=True,
        )
        for one in material.conclusions
        if one.edited and any(without_names(item, material.surnames) != item for item in one.items)
    )


def read_registers(loaded: LoadedRegisters) -> tuple[RegisterFile, ...]:
    """Return the registers with the files they were read from and how many rows each gave."""
    return tuple(
        RegisterFile(title, _files(loaded.registers, kind), _rows(loaded.registers, kind))
        for kind, title in REGISTER_TITLES.items()
    )


def without_names(text: str, names: Collection[str]) -> str:
    """Return a text with the surnames in `names` (folded) replaced: «[имя скрыто]»."""
    if not names or not text:
        return text
    return _WORD.sub(lambda found: HIDDEN_NAME if fold_name(found[0]) in names else found[0], text)


def _files(registers: Registers, kind: str) -> str:
    rows = getattr(registers, kind)
    return listed(dict.fromkeys(row.source.file for row in rows if row.source.file))


def _rows(registers: Registers, kind: str) -> int:
    return len(getattr(registers, kind))


def _problem(problem: Problem, *, named: bool) -> Remark:
    message = problem.message if named else without_cells(problem)
    return Remark(message, str(problem.place), problem.hint, serious=problem.severity == "error")


def without_cells(problem: Problem) -> str:
    """Return a message about a row of a spreadsheet without what stands in it: that may be of a pupil.

    A number of a file, a birth date, a category tell who it is as a name does; the place is told.
    """
    if not problem.place.row and not problem.place.cell:
        return problem.message
    return _WRITTEN.sub(lambda found: f"{found[1] or ''}«…»", problem.message)


def _snapshot(material: Material) -> Iterator[Remark]:
    facts = material.inputs.facts
    snapshot = facts.snapshot
    if snapshot is None:
        people = "численность взята из списков школы" if facts.people else "списков тоже нет"
        yield Remark(
            "За период нет ни одного снимка Moodle: показатели работы на курсах не посчитаны, "
            f"{people}.",
            hint="Сделайте снимок: vsosh-moodle pull",
            serious=True,
        )
        return
    if not snapshot.complete:
        yield Remark(
            f"Снимок № {snapshot.number} снят не до конца: часть курсов в нём такая, какой была раньше.",
            hint="Доснимите: vsosh-moodle pull",
            serious=True,
        )
    for gap in snapshot.gaps:
        yield Remark(gap, f"снимок № {snapshot.number}")
    yield from _days(material)
    yield from _project(material)
    without = sum(one.person.startswith("?") for one in facts.people)
    if without:
        yield Remark(
            f"Без учётной записи в Moodle: {counted(without, 'ученик', 'ученика', 'учеников')} из списков. "
            "В охвате они считаются как неактивные.",
            hint="Создайте учётные записи: vsosh-moodle apply",
        )


def _days(material: Material) -> Iterator[Remark]:
    facts, until = material.inputs.facts, material.period.until
    snapshot = facts.snapshot
    taken = snapshot.taken[:10] if snapshot is not None else ""
    age = (until - type(until).fromisoformat(taken)).days if _is_day(taken) else 0
    if age > _OLD_SNAPSHOT_DAYS:
        yield Remark(
            f"Последний снимок старше конца данных на {counted(age, 'день', 'дня', 'дней')}: "
            "работа после него не видна.",
            hint="Снимайте чаще: vsosh-moodle pull",
        )
    if facts.first_snapshot is not None and facts.first_snapshot > material.period.start:
        yield Remark(
            f"Первый снимок сделан {day(facts.first_snapshot)}, позже начала периода: кого отчислили из "
            "курсов до этого дня, в цифрах нет."
        )


def _project(material: Material) -> Iterator[Remark]:
    """Tell from when on the figures of the whole project are."""
    first, begun = material.inputs.facts.first_snapshot, material.config.project.start
    if first is None:
        return
    if begun is None:
        yield Remark(
            f"Начало проекта не задано: накопленные числа — по всем снимкам, с {day(first)}.",
            "config.yaml, reports.project.from",
            "Впишите день, с которого идёт проект.",
        )
    elif begun < first:
        yield Remark(
            f"Проект начат {day(begun)}, а первый снимок сделан {day(first)}: кто учился и выбыл раньше, "
            "в накопленные числа не входит.",
            hint="О чём школа отчиталась тогда, впишите в реестр прошлых лет.",
        )


def _is_day(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def _year(material: Material, files: YearFiles) -> Iterator[Remark]:
    if files.config is None:
        yield Remark(
            f"Файлов {files.year} учебного года в архиве нет: виды курсов и классы этого года не известны.",
            hint=f"Файлы кладёт в archive команда vsosh-moodle promote (папка archive/"
            f"{files.year.replace('/', '-')}).",
        )
        return
    known = {str(one) for one in files.config.class_names()}
    lost = sorted({one.class_name for one in material.inputs.facts.people} - known - {""})
    if lost:
        yield Remark(
            f"Классов нет в config.yaml, а ученики в них были: {listed(lost)}.",
            "config.yaml, classes",
            "Добавьте классы или исправьте списки.",
        )
    if material.inputs.previous is None:
        yield Remark(
            f"Снимков за {material.previous_title} учебный год нет: с прошлым годом сравнивается только "
            "то, что есть в реестре прошлых лет."
        )


def _scales(material: Material) -> Iterator[Remark]:
    # The day the figures are of: a report of a day that is over says the same whenever it is made.
    until = material.view.day
    expired: dict[str, list[str]] = {}
    for one in material.inputs.scales:
        if one.valid_until < until:
            text = f"{one.exam}, действовала до {day(one.valid_until)}"
            expired.setdefault(text, []).append(one.title)
    for text, titles in expired.items():
        yield Remark(
            f"Шкала ГИА просрочена: {text} ({listed(titles)}).",
            "course_templates/exams",
            "Сверьте баллы с приказом и поправьте checked_on и valid_until.",
            serious=True,
        )


def _norms(material: Material) -> Iterator[Remark]:
    for one in material.norms:
        if one.valid_until < material.view.day:
            yield Remark(
                f"Норма просрочена: {one.title} ({one.source}) действовала до {day(one.valid_until)}.",
                hint="Сверьте с действующей редакцией.",
                serious=True,
            )


def _registers(material: Material) -> Iterator[Remark]:
    given = material.inputs.registers.given
    missing = [title for kind, title in REGISTER_TITLES.items() if kind not in given]
    if missing:
        yield Remark(
            f"Нет реестров: {listed(f'«{title}»' for title in missing)}. Строки, которые считаются по ним, "
            "пусты.",
            "registers",
            "Завести: vsosh-moodle registers template",
        )
