"""Policies in config.yaml: what happens to those who leave, what needs a second look, logins."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from vsosh_moodle.config.fields import Strict
from vsosh_moodle.config.passwords import PasswordPolicyConfig
from vsosh_moodle.language import _
from vsosh_moodle.school.logins import LOGIN_PLACEHOLDERS, Collision, Transliteration
from vsosh_moodle.school.passwords import PasswordKind
from vsosh_moodle.sources import complaint, did_you_mean

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BETWEEN = re.compile(r"[a-z0-9._@-]*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")


class PeopleConfig(Strict):
    """How people are shown in Moodle."""

    patronymic: Literal["middlename", "firstname"] = Field(
        "middlename",
        description="Куда писать отчество: в поле «Отчество» (middlename) или после имени (firstname)",
    )
    pupils: Literal["names", "codes"] = Field(
        "names",
        description=(
            "Ученики в Moodle: names — с фамилией и именем, codes — под кодами («Ученик 01375»); "
            "кто есть кто, остаётся в папке школы"
        ),
    )
    code_prefix: str = Field(
        "v-",
        description="С чего начинается логин под кодом: v2- даст v2-01375",
        pattern=r"^[a-z][a-z0-9]{0,9}[-_.]$",
    )


class LeaversConfig(Strict):
    """What becomes of a person who is no longer in the rosters; nobody is ever deleted."""

    account: Literal["suspend", "keep"] = Field(
        "suspend", description="Учётная запись выбывшего: suspend — закрыть вход, keep — не трогать"
    )
    enrolments: Literal["suspend", "suspend_and_drop_groups", "unenrol", "keep"] = Field(
        "suspend",
        description=(
            "Зачисления: suspend — приостановить, suspend_and_drop_groups — и убрать из групп, "
            "unenrol — отчислить (оценки в Moodle скроются), keep — не трогать"
        ),
    )
    hide_after_days: int | None = Field(
        None,
        ge=0,
        le=3650,
        description=(
            "Через сколько дней после выбытия человека скрыть; null — никогда. Вернувшийся получает всё назад"
        ),
    )
    hide: Literal["drop_groups", "unenrol"] = Field(
        "drop_groups",
        description=(
            "Как скрыть: drop_groups — убрать из групп курсов, unenrol — и отчислить (оценки в "
            "Moodle скроются)"
        ),
    )


class ClassGuardConfig(Strict):
    """Thresholds of one class; what is not set is taken from the school's."""

    class_loss_percent: float | None = Field(None, ge=0, le=100, description="Порог в процентах")
    class_loss_people: int | None = Field(None, ge=0, description="Порог в людях")
    class_rename_percent: float | None = Field(
        None, ge=0, le=100, description="Порог новых имён в процентах"
    )
    class_new_percent: float | None = Field(
        None, ge=0, le=100, description="Порог новых людей в процентах"
    )


class GuardsConfig(Strict):
    """How much may change at once without a question."""

    class_loss_percent: float = Field(
        10, ge=0, le=100, description="Класс теряет больше стольких процентов — план спросит"
    )
    class_loss_people: int = Field(
        3, ge=0, description="Класс теряет больше стольких человек — план спросит"
    )
    class_rename_percent: float = Field(
        20,
        ge=0,
        le=100,
        description="В классе меняется больше стольких процентов имён — план спросит",
    )
    class_new_percent: float = Field(
        50,
        ge=0,
        le=100,
        description="В классе больше стольких процентов новых людей — план спросит",
    )
    classes: dict[str | int, ClassGuardConfig] = Field(
        default_factory=dict, description="Свои пороги у отдельных классов: {8Д: {…}}"
    )


class RetentionConfig(Strict):
    """How long data are kept that nobody needs any more."""

    leavers_years: int = Field(
        3,
        ge=1,
        le=75,
        description=(
            "Сколько лет хранить в папке данные о выбывших; срок назначает школа. Кому пора, назовёт "
            "vsosh-moodle subject due"
        ),
    )
    slips_days: int = Field(
        30, ge=1, le=400, description="Через сколько дней напоминать об удалении файлов с паролями"
    )


