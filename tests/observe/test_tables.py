"""The plugin's tables become the records that the core's many calls would have given."""

from concurrent.futures import Future
from dataclasses import replace

from tests.apply.rehearsal import ROLES, small_school, user
from vsosh_moodle.moodle.plugin_content import LiveCourse, LiveItem
from vsosh_moodle.moodle.plugin_state import (
    CategoryRow,
    CohortMemberRow,
    CohortRow,
    CourseRow,
    EnrolmentRow,
    GroupingGroupRow,
    GroupingRow,
    GroupMemberRow,
    GroupRow,
    RoleRow,
    SiteState,
    UserRow,
)
from vsosh_moodle.observe.content import record_of_item, take_content
from vsosh_moodle.observe.observed import Observed, Question
from vsosh_moodle.observe.tables import take_tables
from vsosh_moodle.plan.change import Action
from vsosh_moodle.plan.diff import diff_states
from vsosh_moodle.plan.records import Course, CourseActivity, Kind, Section
from vsosh_moodle.plan.settings import LOCKED, settings_of
from vsosh_moodle.plan.state import State


class Tables:
    """A site's tables that hold exactly a state."""

    def __init__(self, state: State) -> None:
        self.ids = {
            (one.kind, one.key): number for number, one in enumerate(state, start=1)
        }  # fmt: skip
        self.state = state

    def of(self, kind: Kind, key: str) -> int:
        return self.ids[kind, key] if key else 0

    def site(self) -> SiteState:
        state, of = self.state, self.of
        return SiteState(
            categories=[
                CategoryRow(of(Kind.CATEGORY, c.key), c.key, c.name, of(Kind.CATEGORY, c.parent))
                for c in state.category.values()
            ],
            cohorts=[CohortRow(of(Kind.COHORT, c.key), c.key, c.name) for c in state.cohort.values()],
            courses=[self._course(course) for course in state.course.values()],
            users=[
                UserRow(of(Kind.USER, u.key), u.key, u.username, u.firstname, u.lastname,
                        u.middlename, u.email, u.suspended)
                for u in state.user.values()
            ],
            cohort_members=[
                CohortMemberRow(of(Kind.COHORT, m.cohort), of(Kind.USER, m.user))
                for m in state.cohort_member.values()
            ],
            groups=[
                GroupRow(of(Kind.GROUP, g.key), of(Kind.COURSE, g.course), g.key, g.name)
                for g in state.group.values()
            ],
            groupings=[
                GroupingRow(of(Kind.GROUPING, g.key), of(Kind.COURSE, g.course), g.key, g.name)
                for g in state.grouping.values()
            ],
            grouping_groups=[
                GroupingGroupRow(of(Kind.GROUPING, g.grouping), of(Kind.GROUP, g.group))
                for g in state.grouping_group.values()
            ],
            enrolments=[
                EnrolmentRow(of(Kind.COURSE, e.course), of(Kind.USER, e.user), e.suspended,
                             e.timestart, e.timeend)
                for e in state.enrolment.values()
            ],
            roles=[
                RoleRow(of(Kind.COURSE, e.course), of(Kind.USER, e.user), ROLES[e.role])
                for e in state.enrolment.values()
            ],
            group_members=[
                GroupMemberRow(of(Kind.GROUP, m.group), of(Kind.USER, m.user))
                for m in state.group_member.values()
            ],
        )  # fmt: skip

    def _course(self, course: Course) -> CourseRow:
        return CourseRow(
            self.of(Kind.COURSE, course.key), course.key, course.fullname, course.shortname,
            self.of(Kind.CATEGORY, course.category), course.summary, course.startdate,
            course.enddate, course.visible, course.groupmode, "topics",
        )  # fmt: skip


def school() -> State:
    return State.of(one for one in small_school() if not isinstance(one, Section))


def taken(site: SiteState, question: Question) -> Observed:
    observed = Observed()
    take_tables(question, site, observed)
    return observed


def question_of(state: State, **more: object) -> Question:
    return Question(state, State(), ROLES, prefix="vsh:", **more)  # type: ignore[arg-type]


def test_tables_of_a_state_give_that_state() -> None:
    state = school()
    tables = Tables(state)
    observed = taken(tables.site(), question_of(state))
    assert diff_states(state, observed.state, State()) == []
    assert list(observed.state) == list(state)
    keyed = {Kind.CATEGORY, Kind.COHORT, Kind.USER, Kind.COURSE, Kind.GROUP, Kind.GROUPING}
    assert observed.ids == {place: one for place, one in tables.ids.items() if place[0] in keyed}
    assert observed.problems == []


