"""What the decisions on classes say, and where they contradict the school or each other. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.school.classes import MAX_GRADE, ClassName, SchoolClass
from vsosh_moodle.school.promotion import (
    GRADUATION_GRADES,
    ClassDecision,
    ClassFate,
    ClassStep,
    Decisions,
    NewClass,
)


def check_class_decisions(
    classes: Sequence[SchoolClass], decisions: Decisions
) -> tuple[dict[ClassName, ClassDecision], list[ClassDecision], list[Problem]]:
    """Return the decisions on existing classes by name, those that open classes, and the problems."""
    known = [one.name for one in classes]
    decided: dict[ClassName, ClassDecision] = {}
    opened: dict[ClassName, ClassDecision] = {}
    problems: list[Problem] = []
    for decision in decisions.classes:
        group = opened if decision.fate is ClassFate.NEW else decided
        if decision.name in group:
            problems.append(_twice(decision, group[decision.name]))
        elif group is decided and decision.name not in known:
            problems.append(_unknown(decision, known))
        else:
            group[decision.name] = decision
    return decided, list(opened.values()), problems


def check_steps(
    steps: Sequence[ClassStep],
    made: Sequence[NewClass],
    decided: Mapping[ClassName, ClassDecision],
    opened: Sequence[ClassDecision],
    place: Place,
) -> Iterator[Problem]:
    """Yield what is wrong with the ways of the classes, and which of them the school has to decide."""
    asked = [step.name for step in steps if step.asked]
    if asked:
        yield _asked(asked, place)
    for step in steps:
        decision = decided.get(step.name)
        where = decision.place if decision else place
        if step.fate is ClassFate.GRADUATES and step.name.grade not in GRADUATION_GRADES:
            yield _no_graduation(step, where)
        if step.fate is not ClassFate.MOVES and step.targets:
            yield _needless_target(step, where)
        for target in step.targets:
            if target.grade != step.name.grade + 1 or target.grade > MAX_GRADE:
                yield _wrong_grade(step, target, where)
    yield from _mixed_forms(steps, made, decided, place)
    from_others = {one.name: one for one in made if one.sources}
    for decision in opened:
        if decision.name in from_others:
            yield _not_new(decision, from_others[decision.name])


def _asked(names: Sequence[ClassName], place: Place) -> Problem:
    return Problem(
        place,
        _("{names}: не сказано, кто идёт в 10 класс.").format(names=", ".join(map(str, names))),
        _(
            "сохраните файл решений (promote … --save-decisions решения.xlsx), напишите у класса "
            "«выпуск» или «переходит», а у тех, с кем иначе, — «идёт в 10 класс» или «выпуск»."
        ),
        "class-undecided",
    )


def _twice(decision: ClassDecision, other: ClassDecision) -> Problem:
    return Problem(
        decision.place,
        _("о классе {name} уже есть решение ({place}).").format(
            name=decision.name, place=other.place
        ),
        _("оставьте одно. Класс делится так: в столбце «Новый класс» через запятую."),
        "decision-twice",
    )


def _unknown(decision: ClassDecision, known: Sequence[ClassName]) -> Problem:
    return Problem(
        decision.place,
        _("класса {name} в этом году нет.").format(name=decision.name),
        _("есть: {names}. Если это новый класс, напишите решение «новый».").format(
            names=", ".join(map(str, known))
        ),
        "decision-class-unknown",
    )


def _no_graduation(step: ClassStep, place: Place) -> Problem:
    return Problem(
        place,
        _("выпуск из {name} невозможен.").format(name=step.name),
        _("выпускаются 9, 11 и 12 классы; если класс закрывается, пишите «закрыть»."),
        "decision-graduation",
    )


def _needless_target(step: ClassStep, place: Place) -> Problem:
    return Problem(
        place,
        _("у класса {name} два ответа: он уходит, но указан новый класс.").format(name=step.name),
        _("напишите «переходит» или очистите столбец «Новый класс»."),
        "decision-contradicts",
    )


def _wrong_grade(step: ClassStep, target: ClassName, place: Place) -> Problem:
    return Problem(
        place,
        _("{old} не может перейти в {new}.").format(old=step.name, new=target),
        _("класс переходит в {grade}-й; кто остаётся, отметьте на листе «Ученики».").format(
            grade=step.name.grade + 1
        )
        if step.name.grade < MAX_GRADE
        else _("после 12 класса возможен только выпуск."),
        "decision-grade",
    )


def _mixed_forms(
    steps: Sequence[ClassStep],
    made: Sequence[NewClass],
    decided: Mapping[ClassName, ClassDecision],
    place: Place,
) -> Iterator[Problem]:
    by_name = {step.name: step.school_class for step in steps}
    for new in made:
        sources = [by_name[name] for name in new.sources]
        if len({(one.form, one.distance) for one in sources}) < 2:
            continue
        own = next((decided[one] for one in new.sources if one in decided), None)
        yield Problem(
            own.place if own else place,
            _("в {name} сливаются классы разных форм обучения: {sources}.").format(
                name=new.name, sources=", ".join(map(str, new.sources))
            ),
            _("форма взята от {first}; проверьте её в classes нового config.yaml.").format(
                first=new.sources[0]
            ),
            "merge-forms",
            "warning",
        )


def _not_new(decision: ClassDecision, made: NewClass) -> Problem:
    return Problem(
        decision.place,
        _("{name} не новый: он получается из {sources}.").format(
            name=decision.name, sources=", ".join(map(str, made.sources))
        ),
        _("уберите строку или дайте классу другую букву."),
        "decision-contradicts",
    )
