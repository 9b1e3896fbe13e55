"""The companion plugin of a site: whether it is there, how old it is, what the site allows it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError, TransportError
from vsosh_moodle.moodle.functions import FUNCTIONS
from vsosh_moodle.moodle.plugin_info import PluginInfo, get_plugin_info, has_plugin
from vsosh_moodle.workflow.findings import Finding
from vsosh_moodle.workflow.plugin_zip import shipped_plugin

if TYPE_CHECKING:
    from vsosh_moodle.workflow.doctor import Expectations

PLUGIN_AREA = "plugin"

# Modules whose activities a template may name; the site's administrator may have switched any off.
_MODULES = (
    "assign", "choice", "feedback", "folder", "forum", "h5pactivity", "label", "lesson", "page",
    "quiz", "resource", "url",
)  # fmt: skip
_SHORT_SECONDS = 60


def examine_plugin(client: MoodleClient, _expected: "Expectations") -> Iterator[Finding]:
    """Return findings about the plugin; one note where there is none."""
    title = _("Плагин local_vsosh")
    if not has_plugin(client):
        yield Finding(
            "plugin", title, "note",
            _("нет: элементы курсов, условия и вопросы не создаются, изменения идут медленнее"),
            _(
                "vsosh-moodle plugin build соберёт файл для администратора. Если плагин уже стоит, "
                "нужен ключ его службы «VSOSH provisioning»: php local/vsosh/cli/setup.php"
            ),
        )  # fmt: skip
        return
    try:
        info = get_plugin_info(client)
    except TransportError:
        raise
    except MoodleError as error:
        yield Finding("plugin", title, "fail", error.message, error.hint, error.exit_code)
        return
    yield _version(title, info)
    yield from _functions(client)
    yield from _modules(info)
    yield from _time(info)
    yield from _tokens(info)


def told_limit(client: MoodleClient) -> int | None:
    """Return the site's `max_input_vars` as the plugin tells it, 0 for none; None when it cannot."""
    if not has_plugin(client):
        return None
    try:
        return get_plugin_info(client).limits.max_input_vars
    except TransportError:
        raise
    except MoodleError:
        return None


def _version(title: str, info: PluginInfo) -> Finding:
    ours = shipped_plugin()
    if info.version < ours.version:
        return Finding(
            "plugin", title, "warn",
            _("{theirs}; с программой идёт новее: {ours}").format(
                theirs=_named(info.release, info.version), ours=_named(ours.release, ours.version)
            ),
            _(
                "vsosh-moodle plugin build соберёт новый файл; после обновления администратору: "
                "php local/vsosh/cli/setup.php"
            ),
        )  # fmt: skip
    return Finding(
        "plugin", title, "ok",
        _("{release}: создаёт содержимое курсов, читает и пишет большими частями").format(
            release=info.release
        ),
    )  # fmt: skip


def _named(release: str, version: int) -> str:
    return f"{release} ({version})"


def _functions(client: MoodleClient) -> Iterator[Finding]:
    for function in FUNCTIONS:
        if function.area == PLUGIN_AREA and not client.site.has(function.name):
            yield Finding(
                f"function:{function.name}", function.name, "warn",
                _("нет в службе токена; нужна, чтобы {purpose}").format(purpose=function.purpose),
                _("Администратору: обновите плагин и запустите php local/vsosh/cli/setup.php"),
            )  # fmt: skip


def _modules(info: PluginInfo) -> Iterator[Finding]:
    absent = [name for name in _MODULES if name not in info.modules]
    if absent:
        yield Finding(
            "modules", _("Элементы курсов"), "note",
            _("на сайте выключены: {names}").format(names=", ".join(absent)),
            _(
                "Такие элементы из шаблонов не создать. Администратору: Администрирование → Плагины → "
                "Модули элементов курса."
            ),
        )  # fmt: skip


def _time(info: PluginInfo) -> Iterator[Finding]:
    seconds = info.limits.max_execution_time
    if 0 < seconds < _SHORT_SECONDS:
        yield Finding(
            "max_execution_time", "max_execution_time", "note",
            _("сайт обрывает вызов через {n} с").format(n=seconds),
            _("Если большие курсы не успевают, администратору: max_execution_time = 300 в php.ini."),
        )  # fmt: skip


def _tokens(info: PluginInfo) -> Iterator[Finding]:
    loose = info.tokens
    if loose is None or not (loose.anywhere or loose.forever):
        return
    said = (
        (loose.anywhere, _("действует с любого адреса")),
        (loose.forever, _("не имеет срока")),
    )
    yield Finding(
        "token_bounds", _("Границы токена"), "note",
        _("токен {said}").format(said=_(" и ").join(text for count, text in said if count)),
        _(
            "Украденный, он откроет сайт откуда угодно. Администратору: php local/vsosh/cli/setup.php "
            "--new-token --ip=АДРЕС --expires=ГГГГ-ММ-ДД; старый ключ после этого не действует."
        ),
    )  # fmt: skip