def test_what_the_files_do_not_name_is_passed_over() -> None:
    state = school()
    site = Tables(state).site()
    observed = taken(site, question_of(State.of([state.cohort["vsh:2026:class:9А"]])))
    assert list(observed.state) == [state.cohort["vsh:2026:class:9А"]]


def test_a_key_on_two_accounts_is_told() -> None:
    state = school()
    site = Tables(state).site()
    site.users.append(site.users[0]._replace(id=900))
    observed = taken(site, question_of(state))
    assert [one.code for one in observed.problems] == ["key-twice"]


def test_a_login_and_an_address_of_others_are_found() -> None:
    state = school()
    new = user(77, "Новикова", "Яна")
    wanted = state.copy()
    wanted.add(new)
    site = Tables(state).site()
    site.users.append(UserRow(901, "", new.username, "Я", "Н", "Ю", "X@v.invalid", False))
    question = question_of(
        wanted, new_users=frozenset({new.key}), emails=frozenset({"x@v.invalid"})
    )
    observed = taken(site, question)
    assert observed.foreign[Kind.USER, new.key].moodle_id == 901
    assert observed.emails is not None
    assert [one.username for one in observed.emails] == [new.username]
    assert observed.claimed == ()
    assert (Kind.USER, new.key) not in observed.state


def test_a_short_name_and_a_cohort_of_others_are_found() -> None:
    state = school()
    key = "vsh:2026:oge"
    cohort = "vsh:2026:class:9А"
    site = Tables(state).site()
    site.courses = [one._replace(key="" if one.key == key else one.key) for one in site.courses]
    site.cohorts = [one._replace(key="" if one.key == cohort else one.key) for one in site.cohorts]
    observed = taken(site, question_of(state))
    assert set(observed.foreign) == {(Kind.COURSE, key), (Kind.COHORT, cohort)}


def test_of_several_roles_the_one_asked_for_counts() -> None:
    state = school()
    tables = Tables(state)
    site = tables.site()
    pupil = next(one for one in state.enrolment.values() if one.role == "student")
    place = tables.of(Kind.COURSE, pupil.course), tables.of(Kind.USER, pupil.user)
    site.roles.insert(0, RoleRow(*place, 3))
    site.roles.insert(0, RoleRow(*place, 99))
    assert taken(site, question_of(state)).state.enrolment[pupil.key].role == "student"
    site.roles = [one for one in site.roles if (one.course, one.user) != place]
    assert taken(site, question_of(state)).state.enrolment[pupil.key].role == ""
    site.roles.append(RoleRow(*place, 99))
    assert taken(site, question_of(state)).state.enrolment[pupil.key].role == "#99"


def item(**more: object) -> LiveItem:
    plain = LiveItem("activity", "quiz", 5, "quiz", {"name": "Тест", "grade": 10.0}, {}, (), "")
    return plain._replace(**more)  # type: ignore[arg-type]


def observe_item(live: LiveItem) -> Observed:
    future: Future[list[LiveCourse]] = Future()
    future.set_result([LiveCourse("vsh:a", 3, "ok", (live,))])
    observed = Observed()
    take_content([future], observed)
    return observed


def test_an_item_is_its_own_base_unless_somebody_edited_it() -> None:
    observed = observe_item(item())
    record = CourseActivity("vsh:a", "quiz", "quiz", settings_of({"name": "Тест", "grade": 10}))
    assert list(observed.state) == list(observed.base_items) == [record]
    assert observed.ids == {(Kind.COURSE_ACTIVITY, "vsh:a|quiz"): 5}
    edited = observe_item(item(edited={"name": "Было"}))
    base = replace(record, settings=settings_of({"name": "Было", "grade": 10}))
    assert list(edited.base_items) == [base]
    assert list(edited.state) == [record]


def test_a_locked_field_is_kept_and_not_asked_for_again_and_again() -> None:
    observed = observe_item(item(locked=("grade",)))
    assert dict(observed.base_items.course_activity["vsh:a|quiz"].settings)["grade"] == LOCKED
    wanted = State.of(
        [CourseActivity("vsh:a", "quiz", "quiz", settings_of({"name": "Тест", "grade": 5}))]
    )
    live = observed.state.copy()
    live.add(Course("vsh:a", "А", "А", "", "", 0, 0))
    changes = diff_states(wanted, live, observed.base_items)
    assert [change.action for change in changes] == [Action.KEEP]


def test_a_type_of_a_newer_plugin_is_passed_over() -> None:
    assert record_of_item("vsh:a", item(type="badge")) is None
