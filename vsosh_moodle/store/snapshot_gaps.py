"""What a snapshot could not read, in words a deputy head understands, with its place."""

from vsosh_moodle.language import N_, _
from vsosh_moodle.school.learning import GapRow

COURSE_DENIED = "course-denied"
COURSE_MISSING = "course-missing"
COURSE_FAILED = "course-failed"
COURSE_UNREAD = "course-unread"
COURSE_UNTRACKED = "course-untracked"
COURSE_PART_DENIED = "course-part-denied"
PART_UNREAD = "part-unread"
KEYS_UNREAD = "keys-unread"
PERSON_TWICE = "person-twice"
PUPIL_TWICE = "pupil-twice"
RELEASE_CHANGED = "release-changed"

_WORDS = {
    COURSE_DENIED: N_(
        "курс «{course}»: служебному пользователю нельзя его читать, или курса на сайте нет"
    ),
    COURSE_MISSING: N_("курс «{course}»: на сайте его нет"),
    COURSE_FAILED: N_("курс «{course}»: сайт не ответил ({detail})"),
    COURSE_UNREAD: N_("курс «{course}»: снимок прервали раньше, чем до него дошла очередь"),
    COURSE_UNTRACKED: N_("курс «{course}»: выполнение элементов на нём не отслеживается"),
    COURSE_PART_DENIED: N_("курс «{course}»: не прочитано: {detail}"),
    PART_UNREAD: N_("не прочитано ни для одного курса: {detail}"),
    KEYS_UNREAD: N_(
        "курс «{course}»: ключей элементов и дней их добавления сайт не сообщил: они взяты из "
        "прошлого снимка, если он был"
    ),
    PERSON_TWICE: N_("ключ {detail} на сайте у двух учётных записей: их работа сложена вместе"),
    PUPIL_TWICE: N_("в списках ученик {detail} стоит дважды: взят последний класс"),
    RELEASE_CHANGED: N_("с прошлого снимка сайт обновили: {detail}"),
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
    """Return a gap in words, in the current language."""
    text = _WORDS.get(gap.code)
    if text is None:
        return " ".join(part for part in (gap.code, gap.course, gap.detail) if part)
    return _(text).format(course=gap.course, detail=part_title(gap.detail))


def part_title(part: str) -> str:
    """Return what a part of a snapshot is called; another word stays as it is."""
    return _(_PARTS[part]) if part in _PARTS else part
