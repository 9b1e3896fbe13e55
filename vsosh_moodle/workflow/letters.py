"""Make letters to pupils and parents, class by class; nothing is written and nothing is sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from vsosh_moodle.config.models import Config
from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.indicators.facts import ProgressFacts
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.reports.letters.dialect import expression_problem
from vsosh_moodle.reports.letters.facts import Occasion, Sender
from vsosh_moodle.reports.letters.fields import letter_fields
from vsosh_moodle.reports.letters.kinds import LetterKind
from vsosh_moodle.reports.letters.labels import said_label
from vsosh_moodle.reports.letters.letter import Letter, compose_letter, said_in_letters
from vsosh_moodle.reports.letters.own_docx import (
    check_word_template,
    fill_word_template,
    word_text,
)
from vsosh_moodle.reports.letters.screen_time import screen_time_expired
from vsosh_moodle.reports.letters.template_files import (
    FOLDER,
    LetterTemplate,
    find_template,
    template_problems,
)
from vsosh_moodle.rosters.declension_file import FILE_NAME, load_overrides
from vsosh_moodle.rosters.full_names import parse_full_name
from vsosh_moodle.rosters.given_names import gender_of_given_name
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.declension import decline_name
from vsosh_moodle.school.name_forms import NameOverrides
from vsosh_moodle.templates.expressions import ExpressionError
from vsosh_moodle.workflow.learning import (
    Learning,
    Period,
    chosen_classes,
    named_term,
    open_learning,
    snapshot_day,
)
from vsosh_moodle.workflow.letter_people import Pupil, find_pupils, narrow, with_loans, with_work
from vsosh_moodle.workflow.letter_values import missing_values, parse_values
from vsosh_moodle.workflow.project import Project

LetterFormat = Literal["docx", "html", "text"]


@dataclass(frozen=True, slots=True)
class LetterRequest:
    """What was asked for. `values` are those of `--set`; `out` is the folder of the files."""

    kind: str
    classes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    period: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None
    letter_format: LetterFormat = "docx"
    force: bool = False


@dataclass(frozen=True, slots=True)
class ClassLetters:
    """The letters of a class. `word` is a filled-in Word template, where the school has its own."""

    name: ClassName
    pupils: tuple[Pupil, ...]
    letters: tuple[Letter, ...]
    word: bytes | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """Letters of a day ready to be written or looked at, and what to know about them."""

    kind: LetterKind
    day: date
    classes: tuple[ClassLetters, ...]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def letters(self) -> list[Letter]:
        """All letters."""
        return [letter for one in self.classes for letter in one.letters]

    @property
    def count(self) -> int:
        """How many pupils there is a letter about."""
        return sum(len(one.pupils) for one in self.classes)


def prepare_letters(
    project: Project, request: LetterRequest, now: datetime | None = None
) -> Prepared:
    """Return the letters of a kind, class by class; nothing is written.

    Raises ConfigError for an unknown kind, class, pupil or value and where a pull is needed first,
    InputProblems for a template or a declension.toml with mistakes.
    """
    template = find_template(project.root / FOLDER, request.kind)
    values = parse_values(template.kind, request.values)
    overrides, problems = load_overrides(project.root / FILE_NAME)
    problems += _template_problems(template, values)
    if problems:
        raise InputProblems(problems)
    with open_learning(project, now) as learning:
        facts = _facts(learning, template, request)
        pupils = _pupils(learning, template.kind, request, facts)
        occasion = _occasion(learning, template.kind, values, request, facts)
        classes = [
            _of_class(learning, template, name, part, occasion, overrides)
            for name in chosen_classes(learning.config, request.classes)
            if (part := tuple(one for one in pupils if one.recipient.class_name == name))
        ]
        _refuse_labels(template, classes, occasion.labels)
        return Prepared(
            template.kind,
            learning.today,
            tuple(classes),
            tuple(_warnings(learning, template.kind, classes)),
            tuple(learning.remarks(facts)),
            missing_values(template.kind, values, pupils),
        )


def _template_problems(template: LetterTemplate, values: Mapping[str, object]) -> list[Problem]:
    if template.form == "word" and template.path is not None:
        return check_word_template(template.path, template.shown, values)
    return template_problems(template, values)


def _facts(
    learning: Learning, template: LetterTemplate, request: LetterRequest
) -> ProgressFacts | None:
    """Return what Moodle knows: for kinds made of it, and for a school's own template if it is there."""
    if not (template.kind.needs_work or template.is_own):
        return None
    try:
        return learning.facts(_period(learning, template.kind, request))
    except ConfigError:
        if template.kind.needs_work:
            raise
        return None


def _period(learning: Learning, kind: LetterKind, request: LetterRequest) -> Period:
    """Return the days a letter is about: the last seven for the week's, else the term."""
    if kind.key == "week" and not request.period:
        end = learning.today
        return Period(_("неделя"), end - timedelta(days=6), end)
    return named_term(learning.config.school_year(), request.period, learning.today)


