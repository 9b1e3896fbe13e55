"""webservice/upload.php: files into the draft area of the token's owner, as a multipart form."""

import json
import random
import re
from collections.abc import Mapping
from hashlib import sha1
from typing import Any

from python_multipart import create_form_parser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import Fault, access_denied
from vsosh_moodle.sandbox.formatting import fullname
from vsosh_moodle.sandbox.params import accepts
from vsosh_moodle.sandbox.store import Row

UPLOAD_PATH = "/webservice/upload.php"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\\\/]")
_MOST_ITEMS = 999_999_999
Upload = tuple[str, bytes]


def parse_multipart(content_type: bytes, body: bytes) -> tuple[dict[str, str], list[Upload]]:
    """Return the fields and the files (name, content) of a form; nothing of one that is broken."""
    fields: dict[str, str] = {}
    files: list[Upload] = []

    def on_field(field: Field) -> None:
        name = (field.field_name or b"").decode("utf-8", "replace")
        fields[name] = (field.value or b"").decode("utf-8", "replace")

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        name = (file.file_name or b"").decode("utf-8", "replace")
        files.append((name, file.file_object.read()))

    try:
        parser = create_form_parser({"Content-Type": content_type}, on_field, on_file)
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError):
        return {}, []
    return fields, files


def required_token(fields: Mapping[str, str]) -> str:
    """Return the token of the form; Fault `missingparam` without one."""
    token = fields.get("token", "")
    if not token:
        raise Fault("missingparam", "A required parameter (token) was missing")
    return token


def store_uploads(call: Call, fields: Mapping[str, str], files: list[Upload]) -> list[Row]:
    """Keep the files in the draft area `itemid`, a new one for 0; tell each as Moodle does.

    A file above the site's limit, or one whose name is there already, is told with its `error`.
    """
    if not call.uploads_files:
        raise access_denied()
    itemid = int(fields["itemid"]) if accepts("int", fields.get("itemid", "")) else 0
    if itemid <= 0:
        itemid = random.randint(1, _MOST_ITEMS)  # noqa: S311  a number, not a secret
    filepath = fields.get("filepath", "/") or "/"
    return [_store(call, (itemid, filepath), name, content) for name, content in files]


def _store(call: Call, place: tuple[int, str], name: str, content: bytes) -> Row:
    itemid, filepath = place
    filename = _UNSAFE.sub("", name)
    if len(content) > call.state.max_file_size:
        return {
            "filename": filename,
            "errortype": "fileoversized",
            "error": "Error: the file is too large",
        }
    digest = sha1(content, usedforsecurity=False).hexdigest()
    values = {
        "userid": call.user["id"],
        "itemid": itemid,
        "filepath": filepath,
        "filename": filename,
    }
    known = " AND ".join(f"{column} = ?" for column in values)
    if call.store.row(f"SELECT 1 FROM draft_files WHERE {known}", *values.values()):  # noqa: S608
        return {"filename": filename, "errortype": "filenameexist", "error": f"{filename} exists"}
    call.store.write(
        "INSERT OR IGNORE INTO files (contenthash, filesize, content) VALUES (?, ?, ?)",
        digest,
        len(content),
        content,
    )
    call.store.insert("draft_files", {**values, "contenthash": digest})
    told: Row = {
        "component": "user",
        "contextid": call.user["id"],
        "userid": str(call.user["id"]),
        "filearea": "draft",
        "filename": filename,
        "filepath": filepath,
        "itemid": itemid,
        "license": "unknown",
        "author": fullname(call.user),
        "source": "",
    }
    return {**told, "filesize": len(content)} if call.release.has("4.2") else told


def upload_error(fault: Fault) -> str:
    """Return the body of a refused upload: its shape is not that of the functions."""
    body: dict[str, Any] = {"error": fault.message, "errorcode": fault.errorcode}
    return json.dumps({**body, "stacktrace": None, "debuginfo": None, "reproductionlink": None})
