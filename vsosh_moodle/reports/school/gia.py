"""Readiness for the final exams: subject by subject, with the conditions of the scales and their dates."""

from vsosh_moodle.indicators.inputs import ExamScale
from vsosh_moodle.indicators.readiness import SubjectReadiness, graduates, subject_readiness
from vsosh_moodle.indicators.watch import GiaRisk, WatchRule, find_watched
from vsosh_moodle.indicators.watch_exams import trial_results
from vsosh_moodle.reports.document.model import (
    Block,
    Chart,
    Column,
    Paragraph,
    Section,
    Table,
    Value,
)
from vsosh_moodle.reports.school.material import Material
from vsosh_moodle.reports.school.pictures import pictured
from vsosh_moodle.reports.school.privacy import labelled_rows
from vsosh_moodle.reports.school.wording import day, listed
from vsosh_moodle.school.classes import class_order

_SOURCE = "реестр пробных экзаменов, а где его нет — пробники курсов Moodle; шкалы — course_templates/exams"


def gia_blocks(material: Material, *, people: bool) -> list[Block]:
    """Return the readiness for the exams; with `people` also who stands where (for internal use)."""
    subjects = subject_readiness(material.view)
    if not graduates(material.view):
        return [Paragraph("Выпускников в списках на конец периода нет.", style="note")]
    if not subjects:
        return [
            Paragraph(
                "Пробных экзаменов за период нет: ни строк реестра, ни оценок пробников в снимках.",
                style="note",
            )
        ]
    blocks: list[Block] = pictured(readiness_table(subjects), _chart())
    blocks += _marks_table(subjects)
    blocks.append(_scales(material, subjects))
    blocks.append(_by_class(material))
    if people:
        blocks.append(_early_warning(material))
        blocks += [_subject_people(material, one) for one in subjects]
    return blocks


def gia_section(material: Material) -> Section:
    """Return «Готовность к ГИА» as a section of its own."""
    return Section("gia", "Готовность к ГИА", tuple(gia_blocks(material, people=True)))


def readiness_table(subjects: list[SubjectReadiness]) -> Table:
    """Return who sits each subject, who wrote a trial, who is ready."""
    return Table(
        key="readiness",
        title="Пробные экзамены: готовность по предметам",
        columns=(
            Column("Экзамен", width=30),
            Column("Сдают", "people", parts=(2, 3)),
            Column("Писали", "people"),
            Column("Не писали", "people"),
            Column("Готовы", "people", within=(2,)),
            Column("Доля готовых", "percent", of=(4, 1)),
        ),
        rows=tuple(
            (one.title, one.sit, one.wrote, one.absent, one.ready, one.percent) for one in subjects
        ),
        source=_SOURCE,
        note="Готов — последний пробник не ниже порога, и другие условия шкалы выполнены. Кто не писал, "
        "остаётся среди сдающих.",
    )


def _marks_table(subjects: list[SubjectReadiness]) -> list[Block]:
    marks = sorted({mark for one in subjects for mark in one.marks}, reverse=True)
    if not marks:
        return []
    return [
        Table(
            key="readiness_marks",
            title="Отметки последних пробников",
            columns=(
                Column("Экзамен", width=30),
                Column("Проверено", "people", parts=tuple(range(2, 2 + len(marks)))),
                *(Column(_mark_title(mark), "people") for mark in marks),
            ),
            rows=tuple(
                (
                    one.title,
                    sum(one.marks.values()),
                    *(one.marks.get(mark, 0) if mark in _marks_of(one) else None for mark in marks),
                )
                for one in subjects
                if one.scale.scale
            ),
            source=_SOURCE,
            note="По шкале экзамена; работа, проверенная не вся, отметки не имеет.",
        )
    ]


def _marks_of(subject: SubjectReadiness) -> frozenset[str]:
    """Return the marks a scale can give; below «3» there is «2»."""
    given = {mark for mark, _points in subject.scale.scale}
    return frozenset(given | ({"2"} if "3" in given else set()))


def _mark_title(mark: str) -> str:
    return f"«{mark}»"


def _chart() -> Chart:
    return Chart(
        key="readiness_chart",
        title="Готовность к ГИА по предметам",
        kind="bar",
        table="readiness",
        labels=0,
        series=(5,),
        unit="%",
        alt="Полоса на экзамен: доля выпускников, у которых последний пробник не ниже порога.",
    )


