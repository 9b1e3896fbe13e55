"""What a play leaves behind: rows for the store, collected first and written at once.

Playing the same term again changes nothing, and playing on adds what is new: a row is only written
over an older one, and what people did by hand later than the play stays.
"""

from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.store import Store

Values = tuple[Any, ...]


@dataclass(slots=True)
class Records:
    """Rows by table, in the order of the columns of the statements below."""

    completions: list[Values] = field(default_factory=list)
    course_completions: list[Values] = field(default_factory=list)
    grades: list[Values] = field(default_factory=list)
    submissions: list[Values] = field(default_factory=list)
    attempts: list[Values] = field(default_factory=list)
    posts: list[Values] = field(default_factory=list)
    choices: list[Values] = field(default_factory=list)
    feedbacks: list[Values] = field(default_factory=list)
    lessons: list[Values] = field(default_factory=list)
    visits: dict[tuple[int, int], int] = field(default_factory=dict)
    accesses: dict[int, tuple[int, int]] = field(default_factory=dict)

    def visit(self, userid: int, courseid: int, time: int, *, by_app: bool = False) -> None:
        """Somebody opens a course, and so the site; moments may come in any order.

        Through the app (web services alone) there is a last access and never a first one.
        """
        key = (userid, courseid)
        self.visits[key] = max(time, self.visits.get(key, 0))
        first, last = self.accesses.get(userid, (time, time))
        self.accesses[userid] = (0 if by_app else min(first, time), max(last, time))


_COMPLETION = (
    "INSERT INTO course_modules_completion (coursemoduleid, userid, completionstate, timemodified)"
    " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET completionstate = excluded.completionstate,"
    " timemodified = excluded.timemodified"
    " WHERE excluded.timemodified > course_modules_completion.timemodified"
)
_COURSE_COMPLETION = (
    "INSERT INTO course_completions (course, userid, timestarted, timecompleted) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET timecompleted = excluded.timecompleted"
    " WHERE course_completions.timecompleted IS NULL"
)
_GRADE = (
    "INSERT INTO grade_grades (courseid, cmid, userid, finalgrade, rawgrade, rawgrademax, timemodified)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET finalgrade = excluded.finalgrade,"
    " rawgrade = excluded.rawgrade, rawgrademax = excluded.rawgrademax, timemodified = excluded.timemodified"
    " WHERE excluded.timemodified > grade_grades.timemodified"
)
_SUBMISSION = (
    "INSERT INTO assign_submission (cmid, userid, status, attemptnumber, timemodified)"
    " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET status = excluded.status,"
    " timemodified = excluded.timemodified"
    " WHERE excluded.timemodified > assign_submission.timemodified"
)
_ATTEMPT = (
    "INSERT INTO quiz_attempts"
    " (cmid, userid, attempt, state, timestart, timefinish, timemodified, fraction)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state,"
    " timefinish = excluded.timefinish, timemodified = excluded.timemodified,"
    " fraction = excluded.fraction"
    " WHERE excluded.timemodified > quiz_attempts.timemodified"
)
_VISIT = (
    "INSERT INTO user_lastaccess (userid, courseid, timeaccess) VALUES (?, ?, ?)"
    " ON CONFLICT DO UPDATE SET timeaccess = max(timeaccess, excluded.timeaccess)"
)
_ACCESS = (
    "UPDATE user SET"
    " firstaccess = CASE WHEN ?1 = 0 THEN firstaccess WHEN firstaccess = 0 THEN ?1"
    " ELSE min(firstaccess, ?1) END,"
    " lastaccess = max(lastaccess, ?2) WHERE id = ?3"
)
_POST = (
    "INSERT INTO forum_posts (cmid, userid, created, modified) SELECT ?1, ?2, ?3, ?3"
    " WHERE NOT EXISTS"
    " (SELECT 1 FROM forum_posts WHERE cmid = ?1 AND userid = ?2 AND created = ?3)"
)
# A row of these tables has no key of its own: it is there when somebody did it at that moment.
_ONCE = (
    "INSERT INTO {table} (cmid, userid, {time}) SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
    " (SELECT 1 FROM {table} WHERE cmid = ?1 AND userid = ?2 AND {time} = ?3)"
)


def write_records(store: Store, records: Records) -> None:
    """Write all rows; the caller holds the transaction."""
    for statement, rows in (
        (_COMPLETION, records.completions),
        (_COURSE_COMPLETION, records.course_completions),
        (_GRADE, records.grades),
        (_SUBMISSION, records.submissions),
        (_ATTEMPT, records.attempts),
        (_POST, records.posts),
        (_ONCE.format(table="choice_answers", time="timemodified"), records.choices),
        (_ONCE.format(table="feedback_completed", time="timemodified"), records.feedbacks),
        (_ONCE.format(table="lesson_attempts", time="timeseen"), records.lessons),
        (_VISIT, [(*key, time) for key, time in records.visits.items()]),
        (_ACCESS, [(*times, user) for user, times in records.accesses.items()]),
    ):
        store.write_many(statement, rows)
