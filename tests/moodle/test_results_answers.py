"""What the functions for results make of an answer, and what they send."""

import pytest
import responses

from tests.moodle.canned import make_client, reply, sent_fields, site_info
from vsosh_moodle.moodle.activities import get_activities_of_courses, get_module_details
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.completion import (
    CourseCompletion,
    CourseLearner,
    get_activity_states,
    get_course_completions,
    has_nothing_to_tell,
)
from vsosh_moodle.moodle.errors import BadAnswer, MoodleError
from vsosh_moodle.moodle.grades import COURSE_ITEM, GradeQuery, UserGrade, get_grades
from vsosh_moodle.moodle.ids import CourseId, GroupId, ModuleId, UserId
from vsosh_moodle.moodle.submissions import Submission, get_submissions

COURSE, USER = CourseId(2), UserId(7)
LEARNER = CourseLearner(COURSE, USER)


def client() -> MoodleClient:
    """A site that cannot bundle: each call is a request."""
    reply(site_info())
    return make_client()


def completion(completed: bool, aggregation: int, *times: int | None) -> dict[str, object]:
    criteria = [{"type": 4, "complete": bool(time), "timecompleted": time} for time in times]
    return {
        "completionstatus": {
            "completed": completed,
            "aggregation": aggregation,
            "completions": criteria,
        },
        "warnings": [],
    }


@responses.activate
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (completion(True, 1, 5, 9, 7), CourseCompletion(completed=True, time=9)),
        (completion(True, 2, None, 9, 7), CourseCompletion(completed=True, time=7)),
        (completion(True, 1, None), CourseCompletion(completed=True, time=0)),
        (completion(False, 1, 5, None), CourseCompletion(completed=False, time=0)),
    ],
)
def test_a_course_is_completed_when_its_criteria_were(
    answer: dict[str, object], expected: CourseCompletion
) -> None:
    made = client()
    reply(answer)
    assert get_course_completions(made, [LEARNER]) == [expected]


@responses.activate
def test_states_that_say_nothing_are_left_out() -> None:
    made = client()
    told = [(1, 0, 0), (2, 1, 10), (3, 0, 11), (4, 4, 12)]
    reply(
        {
            "statuses": [
                {"cmid": cmid, "state": state, "timecompleted": time} for cmid, state, time in told
            ],
            "warnings": [],
        }
    )
    # A failure whose grade is hidden (4) is a failure.
    assert get_activity_states(made, [LEARNER]) == [[(2, 1, 10), (3, 0, 11), (4, 3, 12)]]
    assert ("courseid", "2") in sent_fields()
    assert ("userid", "7") in sent_fields()


@responses.activate
@pytest.mark.parametrize(
    ("errorcode", "nothing"),
    [("nocriteriaset", True), ("usernotenroled", True), ("cannotviewreport", True),
     ("nopermissions", False), ("dmlreadexception", False)],
)  # fmt: skip
def test_only_some_errors_say_that_there_is_nothing(errorcode: str, nothing: bool) -> None:
    made = client()
    reply({"exception": "moodle_exception", "errorcode": errorcode, "message": "x"})
    (error,) = get_course_completions(made, [LEARNER])
    assert isinstance(error, MoodleError)
    assert has_nothing_to_tell(error) is nothing


def item(kind: str, cmid: int | None, number: int | None, grade: object) -> dict[str, object]:
    row = {
        "itemtype": kind, "itemnumber": number, "graderaw": grade, "grademax": 5,
        "gradedategraded": None if grade is None else 99,
    }  # fmt: skip
    return row if cmid is None else {**row, "cmid": cmid}


@responses.activate
def test_of_several_grades_the_first_counts_and_only_of_activities_and_the_course() -> None:
    made = client()
    items = [
        item("mod", 11, 1, 4.5),
        item("mod", 11, 0, "2"),
        item("mod", 12, 0, None),
        item("manual", None, 0, 3),
        item("category", None, 0, 3),
        item("course", None, None, 6.5),
    ]
    reply({"usergrades": [{"userid": 7, "gradeitems": items}], "warnings": []})
    assert get_grades(made, [GradeQuery(COURSE, USER, GroupId(3))]) == [
        [
            UserGrade(USER, ModuleId(11), 2.0, 5.0, 99),
            UserGrade(USER, COURSE_ITEM, 6.5, 5.0, 99),
        ]
    ]
    assert {("courseid", "2"), ("userid", "7"), ("groupid", "3")} <= set(sent_fields())


@responses.activate
def test_a_malformed_grade_is_no_grade() -> None:
    made = client()
    reply({"usergrades": [{"userid": 7, "gradeitems": [item("mod", 1, 0, [])]}]})
    with pytest.raises(BadAnswer):
        get_grades(made, [GradeQuery(COURSE)])


@responses.activate
def test_submissions_go_a_few_assignments_a_call() -> None:
    made = make_client()
    row = {"id": 1, "userid": 7, "attemptnumber": 0, "timemodified": 5, "status": "submitted"}
    group = {**row, "userid": 0, "groupid": 3, "status": "draft"}
    reply({"assignments": [{"assignmentid": 21, "submissions": [row, group]}], "warnings": []})
    denied = {"item": "assignment", "itemid": 23, "warningcode": "1", "message": "No access"}
    empty = {"item": "module", "itemid": 22, "warningcode": "3", "message": "No submissions"}
    reply({"assignments": [], "warnings": [denied, empty]})
    first, second = get_submissions(made, [21, 22, 23], since=4, chunk=2)
    assert first.rows == [
        Submission(21, USER, GroupId(0), "submitted", 5, 0),
        Submission(21, UserId(0), GroupId(3), "draft", 5, 0),
    ]
    assert (second.rows, second.denied) == ([], [23])
    assert ("assignmentids[0]", "23") in sent_fields()
    assert ("since", "4") in sent_fields()


@responses.activate
def test_activities_take_the_last_of_their_dates() -> None:
    made = client()
    dates = [
        {"dataid": "allowsubmissionsfromdate", "timestamp": 900},
        {"dataid": "duedate", "timestamp": 100},
    ]
    module = {
        "id": 5, "modname": "assign", "instance": 21, "name": "Работа & отдых", "completion": 2,
        "visible": 0, "dates": dates,
    }  # fmt: skip
    plain = {"id": 6, "modname": "label", "instance": 3, "name": "Т"}
    reply([{"id": 1, "section": 0, "modules": []}, {"section": 1, "modules": [module, plain]}])
    assert get_activities_of_courses(made, [COURSE])[COURSE] == [
        (5, "assign", 21, "Работа & отдых", 1, 2, False, 100),
        (6, "label", 3, "Т", 1, 0, True, 0),
    ]
    assert ("options[0][name]", "excludecontents") in sent_fields()


@responses.activate
@pytest.mark.parametrize(
    ("grade", "passing", "expected"),
    [(20, "10.00", (20.0, 10.0)), (-3, "1.00", (None, None)), (None, None, (None, None)),
     (5, None, (5.0, 0.0))],
)  # fmt: skip
def test_a_scale_of_words_is_no_points(
    grade: object, passing: object, expected: tuple[float | None, float | None]
) -> None:
    made = client()
    reply(
        {"cm": {"id": 5, "idnumber": "vsosh:a", "added": 9, "grade": grade, "gradepass": passing}}
    )
    (told,) = get_module_details(made, [ModuleId(5)])
    assert not isinstance(told, MoodleError)
    assert (told.grade_max, told.grade_pass) == expected
    assert (told.idnumber, told.added, told.expected) == ("vsosh:a", 9, 0)
