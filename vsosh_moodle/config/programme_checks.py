"""What the programmes of a config refer to, and whom they leave out. Pure."""

from collections.abc import Iterator, Sequence

from vsosh_moodle.config.draft import Draft, KnownClass
from vsosh_moodle.config.models import classes_of, courses_of
from vsosh_moodle.config.programmes import ProgrammeConfig
from vsosh_moodle.language import _
from vsosh_moodle.problems import Problem
from vsosh_moodle.school.classes import ClassName, parse_class_name
from vsosh_moodle.sources import KeyPath, did_you_mean


def check_programmes(draft: Draft, template_keys: frozenset[str] | None) -> Iterator[Problem]:
    """Yield references that lead nowhere, courses made twice, and classes nobody teaches."""
    known = draft.known_classes()
    for path, programme in draft.programmes:
        if template_keys is not None:
            yield from _check_template(draft, path, programme, template_keys)
        if "classes" not in draft.shaky:
            yield from _check_classes(draft, path, programme, known)
        yield from _check_references(draft, path, programme)
    yield from _check_course_keys(draft, [entry.name for entry in known])
    if not {"classes", "programmes"} & draft.shaky:
        yield from _check_coverage(draft, known)


def _check_template(
    draft: Draft, path: KeyPath, programme: ProgrammeConfig, template_keys: frozenset[str]
) -> Iterator[Problem]:
    if programme.template in template_keys:
        return
    yield draft.yaml.problem(
        (*path, "template"),
        "template-unknown",
        _("шаблона «{key}» нет в course_templates.").format(key=programme.template[:60]),
        did_you_mean(programme.template, sorted(template_keys))
        or _("Положите шаблон в папку course_templates."),
    )


def _check_classes(
    draft: Draft, path: KeyPath, programme: ProgrammeConfig, known: Sequence[KnownClass]
) -> Iterator[Problem]:
    names = [entry.name for entry in known]
    for index, written in enumerate(programme.classes):
        name = parse_class_name(written)
        if name not in names:
            yield draft.yaml.problem(
                (*path, "classes", index),
                "class-unknown",
                _("класса «{name}» нет в classes.").format(name=written[:40]),
                _class_hint(name, names),
            )
    grades = {name.grade for name in names}
    for index, grade in enumerate(programme.grades):
        if grade not in grades:
            yield draft.yaml.problem(
                (*path, "grades", index),
                "grade-unknown",
                _("в classes нет {grade}-х классов.").format(grade=grade),
                _("Допустимо: {grades}.").format(grades=", ".join(map(str, sorted(grades)))),
            )


def _class_hint(name: ClassName | None, known: Sequence[ClassName]) -> str:
    near = [str(other) for other in known if name and other.grade == name.grade]
    allowed = did_you_mean("", [str(other) for other in known])
    if not near:
        return allowed
    alike = _(" или ").join(f"«{other}»" for other in near[:3])
    return " ".join((_("Возможно, имелось в виду {names}.").format(names=alike), allowed))


def _check_references(draft: Draft, path: KeyPath, programme: ProgrammeConfig) -> Iterator[Problem]:
    terms = [term.key for _path, term in draft.terms]
    if programme.term is not None and programme.term not in terms and "year" not in draft.shaky:
        yield draft.yaml.problem(
            (*path, "term"),
            "term-unknown",
            _("периода «{key}» нет в year.terms.").format(key=programme.term[:40]),
            did_you_mean(programme.term, terms),
        )
    if "learner_categories" in draft.shaky:
        return
    categories = [entry.key for _path, entry in draft.learners]
    for index, key in enumerate(programme.categories):
        if key not in categories:
            yield draft.yaml.problem(
                (*path, "categories", index),
                "category-unknown",
                _("категории учеников «{key}» нет в learner_categories.").format(key=key[:40]),
                did_you_mean(key, categories) or _("Опишите её в learner_categories."),
            )


def _check_course_keys(draft: Draft, known: Sequence[ClassName]) -> Iterator[Problem]:
    first: dict[str, KeyPath] = {}
    for path, programme in draft.programmes:
        for course in courses_of(programme, known):
            if course.key in first:
                yield draft.yaml.problem(
                    path,
                    "course-twice",
                    _("курс с ключом «{key}» уже задан в строке {line}.").format(
                        key=course.key, line=draft.yaml.line(first[course.key])
                    ),
                    _("Дайте этой программе свой ключ: «key: {key}-2».").format(
                        key=programme.key or programme.template
                    ),
                )
                break
            first[course.key] = path


def _check_coverage(draft: Draft, known: Sequence[KnownClass]) -> Iterator[Problem]:
    names = [entry.name for entry in known]
    taught = {
        name for _path, programme in draft.programmes for name in classes_of(programme, names)
    }
    for entry in known:
        if entry.name not in taught and not entry.without_courses:
            yield draft.yaml.problem(
                (*entry.path, "name"),
                "class-untaught",
                _("{name} никто не учит: класса нет ни в одной программе.").format(name=entry.name),
                _("Добавьте класс в programmes или напишите у него without_courses: true."),
            )
