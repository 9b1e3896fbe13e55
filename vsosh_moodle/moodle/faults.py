"""Moodle's error codes as exceptions with a Russian explanation and a way out.

Moodle answers errors with HTTP 200 and `{"exception", "errorcode", "message"}`; the class name
differs between releases and the message is translated, so `errorcode` decides. It may be absent,
a sentence, or HTML (behaviour.md M5).
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from vsosh_moodle.language import N_, _
from vsosh_moodle.moodle.errors import (
    AccessDenied,
    Conflict,
    DatabaseFailed,
    FunctionMissing,
    InvalidParameter,
    MoodleError,
    NotFound,
    PasswordRefused,
    SiteUnavailable,
    TokenRejected,
)
from vsosh_moodle.moodle.functions import GET_SITE_INFO

_MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class _Fault:
    kind: type[MoodleError]
    message: str
    hint: str = ""
    transient: bool = False


_CHECK_VALUES = N_(
    "Отправленное не подошло. Если причина не ясна, попросите администратора на время включить в "
    "Moodle сообщения разработчика (Администрирование → Разработка → Отладка)."
)
# What the text of `invalidparameter` hides unless the site debugs: the usual causes by function.
_USUAL_CAUSES = {
    "core_user_create_users": N_(
        "Чаще всего адрес почты уже занят другой учётной записью или логин заняли только что: "
        "исправьте адрес в списке и повторите."
    ),
    "core_course_create_courses": N_(
        "Чаще всего заняты краткое название или ключ курса: поищите его на сайте, в том числе среди "
        "скрытых."
    ),
    "core_group_add_group_members": N_(
        "В группу попадает только тот, кто зачислен на её курс: проверьте зачисление на сайте."
    ),
    "core_group_create_groups": N_(
        "Чаще всего группа с таким названием или ключом в курсе уже есть: переименуйте её."
    ),
    "core_cohort_create_cohorts": N_(
        "Чаще всего глобальная группа с таким ключом на сайте уже есть: уберите ключ у неё."
    ),
}
_ASK_ROLE = N_(
    "Администратору: добавьте право роли служебного пользователя "
    "(Администрирование → Пользователи → Права → Определить роли)."
)
_TAKEN = N_(
    "Такой же объект завели вручную: переименуйте его или возьмите под управление (plan --adopt)."
)

_FAULTS: dict[str, _Fault] = {
    "invalidtoken": _Fault(
        TokenRejected,
        N_("Сайт {site} не принял токен: он неверен, удалён или просрочен."),
        N_("Выпустите новый: Администрирование → Сервер → Веб-службы → Управление ключами."),
    ),
    "accessexception": _Fault(
        AccessDenied,
        N_("Сайт {site} не разрешает функцию {function}."),
        N_(
            "Администратору: добавьте функцию в службу (Администрирование → Сервер → Веб-службы → "
            "Внешние службы → Функции), проверьте срок и адреса ключа и право webservice/rest:use. "
            "Всё разом покажет: vsosh-moodle doctor"
        ),
    ),
    "nopermissions": _Fault(
        AccessDenied, N_("Служебному пользователю на {site} не хватает прав: {text}"), _ASK_ROLE
    ),
    "requireloginerror": _Fault(
        AccessDenied,
        N_("Служебный пользователь не может войти в курс на {site}: {text}"),
        N_("Дайте его роли право moodle/course:view (и viewhiddencourses для скрытых)."),
    ),
    "usernotfullysetup": _Fault(
        AccessDenied,
        N_("У служебного пользователя на {site} не заполнен профиль."),
        N_("Откройте его профиль в Moodle и заполните обязательные поля."),
    ),
    "sitepolicynotagreed": _Fault(
        AccessDenied,
        N_("Служебный пользователь на {site} не принял правила сайта."),
        N_("Войдите под ним в Moodle один раз и примите правила."),
    ),
    "forcepasswordchangenotice": _Fault(
        AccessDenied,
        N_("Служебный пользователь на {site} должен сначала сменить пароль."),
        N_("Войдите под ним в Moodle и смените пароль."),
    ),
    "wsaccessusersuspended": _Fault(
        AccessDenied,
        N_("Владелец токена на {site} заблокирован."),
        N_("Администратору: снимите блокировку (Администрирование → Пользователи) или выдайте ключ другому."),
    ),
    "wsaccessuserdeleted": _Fault(
        AccessDenied,
        N_("Владелец токена на {site} удалён."),
        N_("Администратору: заведите служебного пользователя и ключ заново."),
    ),
    "wsaccessuserunconfirmed": _Fault(
        AccessDenied,
        N_("Учётная запись владельца токена на {site} не подтверждена."),
        N_("Администратору: подтвердите её (Администрирование → Пользователи)."),
    ),
    "wsusercannotassign": _Fault(
        AccessDenied,
        N_("Служебному пользователю на {site} нельзя назначать эту роль: {text}"),
        N_(
            "Сверьте номера в site.roles config.yaml: vsosh-moodle doctor. Если они верны, "
            "администратору: отметьте роль на вкладке «Разрешить назначать роли» "
            "(Администрирование → Пользователи → Права → Определить роли)."
        ),
    ),
    "sitemaintenance": _Fault(
        SiteUnavailable,
        N_("Сайт {site} на обслуживании."),
        N_("Подождите окончания работ: Администрирование → Сервер → Режим обслуживания."),
    ),
    "upgraderunning": _Fault(
        SiteUnavailable,
        N_("Сайт {site} обновляется прямо сейчас."),
        N_("Подождите; если обновление прервалось, администратор доводит его до конца."),
    ),
    "dbconnectionfailed": _Fault(
        SiteUnavailable,
        N_("Сайт {site} не может соединиться со своей базой данных."),
        N_("Сообщите администратору сервера и повторите позже."),
        transient=True,
    ),
    "dmlreadexception": _Fault(
        DatabaseFailed,
        N_("База данных сайта {site} не смогла прочитать данные для {function}."),
        N_("Повторите; если не поможет, сообщите администратору сервера."),
        transient=True,
    ),
    "dmlwriteexception": _Fault(
        DatabaseFailed,
        N_("База данных сайта {site} не записала данные ({function})."),
        N_("Чаще всего это дубликат, слишком длинное значение или одновременный запуск."),
        # A read writes too: contexts are made when first asked for, without a lock (seen on 4.5.6).
        transient=True,
    ),
    "invalidparameter": _Fault(
        InvalidParameter, N_("Сайт {site} не принял данные для {function}: {text}"), _CHECK_VALUES
    ),
    "invalidresponse": _Fault(
        InvalidParameter,
        N_("Сайт {site} не смог ответить на {function}: {text}"),
        N_("Часть строк могла записаться: повторный запуск перечитает сайт и отправит недостающее."),
    ),
    "shortnametaken": _Fault(
        Conflict, N_("Краткое название курса на {site} занято: {text}"), _TAKEN
    ),
    "courseidnumbertaken": _Fault(Conflict, N_("Ключ курса на {site} занят: {text}"), _TAKEN),
    "categoryidnumbertaken": _Fault(Conflict, N_("Ключ категории на {site} занят: {text}"), _TAKEN),
    "idnumbertaken": _Fault(Conflict, N_("Ключ на {site} занят: {text}"), _TAKEN),
    "duplicateidnumber": _Fault(Conflict, N_("Ключ на {site} занят: {text}"), _TAKEN),
    "invaliduser": _Fault(NotFound, N_("На {site} нет такого пользователя: {text}")),
    "invaliduserid": _Fault(NotFound, N_("На {site} нет такого пользователя: {text}")),
    "invalidcourseid": _Fault(NotFound, N_("На {site} нет такого курса: {text}")),
    "errorcoursecontextnotvalid": _Fault(
        NotFound,
        N_("Курс на {site} недоступен служебному пользователю или удалён: {text}"),
        N_("Если курс на месте, дайте роли права moodle/course:view и viewhiddencourses."),
    ),
    "unknowncategory": _Fault(NotFound, N_("На {site} нет такой категории: {text}")),
    "wsnoinstance": _Fault(
        NotFound,
        N_("В курсе на {site} нет ручного способа зачисления: {text}"),
        N_(
            "Администратору: включите способ «Зачисление вручную» "
            "(Администрирование → Плагины → Зачисления) и добавьте его в курс (Участники → Способы)."
        ),
    ),
    "wscannotenrol": _Fault(AccessDenied, N_("Зачислять в курс на {site} нельзя: {text}"), _ASK_ROLE),
    "cannotenrol": _Fault(AccessDenied, N_("Зачислять в курс на {site} нельзя: {text}"), _ASK_ROLE),
    "servicenotavailable": _Fault(
        AccessDenied,
        N_("Служба, которой принадлежит токен, на {site} выключена."),
        N_("Администратору: включите её (Администрирование → Сервер → Веб-службы → Внешние службы)."),
    ),
}  # fmt: skip

_FUNCTION_MISSING = _Fault(
    FunctionMissing,
    N_("На сайте {site} нет функции {function}."),
    N_(
        "Она появляется с обновлением Moodle или с установкой плагина. Проверка: vsosh-moodle doctor"
    ),
)
_WEAK_PASSWORD = _Fault(
    PasswordRefused,
    N_("Пароли, которые мы выдаём, не подходят правилам сайта {site}: {text}"),
    N_(
        "Запишите правила сайта в logins.policy config.yaml: пароли будут сделаны по ним. Где они: "
        "Администрирование → Безопасность → Правила безопасности сайта."
    ),
)
_TAKE_PASSWORDS = ("core_user_create_users", "core_user_update_users")
_NOT_LET_IN = _Fault(
    AccessDenied,
    N_(
        "Сайт {site} не пускает с этим токеном: вышел его срок, запрещён адрес этого компьютера, у "
        "владельца нет права webservice/rest:use или в службе нет функции {function}."
    ),
    N_(
        "Администратору: проверьте ключ (Администрирование → Сервер → Веб-службы → Управление "
        "ключами), функции службы и роль служебного пользователя."
    ),
)
_OTHER = _Fault(MoodleError, N_("Сайт {site} ответил на {function} ошибкой: {text}"), _CHECK_VALUES)
_NOT_FOUND_RECORD = _Fault(
    NotFound,
    N_("На сайте {site} нет записи, о которой спрашивает {function}: {text}"),
    N_("Её могли удалить в Moodle; перечитайте сайт (plan) и повторите."),
)


def fault_of(site: str, wsfunction: str, answer: Mapping[str, object]) -> MoodleError:
    """Return the exception for an answer with `exception` or `errorcode` in it."""
    errorcode = _word(answer.get("errorcode"))
    said = plain_text(answer.get("message") or answer.get("error")).removeprefix("error/").lstrip()
    text = said or plain_text(answer.get("errorcode"))
    fault = _fault_for(errorcode, answer)
    if errorcode == "accessexception" and wsfunction == GET_SITE_INFO:
        fault = _NOT_LET_IN  # the first call of a run: not the function but the token is in doubt
    if wsfunction in _TAKE_PASSWORDS and "<div>" in str(answer.get("errorcode")):
        fault = _WEAK_PASSWORD  # M5: the code is the text itself
    words = {"site": site, "function": wsfunction, "text": text or _("причина не названа")}
    hint = fault.hint
    if errorcode == "invalidparameter":
        hint = _USUAL_CAUSES.get(wsfunction, hint)
    error = fault.kind(
        _(fault.message).format(**words),
        _(hint).format(**words) if hint else "",
        wsfunction=wsfunction,
        errorcode=errorcode,
        detail=plain_text(answer.get("debuginfo")),
    )
    error.transient = fault.transient
    # The good rows of update_users are kept although the reply is an exception (M5); a reply that
    # failed its own check, or an unknown failure, may follow work that was done.
    error.may_have_been_processed = errorcode == "invalidresponse" or fault is _OTHER
    return error


def refused_row(site: str, wsfunction: str, code: str, message: str) -> MoodleError:
    """Return the exception for a row that a call refused with a warning while it took the others."""
    known = {
        "useremailduplicate": _(
            "Адрес почты уже занят другой учётной записью сайта. Исправьте адрес в списке."
        ),
        "useremailinvalid": _("Сайт не принял адрес почты. Исправьте его в списке."),
    }
    text = known.get(code) or _("Сайт {site} отказал: {text}").format(
        site=site, text=plain_text(message) or code
    )
    return InvalidParameter(text, wsfunction=wsfunction, errorcode=code)


def plain_text(value: object) -> str:
    """Return Moodle's message without tags, entities and line ends, at most 300 characters."""
    if not isinstance(value, str):
        return ""
    bare = html.unescape(re.sub(r"<[^>]*>", " ", value))
    return " ".join(bare.split())[:_MAX_TEXT]


def _fault_for(errorcode: str, answer: Mapping[str, object]) -> _Fault:
    if errorcode == "invalidrecord":
        # The same code stands for "no such function" and for a missing row of any table; the
        # message of the first ends with the table's name, which no language translates.
        message = str(answer.get("message", ""))
        return _FUNCTION_MISSING if "external_functions" in message else _NOT_FOUND_RECORD
    return _FAULTS.get(errorcode, _OTHER)


def _word(value: object) -> str:
    """Return an error code that is a code: a sentence or a page of HTML is not one."""
    text = value if isinstance(value, str) else ""
    return text if re.fullmatch(r"[A-Za-z0-9_./-]{1,100}", text) else ""
