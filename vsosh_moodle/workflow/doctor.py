"""Examine a site: can it be worked with, what is missing, and who has to do what about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from vsosh_moodle.config.policies import LoginsConfig
from vsosh_moodle.language import _
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError, TransportError
from vsosh_moodle.moodle.functions import CALL_EXTERNAL_FUNCTIONS, FUNCTIONS, WsFunction
from vsosh_moodle.moodle.ids import RoleId
from vsosh_moodle.moodle.probes import Right, probe_rights, probe_role
from vsosh_moodle.moodle.releases import release_of
from vsosh_moodle.workflow import doctor_limits, doctor_passwords, doctor_plugin
from vsosh_moodle.workflow.findings import Finding, Report, Status


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the school's config takes for granted about its site.

    `timezone` is an IANA name, "" when the config has none; `verify_tls` whether certificates are
    checked, `logins` what passwords are to be like.
    """

    student_role: int = 5
    teacher_role: int = 3
    timezone: str = ""
    verify_tls: bool = True
    logins: LoginsConfig = field(default_factory=LoginsConfig)


Examination = Callable[[MoodleClient, Expectations], Iterator[Finding]]


def examine(client: MoodleClient, expected: Expectations) -> Report:
    """Return the findings about the client's site, in the order of the examination.

    Nothing on the site is changed. A site that cannot be reached, or does not take the token, gives
    one finding; one that stops answering half-way gives those made so far and one more.
    """
    findings: list[Finding] = []
    try:
        client.site  # noqa: B018  fetched here, so that its failure is the first finding
        for examination in _EXAMINATIONS:
            findings.extend(examination(client, expected))
    except MoodleError as error:
        kind = "site" if isinstance(error, TransportError) or findings else "token"
        findings.append(
            Finding(kind, _("Сайт и токен"), "fail", error.message, error.hint, error.exit_code)
        )
    return Report(client.url, tuple(findings))


def _address(client: MoodleClient, expected: Expectations) -> Iterator[Finding]:
    title = _("Адрес")
    if client.url.startswith("http://"):
        yield Finding("address", title, "ok", _("{url}, этот компьютер").format(url=client.url))
    elif expected.verify_tls:
        yield Finding("address", title, "ok", _("{url}, https").format(url=client.url))
    else:
        yield Finding(
            "address", title, "warn", _("{url}, сертификат не проверяется").format(url=client.url),
            _("Включите проверку: site.verify_tls: true; для своего центра укажите ca_bundle."),
        )  # fmt: skip
    told = client.site.siteurl
    if told and told != client.url:
        yield Finding(
            "wwwroot", _("Свой адрес сайта"), "warn",
            _("сайт называет себя {told}").format(told=told),
            _("Если сайт начнёт отправлять запросы туда, запишите этот адрес в site.url."),
        )  # fmt: skip


def _token(client: MoodleClient, _expected: Expectations) -> Iterator[Finding]:
    if client.site.is_admin:
        yield Finding(
            "token", _("Токен"), "warn", _("принят, но это токен администратора"),
            _(
                "Администратору: заведите отдельного служебного пользователя с наименьшими правами "
                "и выдайте ключ ему; список прав ниже."
            ),
        )  # fmt: skip
    else:
        yield Finding("token", _("Токен"), "ok", _("принят, служебный пользователь"))


def _release(client: MoodleClient, _expected: Expectations) -> Iterator[Finding]:
    release, title = client.site.release, _("Версия Moodle")
    support = release_of(client.site.version).support
    if support == "verified":
        yield Finding("release", title, "ok", release)
    elif support == "expected":
        yield Finding(
            "release", title, "warn", _("{release}: должна подойти").format(release=release),
            _("Проверены версии от 4.1 до 4.5; сначала примените план на пробном сайте."),
        )  # fmt: skip
    else:
        yield Finding(
            "release", title, "fail", _("{release}: слишком старая").format(release=release),
            _("Администратору: обновите Moodle до 4.1 или новее."),
        )  # fmt: skip


def _functions(client: MoodleClient, _expected: Expectations) -> Iterator[Finding]:
    for function in FUNCTIONS:
        if function.area != doctor_plugin.PLUGIN_AREA:
            yield _function(function, present=client.site.has(function.name))


