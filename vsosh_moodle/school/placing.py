"""Place every pupil for the new year, by the decisions on classes and people. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vsosh_moodle.language import _, plural
from vsosh_moodle.problems import Place, Problem, Severity
from vsosh_moodle.school.class_decisions import check_class_decisions, check_steps
from vsosh_moodle.school.classes import ClassName, SchoolClass, StudyForm
from vsosh_moodle.school.names import name_key
from vsosh_moodle.school.people import Person, Role
from vsosh_moodle.school.promotion import (
    GRADUATION_GRADES,
    ClassDecision,
    ClassFate,
    ClassStep,
    Decisions,
    Fate,
    NewClass,
    PersonDecision,
    Placement,
    Promotion,
    PromotionRules,
    plan_classes,
    plan_steps,
)

ADULT = 18


def promote_school(
    classes: Sequence[SchoolClass],
    people: Sequence[Person],
    decisions: Decisions,
    rules: PromotionRules,
) -> Promotion:
    """Return the turn of the year for the classes and people of the old one.

    Every pupil among `people` has one placement, in their order. What the decisions contradict or
    leave open is a problem at its place; the same input gives the same turn.
    """
    decided, opened, problems = check_class_decisions(classes, decisions)
    steps = plan_steps(classes, decided, rules.last_grade)
    made = plan_classes(steps, opened)
    problems += check_steps(steps, made, decided, opened, decisions.place)
    placing = _Placing(steps, made, rules, decided, decisions.place, problems)
    students = [one for one in people if one.role is Role.STUDENT]
    placements = placing.place_all(students, decisions.people)
    problems += placing.check_sizes(placements, decided)
    return Promotion(steps, made, placements, tuple(problems))


@dataclass(slots=True)
class _Placing:
    steps: Sequence[ClassStep]
    made: Sequence[NewClass]
    rules: PromotionRules
    decided: Mapping[ClassName, ClassDecision]
    place: Place
    problems: list[Problem]
    unplaced: dict[ClassName, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def place_all(
        self, students: Sequence[Person], decisions: Sequence[PersonDecision]
    ) -> tuple[Placement, ...]:
        own = self._matched(students, decisions)
        by_class = {step.name: step for step in self.steps}
        placements = tuple(
            self._decided(student, own[number])
            if number in own
            else self._by_class(student, by_class.get(student.class_name or ClassName(0)))
            for number, student in enumerate(students)
        )
        for step in self.steps:
            if step.name in self.unplaced:
                self.problems.append(self._left_open(step))
        return placements

    def _matched(
        self, students: Sequence[Person], decisions: Sequence[PersonDecision]
    ) -> dict[int, PersonDecision]:
        """Find the pupil of each decision; one not found, or found twice, is a problem."""
        by_name: dict[str, list[int]] = defaultdict(list)
        for number, student in enumerate(students):
            by_name[name_key(student.full_name)].append(number)
        own: dict[int, PersonDecision] = {}
        for decision in decisions:
            numbers = by_name.get(name_key(decision.full_name), ())
            fitting = [number for number in numbers if _fits(students[number], decision)]
            if len(fitting) != 1:
                self.problems.append(_not_one(decision, len(fitting), namesakes=len(numbers)))
            elif fitting[0] in own:
                self.problems.append(_twice(decision, own[fitting[0]]))
            else:
                own[fitting[0]] = decision
        return own

    def _by_class(self, student: Person, step: ClassStep | None) -> Placement:
        leaving = student.end
        if leaving is not None and leaving < self.rules.old_year_end:
            return Placement(student, Fate.LEAVES, dated=True)
        if step is None:  # the rosters are checked against the config before
            return Placement(student, Fate.LEAVES)
        if step.fate is ClassFate.GRADUATES:
            return Placement(student, Fate.GRADUATES)
        if leaving is not None and leaving < self.rules.new_year_start:
            return Placement(student, Fate.LEAVES, dated=True)
        if step.fate is ClassFate.MOVES and len(step.targets) == 1:
            return Placement(student, Fate.MOVES, step.targets[0])
        self.unplaced[step.name].append(student.source)
        return Placement(student, Fate.MOVES)

    def _decided(self, student: Person, decision: PersonDecision) -> Placement:
        name = student.class_name or ClassName(0)
        if decision.fate in {Fate.LEAVES, Fate.GRADUATES}:
            self._check_without_class(decision)
            self._check_graduation(name, decision)
            return Placement(student, decision.fate)
        usual = {
            Fate.REPEATS: name,
            Fate.MOVES_UP: ClassName(name.grade + 1, name.letter),
        }
        target = self._target(decision, usual.get(decision.fate))
        if decision.fate is Fate.REPEATS:
            self._warn_of_adult(student, target, decision)
        self._check_grade(name, target, decision)
        repeats = target is not None and target.grade == name.grade
        return Placement(student, Fate.REPEATS if repeats else Fate.MOVES, target)

    def _target(self, decision: PersonDecision, usual: ClassName | None) -> ClassName | None:
        """Return the class decided, else the `usual` one or the only one of its grade."""
        known = [one.name for one in self.made]
        wanted = decision.target
        if wanted is None and usual is not None:
            of_grade = [name for name in known if name.grade == usual.grade]
            wanted = of_grade[0] if len(of_grade) == 1 else usual
        if wanted is None:
            self._report(
                decision,
                "decision-class-missing",
                _("не сказано, в какой класс переходит ученик."),
                _("впишите класс нового года в столбец «Новый класс»."),
            )
        elif wanted not in known:
            self._report(
                decision,
                "decision-class-unknown",
                _("класса {name} в новом году не будет.").format(name=wanted),
                _(
                    "будут: {names}. Чтобы открыть {name}, добавьте его на лист «Классы»: «новый»."
                ).format(names=", ".join(map(str, known)) or "—", name=wanted),
            )
            return None
        return wanted

    def _check_grade(
        self, name: ClassName, target: ClassName | None, decision: PersonDecision
    ) -> None:
        if target is None or target.grade == name.grade:
            return
        if decision.fate is Fate.REPEATS or target.grade != name.grade + 1:
            allowed = (
                _("{grade}-й класс").format(grade=name.grade)
                if decision.fate is Fate.REPEATS
                else _("{grade}-й или {next}-й класс").format(grade=name.grade, next=name.grade + 1)
            )
            self._report(
                decision,
                "decision-grade",
                _("из {old} в {new} так перевести нельзя.").format(old=name, new=target),
                _("здесь возможен {allowed}.").format(allowed=allowed),
            )

    def _check_without_class(self, decision: PersonDecision) -> None:
        if decision.target is not None:
            self._report(
                decision,
                "decision-contradicts",
                _("ученик уходит из школы, но указан новый класс {name}.").format(
                    name=decision.target
                ),
                _("исправьте решение или очистите столбец «Новый класс»."),
            )

    def _check_graduation(self, name: ClassName, decision: PersonDecision) -> None:
        if decision.fate is Fate.GRADUATES and name.grade not in GRADUATION_GRADES:
            self._report(
                decision,
                "decision-graduation",
                _("выпуск из {name} невозможен.").format(name=name),
                _("выпускаются 9, 11 и 12 классы; тому, кто уходит, пишите «выбывает»."),
            )

    def _warn_of_adult(
        self, student: Person, target: ClassName | None, decision: PersonDecision
    ) -> None:
        forms = {one.name: one.school_class.form for one in self.made}
        born, start = student.birth_date, self.rules.new_year_start
        if target is None or born is None or forms.get(target) is not StudyForm.FULL_TIME:
            return
        age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
        if age >= ADULT:
            self._report(
                decision,
                "repeater-adult",
                _(
                    "на повторный год в очном классе {name} остаётся совершеннолетний ({age})."
                ).format(name=target, age=plural(age, "{n} год", "{n} года", "{n} лет")),
                _("проверьте форму обучения: возможно, ему нужен очно-заочный или заочный класс."),
                warning=True,
            )

    def _report(
        self,
        decision: PersonDecision,
        code: str,
        message: str,
        hint: str,
        *,
        warning: bool = False,
    ) -> None:
        severity: Severity = "warning" if warning else "error"
        self.problems.append(Problem(decision.place, message, hint, code, severity))

    def _left_open(self, step: ClassStep) -> Problem:
        places = self.unplaced[step.name]
        decision = self.decided.get(step.name)
        count = plural(len(places), "{n} ученик", "{n} ученика", "{n} учеников")
        why = (
            _("{name} делится ({targets}), но не распределены: {count}.").format(
                name=step.name, targets=", ".join(map(str, step.targets)), count=count
            )
            if step.targets
            else _("{name} закрывается, но не распределены: {count}.").format(
                name=step.name, count=count
            )
        )
        return Problem(
            decision.place if decision else self.place,
            why,
            _(
                "на листе «Ученики» впишите каждому «Новый класс» или решение «выбывает»; "
                "первый из них — {place}."
            ).format(place=places[0]),
            "split-unassigned",
        )

    def check_sizes(
        self, placements: Sequence[Placement], decided: Mapping[ClassName, ClassDecision]
    ) -> Iterator[Problem]:
        """Warn of each class that grows beyond what it may have; one that was large is no news."""
        counts = Counter(one.target for one in placements if one.target is not None)
        before = Counter(one.person.class_name for one in placements)
        for new in self.made:
            largest = max((before[name] for name in new.sources), default=0)
            if counts[new.name] > max(self.rules.class_limit, largest):
                source = next((decided[one] for one in new.sources if one in decided), None)
                yield Problem(
                    source.place if source else self.place,
                    _("в {name} будет {count} — больше, чем {limit}.").format(
                        name=new.name,
                        count=plural(counts[new.name], "{n} ученик", "{n} ученика", "{n} учеников"),
                        limit=self.rules.class_limit,
                    ),
                    _("если так и задумано, ничего не делайте; иначе разделите класс."),
                    "class-large",
                    "warning",
                )


def _fits(student: Person, decision: PersonDecision) -> bool:
    if decision.class_name is not None and decision.class_name != student.class_name:
        return False
    if decision.birth_date is not None and decision.birth_date != student.birth_date:
        return False
    number = decision.school_number.casefold()
    return not number or number == student.school_number.casefold()


def _not_one(decision: PersonDecision, fitting: int, *, namesakes: int) -> Problem:
    if fitting:
        return Problem(
            decision.place,
            _("под это решение подходят несколько учеников: тёзки."),
            _("впишите дату рождения или личное дело №."),
            "decision-ambiguous",
        )
    if namesakes:
        return Problem(
            decision.place,
            _("ученик с таким именем есть, но класс, дата рождения или номер другие."),
            _("сверьте строку со списком или сохраните файл решений заново."),
            "decision-person-unknown",
        )
    return Problem(
        decision.place,
        _("такого ученика в списках нет."),
        _("сверьте имя со списком или сохраните файл решений заново: --save-decisions."),
        "decision-person-unknown",
    )


def _twice(decision: PersonDecision, other: PersonDecision) -> Problem:
    return Problem(
        decision.place,
        _("об этом ученике уже есть решение ({place}).").format(place=other.place),
        _("оставьте одно."),
        "decision-twice",
    )