class PoliciesConfig(Strict):
    """Rules of caution."""

    enrolment: Literal["people", "cohorts"] = Field(
        "people",
        description=(
            "Как зачислять учеников: people — каждого отдельно (со своими датами), cohorts — класс целиком, "
            "синхронизацией с глобальной группой (нужен плагин local_vsosh)"
        ),
    )
    deadlines_on_free_days: Literal["next", "keep"] = Field(
        "next",
        description=(
            "Срок попал на каникулы или праздник: next — перенести на следующий учебный день, keep — оставить"
        ),
    )
    extra_time: dict[str, Annotated[float, Field(gt=1, le=5)]] = Field(
        default_factory=dict,
        description=(
            "Кому на тесты дано больше времени: категория учеников из learner_categories и во сколько раз "
            "(ovz: 1.5); в Moodle видно только личное время ученика (нужен плагин local_vsosh)"
        ),
    )
    leavers: LeaversConfig = Field(LeaversConfig(), description="Что делать с выбывшими")
    guards: GuardsConfig = Field(GuardsConfig(), description="Когда план должен спросить")


class LoginsConfig(Strict):
    """How new accounts are made; an account already made keeps its login."""

    pattern: str = Field(
        "{last}.{f}.{m}",
        description="Вид логина: {last} фамилия, {first} имя, {middle} отчество, {l}, {f}, {m} — буквы",
    )
    transliteration: Transliteration = Field(
        "icao",
        description=(
            "Правила латиницы: icao — как в загранпаспорте, gost-52535 — как в паспортах до 2013 года, "
            "gost-7.79 — ГОСТ 7.79-2000 (Б), mvd-782 — как в водительских правах, yandex — как на картах"
        ),
    )
    collision: Collision = Field(
        "number",
        description=(
            "Если логин занят: number — добавить номер (dzugov.a.r2), letters — больше букв имени "
            "(dzugov.az.r), и только потом номер"
        ),
    )
    max_length: int = Field(40, ge=8, le=100, description="Наибольшая длина логина")
    email_domain: str = Field(
        "vsosh.invalid", description="Домен придуманных адресов; .invalid — писем не будет"
    )
    force_password_change: bool = Field(True, description="Требовать смены пароля при первом входе")
    password: PasswordKind = Field(
        "readable",
        description=(
            "Каким делать первый пароль: readable — слогами, random — вразброс, digits — из одних цифр "
            "и знаков, если правила сайта это позволяют"
        ),
    )
    password_length: int = Field(
        10, ge=8, le=64, description="Пароль не короче стольких знаков; слабее 40 бит не бывает"
    )
    policy: PasswordPolicyConfig | None = Field(
        None,
        description="Правила паролей сайта, если на нём нет плагина; без ключа — как у нового Moodle",
    )

    @field_validator("pattern")
    @classmethod
    def _check_pattern(cls, value: str) -> str:
        names = _PLACEHOLDER.findall(value)
        for name in names:
            if name not in LOGIN_PLACEHOLDERS:
                message = _("в виде логина неизвестная часть {name}.").format(name=f"{{{name}}}")
                raise complaint("login-pattern", message, did_you_mean(name, LOGIN_PLACEHOLDERS))
        if not {"last", "first", "middle"} & set(names):
            raise complaint(
                "login-pattern",
                _("в виде логина нет имени."),
                _("Нужно хотя бы одно из {last}, {first}, {middle}: например, {last}.{f}.{m}."),
            )
        if not _BETWEEN.fullmatch(_PLACEHOLDER.sub("", value)):
            raise complaint(
                "login-pattern",
                _("в виде логина лишние знаки."),
                _("Между частями можно строчную латиницу, цифры и знаки . _ - @."),
            )
        return value

    @field_validator("email_domain")
    @classmethod
    def _check_domain(cls, value: str) -> str:
        if not _DOMAIN.fullmatch(value) or len(value) > 100:
            message = _("«{domain}» не похоже на домен.").format(domain=value[:60])
            raise complaint(
                "bad-domain", message, _("Например, vsosh.invalid: такого нет, и писем не будет.")
            )
        return value
