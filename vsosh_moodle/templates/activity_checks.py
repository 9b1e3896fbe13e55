"""What is wrong with a rendered activity, beyond the shape of its keys."""

from collections.abc import Sequence

from vsosh_moodle.language import _, plural
from vsosh_moodle.questions.banks import QuestionBankSource
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.templates.activities import FolderActivity, ForumActivity
from vsosh_moodle.templates.completion import POSSIBLE_RULES, USUAL_RULES, Completion
from vsosh_moodle.templates.frame import Frame
from vsosh_moodle.templates.models import AnyActivity
from vsosh_moodle.templates.quizzes import QuestionSet, QuizActivity
from vsosh_moodle.templates.rendering import Path, Renderer
from vsosh_moodle.templates.tasks import AssignActivity, ChoiceActivity


def usual_completion(activity: AnyActivity) -> Completion:
    """Return the activity's own completion, or the usual one of its type."""
    if activity.completion is not None:
        return activity.completion
    if isinstance(activity, AssignActivity) and not activity.online:
        # Nothing is handed in on the site: only the teacher's grade tells.
        return Completion(rule="grade" if int(activity.grade) else "manual")
    if isinstance(activity, FolderActivity) and activity.inline:
        return Completion(rule="none")
    return Completion(rule=USUAL_RULES[activity.type])


def completion_fault(activity: AnyActivity) -> str:
    """Say in Russian what is wrong with the completion rule of a rendered activity; "" when nothing."""
    completion = usual_completion(activity)
    rules = completion.rules()
    possible = POSSIBLE_RULES[activity.type]
    wrong = sorted(rules.keys() - possible)
    if wrong or (activity.type == "subsection" and completion.tracking() != "none"):
        manual = set() if activity.type == "subsection" else {"manual"}
        return _("У элемента «{kind}» не бывает выполнения «{rule}»; можно: {rules}.").format(
            kind=activity.type,
            rule=", ".join(wrong) or "manual",
            rules=", ".join(sorted(possible | {"none"} | manual)),
        )
    return _grade_fault(activity, rules) or _attempts_fault(activity, rules)


def _grade_fault(activity: AnyActivity, rules: dict[str, object]) -> str:
    grade = int(getattr(activity, "grade", 0) or 0)
    passing = int(getattr(activity, "pass_grade", 0) or 0)
    if "pass_grade" in rules and not passing:
        return _("Условие pass_grade требует проходной балл (pass_grade: …).")
    if passing > grade:
        return _("Проходной балл {passing} больше наибольшего {most}.").format(
            passing=passing, most=grade
        )
    if "grade" in rules and not grade:
        return _("Условие grade не выполнится: элемент без оценки (grade: 0).")
    if isinstance(activity, FolderActivity) and activity.inline and rules:
        return _("Условие view не выполнится: папка показана на странице курса (inline: true).")
    if isinstance(activity, AssignActivity) and "submit" in rules and not activity.online:
        return _("Условие submit не выполнится: работу сдают на бумаге (submission: [paper]).")
    return ""


def _attempts_fault(activity: AnyActivity, rules: dict[str, object]) -> str:
    if isinstance(activity, QuizActivity):
        attempts = int(activity.attempts)
        if "attempts_exhausted" in rules and not (attempts and "pass_grade" in rules):
            return _("Условию attempts_exhausted нужны pass_grade и число попыток (attempts: 3).")
        if attempts and int(str(rules.get("min_attempts", 0))) > attempts:
            return _("Условие min_attempts не выполнится: попыток только {most}.").format(
                most=attempts
            )
    if isinstance(activity, ForumActivity):
        own = int(str(rules.get("discussions", 0)))
        most = {"single": 0, "eachuser": 1}.get(activity.forum_type, own)
        if own > most:
            return _("Столько своих тем (discussions) на форуме вида {kind} не открыть.").format(
                kind=activity.forum_type
            )
    return ""


def check_activity(activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame) -> None:
    """Report what a rendered activity asks for and the course does not have."""
    _check_rubric(activity, path, renderer)
    check_levels(activity.audience.levels, (*path, "audience", "levels"), renderer, frame)
    _check_grade_category(activity, path, renderer, frame)
    _check_texts(activity, path, renderer)
    if isinstance(activity, QuizActivity):
        _check_questions(activity, path, renderer, frame)


