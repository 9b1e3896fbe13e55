"""Files for courses: one by one into draft areas, through webservice/upload.php.

Moodle keeps what lies in a draft area for days, belonging to the token's owner; a function that
takes the draft area's number then finds the file there. The service needs «may upload files».
"""

from collections.abc import Mapping
from pathlib import Path

from vsosh_moodle.language import _
from vsosh_moodle.moodle.answers import int_of, parse_rows, text_of
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import BadAnswer, InvalidParameter, MoodleError
from vsosh_moodle.moodle.faults import plain_text
from vsosh_moodle.os_reasons import reason_of

UPLOAD = "upload.php"
"""What uploads are counted and reported as; it is no web service function."""


def upload_file(client: MoodleClient, file: Path, name: str) -> int:
    """Send a file into a draft area of its own; return the area's number.

    `name` is what the file is called on the site. Raises MoodleError: InvalidParameter when the
    site takes no file of that size or the file cannot be read.

    Calls: webservice/upload.php (4.1-4.5)
    """
    try:
        answer = client.upload(file, name)
    except OSError as error:
        raise InvalidParameter(
            _("Файл {name} не читается: {reason}.").format(name=name, reason=reason_of(error)),
            _("Проверьте файл в папке course_templates и повторите."),
            wsfunction=UPLOAD,
            errorcode="fileunreadable",
        ) from error
    except MoodleError as error:
        if error.errorcode not in _TOO_LARGE:
            raise
        raise _not_taken(client, name, error.errorcode, "") from error
    rows = parse_rows(UPLOAD, answer, _row)
    if len(rows) != 1:
        raise BadAnswer(
            _("Отправлен один файл ({name}), а сайт {site} принял: {n}.").format(
                site=client.url, n=len(rows), name=name
            ),
            _("Повторите: vsosh-moodle apply"),
            wsfunction=UPLOAD,
        )
    itemid, code, text = rows[0]
    if code or not itemid:
        raise _not_taken(client, name, code or "nofile", text)
    return itemid


# PHP drops a body above post_max_size whole, token and all: then Moodle misses a parameter.
_TOO_LARGE = {"missingparam", "upload_error_ini_size", "upload_error_form_size", "userquotalimit"}


def _not_taken(client: MoodleClient, name: str, code: str, text: str) -> InvalidParameter:
    return InvalidParameter(
        _("Сайт {site} не принял файл {name}: {text}").format(
            site=client.url, name=name, text=text or _("он слишком большой")
        ),
        _(
            "Уменьшите файл или попросите администратора поднять предел (upload_max_filesize и "
            "post_max_size в PHP; Администрирование → Безопасность → Правила безопасности сайта)."
        ),
        wsfunction=UPLOAD,
        errorcode=code,
    )


def _row(row: Mapping[str, object]) -> tuple[int, str, str]:
    code = text_of(row, "errortype") or ("nofile" if row.get("error") else "")
    return int_of(row, "itemid"), code, plain_text(row.get("error"))
