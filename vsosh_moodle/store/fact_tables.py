"""The tables of facts that snapshots hold: what a fact is about, and what it says."""

from dataclasses import dataclass


def holds(table: str = "") -> str:
    """Return the condition under which a fact (of a table so named in the query) is seen from a snapshot."""
    dot = f"{table}." if table else ""
    return f"{dot}since <= :snapshot AND ({dot}until IS NULL OR {dot}until > :snapshot)"


HOLDS = holds()


def stands(table: str, name: str, moment: str, counts: str) -> str:
    """Return the condition under which a fact about an activity (table `name`) counts up to `:stop`.

    It holds; or it was only changed after that moment, into what counts too, and was the last before:
    what is done again later was done all the same. `counts` is about the successor, `n`.
    """
    same = " AND ".join(f"n.{key} = {table}.{key}" for key in ("course", "person", "activity"))
    return (
        f"{table}.since <= :snapshot AND ({table}.until IS NULL OR {table}.until > :snapshot"
        f" OR EXISTS (SELECT 1 FROM {name} n WHERE {same} AND {holds('n')} AND {counts}"
        f"  AND n.{moment} >= :stop)"
        f" AND NOT EXISTS (SELECT 1 FROM {name} n WHERE {same} AND n.since > {table}.since"
        f"  AND n.since <= :snapshot AND n.{moment} < :stop))"
    )


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table: `keys` tell which fact it is, `values` what it says; both are columns.

    `work`: it is kept when Moodle no longer tells it because the person or the activity is gone.
    `changes`: an incremental pull tells only what changed, so what is not told has not vanished.
    """

    part: str
    name: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    work: bool = False
    changes: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys and values, in the order rows are staged."""
        return (*self.keys, *self.values)

    @property
    def by_course(self) -> bool:
        """Whether its facts belong to courses."""
        return "course" in self.keys


_PLACE = ("course", "person", "activity")

CONTINGENT = FactTable(
    "contingent",
    "contingent_facts",
    ("person",),
    ("class_name", "form", "distance", "categories"),
)
ACCOUNTS = FactTable(
    "accounts", "account_facts", ("person",), ("first_access", "last_access", "suspended")
)
COURSES = FactTable(
    "courses", "course_facts", ("course",), ("moodle_id", "title", "visible", "tracks")
)
ACTIVITIES = FactTable(
    "activities",
    "activity_facts",
    ("course", "activity"),
    ("key", "module", "title", "section", "tracking", "grade_max", "grade_pass", "visible", "added",
     "due"),
)  # fmt: skip
ENROLMENTS = FactTable(
    "enrolments", "enrolment_facts", ("course", "person"), ("teaches", "active", "begins", "ends")
)
COMPLETION = FactTable(
    "completion", "completion_facts", _PLACE, ("state", "time"), work=True, changes=True
)
COURSE_COMPLETION = FactTable(
    "course_completion",
    "course_completion_facts",
    ("course", "person"),
    ("completed",),
    work=True,
    changes=True,
)
GRADES = FactTable(
    "grades", "grade_facts", _PLACE, ("grade", "grade_max", "time"), work=True, changes=True
)
ACCESS = FactTable(
    "access", "access_facts", ("course", "person"), ("time",), work=True, changes=True
)
SUBMISSIONS = FactTable(
    "submissions",
    "submission_facts",
    _PLACE,
    ("status", "time", "attempt"),
    work=True,
    changes=True,
)
ATTEMPTS = FactTable(
    "attempts",
    "attempt_facts",
    (*_PLACE, "attempt"),
    ("state", "started", "finished", "fraction"),
    work=True,
    changes=True,
)
POSTS = FactTable("posts", "post_facts", (*_PLACE, "post"), ("time",), work=True, changes=True)

FACT_TABLES: tuple[FactTable, ...] = (
    CONTINGENT, ACCOUNTS, COURSES, ACTIVITIES, ENROLMENTS, COMPLETION, COURSE_COMPLETION, GRADES,
    ACCESS, SUBMISSIONS, ATTEMPTS, POSTS,
)  # fmt: skip
"""Every table; enrolments and activities come before the work that is judged by them."""

TABLE_OF: dict[str, FactTable] = {table.part: table for table in FACT_TABLES}
