"""A year of people: who comes, leaves, returns, moves or marries keeps the login and the grades.

Three versions of the roster are applied one after the other, with grades given in between, on every
sandbox and, with `--live-url URL --live-token-file FILE`, on a real Moodle. `-s` prints the grades.
Grades need an assignment, so a site without local_vsosh is held to accounts and memberships only.
"""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.contract.rest_caller import RefusedError, RestCaller
from tests.journey.test_year import School
from tests.workflow.folder import LESSONS, OGE, Pupil, SchoolFolder
from vsosh_moodle.moodle import cohorts, enrolments, groups, users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.enrolments import ACTIVE
from vsosh_moodle.moodle.ids import CourseId
from vsosh_moodle.moodle.plugin_progress import ActivityRow, GradeRow, ProgressQuery, get_progress
from vsosh_moodle.moodle.secret import Secret
from vsosh_moodle.sandbox import Sandbox, hand_edits
from vsosh_moodle.school.identity import LedgerEntry
from vsosh_moodle.store.database import open_database
from vsosh_moodle.store.people_ledger import PeopleLedger
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.project import STATE_FILE

ASSIGNMENT = "      - {key: letter, type: assign, title: Письмо, description: Решите три задачи.}\n"
LENIENT = PlanOptions(allow=frozenset({"class-loss:9А", "class-loss:9Б", "class-loss:8Д"}))


@dataclass
class Year:
    """A school on a site, and what is remembered of its people: login, Moodle's id, grade."""

    school: School
    token: str
    sandbox: Sandbox | None
    logins: dict[str, tuple[str, int]] = field(default_factory=dict)
    given: dict[str, float] = field(default_factory=dict)

    def ledger(self) -> dict[str, LedgerEntry]:
        """Return the people by the school's own number, which no change of name or class touches."""
        with open_database(self.school.folder.project.state / STATE_FILE) as database:
            entries = PeopleLedger(database).entries()
        return {one.school_number: one for one in entries if one.school_number}

    def course(self) -> CourseId:
        return CourseId(self.school.course("ОГЭ мат").id)

    def sync(self, title: str, rows: Sequence[Pupil]) -> None:
        """Apply a version of the roster; the second plan is empty, and nobody lost anything."""
        self.school.folder.write_roster(rows)
        before = self.grades()
        self.school.apply(LENIENT)
        after = self.grades()
        print(render_grades(title, self.ledger(), rows, before, after))
        self._check_accounts(rows)
        self._check_places(rows)
        present = {row.number for row in rows} & self.given.keys()
        assert {number: after.get(number) for number in present} == {
            number: self.given[number] for number in present if self.school.has_plugin
        }

    def grade(self, grades: dict[str, float]) -> None:
        """Grade the assignment, as its teacher does; nothing where there is no assignment."""
        if not self.school.has_plugin:
            return
        ledger = self.ledger()
        for number, grade in grades.items():
            _login, user = self.logins[number]
            if self.sandbox is not None:
                course = self.school.course("ОГЭ мат").idnumber
                with self.sandbox.edit() as store:
                    module = hand_edits.find_module(store, course, "vsosh:letter")
                    found = hand_edits.find_user(store, ledger[number].idnumber)
                    hand_edits.grade_activity(store, module, found, grade, int(time.time()))
            else:
                self._grade_live(user, grade)
        self.given |= grades

    def _grade_live(self, user: int, grade: float) -> None:
        caller = RestCaller(self.school.folder.url, self.token)
        try:
            caller.call(
                "mod_assign_save_grade",
                assignmentid=self._assignment(caller),
                userid=user,
                grade=grade,
                attemptnumber=-1,
                addattempt=0,
                workflowstate="",
                applytoall=0,
            )
        except RefusedError as error:
            if error.errorcode not in {"accessexception", "nopermissions"}:
                raise
            pytest.skip("the token's owner is no teacher: it cannot grade")
        finally:
            caller.session.close()

    def grades(self) -> dict[str, float | None]:
        """Return the grades of the assignment by the school's number, of whoever is shown."""
        if not self.school.has_plugin or not self.logins:
            return {}
        users_of = {user: number for number, (_login, user) in self.logins.items()}
        course = self.school.course("ОГЭ мат").idnumber
        query = ProgressQuery([course], f"j{self.school.mark}:", ("activities", "grades"))
        letters: set[int] = set()
        rows: list[GradeRow] = []
        for page in get_progress(self.school.client, query):
            found = [ActivityRow(*row) for row in page.parts.get("activities", ())]
            letters |= {row.activity for row in found if row.name == "Письмо"}
            rows += [GradeRow(*row) for row in page.parts.get("grades", ())]
        return {
            users_of[row.user]: row.grade
            for row in rows
            if row.activity in letters and row.user in users_of
        }

    def _assignment(self, caller: RestCaller) -> int:
        found = caller.call(
            "mod_assign_get_assignments", courseids=[self.course()], includenotenrolledcourses=1
        )
        return int(found["courses"][0]["assignments"][0]["id"])

    def _check_accounts(self, rows: Sequence[Pupil]) -> None:
        ledger = self.ledger()
        keys = [entry.idnumber for entry in ledger.values()]
        found = users.get_users_by_field(self.school.client, "idnumber", keys)
        accounts = {one.idnumber: one for one in found}
        now = {
            number: (accounts[entry.idnumber].username, int(accounts[entry.idnumber].id))
            for number, entry in ledger.items()
        }
        assert {number: now[number] for number in self.logins} == self.logins
        self.logins = now
        here = {row.number: row.last for row in rows}
        pupils = {number: entry for number, entry in ledger.items() if not number.startswith("Т")}
        for number, entry in pupils.items():
            assert accounts[entry.idnumber].suspended is (number not in here), entry.login
            if number in here:
                assert accounts[entry.idnumber].lastname == here[number]

    def _check_places(self, rows: Sequence[Pupil]) -> None:
        client, course = self.school.client, self.course()
        numbers = {user: number for number, (_login, user) in self.logins.items()}
        names = {one.id: one.name for one in groups.get_course_groups(client, course)}
        places = {
            numbers[one.id]: [names[group] for group in one.groupids]
            for one in enrolments.get_enrolled_users(client, course, ACTIVE)
            if not numbers[one.id].startswith("Т")
        }
        assert places == {
            row.number: [row.class_name] for row in rows if row.class_name in {"9А", "9Б"}
        }
        classes = {
            one.id: one.name
            for one in cohorts.get_cohorts(client)
            if one.idnumber.startswith(f"j{self.school.mark}:") and ":class:" in one.idnumber
        }
        found = cohorts.get_cohort_members(client, list(classes))
        assert {
            numbers[user]: classes[cohort] for cohort, members in found.items() for user in members
        } == {row.number: row.class_name for row in rows}


