"""What must be read from the rosters of tests/data, compared with what was read.

The form of an expectation is told in tests/data/rosters/README.md.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from vsosh_moodle.problems import Problem
from vsosh_moodle.rosters import Roster, read_rosters
from vsosh_moodle.school.people import Person, Role

FOLDER = Path(__file__).parents[1] / "data" / "rosters"
TODAY = date(2026, 11, 25)

_FIELDS = {
    "class": "class_name",
    "surname": "last_name",
    "given": "first_name",
    "patronymic": "middle_name",
    "born": "birth_date",
    "number": "school_number",
    "email": "email",
    "subjects": "subjects",
    "classes": "classes",
    "categories": "categories",
    "electives": "electives",
    "start": "start",
    "end": "end",
}


@dataclass(frozen=True)
class Expected:
    """What a stranger reads in a file."""

    about: str
    pupils: str = ""
    teachers: str = ""
    problems: Sequence[dict[str, Any]] = ()
    dropped: Sequence[str] = ()
    skipped: Sequence[str] = ()
    never: Sequence[str] = ()
    doubtful: Sequence[str] = ()
    ignore: Sequence[str] = ()
    years: Sequence[str] = ()
    quiet: bool = False
    count: int = 0


@dataclass
class Difference:
    """All that is not as it should be, in lines for a person."""

    lines: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.lines.append(text)


def roster_files() -> list[str]:
    """Return the names of the files of the set."""
    return sorted(path.name for path in FOLDER.iterdir() if path.suffix not in {".toml", ".md"})


def load_expected(name: str) -> Expected:
    told = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    if like := told.pop("same_as", ""):
        told = tomllib.loads((FOLDER / f"{like}.toml").read_text(encoding="utf-8")) | told
    return Expected(**told)


def read_file(name: str) -> Roster:
    return read_rosters([FOLDER / name], root=FOLDER, today=TODAY)


def compare(expected: Expected, roster: Roster) -> list[str]:
    """Return the difference in lines; none when all is as expected."""
    difference = Difference()
    met = _compare_problems(expected, roster.problems, difference)
    _compare_people(expected, roster, met, difference)
    _compare_left_out(expected, roster, difference)
    return difference.lines


def _compare_problems(
    expected: Expected, problems: Sequence[Problem], difference: Difference
) -> list[Problem]:
    """Tell what was not reported and what was reported beyond; return the errors that may be."""
    met: list[Problem] = []
    for one in expected.problems:
        found = [problem for problem in problems if _answers(problem, one)]
        met += found
        if not found and not one.get("optional"):
            says = " & ".join(one.get("says", ()))
            difference.add(f"not reported: {one['severity']} at «{one['at']}» that says {says!r}")
    doubtful = {*expected.doubtful}
    for problem in problems:
        if problem in met or f"{problem.place.sheet}!{problem.place.row}" in doubtful:
            continue
        if problem.severity == "error" or expected.quiet:
            difference.add(f"reported beyond: {problem.severity} {problem.code}: {problem}")
    return met


def _answers(problem: Problem, one: dict[str, Any]) -> bool:
    return (
        one["severity"] in {"any", problem.severity}
        and _stands_at(problem, one["at"])
        and all(re.search(word, str(problem), re.IGNORECASE) for word in one.get("says", ()))
    )


def _stands_at(problem: Problem, at: str) -> bool:
    """Tell whether a problem is where it should be: anywhere, of the file, sheet, row or cell."""
    sheet, mark, spot = at.partition("!")
    place = problem.place
    if at == "*":
        return True
    if not mark:
        return place.sheet == sheet and not (at == "" and place.row)
    spots = {str(place.row)} if spot.isdigit() else {place.cell}
    return place.sheet == sheet and spot in spots


def _compare_people(
    expected: Expected, roster: Roster, met: Sequence[Problem], difference: Difference
) -> None:
    # Whom an error stands at is not let through as he was read, so it does not matter how.
    stopped = {
        (one.place.sheet, one.place.row)
        for one in roster.problems
        if one.severity == "error" and one.place.row and (one in met or _row_of(one) in expected.doubtful)
    }  # fmt: skip
    read = [one for one in roster.people if (one.source.sheet, one.source.row) not in stopped]
    if expected.count and len(read) != expected.count:
        difference.add(f"people read: {len(read)} instead of {expected.count}")
    for role, text in ((Role.STUDENT, expected.pupils), (Role.TEACHER, expected.teachers)):
        own = [one for one in read if one.role is role]
        _compare_table(expected, text, own, stopped, difference)
    silent = {_row_of(one) for one in read} & {*expected.doubtful}
    for row in sorted(silent):
        difference.add(f"read without a word, though it is hardly a person: {row}")


def _row_of(one: Problem | Person) -> str:
    place = one.place if isinstance(one, Problem) else one.source
    return f"{place.sheet}!{place.row}"


def _compare_table(
    expected: Expected,
    text: str,
    people: Sequence[Person],
    stopped: set[tuple[str, int]],
    difference: Difference,
) -> None:
    titles, *rows = [_cells(line) for line in text.strip().splitlines()] or [["at"]]
    hidden = {*expected.ignore, *titles}
    wanted, maybe = [], set()
    for row in rows:
        shown = dict(zip(titles, row, strict=True))
        place = shown.get("at", "")
        if place.startswith("?"):
            maybe.add(place[1:])
            shown["at"] = place[1:]
        sheet, _mark, number = shown.get("at", "!0").partition("!")
        if (sheet, int(number)) not in stopped:
            wanted.append(_line(shown))
    got = []
    for person in people:
        if _row_of(person) in expected.doubtful:
            continue
        got.append(_line({title: _shown(person, title) for title in titles}))
        beyond = [title for title in _FIELDS if title not in hidden and _shown(person, title)]
        for title in beyond:
            difference.add(f"{person.source}: {title} is {_shown(person, title)!r}, not empty")
    if expected.count:
        got = [line for line in got if line in wanted]
    wanted = [line for line in wanted if line in got or not _begins(line, maybe)]
    difference.lines += [
        line.rstrip()
        for line in difflib.unified_diff(wanted, got, "expected", "read", lineterm="", n=0)
    ]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _line(shown: dict[str, str]) -> str:
    return " | ".join(shown.values())


def _begins(line: str, places: Iterable[str]) -> bool:
    return line.partition(" |")[0] in places


def _shown(person: Person, title: str) -> str:
    if title == "at":
        return _row_of(person)
    value = getattr(person, _FIELDS[title])
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)


def _compare_left_out(expected: Expected, roster: Roster, difference: Difference) -> None:
    dropped = {_plain(one.title) for one in roster.dropped_columns}
    for title in expected.dropped:
        if _plain(title) not in dropped:
            difference.add(f"column not told as dropped: {title} (told: {sorted(dropped)})")
    skipped = [f"{one.sheet}: {one.reason}" for one in roster.skipped]
    for told in expected.skipped:
        sheet, _mark, word = told.partition(": ")
        if not any(one.sheet == sheet and word in one.reason for one in roster.skipped):
            difference.add(f"sheet not told as skipped: {told} (told: {skipped})")
    # The guard «another school year» speaks when a plan is made: here it is enough that it is seen.
    if [year for _place, year in roster.years] != [*expected.years]:
        difference.add(f"school years in titles: {roster.years} instead of {expected.years}")
    kept = repr(roster.people) + repr(roster.problems)
    for secret in expected.never:
        if secret in kept:
            difference.add(f"kept or shown, though it is no business of Moodle: {secret}")


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def complaints_about_words(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield the problems a person could not act upon: no place, no way out, no Russian sentence."""
    for one in problems:
        sentences = [one.message, one.hint]
        if not one.place.file:
            yield f"no place: {one}"
        if any(not re.search(r"[а-яё]{2}.*[.?!]$", text, re.DOTALL) for text in sentences):
            yield f"no sentence, or no way out: {one}"
        if any(re.search(r"Error|Exception|Traceback|None|\{\w+\}", text) for text in sentences):
            yield f"a programmer's word: {one}"
