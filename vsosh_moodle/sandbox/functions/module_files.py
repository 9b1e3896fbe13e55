"""What core_course_get_contents tells of the files and links inside an activity."""

import json
import mimetypes
from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.store import Row

_WITH_FILES = {"resource", "folder", "page"}


def module_contents(call: Call, module: Row, contextid: int) -> list[Row]:
    """Return the contents of a file, folder, page or link; nothing for other modules."""
    settings = json.loads(module["settings"])
    name = module["modname"]
    if name == "url":
        return [_entry(module, "url", module["name"], settings.get("url", ""))]
    if name not in _WITH_FILES:
        return []
    base = f"{call.wwwroot}/webservice/pluginfile.php/{contextid}/mod_{name}/content"
    found = []
    if name == "page":
        index = _entry(module, "file", "index.html", f"{base}/index.html?forcedownload=1")
        found.append({**index, "filepath": "/", "sortorder": 1})
    for number, file in enumerate(settings.get("files", [])):
        found.append(_file(call, module, base, file, main=name == "resource" and number == 0))
    return found


def contents_info(contents: list[Row], module: Row) -> Row:
    """Return the summary of an activity's contents."""
    types = {one["mimetype"] for one in contents if one.get("mimetype")}
    return {
        "filescount": len(contents),
        "filessize": sum(one["filesize"] for one in contents),
        "lastmodified": module["added"],
        "mimetypes": sorted(types),
        "repositorytype": "",
    }


def _file(call: Call, module: Row, base: str, file: dict[str, Any], *, main: bool) -> Row:
    path, _, filename = file["name"].rpartition("/")
    filepath = f"/{path}/" if path else "/"
    size = call.store.value("SELECT filesize FROM files WHERE contenthash = ?", file["sha1"])
    return {
        **_entry(module, "file", filename, f"{base}/0{filepath}{filename}?forcedownload=1"),
        "filepath": filepath,
        "filesize": size or 0,
        "timecreated": module["added"],
        "sortorder": int(main),
        "mimetype": mimetypes.guess_type(filename)[0] or "document/unknown",
        "isexternalfile": False,
        "userid": call.user["id"],
        "author": None,
        "license": "unknown",
    }


def _entry(module: Row, kind: str, filename: str, fileurl: str) -> Row:
    return {
        "type": kind,
        "filename": filename,
        "filepath": None,
        "filesize": 0,
        "fileurl": fileurl,
        "timecreated": None,
        "timemodified": module["added"],
        "sortorder": None,
        "userid": None,
        "author": None,
        "license": None,
    }