def _pupils(
    learning: Learning, kind: LetterKind, request: LetterRequest, facts: ProgressFacts | None
) -> list[Pupil]:
    classes = chosen_classes(learning.config, request.classes)
    pupils = with_loans(learning, find_pupils(learning, classes, request.people))
    if facts is not None:
        pupils = with_work(learning, pupils, facts)
    if request.people:  # named by hand: they get their letter whatever the lists say
        return pupils
    return narrow(learning, pupils, kind.audience, facts)


def _occasion(
    learning: Learning, kind: LetterKind, values: Mapping[str, object], request: LetterRequest,
    facts: ProgressFacts | None,
) -> Occasion:  # fmt: skip
    config = learning.config
    period = _period(learning, kind, request)
    end = snapshot_day(facts) if facts else min(period.end, learning.today)
    return Occasion(
        today=learning.today,
        start=min(period.start, end),
        end=end,
        values=values,
        labels=tuple(text for one in config.learner_categories for text in (one.name, one.code)),
        tasks=config.letters.tasks,
    )


def _of_class(
    learning: Learning, template: LetterTemplate, name: ClassName, pupils: tuple[Pupil, ...],
    occasion: Occasion, overrides: NameOverrides,
) -> ClassLetters:  # fmt: skip
    sender = sender_of(learning.config, name, overrides)
    place = Place(file=template.shown)
    if template.form == "word" and template.path is not None:
        fields: list[dict[str, Any]] = [
            letter_fields(one.recipient, sender, occasion) for one in pupils
        ]
        try:
            word = fill_word_template(template.path, fields)
        except ValueError as error:
            message = _("шаблон не заполняется: {detail}.").format(detail=error)
            hint = _("Проверьте поля и команды в {{ }} и {% %}.")
            raise InputProblems([Problem(place, message, hint, "jinja")]) from error
        return ClassLetters(name, pupils, (), word)
    try:
        letters = tuple(
            compose_letter(template.text, one.recipient, sender, occasion, form=template.kind.form)
            for one in pupils
        )
    except ExpressionError as error:
        raise InputProblems([expression_problem(error, place)]) from error
    return ClassLetters(name, pupils, letters)


def sender_of(config: Config, name: ClassName, overrides: NameOverrides) -> Sender:
    """Return who writes to a class: its teacher and contact by the config."""
    own = config.letters.of_class(name)
    parsed = parse_full_name(own.tutor) if own.tutor.strip() else None
    tutor = (
        decline_name(
            parsed.last,
            parsed.first,
            parsed.middle,
            given_name_gender=gender_of_given_name(parsed.first),
            overrides=overrides,
        )
        if parsed is not None
        else None
    )
    return Sender(
        school=config.school.name,
        short=config.school.short_name,
        year=config.year.name,
        tutor=tutor,
        contact=own.contact,
        signed=config.letters.sender,
    )


def _refuse_labels(
    template: LetterTemplate, classes: Iterable[ClassLetters], labels: Sequence[str]
) -> None:
    """Raise InputProblems when a letter says a category of learners: none may, ever."""
    for one in classes:
        said = said_in_letters(one.letters, labels)
        if not said and one.word is not None:
            said = said_label(word_text(one.word), labels)
        if said:
            message = _("письмо называет категорию учеников: «{label}».").format(label=said)
            hint = _("Уберите это слово из шаблона и из значений --set: категорий в письмах нет.")
            place = Place(file=template.shown)
            raise InputProblems([Problem(place, message, hint, "letter-names-category")])


def _warnings(
    learning: Learning, kind: LetterKind, classes: Iterable[ClassLetters]
) -> Iterable[Problem]:
    if kind.key == "distance":
        expired = screen_time_expired(learning.today)
        if expired is not None:
            yield expired
    if kind.form:
        return
    letters = learning.config.letters
    names = [one.name for one in classes]
    unsigned = [name for name in names if not (letters.of_class(name).tutor or letters.sender)]
    silent = [name for name in names if not letters.of_class(name).contact]
    if unsigned:
        message = _("классный руководитель не указан ({classes}): для подписи оставлено место.")
        yield _not_told(learning, unsigned, message, "tutor", "Фамилия Имя Отчество")
    if silent:
        message = _("телефон для семей не указан ({classes}): в письмах его не будет.")
        yield _not_told(learning, silent, message, "contact", '"+7 000 000-00-00"')


def _not_told(
    learning: Learning, names: Sequence[ClassName], message: str, key: str, example: str
) -> Problem:
    return Problem(
        learning.config.place("letters", "classes"),
        message.format(classes=", ".join(map(str, names))),
        _("добавьте в config.yaml: letters → classes → {name}: {{{key}: {example}}}").format(
            name=names[0], key=key, example=example
        ),
        f"letters-{key}",
        "warning",
    )
