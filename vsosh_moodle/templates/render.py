"""A template rendered for a school year and classes: a CourseSpec."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from vsosh_moodle.errors import InputProblems
from vsosh_moodle.language import _
from vsosh_moodle.problems import Place, Problem
from vsosh_moodle.questions.banks import QuestionBankSource
from vsosh_moodle.school.course_days import CourseDays
from vsosh_moodle.school.courses import (
    Activity,
    CourseGroup,
    CourseSection,
    CourseSpec,
    GradeCategorySpec,
)
from vsosh_moodle.sources.suggestions import did_you_mean
from vsosh_moodle.sources.yaml_lines import YamlFile
from vsosh_moodle.templates.activity_base import Audience
from vsosh_moodle.templates.activity_checks import check_levels
from vsosh_moodle.templates.activity_rendering import render_activity
from vsosh_moodle.templates.context import RenderContext, render_variables
from vsosh_moodle.templates.course_checks import SECTION, check_references
from vsosh_moodle.templates.course_dates import course_days, report_partial_shifts
from vsosh_moodle.templates.course_events import render_events
from vsosh_moodle.templates.course_grading import render_completion, render_grade_categories
from vsosh_moodle.templates.frame import Frame
from vsosh_moodle.templates.includes import (
    INCLUDE_CODES,
    Pieces,
    iter_activities,
    iter_sections,
    param_values,
)
from vsosh_moodle.templates.markdown import render_markdown
from vsosh_moodle.templates.models import (
    DEFAULT_CATEGORIES,
    ActivityItem,
    SubsectionActivity,
    Template,
)
from vsosh_moodle.templates.rendering import Path as NodePath
from vsosh_moodle.templates.rendering import Renderer
from vsosh_moodle.templates.restriction_rendering import (
    Tree,
    render_restriction,
    report_impossible,
    with_audience,
)

MAX_FULL_NAME = 254
MAX_SHORT_NAME = 255
MAX_SECTION_NAME = 255
MAX_ACTIVITY_NAME = 255


@dataclass(frozen=True, slots=True)
class CourseTemplate:
    """A loaded template: its key (file stem), its model and what it draws on."""

    key: str
    model: Template
    yaml: YamlFile
    pieces: Pieces
    exam: Mapping[str, object] | None
    folder: Path
    banks: Mapping[str, QuestionBankSource | None] = field(default_factory=dict)


def render_course(template: CourseTemplate, context: RenderContext) -> CourseSpec:
    """Return the course a template makes in this context; raises InputProblems with all problems."""
    course, problems = check_course(template, context)
    errors = [problem for problem in problems if problem.severity == "error"]
    if course is None or errors:
        raise InputProblems(errors)
    return course


def check_course(
    template: CourseTemplate, context: RenderContext
) -> tuple[CourseSpec | None, list[Problem]]:
    """Render a template and return the course, None when it has errors, and all problems."""
    problems = _check_params(template, context)
    if problems:
        return None, problems
    model = template.model
    params = param_values(model.params, context.params)
    renderer = Renderer(template.yaml, render_variables(context, params, template.exam), problems)
    course_key = context.course_key(template.key)
    days = course_days(template.model.dates, template.exam, course_key, renderer, context)
    categories = render_grade_categories(model.grading, renderer)
    frame = _frame(template, context, days, categories)
    report_partial_shifts(days, renderer)
    sections = _render_sections(template, renderer, frame)
    events = render_events(model.events, renderer, frame, context)
    completion = render_completion(model.completion, sections, renderer, frame)
    problems += _check_references(sections, frame, problems)
    course = CourseSpec(
        key=course_key,
        template=template.key,
        kind=model.kind,
        subject=renderer.text(model.subject, ("subject",)),
        full_name=_name(renderer, model.title, ("title",), MAX_FULL_NAME),
        short_name=_name(renderer, model.short_name, ("short_name",), MAX_SHORT_NAME),
        category=renderer.text(model.category, ("category",)) or DEFAULT_CATEGORIES[model.kind],
        summary=render_markdown(renderer.text(model.summary, ("summary",))),
        start=days.start,
        end=days.end,
        sections=sections,
        classes=context.classes,
        class_groups=model.groups.per_class,
        groups=tuple(
            CourseGroup(group.key, renderer.text(group.title, ("groups", "named", number, "title")))
            for number, group in enumerate(model.groups.named)
        ),
        source=Place(file=template.yaml.file, line=1),
        aggregation=model.grading.aggregation,
        grade_categories=categories,
        completion=completion,
        events=events,
    )
    failed = any(problem.severity == "error" for problem in problems)
    return (None if failed else course), problems


def _frame(
    template: CourseTemplate,
    context: RenderContext,
    days: CourseDays,
    categories: Sequence[GradeCategorySpec],
) -> Frame:
    groups = template.model.groups
    names = tuple(str(name) for name in context.classes)
    return Frame(
        days=days,
        files=template.folder / "files",
        levels={group.key: group for group in groups.named},
        class_groups=names if groups.per_class and not context.per_class else (),
        own_class=names[0] if len(names) == 1 else "",
        example=context.example,
        aggregations={"": template.model.grading.aggregation}
        | {category.key: category.aggregation for category in categories},
        banks=template.banks,
    )


def _check_params(template: CourseTemplate, context: RenderContext) -> list[Problem]:
    declared = template.model.params
    place = context.source
    problems = [
        Problem(
            place,
            _("У шаблона «{template}» нет параметра «{name}».").format(
                template=template.key, name=name
            ),
            did_you_mean(name, declared) or _("Уберите его из params."),
            code="param-unknown",
        )
        for name in context.params
        if name not in declared
    ]
    problems += [
        Problem(
            place,
            _("Шаблону «{template}» нужен параметр «{name}»: {about}.").format(
                template=template.key, name=name, about=param.description
            ),
            _("Добавьте его в params программы."),
            code="param-missing",
        )
        for name, param in declared.items()
        if param.required and name not in context.params
    ]
    return problems


def _check_references(
    sections: Sequence[CourseSection], frame: Frame, problems: Sequence[Problem]
) -> list[Problem]:
    """Check what names activities; where a part of the course is missing, only what is surely wrong."""
    found = check_references(sections, frame.references, frozenset(frame.lost))
    gaps = any(problem.code in INCLUDE_CODES for problem in problems)
    if not gaps and not any(key.startswith(SECTION) for key in frame.lost):
        return found
    return [problem for problem in found if problem.code != "reference-unknown"]


def _render_sections(
    template: CourseTemplate, renderer: Renderer, frame: Frame
) -> tuple[CourseSection, ...]:
    sections: list[CourseSection] = []
    seen_sections: dict[str, str] = {}
    seen_activities: dict[str, str] = {}
    found = iter_sections(template.model.sections, ("sections",), renderer, template.pieces)
    for section, path, inner in found:
        final = inner.model(section, path, leave_out=frozenset({"activities"}))
        if final is None:
            frame.lost.append(SECTION + section.key)
            continue
        _check_unique(final.key, (*path, "key"), inner, seen_sections, _("раздела"))
        _check_length(final.title, (*path, "title"), inner, MAX_SECTION_NAME)
        if final.key == "general" and sections:
            inner.report(
                (*path, "key"),
                _("Раздел general стоит в начале курса: перенесите его первым."),
                code="general-first",
            )
        knowing = inner.with_variables(section={"key": final.key, "title": final.title})
        check_levels(final.audience.levels, (*path, "audience", "levels"), inner, frame)
        closed = final.restrict is not None or final.audience != Audience()
        if final.key == "general" and (closed or not final.visible):
            inner.report(
                (*path, "restrict" if final.restrict is not None else "visible"),
                _("Раздел general виден всегда: Moodle его не прячет и не закрывает."),
                _("Перенесите содержимое в другой раздел."),
                code="general-restrict",
            )
        inside = (*path, "activities")
        restriction = with_audience(
            render_restriction(
                final.restrict, (*path, "restrict"), inner, frame, SECTION + final.key
            ),
            final.audience,
        )
        report_impossible([restriction], path, inner, frame)
        sections.append(
            CourseSection(
                key=final.key,
                title=" ".join(final.title.split()),
                summary=render_markdown(final.summary),
                activities=_render_activities(
                    section.activities,
                    inside,
                    knowing,
                    template.pieces,
                    frame,
                    seen_activities,
                    (restriction,),
                ),
                visible=final.visible,
                availability=restriction,
                source=inner.place(path),
            )
        )
    return tuple(sections)


def _render_activities(
    listed: Sequence[ActivityItem], path: NodePath, renderer: Renderer, pieces: Pieces,
    frame: Frame, seen: dict[str, str], around: tuple[Tree | None, ...],
) -> tuple[Activity, ...]:  # fmt: skip
    activities = []
    for model, here, inner in iter_activities(listed, path, renderer, pieces):
        activity = render_activity(model, here, inner, frame)
        if activity is None:
            frame.lost.append(inner.text(model.key, (*here, "key")))
            continue
        _check_unique(activity.key, (*here, "key"), inner, seen, _("элемента"))
        _check_length(activity.title, (*here, "title"), inner, MAX_ACTIVITY_NAME)
        closed = cast("Tree | None", dict(activity.settings)["availability"])
        report_impossible((*around, closed), here, inner, frame)
        if isinstance(model, SubsectionActivity):
            if len(around) > 1:
                inner.report(
                    (*here, "type"),
                    _("подраздел внутри подраздела Moodle не умеет."),
                    _("Поставьте его рядом, в сам раздел."),
                    code="subsection-inside",
                )
            children = _render_activities(
                model.activities, (*here, "activities"), inner, pieces, frame, seen,
                (*around, closed),
            )  # fmt: skip
            activity = replace(activity, activities=children)
        activities.append(activity)
    return tuple(activities)


def _check_unique(
    key: str, path: NodePath, renderer: Renderer, seen: dict[str, str], what: str
) -> None:
    here = f"{renderer.yaml.file}:{renderer.yaml.line(path)}"
    first = seen.setdefault(key, "")
    if not first:
        seen[key] = here
        return
    renderer.report(
        path,
        _("Ключ {what} «{key}» уже есть: {place}.").format(what=what, key=key, place=first),
        _("Ключ постоянен и один на весь курс: дайте другой."),
        code="duplicate-key",
    )


def _name(renderer: Renderer, source: str, path: NodePath, limit: int) -> str:
    text = " ".join(renderer.text(source, path).split())
    _check_length(text, path, renderer, limit)
    return text


def _check_length(text: str, path: NodePath, renderer: Renderer, limit: int) -> None:
    if len(text) > limit:
        renderer.report(
            path,
            _("Название длиннее {limit} знаков: столько Moodle не хранит.").format(limit=limit),
            _("Сократите его."),
            code="name-too-long",
        )
