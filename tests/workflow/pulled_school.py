"""A small school on a rehearsal site whose pupils work, for tests of pulls and of what is made of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.workflow.folder import SchoolFolder, school_on
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.sandbox.store import Store
from vsosh_moodle.store.database import open_database
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import STATE_FILE
from vsosh_moodle.workflow.pull_opening import PullOptions
from vsosh_moodle.workflow.pulling import PullResult, pull_progress

OGE = """\
version: 1
kind: gia
subject: Математика
title: ОГЭ по математике
short_name: ОГЭ мат
category: gia
sections:
  - {key: general, title: Начало, activities: [{key: talk, type: forum, title: Вопросы}]}
  - key: numbers
    title: Числа и вычисления
    activities:
      - {key: theory, type: page, title: Дроби, content: Дробь — это часть., minutes: 10, completion: view}
      - {key: task, type: assign, title: Задачи, submission: [text], grade: 10, minutes: 10, completion: submit}
      - {key: mock-1-auto, type: assign, title: Пробник, submission: [text], grade: 20, minutes: 10}
"""
DAY = 86_400


@dataclass
class PulledSchool:
    """A school folder, its site and the moment it is there; the course is the shared one."""

    folder: SchoolFolder
    site: Sandbox
    now: datetime

    @property
    def course(self) -> str:
        return f"vsosh:{self.year}:oge"

    @property
    def year(self) -> int:
        return self.now.year if self.now.month >= 7 else self.now.year - 1

    @property
    def moment(self) -> int:
        return int(self.now.timestamp())

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def pull(self, **options: Any) -> PullResult:
        """Take a snapshot now."""
        return pull_progress(
            self.folder.project,
            PullOptions(**options),
            NoProgress(),
            self.now,
        )

    def apply(self, allow: frozenset[str] = frozenset()) -> None:
        """Bring the site to the files."""
        options = PlanOptions(allow=allow)
        result = apply_plan(self.folder.project, options, None, NoProgress(), lambda _plan: True)
        assert result is not None
        assert result.complete

    def pupils(self) -> list[str]:
        """Return the keys of the pupils of the course, in order."""
        with self.site.edit() as store:
            return [
                row["idnumber"]
                for row in store.rows(
                    "SELECT DISTINCT u.idnumber, u.id FROM user u"
                    " JOIN user_enrolments ue ON ue.userid = u.id JOIN enrol e ON e.id = ue.enrolid"
                    " JOIN course c ON c.id = e.courseid JOIN role_assignments ra ON ra.userid = u.id"
                    " JOIN role r ON r.id = ra.roleid WHERE c.idnumber = ?"
                    " AND r.shortname = 'student' AND u.idnumber <> '' ORDER BY u.id",
                    self.course,
                )
            ]

    def complete(self, person: str, key: str = "theory", state: int = 1) -> None:
        """Let a pupil complete an activity now, having opened the course."""
        with self.site.edit() as store:
            cm, user = self._activity(store, key), hand_edits.find_user(store, person)
            hand_edits.complete_activity(store, cm, user, state, self.moment)
            hand_edits.visit_course(store, self._course_id(store), user, self.moment)

    def hand_in(self, person: str, key: str = "task") -> None:
        with self.site.edit() as store:
            cm, user = self._activity(store, key), hand_edits.find_user(store, person)
            hand_edits.hand_in(store, cm, user, self.moment)

    def grade(self, person: str, points: float, key: str = "task") -> None:
        with self.site.edit() as store:
            cm, user = self._activity(store, key), hand_edits.find_user(store, person)
            hand_edits.grade_activity(store, cm, user, points, self.moment)

    def write_post(self, person: str) -> None:
        with self.site.edit() as store:
            cm, user = self._activity(store, "talk"), hand_edits.find_user(store, person)
            hand_edits.write_post(store, cm, user, self.moment)

    def unenrol(self, person: str) -> None:
        """Take a pupil out of the course; Moodle's grades go with the enrolment."""
        with self.site.edit() as store:
            user, course = hand_edits.find_user(store, person), self._course_id(store)
            store.write(
                "DELETE FROM user_enrolments WHERE userid = ? AND enrolid IN"
                " (SELECT id FROM enrol WHERE courseid = ?)",
                user,
                course,
            )
            store.write("DELETE FROM grade_grades WHERE userid = ? AND courseid = ?", user, course)

    def suspend(self, person: str) -> None:
        """Suspend a pupil's enrolment in the course."""
        with self.site.edit() as store:
            user, course = hand_edits.find_user(store, person), self._course_id(store)
            store.write(
                "UPDATE user_enrolments SET status = 1 WHERE userid = ? AND enrolid IN"
                " (SELECT id FROM enrol WHERE courseid = ?)",
                user,
                course,
            )

    def reset_completion(self, person: str) -> None:
        with self.site.edit() as store:
            user = hand_edits.find_user(store, person)
            store.write("DELETE FROM course_modules_completion WHERE userid = ?", user)

    def facts(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Return rows of the state file."""
        with open_database(self.folder.root / ".vsosh" / STATE_FILE) as database:
            return database.rows(sql, parameters)

    def _activity(self, store: Store, key: str) -> int:
        return hand_edits.find_module(store, self.course, f"vsosh:{key}")

    def _course_id(self, store: Store) -> int:
        return int(store.value("SELECT id FROM course WHERE idnumber = ?", self.course))


def provisioned_school(site: Sandbox, root: Path) -> PulledSchool:
    """Write a school, provision it with the plugin's content, and say that it is now."""
    folder = school_on(site, root)
    folder.write_template("oge", OGE)
    school = PulledSchool(folder, site, datetime.now().astimezone())
    school.apply()
    return school
