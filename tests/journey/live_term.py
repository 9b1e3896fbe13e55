"""A sample school on a real Moodle, whose pupils and teachers act with tokens of their own.

The school is provisioned by our own plan and apply; what people then do goes through the functions
that Moodle's app calls. What they did is remembered (`Deed`), to be compared with what a pull brings.
"""

import csv
import json
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.contract.rest_caller import RestCaller
from tests.journey.live_people import Deed, Learner, Person, RightAnswers, Teacher
from vsosh_moodle.sample.layout import SampleSize
from vsosh_moodle.workflow.apply_result import ApplyResult
from vsosh_moodle.workflow.applying import apply_plan
from vsosh_moodle.workflow.new_project import init_project
from vsosh_moodle.workflow.planning import PlanOptions
from vsosh_moodle.workflow.progress import NoProgress
from vsosh_moodle.workflow.project import Project

MOBILE_SERVICE = "moodle_mobile_app"
_MOCK_TASKS = 19
_PROGRAMMES = """\
programmes:
  - template: oge-math
    all_classes: true
    params: {{mock_weeks: [{week}, 50]}}
  - template: subject
    key: algebra-1
    classes: [9Д]
    params: {{bank: algebra, subject: Алгебра, topics: [Числа и выражения, Уравнения, Неравенства, Функции и графики, Вероятность и статистика]}}
  - template: first-login
    all_classes: true

"""  # fmt: skip


class NoMobileServiceError(Exception):
    """The site hands out no tokens to pupils: its mobile service is off, or closed to them."""


def mock_bank(tasks: int = _MOCK_TASKS) -> str:
    """Return invented tasks with short answers, as the answers of a paper variant are entered."""
    lines = ["// title: Пробник № 1\n"]
    lines += [f"::m-{n}:: Пробник, задание {n}: сколько будет {n} + {n}? {{#{2 * n}}}\n"
              for n in range(1, tasks + 1)]  # fmt: skip
    return "\n".join(lines)


@dataclass
class LiveSchool:
    """A sample school in files that points at a site; `mark` keeps it apart from all others there."""

    root: Path
    url: str
    token: str
    mark: str = field(default_factory=lambda: secrets.token_hex(3))
    prefix: str = ""

    def __post_init__(self) -> None:
        self.prefix = self.prefix or f"k{self.mark}:"

    @property
    def project(self) -> Project:
        return Project(self.root)

    def write(self, size: SampleSize, programmes: str | None = None) -> None:
        """Write the files of the school; `programmes` None keeps those of the sample."""
        init_project(self.root, size)
        config = self.project.config
        text = config.read_text("utf-8")
        site = f"url: {self.url}\n  token: {{file: token.txt}}"
        text = re.sub(r"url: sandbox.*", site, text)
        text = re.sub(r"  plugin: true.*\n", "", text)
        text = re.sub(r'key_prefix: ".*"', f'key_prefix: "{self.prefix}"', text)
        if programmes is not None:
            text = re.sub(r"programmes:\n(?:  .*\n)+\n", programmes, text)
        logins = f"logins: {{email_domain: {self.mark}.invalid, force_password_change: false}}\n"
        config.write_text(text + logins, encoding="utf-8")
        token = self.root / "token.txt"
        token.write_text(self.token, encoding="ascii")
        token.chmod(0o600)
        for template in self.project.templates.glob("*.yaml"):
            named = template.read_text("utf-8").replace(
                'short_name: "', f'short_name: "{self.mark} '
            )
            template.write_text(named, encoding="utf-8")
        self.write_mock("oge-math")

    def write_mock(self, course: str, tasks: int = _MOCK_TASKS) -> None:
        """Give the first trial exam of a course its tasks."""
        bank = self.project.templates / f"questions/{course}/mock-1.gift"
        bank.parent.mkdir(exist_ok=True)
        bank.write_text(mock_bank(tasks), encoding="utf-8")

    def write_small(self, students: int = 14) -> None:
        """Write two classes with a GIA course, a course of the distance class and a school-wide one.

        The trial exam of the GIA course is this week.
        """
        week = this_week()
        size = SampleSize(students=students, classes=2, courses=3)
        self.write(size, _PROGRAMMES.format(week=week))

    def apply(self) -> ApplyResult:
        """Make the school on the site; nothing may be left to do."""
        result = apply_plan(self.project, PlanOptions(), None, NoProgress(), lambda _plan: True)
        assert result is not None
        assert result.complete, (result.failed, result.stopped_by)
        return result

    def people(self) -> list[dict[str, str]]:
        """Return the rows of the slips: logins and first passwords."""
        rows: list[dict[str, str]] = []
        for slip in sorted(self.project.slips.glob("*.csv")):
            with slip.open(encoding="utf-8-sig", newline="") as stream:
                rows += csv.DictReader(stream, delimiter=";")
        return rows


def this_week() -> int:
    """Return the number of this week in the school year, as templates count weeks."""
    today = date.today()
    first = date(today.year if today.month >= 6 else today.year - 1, 9, 1)
    return (today - first + timedelta(days=first.weekday())).days // 7 + 1


@dataclass
class LiveTerm:
    """What people of a school do on its site: pupils first, then teachers, each with an own token."""

    school: LiveSchool
    seed: int = 1
    threads: int = 2
    answers: RightAnswers = field(default_factory=RightAnswers)
    deeds: list[Deed] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    shares: tuple[float, ...] = (1.0, 0.6, 0.35, 0.8, 0.15)

    def log_in(self, login: str, password: str) -> Person:
        """Open an account as the app does; raises NoMobileServiceError where pupils may not."""
        answer = (
            RestCaller(self.school.url, "")
            .session.post(
                f"{self.school.url}/login/token.php",
                data={"username": login, "password": password, "service": MOBILE_SERVICE},
                timeout=60,
            )
            .json()
        )
        if "token" not in answer:
            code = answer.get("errorcode", "")
            if code in {"servicenotavailable", "cannotcreatetoken", "enablewsdescription"}:
                raise NoMobileServiceError(code)
            raise AssertionError(json.dumps(answer, ensure_ascii=False))
        return Person.enter(self.school.url, answer["token"])

    def play(self) -> None:
        """Let everybody act: one in seven never comes, some do half, some all they can."""
        rows = self.school.people()
        pupils = [row for row in rows if row["Класс"]]
        teachers = [row for row in rows if not row["Класс"]]
        with ThreadPoolExecutor(self.threads) as pool:
            for deeds in pool.map(self._pupil, enumerate(pupils)):
                self.deeds += deeds
        for row in teachers:
            self.deeds += self._teacher(row)

    def _pupil(self, numbered: tuple[int, dict[str, str]]) -> list[Deed]:
        number, row = numbered
        if number % 7 == 3:
            self.absent.append(row["Логин"])
            return []
        rng = Random(f"{self.seed}|{number}")
        share = self.shares[number % len(self.shares)]
        ability = (0.9, 0.75, 0.6, 0.45)[number % 4]
        person = self.log_in(row["Логин"], row["Пароль"])
        return Learner(person, rng, self.answers, ability).learn(share)

    def _teacher(self, row: dict[str, str]) -> list[Deed]:
        person = self.log_in(row["Логин"], row["Пароль"])
        return Teacher(person, Random(f"{self.seed}|{row['Логин']}")).teach()
