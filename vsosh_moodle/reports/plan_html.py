"""A plan as one HTML page that a deputy head reads, prints and signs. It needs no network."""

from vsosh_moodle.language import current_language
from vsosh_moodle.plan.plan import Plan
from vsosh_moodle.reports.pages import page_environment
from vsosh_moodle.reports.plan_movements import count_titles, count_values
from vsosh_moodle.reports.plan_outline import outline_plan
from vsosh_moodle.reports.plan_words import (
    action_title,
    count_activities_phrase,
    count_calls_phrase,
    count_changes_phrase,
    count_people,
    render_number,
    site_title,
)

LINES = 500
"""How many lines a list of the page may have; beyond it only their number is told."""


def render_plan_html(plan: Plan, limit: int = LINES) -> str:
    """Return the plan as an HTML page; `limit` is how many lines a list may have."""
    return (
        page_environment(
            number=render_number,
            changes=count_changes_phrase,
            calls=count_calls_phrase,
            activities=count_activities_phrase,
            people=count_people,
            action=action_title,
        )
        .get_template("plan.html.j2")
        .render(
            plan=plan,
            site=site_title(plan.origin.site, plan.origin.release),
            outline=outline_plan(plan),
            fingerprint=plan.fingerprint(),
            count_titles=count_titles,
            count_values=count_values,
            limit=limit,
            language=current_language(),
        )
    )
