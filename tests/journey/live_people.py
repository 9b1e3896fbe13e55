"""A pupil and a teacher of a real Moodle, who do with their own token what the app does for them."""

import html
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.contract.rest_caller import RefusedError, RestCaller

Module = dict[str, Any]
HTML, ONLINE_TEXT = 1, "onlinetext"
_ENOUGH = 0.6


@dataclass(frozen=True)
class Deed:
    """What somebody did: `kind` of view, tick, handed_in, attempt, post, answer, visit, grade.

    `user` is the learner's id even where a teacher acted; `value` the points of an attempt out of 1,
    or of a grade; `time` the moment after the call.
    """

    kind: str
    user: int
    course: int
    cmid: int = 0
    value: float | None = None
    time: int = 0


@dataclass
class Person:
    """An account that is open, with its courses."""

    caller: RestCaller
    userid: int

    @classmethod
    def enter(cls, url: str, token: str) -> "Person":
        """Ask the site who the token's owner is."""
        caller = RestCaller(url, token)
        return cls(caller, caller.call("core_webservice_get_site_info")["userid"])

    def call(self, function: str, **params: Any) -> Any:
        """Call a function, once more where two people were the first in a place at the same time.

        Moodle makes contexts when they are first asked for, without a lock: one of the two is refused.
        """
        try:
            return self.caller.call(function, **params)
        except RefusedError as error:
            if error.errorcode != "dmlwriteexception":
                raise
        return self.caller.call(function, **params)

    def courses(self) -> list[int]:
        """Return the courses this person is in."""
        found = self.call("core_enrol_get_users_courses", userid=self.userid)
        return [one["id"] for one in found]

    def modules(self, courseid: int) -> list[Module]:
        """Return the activities of a course that this person may enter."""
        sections = self.call("core_course_get_contents", courseid=courseid)
        return [
            module
            for section in sections
            for module in section["modules"]
            if module.get("uservisible", True)
        ]