def _check_texts(activity: AnyActivity, path: Path, renderer: Renderer) -> None:
    single = isinstance(activity, ForumActivity) and activity.forum_type == "single"
    if single and not activity.description.strip():
        renderer.report(
            (*path, "forum_type"),
            _("Форуму с одним обсуждением нужно пояснение: оно и есть первое сообщение."),
            _("Добавьте description: …"),
            code="forum-single",
        )
    if isinstance(activity, ChoiceActivity):
        options = [option.strip() for option in activity.options]
        if len(set(options)) < len(options) or not all(options):
            renderer.report(
                (*path, "options"),
                _("Варианты опроса повторяются или пусты."),
                _("Сделайте их разными."),
                code="options-twice",
            )


def _check_rubric(activity: AnyActivity, path: Path, renderer: Renderer) -> None:
    if not isinstance(activity, AssignActivity) or not activity.rubric:
        return
    most = sum(max(int(level.points) for level in row.levels) for row in activity.rubric)
    if most != int(activity.grade):
        renderer.report(
            (*path, "rubric"),
            _("Рубрика даёт не больше {most} баллов, а grade — {grade}.").format(
                most=most, grade=activity.grade
            ),
            _("Сделайте их равными."),
            code="rubric-sum",
        )


def check_levels(levels: Sequence[str], path: Path, renderer: Renderer, frame: Frame) -> None:
    """Report levels that the course has no group for."""
    for number, level in enumerate(levels):
        if level not in frame.levels:
            renderer.report(
                (*path, number),
                _("В groups.named нет группы «{level}».").format(level=level),
                did_you_mean(level, frame.levels),
                code="level-unknown",
            )


def _check_grade_category(
    activity: AnyActivity, path: Path, renderer: Renderer, frame: Frame
) -> None:
    category = getattr(activity, "grade_category", "")
    if category and category not in frame.aggregations:
        renderer.report(
            (*path, "grade_category"),
            _("В grading.categories нет категории «{key}».").format(key=category),
            did_you_mean(category, [key for key in frame.aggregations if key])
            or _("Добавьте её: grading: {categories: [{key: …, title: …}]}."),
            code="grade-category-unknown",
        )
    check_weight(getattr(activity, "weight", None), category, (*path, "weight"), renderer, frame)


def check_weight(
    weight: object, category: str, path: Path, renderer: Renderer, frame: Frame
) -> None:
    """Report a weight in a category whose aggregation takes none."""
    aggregation = frame.aggregations.get(category, "natural")
    if weight is not None and aggregation not in ("natural", "weighted_mean"):
        renderer.report(
            path,
            _("Вес не подействует: оценки складываются по правилу {aggregation}.").format(
                aggregation=aggregation
            ),
            _("Уберите weight или выберите aggregation: weighted_mean."),
            code="weight-unused",
        )


def _check_questions(activity: QuizActivity, path: Path, renderer: Renderer, frame: Frame) -> None:
    wanted: dict[str, int] = {}
    for number, row in enumerate(activity.questions):
        here = (*path, "questions", number)
        if here not in renderer.yaml.lines:
            here = (*path, "questions")
        bank = frame.banks.get(row.bank)
        if bank is None:
            continue
        wanted[row.bank] = wanted.get(row.bank, 0) + int(row.count)
        _check_row(row, wanted[row.bank], bank, here, renderer)


def _check_row(
    row: QuestionSet, wanted: int, bank: QuestionBankSource, path: Path, renderer: Renderer
) -> None:
    if row.question and row.question not in bank.names:
        renderer.report(
            path,
            _("В банке «{bank}» нет вопроса «{name}».").format(bank=bank.key, name=row.question),
            did_you_mean(row.question, bank.names),
            code="question-unknown",
        )
    if wanted > bank.count and row.count:
        renderer.report(
            path,
            _("Тест берёт {wanted} из банка «{bank}», а в нём {have}.").format(
                wanted=plural(wanted, "{n} вопрос", "{n} вопроса", "{n} вопросов"),
                bank=bank.key,
                have=plural(bank.count, "{n} вопрос", "{n} вопроса", "{n} вопросов"),
            ),
            _("Уменьшите count или добавьте вопросы в {file}.").format(file=bank.file),
            code="bank-too-small",
        )
