"""All templates of a folder, loaded and tried out: every problem of every file in one run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from vsosh_moodle.errors import ConfigError, InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.questions.banks import (
    QUESTIONS,
    QuestionBankSource,
    load_question_banks,
)
from vsosh_moodle.sources.pydantic_problems import validate
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.sources.yaml_lines import YamlFile, load_yaml
from vsosh_moodle.templates.exams import ExamFile, expired_exams, load_exams
from vsosh_moodle.templates.file_names import misnamed_files
from vsosh_moodle.templates.includes import LoadedPiece
from vsosh_moodle.templates.models import Piece, Template
from vsosh_moodle.templates.render import CourseTemplate
from vsosh_moodle.templates.trial import try_template

SHARED, EXAMS = "shared", "exams"


@dataclass(frozen=True, slots=True)
class TemplateLibrary:
    """The templates of one folder by key; `warnings` are problems that do not stop the work.

    `banks` are the question banks beside them by key, None for one that cannot be read.
    """

    folder: Path
    templates: Mapping[str, CourseTemplate]
    warnings: tuple[Problem, ...] = ()
    banks: Mapping[str, QuestionBankSource | None] = field(default_factory=dict)

    def get(self, key: str) -> CourseTemplate | None:
        """Return the template with this key, or None."""
        return self.templates.get(key)

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all templates, sorted."""
        return tuple(sorted(self.templates))

    def suggestion(self, key: str) -> str:
        """Return a hint for a key that is not here."""
        return did_you_mean(key, self.templates)

    def __iter__(self) -> Iterator[CourseTemplate]:
        return iter([self.templates[key] for key in self.keys()])

    def __len__(self) -> int:
        return len(self.templates)


@dataclass(slots=True)
class _Load:
    """One run over a folder: what is read so far, and the problems."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    pieces: dict[str, LoadedPiece | None] = field(default_factory=dict)
    exams: dict[str, ExamFile] = field(default_factory=dict)
    banks: dict[str, QuestionBankSource | None] = field(default_factory=dict)


def load_templates(folder: Path, today: date | None = None) -> TemplateLibrary:
    """Read every template of a folder with its shared pieces and exam facts, and try each of them out.

    `today` is the day exam facts must still hold on (default: the clock's). Raises ConfigError when
    there is no such folder, InputProblems with the problems of all files.
    """
    library, problems = check_templates(folder, today)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InputProblems(errors)
    return library


def check_templates(
    folder: Path, today: date | None = None
) -> tuple[TemplateLibrary, list[Problem]]:
    """Load a folder of templates; return those that are sound and the problems of all files."""
    if not folder.is_dir():
        raise ConfigError(
            _("Нет папки шаблонов {folder}.").format(folder=folder),
            _("Создайте проект: vsosh-moodle init ПАПКА."),
        )
    run = _Load(folder)
    run.exams, exam_problems = load_exams(folder / EXAMS, f"{folder.name}/{EXAMS}")
    run.problems += exam_problems
    run.banks, bank_problems = load_question_banks(folder / QUESTIONS, f"{folder.name}/{QUESTIONS}")
    run.problems += bank_problems
    _load_pieces(run)
    run.problems += misnamed_files(folder)
    templates = {}
    for path in sorted(folder.glob("*.yaml")):
        template = _load_template(path, run)
        if template is not None:
            templates[template.key] = template
    sound = {key: made for key, made in templates.items() if _try(made, run)}
    run.problems += expired_exams(run.exams, today or datetime.now(tz=UTC).date())
    ordered = _in_order(run.problems)
    warnings = tuple(problem for problem in ordered if problem.severity == "warning")
    return TemplateLibrary(folder, sound, warnings, run.banks), ordered


def _load_pieces(run: _Load) -> None:
    shared = run.folder / SHARED
    for path in sorted(shared.rglob("*.yaml")):
        if _leads_outside(path, shared):
            name = path.relative_to(run.folder.parent).as_posix()
            message = _("это ссылка на файл за пределами папки shared.")
            hint = _("Положите сам файл в course_templates/shared/.")
            run.problems.append(Problem(Place(file=name), message, hint, code="include-outside"))
            run.pieces[path.relative_to(shared).as_posix()] = None
            continue
        yaml = load_yaml(path, run.folder.parent)
        piece, problems = validate(Piece, yaml)
        run.problems += problems
        run.pieces[path.relative_to(shared).as_posix()] = (
            LoadedPiece(piece, yaml) if piece else None
        )


def _leads_outside(path: Path, folder: Path) -> bool:
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except RuntimeError:  # a loop of links, before Python 3.13
        return True


def _load_template(path: Path, run: _Load) -> CourseTemplate | None:
    yaml = load_yaml(path, run.folder.parent)
    model, problems = validate(Template, yaml)
    run.problems += problems
    if model is None:
        return None
    exam, problem = _exam_variables(model, yaml, run)
    if problem:
        run.problems.append(problem)
        return None
    return CourseTemplate(path.stem, model, yaml, run.pieces, exam, run.folder, run.banks)


def _exam_variables(
    model: Template, yaml: YamlFile, run: _Load
) -> tuple[Mapping[str, object] | None, Problem | None]:
    if model.exam is None:
        return None, None
    place = Place(file=yaml.file, line=yaml.line(("exam",)))
    facts = run.exams.get(model.exam.file)
    if facts is None:
        message = _("В папке exams нет файла «{name}.toml».").format(name=model.exam.file)
        hint = did_you_mean(model.exam.file, run.exams)
        return None, Problem(place, message, hint, code="exam-missing")
    if model.exam.subject not in facts.subjects:
        message = _("В файле «{file}.toml» нет предмета «{subject}».").format(
            file=model.exam.file, subject=model.exam.subject
        )
        hint = did_you_mean(model.exam.subject, facts.subjects)
        return None, Problem(place, message, hint, code="exam-subject")
    return facts.variables(model.exam.subject), None


def _try(template: CourseTemplate, run: _Load) -> bool:
    found = [problem for problem in try_template(template) if problem not in run.problems]
    run.problems += found
    return not any(problem.severity == "error" for problem in found)


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.place, problem.code))
