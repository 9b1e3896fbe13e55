"""Observe a site: what it has of everything that the files name or that we wrote before."""

from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.observe.content import start_content, take_content
from vsosh_moodle.observe.courses import observe_course_contents
from vsosh_moodle.observe.objects import observe_objects
from vsosh_moodle.observe.observed import Observed, Question
from vsosh_moodle.observe.pool import ReadPool
from vsosh_moodle.observe.tables import can_read_tables, read_tables, take_tables


def observe_site(client: MoodleClient, question: Question) -> Observed:
    """Read the site and return what it has; raises MoodleError when a read fails.

    A site with the companion plugin gives everything in an answer or two, and what is inside its
    courses. Elsewhere objects come first (categories, cohorts, accounts, courses), then what is
    inside the courses found. Reads run in parallel; many small ones travel in one request where
    the site can do that.
    """
    observed = Observed()
    with ReadPool(client) as pool:
        content = start_content(pool, question)
        if can_read_tables(client, question):
            take_tables(question, read_tables(client, question), observed)
        else:
            observe_objects(pool, question, observed)
            observe_course_contents(pool, question, observed)
        take_content(content, observed)
    return observed