def _function(function: WsFunction, *, present: bool) -> Finding:
    code, title = f"function:{function.name}", function.name
    if present:
        return Finding(code, title, "ok", function.purpose)
    hint = _(
        "Администратору: Администрирование → Сервер → Веб-службы → Внешние службы → Функции → "
        "добавить {name}."
    ).format(name=function.name)
    if function.name == CALL_EXTERNAL_FUNCTIONS:
        hint += " " + _("Без неё запросов в несколько раз больше.")
    status: Status = "fail" if function.need == "required" else "warn"
    detail = _("нет в службе токена; нужна, чтобы {purpose}").format(purpose=function.purpose)
    return Finding(code, title, status, detail, hint)


def _rights(client: MoodleClient, _expected: Expectations) -> Iterator[Finding]:
    for right in probe_rights(client):
        yield _right(f"right:{right.capability}", right.capability, right)
    yield Finding(
        "rights-unseen", _("Прочие права"), "note",
        _("без записи на сайт не проверить: {names}").format(names=", ".join(_unseen_rights())),
        _("Недостающее право назовёт первое же применение плана."),
    )  # fmt: skip


def _right(code: str, title: str, right: Right) -> Finding:
    if right.granted:
        return Finding(code, title, "ok", _("есть"))
    if right.granted is None:
        return Finding(code, title, "note", _("проверить не удалось"), right.reason)
    return Finding(
        code, title, "fail", _("нет у служебного пользователя"),
        _(
            "Администратору: Администрирование → Пользователи → Права → Определить роли → роль "
            "служебного пользователя → {name}: разрешить."
        ).format(name=right.capability),
    )  # fmt: skip


def _unseen_rights() -> list[str]:
    return ["moodle/cohort:manage", "moodle/cohort:assign", "moodle/course:visibility",
            "moodle/course:viewparticipants", "moodle/site:accessallgroups"]  # fmt: skip


def _roles(client: MoodleClient, expected: Expectations) -> Iterator[Finding]:
    wanted = (
        ("student", _("Роль ученика"), expected.student_role),
        ("teacher", _("Роль учителя"), expected.teacher_role),
    )
    for name, title, roleid in wanted:
        right = probe_role(client, RoleId(roleid))
        if right.granted:
            yield Finding(
                f"role:{name}", title, "ok", _("номер {id}, назначать можно").format(id=roleid)
            )
        elif right.granted is None:
            yield Finding(f"role:{name}", title, "note", _("проверить не удалось"), right.reason)
        elif right.capability == "moodle/role:assign":
            yield Finding(
                f"role:{name}", title, "fail",
                _("роли с номером {id} нет или её нельзя назначать").format(id=roleid),
                _(
                    "Сверьте номер в site.roles (Администрирование → Пользователи → Права → Определить "
                    "роли: номер стоит в адресе роли) и отметьте роль на вкладке «Разрешить "
                    "назначать роли»."
                ),
            )  # fmt: skip
        else:
            yield _right(f"role:{name}", title, right)


def _completion(client: MoodleClient, _expected: Expectations) -> Iterator[Finding]:
    title = _("Отслеживание выполнения")
    enabled = client.site.features.get("enablecompletion")
    if enabled:
        yield Finding("completion", title, "ok", _("включено"))
    elif enabled is None:
        yield Finding("completion", title, "note", _("сайт не сообщает"))
    else:
        yield Finding(
            "completion", title, "warn", _("выключено: отчёты о прохождении будут пустыми"),
            _("Администратору: Администрирование → Расширенные возможности → Отслеживание выполнения."),
        )  # fmt: skip


def _habits(client: MoodleClient, _expected: Expectations) -> Iterator[Finding]:
    if release_of(client.site.version).welcome_mail:
        yield Finding(
            "welcome-mail", _("Письма о зачислении"), "note",
            _("Moodle с версии 4.5 пишет ученику при каждом зачислении, если на курсе уже есть учитель"),
            _(
                "Мы зачисляем учителей последними и не повторяем зачислений. Чтобы писем не было "
                "совсем: Администрирование → Плагины → Зачисления → Зачисление вручную → приветствие."
            ),
        )  # fmt: skip


_EXAMINATIONS: tuple[Examination, ...] = (
    _address,
    _token,
    _release,
    _functions,
    doctor_plugin.examine_plugin,
    _rights,
    _roles,
    doctor_limits.examine_limits,
    doctor_passwords.examine_passwords,
    _completion,
    _habits,
)
