"""What the files know of the courses of a year: kind, subject, exam, classes, sections."""

from collections.abc import Iterator

from vsosh_moodle.config.models import Config
from vsosh_moodle.desired.keys import KeyScheme
from vsosh_moodle.indicators.inputs import SchoolCourse
from vsosh_moodle.school.courses import CourseSpec
from vsosh_moodle.templates.library import TemplateLibrary

_GENERAL = "general"


def school_courses(
    config: Config, specs: tuple[CourseSpec, ...], library: TemplateLibrary, keys: KeyScheme
) -> dict[str, SchoolCourse]:
    """Return the courses of a year by the keys they have in Moodle."""
    everybody = set(config.class_names())
    return {
        keys.course(spec.key): SchoolCourse(
            kind=spec.kind,
            subject=spec.subject,
            short=spec.key,
            title=spec.full_name,
            classes=spec.classes,
            exam=_exam(library, spec.template),
            sections=tuple(_sections(spec)),
            all_classes=set(spec.classes) == everybody,
        )
        for spec in specs
    }


def _exam(library: TemplateLibrary, template: str) -> tuple[str, str] | None:
    found = library.get(template)
    if found is None or found.model.exam is None:
        return None
    return found.model.exam.file, found.model.exam.subject


def _sections(spec: CourseSpec) -> Iterator[str]:
    """Yield the titles from section 0 on: Moodle's own first section is there in any course."""
    if not spec.sections or spec.sections[0].key != _GENERAL:
        yield ""
    for section in spec.sections:
        yield section.title