class RightAnswers:
    """Answers that pupils have learned from reviews of their attempts; shared by all of them."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._lock = threading.Lock()

    def learn(self, question: str) -> None:
        """Take the right answer of a reviewed question."""
        told = re.search(r'class="rightanswer">(.*?)</div>', question, re.DOTALL)
        text = _question_text(question)
        if told and text:
            answer = _words(told[1]).partition("correct answer is")[2]
            with self._lock:
                self._known[text] = answer.strip(" :.'")

    def of(self, question: str) -> str | None:
        """Return the right answer of a question, None while nobody knows it."""
        text = _question_text(question)
        sum_ = re.search(r"сколько будет (\d+) \+ (\d+)", text)
        if sum_:
            return str(int(sum_[1]) + int(sum_[2]))
        with self._lock:
            return self._known.get(text)


def _words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def _question_text(question: str) -> str:
    found = re.search(
        r'class="qtext">(.*?)(?:<div class="ablock|<div class="answer)', question, re.DOTALL
    )
    return _words(found[1]) if found else ""


def _inputs(question: str) -> Iterator[dict[str, str]]:
    for tag in re.findall(r"<input\b[^>]*>", question):
        yield {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


def _label_of(question: str, choice: dict[str, str]) -> str:
    after = question.partition(f'id="{choice.get("id", "")}"')[2]
    return _words(re.split(r"<input\b", after)[0]).lstrip("> ").removeprefix("Answer text").strip()


def answer_fields(question: str, right: str | None, rng: Random) -> list[dict[str, str]]:
    """Return the form fields of an answer to a question: the right one where it is given."""
    fields: list[dict[str, str]] = []
    choices: dict[str, list[dict[str, str]]] = {}
    for one in _inputs(question):
        name, kind = one.get("name", ""), one.get("type")
        if name.endswith("sequencecheck"):
            fields.append({"name": name, "value": one["value"]})
        elif kind == "radio" and one.get("value") != "-1":
            choices.setdefault(name, []).append(one)
        elif kind == "text":
            fields.append({"name": name, "value": right or str(rng.randrange(2, 9))})
        elif kind == "checkbox" and rng.random() < 0.5:
            fields.append({"name": name, "value": "1"})
    for name, options in choices.items():
        fitting = [one for one in options if right and _same(_label_of(question, one), right)]
        fields.append({"name": name, "value": (fitting or [rng.choice(options)])[0]["value"]})
    for name, options_text in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', question, re.DOTALL
    ):
        values = [value for value in re.findall(r'value="([^"]+)"', options_text) if value != "0"]
        fields.append({"name": html.unescape(name), "value": rng.choice(values)})
    return fields


def _same(label: str, right: str) -> bool:
    return label == right or re.sub(r"^[a-zа-я]\. ", "", label) == right


@dataclass
class Learner:
    """A pupil at work; `refused` are calls that the site did not allow, by function and error code."""

    person: Person
    rng: Random
    answers: RightAnswers
    ability: float
    deeds: list[Deed] = field(default_factory=list)
    refused: list[tuple[str, str, int]] = field(default_factory=list)

    def learn(self, share: float) -> list[Deed]:
        """Open every course and do the first part of what it offers."""
        for courseid in self.person.courses():
            self._call("core_course_view_course", courseid=courseid)
            self._note("visit", courseid)
            modules = self.person.modules(courseid)
            assignments = self._assignments(courseid)
            for module in modules[: round(len(modules) * share)]:
                self._do(courseid, module, assignments)
        return self.deeds

    def _call(self, function: str, **params: Any) -> Any:
        return self.person.call(function, **params)

    def _note(self, kind: str, courseid: int, cmid: int = 0, value: float | None = None) -> None:
        self.deeds.append(Deed(kind, self.person.userid, courseid, cmid, value, int(time.time())))

    def _assignments(self, courseid: int) -> dict[int, dict[str, Any]]:
        told = self._call("mod_assign_get_assignments", courseids=[courseid])
        return {one["cmid"]: one for course in told["courses"] for one in course["assignments"]}

    def _do(self, courseid: int, module: Module, assignments: dict[int, dict[str, Any]]) -> None:
        cmid, instance = module["id"], module["instance"]
        try:
            if module["modname"] in _VIEWS:
                function, name = _VIEWS[module["modname"]]
                self._call(function, **{name: instance})
                self._note("view", courseid, cmid)
            if module.get("completion") == 1:
                self._call(
                    "core_completion_update_activity_completion_status_manually",
                    cmid=cmid,
                    completed=1,
                )
                self._note("tick", courseid, cmid)
            if module["modname"] == "assign" and cmid in assignments:
                self._hand_in(courseid, cmid, assignments[cmid])
            elif module["modname"] in _TASKS:
                _TASKS[module["modname"]](self, courseid, cmid, instance)
        except RefusedError as error:
            self.refused.append((module["modname"], str(error.errorcode), cmid))

    def _hand_in(self, courseid: int, cmid: int, assignment: dict[str, Any]) -> None:
        plugins = {
            one["plugin"]
            for one in assignment["configs"]
            if one["subtype"] == "assignsubmission"
            and (one["name"], one["value"]) == ("enabled", "1")
        }
        draft = self._call("core_files_get_unused_draft_itemid")["itemid"]
        data: dict[str, Any] = {}
        if ONLINE_TEXT in plugins:
            text = f"<p>Решение {self.rng.randrange(1000)}</p>"
            data["onlinetext_editor"] = {"text": text, "format": HTML, "itemid": draft}
        elif "file" in plugins:
            data["files_filemanager"] = self._upload()
        else:
            return
        told = self._call(
            "mod_assign_save_submission", assignmentid=assignment["id"], plugindata=data
        )
        if told:
            # Not saved, and no exception either: a list of warnings.
            self.refused.append(("assign", str(told[0]["warningcode"]), cmid))
            return
        if assignment["submissiondrafts"]:
            self._call(
                "mod_assign_submit_for_grading",
                assignmentid=assignment["id"],
                acceptsubmissionstatement=1,
            )
        self._note("handed_in", courseid, cmid)

    def _upload(self) -> int:
        caller = self.person.caller
        answer = caller.session.post(
            f"{caller.url}/webservice/upload.php",
            data={"token": caller.token, "filearea": "draft", "itemid": 0},
            files={"file_1": ("work.txt", "Решение".encode())},
            timeout=60,
        )
        found: int = answer.json()[0]["itemid"]
        return found

    def _attempt(self, courseid: int, cmid: int, quizid: int) -> None:
        """Attempt a test until it is passed, three times at most: each time more answers are known."""
        for _number in range(3):
            attempt = self._start(quizid, cmid)
            if attempt is None:
                return
            told = self._call("mod_quiz_get_attempt_summary", attemptid=attempt)
            data: list[dict[str, str]] = []
            for question in told["questions"]:
                right = self.answers.of(question["html"])
                knows = right is not None and self.rng.random() < self.ability
                data += answer_fields(question["html"], right if knows else None, self.rng)
            self._call("mod_quiz_process_attempt", attemptid=attempt, data=data, finishattempt=1)
            fraction = self._review(attempt)
            self._note("attempt", courseid, cmid, fraction)
            if fraction is None or fraction >= _ENOUGH or self.rng.random() < 0.3:
                return

    def _start(self, quizid: int, cmid: int) -> int | None:
        """Start an attempt, agreeing to a time limit; None where the test lets nobody in."""
        agreed = [{"name": "confirmdatasaved", "value": "1"}]
        told = self._call("mod_quiz_start_attempt", quizid=quizid, preflightdata=agreed)
        if not told["attempt"]:
            codes = {str(one["warningcode"]) for one in told["warnings"]}
            self.refused.append(("quiz", ",".join(sorted(codes)), cmid))
            return None
        found: int = told["attempt"]["id"]
        return found

    def _review(self, attempt: int) -> float | None:
        """Look at what was right; None where the review is closed or points are not shown yet."""
        try:
            told = self._call("mod_quiz_get_attempt_review", attemptid=attempt, page=-1)
        except RefusedError:
            return None
        for question in told["questions"]:
            self.answers.learn(question["html"])
        marks = [(one.get("mark"), one.get("maxmark")) for one in told["questions"]]
        most = sum(float(worth or 0) for _mark, worth in marks)
        if any(mark in (None, "") for mark, _worth in marks) or not most:
            return None
        return sum(float(str(mark).replace(",", ".")) for mark, _worth in marks) / most

    def _write(self, courseid: int, cmid: int, forumid: int) -> None:
        self._call(
            "mod_forum_add_discussion",
            forumid=forumid,
            subject=f"Вопрос {self.rng.randrange(1000)}",
            message="<p>Как решать вторую задачу?</p>",
        )
        self._note("post", courseid, cmid)
        if self.rng.random() < 0.5:
            found = self._call("mod_forum_get_forum_discussions", forumid=forumid)["discussions"]
            self._call(
                "mod_forum_add_discussion_post",
                postid=self.rng.choice(found)["id"],
                subject="Re",
                message="<p>Начните с рисунка.</p>",
            )
            self._note("post", courseid, cmid)

    def _choose(self, courseid: int, cmid: int, choiceid: int) -> None:
        options = self._call("mod_choice_get_choice_options", choiceid=choiceid)["options"]
        free = [one["id"] for one in options if not one["disabled"]]
        self._call(
            "mod_choice_submit_choice_response",
            choiceid=choiceid,
            responses=[self.rng.choice(free)],
        )
        self._note("answer", courseid, cmid)

    def _fill_in(self, courseid: int, cmid: int, feedbackid: int) -> None:
        page = self._call("mod_feedback_launch_feedback", feedbackid=feedbackid)["gopage"]
        items = self._call("mod_feedback_get_page_items", feedbackid=feedbackid, page=page)["items"]
        responses = [
            {"name": f"{one['typ']}_{one['id']}", "value": _response(one)}
            for one in items
            if one["hasvalue"]
        ]
        self._call(
            "mod_feedback_process_page", feedbackid=feedbackid, page=page, responses=responses
        )
        self._note("answer", courseid, cmid)


def _response(item: dict[str, Any]) -> str:
    return (
        "1" if item["typ"].startswith("multichoice") else "3" if item["typ"] == "numeric" else "Да"
    )


_VIEWS = {
    "page": ("mod_page_view_page", "pageid"),
    "url": ("mod_url_view_url", "urlid"),
    "resource": ("mod_resource_view_resource", "resourceid"),
    "folder": ("mod_folder_view_folder", "folderid"),
    "forum": ("mod_forum_view_forum", "forumid"),
    "quiz": ("mod_quiz_view_quiz", "quizid"),
    "assign": ("mod_assign_view_assign", "assignid"),
}
_TASKS: dict[str, Callable[[Learner, int, int, int], None]] = {
    "quiz": Learner._attempt,
    "forum": Learner._write,
    "choice": Learner._choose,
    "feedback": Learner._fill_in,
}


@dataclass
class Teacher:
    """A teacher who grades half of what was handed in, and answers in no forum."""

    person: Person
    rng: Random
    refused: list[tuple[str, str, int]] = field(default_factory=list)

    def teach(self) -> list[Deed]:
        """Open every course and grade in it."""
        caller, deeds = self.person, list[Deed]()
        for courseid in self.person.courses():
            caller.call("core_course_view_course", courseid=courseid)
            deeds.append(Deed("visit", self.person.userid, courseid, time=int(time.time())))
            told = caller.call("mod_assign_get_assignments", courseids=[courseid])
            for one in (one for course in told["courses"] for one in course["assignments"]):
                deeds += self._grade_all(courseid, one)
        return deeds

    def _grade_all(self, courseid: int, assignment: dict[str, Any]) -> list[Deed]:
        told = self.person.call("mod_assign_get_submissions", assignmentids=[assignment["id"]])
        handed_in = [
            one
            for found in told["assignments"]
            for one in found["submissions"]
            if one["status"] == "submitted" and one["gradingstatus"] == "notgraded"
        ]
        deeds = []
        for one in handed_in:
            if assignment["grade"] <= 0 or self.rng.random() < 0.3:
                continue
            points = self.rng.randint(min(2, assignment["grade"]), assignment["grade"])
            try:
                self._save(assignment, one["userid"], points)
            except RefusedError as error:
                self.refused.append(("assign", str(error.errorcode), assignment["cmid"]))
                continue
            now = int(time.time())
            deeds.append(
                Deed("grade", one["userid"], courseid, assignment["cmid"], float(points), now)
            )
        return [one for one in deeds if self._is_graded(assignment, one)]

    def _is_graded(self, assignment: dict[str, Any], deed: Deed) -> bool:
        """Tell whether Moodle took the points: where a rubric grades, it passes bare points over."""
        told = self.person.call("mod_assign_get_grades", assignmentids=[assignment["id"]])
        return any(
            one["userid"] == deed.user and float(one["grade"]) == deed.value
            for found in told["assignments"]
            for one in found["grades"]
        )

    def _save(self, assignment: dict[str, Any], userid: int, points: int) -> None:
        self.person.call(
            "mod_assign_save_grade",
            assignmentid=assignment["id"],
            userid=userid,
            grade=points,
            attemptnumber=-1,
            addattempt=0,
            workflowstate="",
            applytoall=0,
            plugindata={"assignfeedbackcomments_editor": {"text": "<p>Хорошо</p>", "format": HTML}},
        )
