"""A small school whose files change from round to round, and who should be where on the site."""

import random
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.workflow.folder import LESSONS, OGE, Pupil, SchoolFolder
from vsosh_moodle.workflow.new_project import school_year_of

CLASSES = ("8Д", "9А", "9Б")
COURSE_OF = {"8Д": "lessons-8Д", "9А": "oge", "9Б": "oge"}
LEAST_IN_CLASS = 2
_LETTERS = "абвгдежзиклмнопрстуфхцчшэюя"
_EXTRA = """\
policies:
  guards: {{class_loss_percent: 100, class_loss_people: 100, class_rename_percent: 100, class_new_percent: 100}}
"""


@dataclass
class Member:
    """A pupil who came at some time; `class_name` is "" since he left."""

    number: str
    last: str
    class_name: str


@dataclass
class School:
    """The files of a school and what they say; `change` edits both, by the generator given."""

    folder: SchoolFolder
    workers: int = 1
    members: list[Member] = field(default_factory=list)
    oge: str = OGE
    lessons: str = LESSONS
    events: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=lambda: {"theory": "Дроби"})
    read_seconds: float = 60
    _names: int = 0
    _edits: int = 0

    @classmethod
    def at(cls, root: Path, url: str, token: str, rng: random.Random) -> "School":
        """Write the files of a school of six to twelve pupils into a folder."""
        school = cls(SchoolFolder(root, url=url), workers=rng.choice((1, 1, 1, 2, 4)))
        for name in CLASSES:
            for _number in range(rng.randint(2, 4)):
                school._join(name)
        school.folder.write()
        secret = root / "token.txt"
        secret.write_text(token, encoding="ascii")
        secret.chmod(0o600)
        school.write()
        return school

    def change(self, rng: random.Random) -> list[str]:
        """Make one to four changes of a school's daily life; return what they are called."""
        made: list[str] = []
        wanted = rng.choice((1, 1, 2, 3, 4))
        while len(made) < wanted:
            edit = rng.choice(
                (
                    self._somebody_joins, self._somebody_joins, self._somebody_leaves,
                    self._somebody_returns, self._somebody_moves, self._somebody_is_renamed,
                    self._section_is_renamed, self._section_is_added, self._page_is_edited,
                    self._page_is_added, self._course_is_renamed, self._event,
                )
            )  # fmt: skip
            if edit(rng):
                made.append(edit.__name__.strip("_"))
        self.write()
        return made

    def write(self) -> None:
        """Write the files."""
        self.folder.extra = _EXTRA.format()
        self.folder.write_config()
        config = self.folder.root / "config.yaml"
        text = config.read_text(encoding="utf-8")
        site = f", workers: {self.workers}, timeout: {{read: {self.read_seconds}}}, token:"
        text = text.replace(", token:", site, 1)
        if self.events:
            rows = "".join(
                f"    - {{key: {key}, name: {name}, date: {school_year_of(date.today()) + 1}-03-15}}\n"
                for key, name in self.events.items()
            )
            text = text.replace("categories:\n", f"  events:\n{rows}categories:\n", 1)
        config.write_text(text, encoding="utf-8")
        self.folder.write_roster(
            [Pupil(one.last, one.number, one.class_name) for one in self.members if one.class_name]
        )
        self.folder.write_template("oge", self.oge)
        self.folder.write_template("lessons", self.lessons)

    def _join(self, class_name: str) -> None:
        self._names += 1
        number = self._names
        tail = "".join(_LETTERS[number // size % len(_LETTERS)] for size in (729, 27, 1))
        self.members.append(Member(f"Л-{number}", f"Тестова-{tail.title()}", class_name))

    def _somebody_joins(self, rng: random.Random) -> bool:
        self._join(rng.choice(CLASSES))
        return True

    def _one_of(self, rng: random.Random, *, present: bool) -> Member | None:
        sizes = {name: sum(one.class_name == name for one in self.members) for name in CLASSES}
        found = [
            one
            for one in self.members
            if (sizes.get(one.class_name, 0) > LEAST_IN_CLASS if present else not one.class_name)
        ]
        return rng.choice(found) if found else None

    def _somebody_leaves(self, rng: random.Random) -> bool:
        if member := self._one_of(rng, present=True):
            member.class_name = ""
        return member is not None

    def _somebody_returns(self, rng: random.Random) -> bool:
        if member := self._one_of(rng, present=False):
            member.class_name = rng.choice(CLASSES)
        return member is not None

    def _somebody_moves(self, rng: random.Random) -> bool:
        if member := self._one_of(rng, present=True):
            member.class_name = rng.choice(CLASSES)
        return member is not None

    def _somebody_is_renamed(self, rng: random.Random) -> bool:
        if member := self._one_of(rng, present=True):
            self._names += 1
            member.last = f"{member.last[:11]}{_LETTERS[self._names % 27]}о"
            taken = {one.last for one in self.members if one is not member}
            while member.last in taken:
                member.last += rng.choice(_LETTERS)
        return member is not None

    def _next(self) -> int:
        self._edits += 1
        return self._edits

    def _section_is_renamed(self, rng: random.Random) -> bool:
        old = rng.choice([line for line in self.oge.splitlines() if "{key: exam" in line])
        self.oge = self.oge.replace(old, f"  - {{key: exam, title: Экзамен {self._next()}}}", 1)
        return True

    def _section_is_added(self, rng: random.Random) -> bool:
        number = self._next()
        line = f"  - {{key: s{number}, title: Тема {number}}}\n"
        if rng.random() < 0.5 and self.oge.count("title: Тема") < 6:
            self.oge += line
        elif self.lessons.count("title: Тема") < 6:
            self.lessons += line
        return True

    def _page_is_edited(self, rng: random.Random) -> bool:
        head, _sign, tail = self.oge.partition("content: ")
        self.oge = f"{head}content: Дробь {self._next()}.{tail[tail.index(', minutes') :]}"
        return True

    def _page_is_added(self, rng: random.Random) -> bool:
        if len(self.pages) >= 6:
            return False
        number = self._next()
        key, title = f"p{number}", f"Страница {number}"
        mark = "    activities:\n"
        page = f"      - {{key: {key}, type: page, title: {title}, content: Текст.}}\n"
        head, _mark, tail = self.oge.partition(mark)
        first, rest = tail.split("\n", 1)
        self.oge = f"{head}{mark}{first}\n{page}{rest}"
        self.pages[key] = title
        return True

    def _course_is_renamed(self, rng: random.Random) -> bool:
        line = next(one for one in self.oge.splitlines() if one.startswith("title:"))
        self.oge = self.oge.replace(line, f"title: ОГЭ по математике {self._next()}", 1)
        return True

    def _event(self, rng: random.Random) -> bool:
        if self.events and rng.random() < 0.4:
            self.events.pop(rng.choice(sorted(self.events)))
        elif len(self.events) < 5:
            number = self._next()
            self.events[f"e{number}"] = f"Собрание {number}"
        return True