def _scales(material: Material, subjects: list[SubjectReadiness]) -> Table:
    return Table(
        key="scales",
        title="Шкалы и условия",
        columns=(
            Column("Экзамен", width=24),
            Column("Год"),
            Column("Отметка — баллы", width=20),
            Column("Другие условия", width=28),
            Column("Действует до", "date"),
        ),
        rows=tuple(_scale_row(one.scale) for one in subjects),
        source=f"course_templates/exams, сверяет и правит методист: {_origins(subjects)}",
        note=f"На {day(material.inputs.today)}. Просроченная шкала названа в «Что нужно знать об этих "
        "цифрах»; проверьте действующий приказ.",
    )


def _origins(subjects: list[SubjectReadiness]) -> str:
    return "; ".join(dict.fromkeys(one.scale.origin for one in subjects if one.scale.origin))


def _scale_row(scale: ExamScale) -> tuple[Value, ...]:
    marks = listed(f"«{mark}» от {points}" for mark, points in scale.scale)
    return (
        f"{scale.exam}: {scale.title}",
        str(scale.campaign) if scale.campaign else None,
        f"{marks} из {scale.most}" if marks else f"порога нет, всего {scale.most}",
        "; ".join(one.text for one in scale.requirements) or None,
        scale.valid_until,
    )


def _by_class(material: Material) -> Table:
    indicator = material.indicator("readiness")
    rows = indicator.rows.rows if indicator is not None and indicator.rows is not None else ()
    classes: dict[str, list[tuple[bool, bool]]] = {}
    for row in rows:
        classes.setdefault(str(row[1]), []).append((bool(row[3]), bool(row[4])))
    counted = [one for ones in classes.values() for one in ones]
    return Table(
        key="readiness_class",
        title="Готовность по обязательным предметам: по классам",
        columns=(
            Column("Класс"),
            Column("Выпускников", "people", "sum"),
            Column("Не писали ничего", "people", "sum", within=(1,)),
            Column("Готовы по всем", "people", "sum", within=(1,)),
            Column("Доля готовых", "percent", of=(3, 1)),
        ),
        rows=tuple(
            (name, *_class_counts(classes[name])) for name in sorted(classes, key=class_order)
        ),
        totals=("", *_class_counts(counted)),
        source=_SOURCE,
    )


_RISKS = {
    GiaRisk.BELOW: "Ниже порога",
    GiaRisk.NO_TRIAL: "Пробного не писали",
    GiaRisk.NOT_WORKING: "Готовы, но давно не работают",
}


def _early_warning(material: Material) -> Table:
    """Return how many graduates of each class are on the early warning, each once for a reason."""
    rule = WatchRule(material.view.seen, material.inputs.inactive_days)
    found: dict[GiaRisk, set[tuple[str, str]]] = {risk: set() for risk in _RISKS}
    for one in find_watched(material.inputs.facts, rule, trial_results(material.view)):
        if one.risk is not None:
            found[one.risk].add((one.class_name, one.person))
    classes = sorted({one.class_name for one in graduates(material.view)}, key=class_order)
    return Table(
        key="early_warning",
        title="Раннее предупреждение: выпускники по причинам",
        columns=(
            Column("Класс"),
            *(Column(title, "people", "distinct") for title in _RISKS.values()),
        ),
        rows=tuple(
            (name, *(sum(own == name for own, _p in found[risk]) for risk in _RISKS))
            for name in classes
        ),
        totals=("", *(len(found[risk]) for risk in _RISKS)),
        source=_SOURCE,
        note="Хотя бы по одному экзамену; выпускник может стоять в нескольких столбцах. Поимённо — в листах "
        "классных руководителей.",
    )


def _class_counts(standings: list[tuple[bool, bool]]) -> tuple[Value, ...]:
    ready = sum(one[1] for one in standings)
    whole = len(standings)
    return whole, sum(one[0] for one in standings), ready, 100 * ready / whole if whole else None


def _subject_people(material: Material, subject: SubjectReadiness) -> Table:
    columns, rows = labelled_rows(subject.rows, material.labels, material.config.small_numbers)
    return Table(
        key=f"readiness_{subject.scale.file}_{subject.scale.subject}".replace("-", "_"),
        title=f"{subject.title}: кто готов",
        columns=tuple(Column(title) for title in columns),
        rows=rows,
        source=_SOURCE,
        people=0,
        internal=True,
    )
