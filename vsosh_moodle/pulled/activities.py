"""Activities of a course as a template has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from vsosh_moodle.language import N_, _
from vsosh_moodle.moodle.plugin_template import WholeItem
from vsosh_moodle.pulled.activity_kinds import MODELS, TEMPLATE_TYPES, KindContext, own_settings
from vsosh_moodle.pulled.banks import BankPlaces
from vsosh_moodle.pulled.completion import write_completion
from vsosh_moodle.pulled.course_dates import DAY_END, DateWriter
from vsosh_moodle.pulled.files import FilePlaces
from vsosh_moodle.pulled.left_out import Remarks
from vsosh_moodle.pulled.markdown_text import to_plain
from vsosh_moodle.pulled.restrictions import RestrictionWriter
from vsosh_moodle.pulled.settings import Data, sparse
from vsosh_moodle.templates.activity_base import GradedActivity
from vsosh_moodle.templates.activity_settings import CLOSING
from vsosh_moodle.templates.models import AnyActivity

MODULE_NAMES = {
    "glossary": N_("Глоссарий"), "wiki": N_("Вики"), "workshop": N_("Семинар"), "data": N_("База данных"),
    "scorm": N_("Пакет SCORM"), "lti": N_("Внешний инструмент"), "book": N_("Книга"), "chat": N_("Чат"),
    "survey": N_("Обследование"), "imscp": N_("Пакет IMS"), "bigbluebuttonbn": N_("Видеоконференция"),
    "qbank": N_("Банк вопросов"),
}  # fmt: skip
"""What Moodle's modules that a template does not know are called in Russian."""
_GROUPED = frozenset({"forum", "assign", "quiz", "choice", "feedback", "lesson", "h5p"})
_LABEL_TITLE = 60


@dataclass(frozen=True, slots=True)
class ActivityWriter:
    """Writes the activities of one course.

    `keys` are the new keys of activities by their keys on the site, `categories` those of grade
    categories. `is_grouped`: the course's classes are groups, and what has groups is usually
    separate by them.
    """

    keys: Mapping[str, str]
    categories: Mapping[str, str]
    aggregations: Mapping[str, str]
    dates: DateWriter
    restrictions: RestrictionWriter
    files: FilePlaces
    banks: BankPlaces
    is_grouped: bool

    def write(self, item: WholeItem, remarks: Remarks) -> Data | None:
        """Return an activity in a template's words, None when it cannot be in one; a label has no title."""
        kind = TEMPLATE_TYPES.get(item.module, item.module)
        live = item.fields
        if kind not in MODELS:
            module = _(MODULE_NAMES[kind]) if kind in MODULE_NAMES else kind
            remarks.note(
                "module", _("такого элемента в шаблоне не бывает: {module}").format(module=module)
            )
            return None
        context = KindContext(self.files.place, self.banks.rows, self.keys[item.key], remarks)
        own = own_settings(kind, live, context)
        if own is None:
            return None
        data: Data = {
            "key": self.keys[item.key],
            "type": kind,
            "title": self._title(item, kind),
            "description": "" if kind == "label" else remarks.text(live.get("intro")),
            "show_description": bool(live.get("show_description")),
            "visible": bool(live.get("visible", True)),
            **own,
            **self._group_mode(kind, live),
            **self._grading(kind, live, own),
        }
        dates, expected = self._dates(kind, live, remarks)
        data |= {"dates": dates} if dates else {}
        data |= self.restrictions.write(live.get("availability"), remarks)
        return self._finished(kind, data, live, expected, remarks)

    def _finished(
        self, kind: str, data: Data, live: Mapping[str, Any], expected: str, remarks: Remarks
    ) -> Data | None:
        model = MODELS[kind]
        written = sparse(model, data)
        try:
            activity: AnyActivity = model.model_validate(written)  # type: ignore[assignment]
        except ValidationError as error:
            why = str(error.errors()[0]["msg"])
            remarks.note("activity", _("настройки элемента: {why}").format(why=why))
            return None
        completion = write_completion(live.get("completion") or {}, activity, expected, remarks)
        if completion is not None and kind != "subsection":
            written["completion"] = completion
        return written

    def _title(self, item: WholeItem, kind: str) -> str:
        name = " ".join(str(item.fields.get("name") or item.name).split())
        if kind != "label":
            return name or "…"
        words = to_plain(str(item.fields.get("intro", "")))
        if len(words) <= _LABEL_TITLE:
            return words or "…"
        return words[:_LABEL_TITLE].rpartition(" ")[0] + "…"

    def _group_mode(self, kind: str, live: Mapping[str, Any]) -> Data:
        mode = str(live.get("group_mode") or "none")
        usual = "separate" if self.is_grouped and kind in _GROUPED else "none"
        if mode == usual or kind == "subsection":
            return {}
        return {"group_mode": mode}

    def _grading(self, kind: str, live: Mapping[str, Any], own: Data) -> Data:
        if not (issubclass(MODELS[kind], GradedActivity) or kind == "forum") or not own.get(
            "grade"
        ):
            return {}
        category = str(live.get("grade_category") or "")
        key = self.categories.get(category, "")
        weight = live.get("weight")
        around = self.aggregations.get(key, "natural")
        weighs = weight is not None and around in ("natural", "weighted_mean")
        return {"grade_category": key, "weight": weight if weighs else None}

    def _dates(
        self, kind: str, live: Mapping[str, Any], remarks: Remarks
    ) -> tuple[dict[str, str], str]:
        """Return `dates` of an activity, and the date its completion is expected by unless they say it."""
        moments = {name: int(live.get(name) or 0) for name in ("open", "due", "cut_off", "close")}
        expected = int(live.get("completion_expected") or 0)
        if kind in CLOSING:
            close = moments.pop("close")
            moments |= {"cut_off": close, "due": 0}
            if close and expected and moments["open"] < expected <= close:
                moments["due"], expected = expected, 0
            elif close and not expected:
                moments |= {"cut_off": 0, "due": close}
        first = min((one for name, one in moments.items() if one and name != "open"), default=0)
        if first and moments["open"] >= first:
            remarks.note("dates", _("дата «открыть»: она не раньше срока"))
            moments["open"] = 0
        if moments["cut_off"] and moments["due"] > moments["cut_off"]:
            remarks.note("dates", _("дата «не принимать после»: она раньше срока"))
            moments["cut_off"] = 0
        written = {
            "open": self.dates.text(moments["open"]),
            "due": self.dates.text(moments["due"], DAY_END, deadline=True),
            "cut_off": self.dates.text(moments["cut_off"], DAY_END, deadline=True),
        }
        expected_text = self.dates.text(expected, DAY_END, deadline=True)
        return {name: text for name, text in written.items() if text}, expected_text
