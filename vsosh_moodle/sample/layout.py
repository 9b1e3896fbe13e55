"""How a synthetic school is laid out: which classes there are and which courses each of them takes.

Classes are dealt into bands of one grade where possible. A band has its own courses, the whole school
has common ones, and everybody takes eight (or all, if there are fewer): 30 classes and 40 courses
give five bands of six classes with eight courses each.
"""

from dataclasses import dataclass
from math import ceil

from vsosh_moodle.school.classes import ClassName

COURSES_EACH = 8
MAX_CLASSES = 240

_BAND_GRADES = (9, 11, 8, 10, 7, 12, 6, 5, 4, 3)
_LETTERS = "АБВГЕЖЗИКЛМНОПРСТУФХЦЧШ"
_DISTANCE_LETTER = "Д"


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How large the school is; `seed` makes the same school again."""

    students: int = 60
    classes: int = 6
    courses: int = 12
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Band:
    """Classes that take the same courses."""

    number: int
    classes: tuple[ClassName, ...]
    courses: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Bands with their own courses, and courses for the whole school.

    With `elective_pair` two more common courses are electives, and every student chooses one.
    """

    bands: tuple[Band, ...]
    common: int
    elective_pair: bool

    @property
    def classes(self) -> tuple[ClassName, ...]:
        """All classes, band by band."""
        return tuple(name for band in self.bands for name in band.classes)

    def students_in(self, index: int, students: int) -> int:
        """Return how many of `students` are in the class with this index in `classes`."""
        each, more = divmod(students, len(self.classes))
        return each + (index < more)


def lay_out(size: SampleSize) -> Layout:
    """Return the layout of a school: exactly `size.courses` courses, every class with its share.

    A student takes min(8, courses) of them, and more only where so few classes share so many
    courses that some would stand empty.
    """
    bands = min(size.classes, ceil(size.courses / COURSES_EACH))
    common, own, pair = _share_out(size.courses, bands)
    classes = _class_names(size.classes, bands)
    return Layout(
        tuple(
            Band(number, names, courses)
            for number, (names, courses) in enumerate(zip(classes, own, strict=True), start=1)
        ),
        common,
        pair,
    )


def is_distance(name: ClassName) -> bool:
    """Tell whether a class of the sample is a distance class: those with the letter Д are."""
    return name.letter == _DISTANCE_LETTER


def _share_out(courses: int, bands: int) -> tuple[int, list[int], bool]:
    """Return the number of common courses, of each band's own, and whether there is an elective pair."""
    if bands == 1:
        return 0, [courses], False
    each, rest = divmod(courses - COURSES_EACH - 1, bands - 1)
    if rest == 0 and 1 <= each < COURSES_EACH - 1:
        # a pair of electives of which one is taken: one course more than a student has
        return courses - bands * each - 2, [each] * bands, True
    common = max(0, (bands * COURSES_EACH - courses) // (bands - 1))
    base, more = divmod(courses - common, bands)
    return common, [base + (number < more) for number in range(bands)], False


def _class_names(classes: int, bands: int) -> list[tuple[ClassName, ...]]:
    each, more = divmod(classes, bands)
    free = {grade: [_DISTANCE_LETTER, *_LETTERS] for grade in _BAND_GRADES}
    dealt = []
    for band in range(bands):
        names: list[ClassName] = []
        for _number in range(each + (band < more)):
            wanted = [_BAND_GRADES[band % len(_BAND_GRADES)], *_BAND_GRADES]
            grade = next(grade for grade in wanted if free[grade])
            names.append(ClassName(grade, free[grade].pop(0)))
        dealt.append(tuple(sorted(names)))
    return dealt
