"""The page docs/ws-functions.md: what a Moodle administrator has to allow, from the table."""

from vsosh_moodle.language import _
from vsosh_moodle.moodle.functions import FUNCTIONS, WsFunction


def render_functions_page() -> str:
    """Return the page in Markdown: the functions of the service, then the rights of the role."""
    return "\n".join([*_head(), *_function_rows(), "", *_rights_head(), *_right_rows()]) + "\n"


def _head() -> list[str]:
    return [
        _("# Функции веб-служб"),
        "",
        _(
            "Что администратор Moodle включает в службу, ключ которой получает vsosh-moodle. Страница "
            "составлена по таблице `vsosh_moodle/moodle/functions.py`; проверено на 4.1.1 и 4.5.6. "
            "Чего не хватает вашему сайту, покажет `vsosh-moodle doctor`."
        ),
        "",
        _("| Функция | Зачем | Меняет сайт | Обязательна |"),
        "|---|---|---|---|",
    ]


def _function_rows() -> list[str]:
    return [
        f"| `{one.name}` | {one.purpose} | {_yes(one.kind == 'write')} "
        f"| {_yes(one.need == 'required')} |"
        for one in FUNCTIONS
    ]


def _rights_head() -> list[str]:
    return [
        _("## Права роли"),
        "",
        _(
            "Служебному пользователю нужна роль на уровне системы с этими правами и с "
            "`webservice/rest:use`; на вкладке «Разрешить назначать роли» отметьте у неё роли ученика "
            "и учителя."
        ),
        "",
        _("| Право | Обязательно | Для функций |"),
        "|---|---|---|",
    ]


def _right_rows() -> list[str]:
    needed: dict[str, list[WsFunction]] = {}
    for function in FUNCTIONS:
        for capability in function.capabilities:
            needed.setdefault(capability, []).append(function)
    return [
        f"| `{capability}` | {_yes(any(one.need == 'required' for one in functions))} "
        f"| {', '.join(f'`{one.name}`' for one in functions)} |"
        for capability, functions in sorted(needed.items())
    ]


def _yes(value: bool) -> str:
    return _("да") if value else _("нет")
