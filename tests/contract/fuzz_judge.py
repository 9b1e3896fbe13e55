"""What may be answered to a hostile call: a right answer or a typed refusal, and a refusal changes nothing."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.contract.fuzz_school import FUNCTIONS, FuzzSchool
from tests.contract.fuzzing import Hostile
from tests.contract.plugin_course import packed

Fields = dict[str, Any]
CONTRACT = Path(__file__).parents[2] / "docs" / "plugin-api.md"

TYPED = {"invalidparameter", "nopermissions", "invalidrecord", "accessexception", "invalidtoken"}
"""Error codes of Moodle that tell a caller what is wrong with the call; `invalidtoken` is that of a form cut short."""

READING = {name for name in FUNCTIONS if name.startswith("local_vsosh_get_")}

_INNER = re.compile(
    r"dml\w*exception|ddl\w*exception|codingerror|generalexceptionmessage|TypeError|ErrorException"
    r"|ValueError|ArgumentCountError|DivisionByZeroError|Error reading from database"
    r"|Error writing to database|Call to a member|\bmdl_|SQLSTATE|INSERT INTO|/moodle\w*/"
    r"|on line \d|root:x:|IntegrityError|OperationalError|UnicodeEncodeError",
    re.IGNORECASE,
)
"""What an answer says when a fault of ours was caught on its way, or a place of the server shows."""

_NOISE = re.compile(
    r"<b>(?:Warning|Notice|Deprecated|Fatal error)</b>|^(?:PHP )?(?:Warning|Notice|Deprecated):"
    r"|Stack trace:|Traceback \(",
    re.MULTILINE,
)
"""What PHP or Python prints before, in or instead of an answer."""

_FORGOTTEN = {"local_vsosh_import_questions": {"local_vsosh_item"}}
"""Tables that a refusal may change: an import that failed forgets the hash of its source (the contract says so)."""


@lru_cache
def codes_of(function: str) -> frozenset[str]:
    """Return the codes of error rows that the contract names for a function."""
    page = CONTRACT.read_text("utf-8")
    sections = [one for one in page.split("\n## ") if function in one.split("\n")[0]]
    assert len(sections) == 1, function
    listed = re.findall(r"\bCodes: (.*?)(?=\n\n|\. [A-Z]|\Z)", sections[0], re.DOTALL)
    return frozenset(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", " ".join(listed)))


@dataclass
class Judge:
    """Sends hostile calls and remembers what was answered that must not be."""

    school: FuzzSchool
    found: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    outcomes: list[tuple[str, str]] = field(default_factory=list)
    """What was done to each call, and what became of it: the same on every site."""
    taken: int = 0
    refused: int = 0
    state: dict[str, str] = field(default_factory=dict)
    last_job: int = 0
    debugs: bool = False
    """Whether the site shows what developers want to see."""

    def send(self, call: Hostile) -> None:
        """Send one call and judge the answer and what it left behind."""
        if not self.state:
            self.state = self.witness(call.function)
        site = self.school.site
        named = [("moodlewsrestformat", "json"), ("wsfunction", call.function)]
        response = site.session.post(
            f"{site.url}/webservice/rest/server.php",
            data=[*named, *call.fields, ("wstoken", site.token)],
            allow_redirects=False,
            timeout=120,
        )
        text = response.text
        body: Any = None
        if response.status_code != 200 or _NOISE.search(text):
            self._complain(call, f"HTTP {response.status_code}: {text[:300]}")
        else:
            try:
                body = response.json()
            except ValueError:
                if (
                    not text
                    and self.debugs
                    and any(isinstance(one, bytes) for _, one in call.fields)
                ):
                    # A Moodle that debugs repeats what it was sent, and no JSON can hold that.
                    body = {"exception": "", "errorcode": "invalidparameter", "message": "?"}
                else:
                    self._complain(call, f"no JSON: {text[:300]}")
        changing = self._judge(call, body)
        if call.function in READING and site.tables is None:
            return
        now = self.witness(call.function)
        changed = {name for name in now if now[name] != self.state.get(name)}
        if changed - _FORGOTTEN.get(call.function, set()) and not changing:
            self._complain(call, f"refused, and yet changed {sorted(changed)}: {text[:300]}")
        self.state = now

    def witness(self, function: str) -> dict[str, str]:
        """Return digests of what the site holds: what the plugin tells of the school, and the tables."""
        tables = self.school.site.tables
        # Where the tables can be looked into, they say more than the plugin does.
        told = self._told() if tables is None and function not in READING else []
        if function == "local_vsosh_queue_job":
            told.append(self._jobs_queued())
        written = json.dumps(told, sort_keys=True).encode()
        found = {"told": hashlib.sha256(written).hexdigest()}
        return {**found, **tables()} if tables is not None else found

    def summary(self) -> str:
        """Return figures: taken, refused, by code."""
        codes = ", ".join(f"{code} {count}" for code, count in self.codes.most_common())
        return f"{self.taken} taken, {self.refused} refused ({codes}), {len(self.found)} wrong"

    def _told(self) -> list[Any]:
        site, courses = self.school.site, (self.school.course, self.school.other)
        prefix = self.school.world.key
        told = [site.call("local_vsosh_get_state", raw=True, prefix=prefix, options="{}")["parts"]]
        keys = packed([one.key for one in courses])
        for one in site.call("local_vsosh_get_courses", raw=True, courses=keys)["courses"]:
            items = json.loads(one["content"])["items"]
            told.append([item for item in items if item["type"] != "question_bank"])
        for course in courses:
            whole = site.call("local_vsosh_get_course_template", raw=True, course=course.key)
            told.append(whole["content"])
        return told

    def _jobs_queued(self) -> list[int]:
        """Return the numbers of jobs that followed the last one known."""
        site = self.school.site
        ids = list(range(self.last_job + 1, self.last_job + 4)) if self.last_job else []
        jobs = site.call("local_vsosh_get_jobs", ids=ids)["jobs"] if ids else []
        return [one["id"] for one in jobs]

    def _judge(self, call: Hostile, body: Any) -> bool:
        """Judge an answer; return whether it says that something was written."""
        if not isinstance(body, dict):
            if body is not None:
                self._complain(call, f"neither an answer nor an error: {body!r:.200}")
            return False
        if "exception" in body:
            self.refused += 1
            self.debugs = self.debugs or "debuginfo" in body
            code = str(body.get("errorcode"))
            self.codes[code] += 1
            self.outcomes.append((call.said, code))
            said = f"{body.get('message')} {body['exception']}"
            if code not in TYPED or not body.get("message") or _INNER.search(said):
                told = json.dumps(body, ensure_ascii=False)
                self._complain(call, f"untyped: {told[:900]}")
            return False
        self.taken += 1
        for row in _error_rows(body):
            self.codes[row["code"]] += 1
            if row["code"] not in codes_of(call.function) or _INNER.search(row["detail"]):
                self._complain(call, f"a row: {row}")
        self.outcomes.append((call.said, _outcome(body)))
        self._remember(call, body)
        return call.function not in READING and _writes(body)

    def _remember(self, call: Hostile, body: Fields) -> None:
        """Keep what was made outside the school, to take it away."""
        site = self.school.site
        if call.function == "local_vsosh_put_users":
            made = [row["id"] for row in body["users"] if row["status"] == "created"]
            self.school.world.users += made
        if call.function == "local_vsosh_queue_job":
            self.last_job = int(body["id"])
        if call.function == "local_vsosh_set_events":
            for one in body["courses"]:
                if one["course"].startswith("@") and one["status"] != "error":
                    keys = [row["key"] for row in one["items"]]
                    gone = {"courses": [{"course": one["course"], "remove": keys}]}
                    sent = packed({**gone, "overwrite": ["all"]})
                    site.call("local_vsosh_set_events", document=sent)

    def _complain(self, call: Hostile, what: str) -> None:
        self.outcomes.append((call.said, "wrong"))
        self.found.append(f"{call.function} ({call.said})\n    {what}")


def _rows(body: Fields) -> Iterator[Fields]:
    for value in body.values():
        if isinstance(value, list):
            yield from (one for one in value if isinstance(one, dict))


def _error_rows(body: Fields) -> Iterator[Fields]:
    for one in _rows(body):
        yield from one.get("errors", [])
        if one.get("status") == "error" and "code" in one:
            yield one


def _writes(body: Fields) -> bool:
    """Whether something of the answer was taken: what is unchanged may be remembered for the first time."""
    return "id" in body or any(one["status"] != "error" for one in _rows(body))


def _outcome(body: Fields) -> str:
    """Return statuses and codes of an answer, without what differs between sites."""
    rows = [f"{row['code']}:{row.get('field', '')}" for row in _error_rows(body)]
    states = [str(one["status"]) for one in _rows(body) if "status" in one]
    return " ".join([*states, *sorted(rows)])
