"""The files of a document: where the bytes of each SHA-1 are."""

from dataclasses import dataclass, field
from typing import Any

from vsosh_moodle.sandbox.call import Call
from vsosh_moodle.sandbox.faults import invalid_parameter
from vsosh_moodle.sandbox.plugin.documents import as_object
from vsosh_moodle.sandbox.plugin.fields import is_whole
from vsosh_moodle.sandbox.store import Row


@dataclass(slots=True)
class Uploads:
    """The draft areas named by a document's `uploads`; only the caller's own count."""

    call: Call
    drafts: dict[str, int]
    _sizes: dict[str, int] = field(default_factory=dict)

    def size(self, sha1: str) -> int | None:
        """Return the bytes of an uploaded file, None when it is not in the named draft area."""
        if sha1 not in self._sizes and sha1 in self.drafts:
            size = self.call.store.value(
                "SELECT f.filesize FROM draft_files d JOIN files f ON f.contenthash = d.contenthash"
                " WHERE d.userid = ? AND d.itemid = ? AND d.contenthash = ?",
                self.call.user["id"],
                self.drafts[sha1],
                sha1,
            )
            if size is not None:
                self._sizes[sha1] = size
        return self._sizes.get(sha1)

    def limit(self, course: Row) -> int:
        """Return the bytes a file of the course may have: the site's limit, or the course's own."""
        limit = self.call.state.max_file_size
        return min(limit, course["maxbytes"]) if course["maxbytes"] else limit


def read_uploads(call: Call, given: Any) -> Uploads:
    """Return the `uploads` of a document; Fault `invalidparameter` for anything but ids by SHA-1."""
    drafts = as_object({} if given is None else given)
    if drafts is None or not all(map(is_whole, drafts.values())):
        raise invalid_parameter("uploads")
    return Uploads(call, drafts)
