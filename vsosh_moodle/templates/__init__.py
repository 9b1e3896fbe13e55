"""Course templates: YAML with a safe part of Jinja, rendered into the courses of a school year."""

from vsosh_moodle.templates.context import RenderContext
from vsosh_moodle.templates.library import TemplateLibrary, load_templates
from vsosh_moodle.templates.missing import missing_activities_html
from vsosh_moodle.templates.render import CourseTemplate, check_course, render_course

__all__ = [
    "CourseTemplate",
    "RenderContext",
    "TemplateLibrary",
    "check_course",
    "load_templates",
    "missing_activities_html",
    "render_course",
]
