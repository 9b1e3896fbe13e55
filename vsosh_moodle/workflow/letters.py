"""Write letters to pupils and parents: a file a class, nothing is sent."""

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
from vsosh_moodle.reports.letters.letters_docx import render_letters_docx
from vsosh_moodle.reports.letters.own_docx import (
    check_word_template,
    fill_word_template,
    word_text,
)
from vsosh_moodle.reports.letters.rendering import render_letters_html, render_letters_text
from vsosh_moodle.reports.letters.screen_time import screen_time_expired
from vsosh_moodle.reports.letters.template_files import (
    FOLDER,
    LetterTemplate,
    find_template,
    list_templates,
    template_problems,
)
from vsosh_moodle.rosters.declension_file import FILE_NAME, load_overrides
from vsosh_moodle.rosters.full_names import parse_full_name
from vsosh_moodle.school.classes import ClassName
from vsosh_moodle.school.declension import decline_name
from vsosh_moodle.school.name_forms import NameOverrides
from vsosh_moodle.sources import did_you_mean
from vsosh_moodle.templates.expressions import ExpressionError
from vsosh_moodle.workflow.learning import (
    Learning,
    Period,
    chosen_classes,
    named_term,
    open_learning,
    remarks_on,
    snapshot_day,
)
from vsosh_moodle.workflow.letter_people import Pupil, find_pupils, narrow, with_loans, with_work
from vsosh_moodle.workflow.project import Project
from vsosh_moodle.workflow.safe_files import require_free, write_private

LetterFormat = Literal["docx", "html", "text"]
FORMATS: tuple[LetterFormat, ...] = ("docx", "html", "text")
_SUFFIX: Mapping[LetterFormat, str] = {"docx": "docx", "html": "html", "text": "txt"}
_DATES = ("%d.%m.%Y", "%Y-%m-%d")


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
    """Letters ready to be written or looked at, and what to know about them."""

    kind: LetterKind
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


@dataclass(frozen=True, slots=True)
class Written:
    """The files written, with what they were made of."""

    files: tuple[Path, ...]
    prepared: Prepared


def letter_templates(project: Project) -> list[LetterTemplate]:
    """Return the templates there are: the shipped kinds, and the school's own in `letters/`."""
    return list_templates(project.root / FOLDER)


def prepare_letters(
    project: Project, request: LetterRequest, now: datetime | None = None
) -> Prepared:
    """Return the letters of a kind, class by class; nothing is written.

    Raises ConfigError for an unknown kind, class, pupil or value and where a pull is needed first,
    InputProblems for a template or a declension.toml with mistakes.
    """
    template = find_template(project.root / FOLDER, request.kind)
    values = _values(template.kind, request.values)
    overrides, problems = load_overrides(project.root / FILE_NAME)
    problems += _template_problems(template, values)
    if problems:
        raise InputProblems(problems)
    with open_learning(project, now) as learning:
        facts = _facts(learning, template.kind, request)
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
            tuple(classes),
            tuple(_warnings(learning, template.kind, classes)),
            tuple(remarks_on(facts, learning.today)) if facts else (),
            _missing(template.kind, values, pupils),
        )


def write_letters(project: Project, request: LetterRequest, now: datetime | None = None) -> Written:
    """Write the letters, a file a class (0600), in a new folder under `reports/letters/` unless told where.

    Raises what `prepare_letters` does, and ConfigError when a file is there already and not `force`.
    """
    prepared = prepare_letters(project, request, now)
    moment = now or datetime.now().astimezone()
    folder = request.out or (
        project.root / "reports" / "letters" / f"{prepared.kind.key}-{moment:%Y-%m-%d}"
    )
    planned = [
        (folder / f"{one.name}.{'docx' if one.word else _SUFFIX[request.letter_format]}", one)
        for one in prepared.classes
    ]
    for path, _letters in planned:
        require_free(path, (), force=request.force)
    for path, one in planned:
        write_private(path, _rendered(prepared.kind, one, request), force=request.force)
    return Written(tuple(path for path, _letters in planned), prepared)


def _rendered(kind: LetterKind, one: ClassLetters, request: LetterRequest) -> bytes | str:
    if one.word is not None:
        return one.word
    title = f"{_(kind.title)}, {one.name}"
    if request.letter_format == "docx":
        return render_letters_docx(one.letters, title)
    if request.letter_format == "html":
        return render_letters_html(one.letters, title)
    return render_letters_text(one.letters)


def _values(kind: LetterKind, given: Mapping[str, str]) -> dict[str, object]:
    """Return the values of a kind, None for those nobody told; raises ConfigError for an unknown one."""
    dates = {one.name for one in kind.values if one.is_date}
    known = [one.name for one in kind.values]
    for name in given:
        if known and name not in known:
            raise ConfigError(
                _("значения «{name}» у писем «{kind}» нет.").format(name=name[:40], kind=kind.key),
                did_you_mean(name, known),
            )
    told = {
        name: _day(name, text) if name in dates else text.strip() for name, text in given.items()
    }
    return {**dict.fromkeys(known), **told}


def _day(name: str, text: str) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  a day, no moment
        except ValueError:
            continue
    raise ConfigError(
        _("{name}={value} — не дата.").format(name=name, value=text[:40]),
        _("Пишите так: --set {name}=12.01.2027").format(name=name),
    )


def _template_problems(template: LetterTemplate, values: Mapping[str, object]) -> list[Problem]:
    if template.form == "word" and template.path is not None:
        return check_word_template(template.path, template.shown, values)
    return template_problems(template, values)


def _facts(learning: Learning, kind: LetterKind, request: LetterRequest) -> ProgressFacts | None:
    if not kind.needs_work:
        return None
    return learning.facts(_period(learning, kind, request))


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
        decline_name(parsed.last, parsed.first, parsed.middle, overrides=overrides)
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


def _missing(
    kind: LetterKind, values: Mapping[str, object], pupils: Iterable[Pupil]
) -> tuple[str, ...]:
    """Return the names of values that some letter leaves a line for."""
    people = list(pupils)
    return tuple(
        one.name
        for one in kind.values
        if values.get(one.name) is None
        and any(pupil.recipient.values.get(one.name) is None for pupil in people)
    )
