"""Observe a site: what it has of everything that the files name or that we wrote before."""

from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.observe.courses import observe_course_contents
from vsosh_moodle.observe.objects import observe_objects
from vsosh_moodle.observe.observed import Observed, Question
from vsosh_moodle.observe.pool import ReadPool


def observe_site(client: MoodleClient, question: Question) -> Observed:
    """Read the site and return what it has; raises MoodleError when a read fails.

    Objects come first (categories, cohorts, accounts, courses), then what is inside the courses
    found. Reads run in parallel; many small ones travel in one request where the site can do that.
    """
    observed = Observed()
    with ReadPool(client) as pool:
        observe_objects(pool, question, observed)
        observe_course_contents(pool, question, observed)
    return observed