def render_grades(
    title: str,
    ledger: dict[str, LedgerEntry],
    rows: Sequence[Pupil],
    before: dict[str, float | None],
    after: dict[str, float | None],
) -> str:
    """Return a table of the grades before and after a sync."""
    classes = {row.number: row.class_name for row in rows}
    lines = [f"\n{title}", f"{'login':<34}{'class':<8}{'before':>8}{'after':>8}"]
    for number, entry in sorted(ledger.items()):
        if number in before or number in after:
            place = classes.get(number, "left")
            was, now = before.get(number, "-"), after.get(number, "-")
            lines.append(f"{entry.login:<34}{place:<8}{was!s:>8}{now!s:>8}")
    return "\n".join(lines)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "year" in metafunc.fixturenames:
        sites = ["sandbox-4.1", "sandbox-4.5", "plugin-4.1", "plugin-4.5"]
        if metafunc.config.getoption("--live-url"):
            sites.append("live")
        metafunc.parametrize("year", sites, indirect=True)


@pytest.fixture
def year(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Year]:
    if request.param == "live":
        url = request.config.getoption("--live-url").rstrip("/")
        token = request.config.getoption("--live-token-file").read_text("ascii").strip()
        yield from _year_on(url, token, None, tmp_path)
        return
    kind, _dash, release = request.param.partition("-")
    with Sandbox(release=release, plugin=kind == "plugin") as site:
        yield from _year_on(site.url, site.token, site, tmp_path)


def _year_on(url: str, token: str, sandbox: Sandbox | None, root: Path) -> Iterator[Year]:
    mark = secrets.token_hex(3)
    extra = f'key_prefix: "j{mark}:"\nlogins: {{email_domain: {mark}.invalid}}'
    folder = SchoolFolder(root, url=url, extra=extra)
    folder.write()
    theory = "      - {key: theory"
    oge = OGE.replace("ОГЭ мат", f"ОГЭ мат {mark}").replace(theory, f"{ASSIGNMENT}{theory}")
    folder.write_template("oge", oge)
    lessons = LESSONS.replace("class_names }}\ncat", f"class_names }}}} {mark}\ncat")
    folder.write_template("lessons", lessons)
    (root / "token.txt").write_text(token, encoding="ascii")
    (root / "token.txt").chmod(0o600)
    with MoodleClient(url, Secret(token)) as client:
        school = School(folder, client, mark)
        try:
            yield Year(school, token, sandbox)
        finally:
            school.close()


def test_login_and_grades_outlive_a_year_of_changes(year: Year) -> None:
    rows = year.school.rows()
    leaver, mover, bride, left_later = rows[4], rows[5], rows[6], rows[8]
    year.sync("Сентябрь", rows)
    year.grade({row.number: 40.0 + place for place, row in enumerate(rows[4:])})

    newcomer = replace(rows[4], last=f"{rows[4].last}-Новая", first="Дана", number="Л91")
    bride = replace(bride, last=f"{bride.last}-Замужняя")
    october = [*rows[:4], replace(mover, class_name="9Б"), bride, *rows[7:], newcomer]
    year.sync("Октябрь: один ушёл, один пришёл, один переведён, одна сменила фамилию", october)
    year.grade({"Л91": 91.0, bride.number: 55.0})

    second = replace(newcomer, last=f"{rows[5].last}-Вторая", number="Л92", class_name="9Б")
    january = [row for row in october if row.number != left_later.number]
    january = [*january, replace(leaver, class_name="9Б"), second]
    year.sync("Январь: ушедший вернулся в другой класс, один ушёл, один пришёл", january)
    year.grade({"Л92": 92.0})
    assert len(year.logins) == len(rows) + 3  # two came, and the teacher
    if year.school.has_plugin:
        assert year.grades().get(leaver.number) == year.given[leaver.number] == 40.0
