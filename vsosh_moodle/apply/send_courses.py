"""Send what is inside courses through the plugin: question banks, sections, activities, grading."""

from collections.abc import Mapping, Sequence

from vsosh_moodle.apply.background import call_plugin
from vsosh_moodle.apply.course_documents import (
    EVERYTHING,
    course_documents,
    item_name,
    new_files,
    overwritten_items,
)
from vsosh_moodle.apply.send_site import Kept, Result, Site
from vsosh_moodle.language import _
from vsosh_moodle.moodle.errors import (
    BadAnswer,
    Conflict,
    InvalidParameter,
    MoodleError,
    NotAttempted,
)
from vsosh_moodle.moodle.plugin_content import (
    PUT_COURSES,
    PutCourseResult,
    PutOptions,
    PutResult,
    parse_put_courses,
    put_courses_params,
)
from vsosh_moodle.moodle.plugin_errors import ContentError
from vsosh_moodle.moodle.plugin_questions import (
    IMPORT_QUESTIONS,
    BankResult,
    PutBank,
    import_questions_params,
    parse_banks,
)
from vsosh_moodle.moodle.uploads import upload_file
from vsosh_moodle.plan.change import Change
from vsosh_moodle.plan.records import ContentItem, QuestionBank
from vsosh_moodle.plan.settings import settings_to_json


def put_courses(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Write sections, activities and grading of courses. Calls: local_vsosh_put_courses.

    A course is as asked or as it was: a change that was refused takes the others of its course
    with it, and those are told as not attempted.
    """
    results: dict[str, Result] = {}
    by_course: dict[str, list[Change]] = {}
    for change in changes:
        by_course.setdefault(_course(change), []).append(change)
    sent: list[Change] = []
    uploads: dict[str, int] = {}
    for own in by_course.values():
        errors = _upload(site, own, uploads)
        if errors:
            results |= _refused(own, errors)
        else:
            sent += own
    documents = course_documents(sent)
    if documents:
        options = PutOptions(overwritten_items(sent, site.overwrite), absent="keep")
        answer = call_plugin(site, PUT_COURSES, put_courses_params(documents, uploads, options))
        found = {one.course: one for one in parse_put_courses(answer)}
        for document in documents:
            course = document["course"]
            results |= results_of(site, PUT_COURSES, found.get(course), by_course[course])
    return [results[item_place(change)] for change in changes]


def _course(change: Change) -> str:
    return change.record.course if isinstance(change.record, ContentItem) else ""


def item_place(change: Change) -> str:
    """Return the course and the item of a change: «COURSE/activity:theory»."""
    return f"{_course(change)}/{item_name(change)}"


def _upload(
    site: Site, changes: Sequence[Change], uploads: dict[str, int]
) -> dict[str, MoodleError]:
    """Send the files a course lacks; return what was refused by the place of its activity."""
    errors: dict[str, MoodleError] = {}
    for change in changes:
        for sha1, name in new_files([change]).items():
            try:
                if sha1 not in site.uploads:
                    site.uploads[sha1] = upload_file(site.client, site.files[sha1], name)
                uploads[sha1] = site.uploads[sha1]
            except InvalidParameter as error:
                errors[item_place(change)] = error
    return errors


def _refused(
    changes: Sequence[Change], errors: Mapping[str, MoodleError]
) -> dict[str, MoodleError]:
    """Return the results of a course that stayed as it was: its errors, and the rest not attempted."""
    cause = next(iter(errors.values()))
    rest = NotAttempted(
        _("Курс оставлен как был: {cause}").format(cause=cause.message),
        cause.hint,
        wsfunction=cause.wsfunction,
        errorcode="course-refused",
    )
    return {item_place(change): errors.get(item_place(change), rest) for change in changes}


def results_of(
    site: Site, wsfunction: str, result: PutCourseResult | None, changes: Sequence[Change]
) -> dict[str, Result]:
    """Return what became of the changes of one course, by their places."""
    if result is None:
        return dict.fromkeys(map(item_place, changes), _untold(wsfunction))
    if result.status == "error" or result.errors:
        return dict(_refused(changes, _errors_of(site, wsfunction, result.errors, changes)))
    items = {f"{result.course}/{one.type}:{one.key}": one for one in result.items}
    return {item_place(change): _result_of(site, wsfunction, items, change) for change in changes}


def _errors_of(
    site: Site, wsfunction: str, rows: Sequence[ContentError], changes: Sequence[Change]
) -> dict[str, MoodleError]:
    """Return the exception of each change that has an error row; of the first change when none has."""
    errors: dict[str, MoodleError] = {}
    known = {item_place(change) for change in changes}
    for row in rows:
        place = f"{row.course}/{row.type}:{row.key}"
        if place not in known:
            place = item_place(changes[0])
        errors.setdefault(place, row.as_exception(site.client.url, wsfunction))
    return errors or {item_place(changes[0]): _untold(wsfunction)}


def _result_of(
    site: Site, wsfunction: str, items: Mapping[str, PutResult], change: Change
) -> Result:
    item = items.get(item_place(change))
    if item is None:
        return _untold(wsfunction)
    if item.status == "conflict":
        row = ContentError(_course(change), item.type, item.key, "", "conflict", "")
        error = row.as_exception(site.client.url, wsfunction)
        return error if isinstance(error, Conflict) else _untold(wsfunction)
    if item.kept:
        return Kept(item.id, item.kept, written=item.status != "kept")
    return item.id or None


def _untold(wsfunction: str) -> BadAnswer:
    return BadAnswer(
        _("Плагин не сказал, что стало с элементом курса."),
        _("Обновите плагин на сайте: vsosh-moodle plugin build"),
        wsfunction=wsfunction,
    )


def import_questions(site: Site, changes: Sequence[Change]) -> list[Result]:
    """Import question banks. Calls: local_vsosh_import_questions."""
    banks = [_bank(site, change) for change in changes]
    overwrite = [
        f"{change.record.course}/{change.record.item}"
        for change in changes
        if isinstance(change.record, QuestionBank)
        and (EVERYTHING in site.overwrite or change.key in site.overwrite)
    ]
    answer = call_plugin(site, IMPORT_QUESTIONS, import_questions_params(banks, overwrite))
    found = {(one.course, one.key): one for one in parse_banks(answer)}
    return [_bank_result(site, found.get((one["course"], one["key"]))) for one in banks]


def _bank(site: Site, change: Change) -> PutBank:
    record = change.after
    if not isinstance(record, QuestionBank):
        raise TypeError(record)
    source = site.banks[record.item]
    name = settings_to_json(record.settings).get("name") or source.title
    return {
        "course": record.course,
        "key": record.item,
        "name": str(name),
        "format": source.format,
        "source": source.text,
    }


def _bank_result(site: Site, result: BankResult | None) -> Result:
    if result is None:
        return _untold(IMPORT_QUESTIONS)
    if result.errors:
        return result.errors[0].as_exception(site.client.url, IMPORT_QUESTIONS)
    if result.status == "error":
        return _untold(IMPORT_QUESTIONS)
    if result.counts.get("kept"):
        return Kept(result.id, ("questions",), written=True)
    return result.id or None
