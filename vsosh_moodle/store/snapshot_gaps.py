"""What a snapshot could not read, in words a deputy head understands, with its place."""

from collections.abc import Iterable, Iterator

from vsosh_moodle.language import N_, _
from vsosh_moodle.school.learning import GapRow

COURSE_DENIED = "course-denied"
COURSE_MISSING = "course-missing"
COURSE_FAILED = "course-failed"
COURSE_UNREAD = "course-unread"
COURSE_PART_DENIED = "course-part-denied"
PART_UNREAD = "part-unread"
FUNCTION_MISSING = "function-missing"
KEYS_UNREAD = "keys-unread"
PERSON_TWICE = "person-twice"
PUPIL_TWICE = "pupil-twice"
FILES_UNSOUND = "files-unsound"
MOST_NAMED = 3
"""So many courses are named in one line."""

_WORDS = {
    COURSE_DENIED: N_("служебному пользователю нельзя читать этот курс, или курса на сайте нет"),
    COURSE_MISSING: N_("на сайте этого курса нет, или он не виден служебному пользователю"),
    COURSE_FAILED: N_(
        "сайт сломался на нём (код {detail}): администратору — посмотреть журнал сайта"
    ),
    COURSE_UNREAD: N_("снимок прервали раньше, чем дошла очередь"),
    COURSE_PART_DENIED: N_("сайт не дал прочитать: {detail}"),
    PART_UNREAD: N_("не читается этим способом: {detail}"),
    FUNCTION_MISSING: N_(
        "в службе токена нет нужной функции (какой — скажет vsosh-moodle doctor), не прочитано: {detail}"
    ),
    KEYS_UNREAD: N_(
        "ключей элементов и дней их добавления сайт не сообщил: взяты из прошлого снимка, если он был"
    ),
    PERSON_TWICE: N_("ключ {detail} на сайте у двух учётных записей: их работа сложена вместе"),
    FILES_UNSOUND: N_(
        "в файлах школы ошибок: {detail} (покажет vsosh-moodle check): ученики взяты как читаются, и "
        "никто не сочтён выбывшим"
    ),
    PUPIL_TWICE: N_("в списках ученик {detail} стоит дважды, в разных классах: взят последний"),
}
_PARTS = {
    "completion": N_("выполнение элементов"),
    "course_completion": N_("завершение курсов"),
    "grades": N_("оценки"),
    "access": N_("дни последнего входа в курс"),
    "submissions": N_("сданные задания"),
    "attempts": N_("попытки тестов"),
    "posts": N_("сообщения форумов"),
    "enrolments": N_("зачисления"),
    "accounts": N_("дни входа на сайт"),
    "activities": N_("элементы курса"),
}


def gap_words(gap: GapRow) -> str:
    """Return a gap in words, with its course, in the current language."""
    return next(gaps_in_words([gap]))


def gaps_in_words(gaps: Iterable[GapRow]) -> Iterator[str]:
    """Yield gaps in words; the same of many courses is told once, with the courses."""
    courses: dict[tuple[str, str], list[str]] = {}
    for gap in gaps:
        courses.setdefault((gap.code, gap.detail), []).append(gap.course)
    for (code, detail), names in courses.items():
        text = _(_WORDS[code]) if code in _WORDS else code
        words = text.format(detail=part_title(detail))
        where = _where([name for name in names if name])
        yield _("{where}: {words}").format(where=where, words=words) if where else words


def _where(courses: list[str]) -> str:
    if not courses:
        return ""
    if len(courses) == 1:
        return _("курс «{course}»").format(course=courses[0])
    named = ", ".join(f"«{course}»" for course in courses[:MOST_NAMED])
    if len(courses) <= MOST_NAMED:
        return _("курсы {named}").format(named=named)
    rest = len(courses) - MOST_NAMED
    return _("курсы {named} и ещё {rest}").format(named=named, rest=rest)


def part_title(part: str) -> str:
    """Return what a part of a snapshot is called; another word stays as it is."""
    return _(_PARTS[part]) if part in _PARTS else part
