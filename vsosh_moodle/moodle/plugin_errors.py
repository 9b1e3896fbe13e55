"""Error rows of the companion plugin: what was refused, and in Russian why and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass

from vsosh_moodle.language import N_, _
from vsosh_moodle.moodle.answers import parse_rows, text_of
from vsosh_moodle.moodle.errors import (
    AccessDenied,
    Conflict,
    InvalidParameter,
    MoodleError,
    NotFound,
    PasswordRefused,
)
from vsosh_moodle.moodle.faults import plain_text


@dataclass(frozen=True, slots=True)
class ContentError:
    """An error row of an answer: where (course, item, field) and what (`code`).

    `type` is the item's type (`activity`, `section`, `member` …), "" where the whole course is
    meant; `detail` is English, for the log.
    """

    course: str
    type: str
    key: str
    field: str
    code: str
    detail: str

    def as_exception(self, site: str, wsfunction: str) -> MoodleError:
        """Return the exception that tells this row to a person."""
        kind, message, hint = _TEXTS.get(self.code, _OTHER)
        words = {
            "site": site,
            "course": self.course,
            "key": self.key or self.course,
            "field": self.field,
            "code": self.code,
            "detail": plain_text(self.detail) or self.code,
        }
        text = _(message).format(**words)
        if self.field and "{field}" not in message:
            text = _("{text} Поле: {field}.").format(text=text, field=self.field)
        return kind(
            text,
            _(hint).format(**words) if hint else "",
            wsfunction=wsfunction,
            errorcode=self.code,
            detail=plain_text(self.detail),
        )


def parse_errors(wsfunction: str, answer: object) -> list[ContentError]:
    """Return the error rows of an answer; raises BadAnswer if the shape is another."""
    return parse_rows(wsfunction, answer or [], error_row)


def error_row(row: Mapping[str, object]) -> ContentError:
    """Return one error row."""
    return ContentError(
        course=text_of(row, "course"),
        type=text_of(row, "type"),
        key=text_of(row, "key"),
        field=text_of(row, "field"),
        code=text_of(row, "code"),
        detail=text_of(row, "detail"),
    )


_ROLE = N_(
    "Администратору: проверьте права служебного пользователя: php local/vsosh/cli/setup.php --check"
)
_TEMPLATE = N_("Исправьте шаблон курса и повторите.")
_AGAIN = N_("Постройте план заново: vsosh-moodle plan")
_OLD_PLUGIN = N_(
    "Обновите плагин на сайте: vsosh-moodle plugin build. Если он новый, сообщите разработчикам: {detail}"
)

_Text = tuple[type[MoodleError], str, str]
_OTHER: _Text = (InvalidParameter, N_("Сайт {site} отказал: {detail}."), _AGAIN)
_TEXTS: dict[str, _Text] = {
    "course-missing": (NotFound, N_("Курса «{course}» на сайте {site} больше нет."), _AGAIN),
    "cohort-missing": (
        NotFound,
        N_("Глобальной группы «{key}» на сайте {site} больше нет."),
        _AGAIN,
    ),
    "user-missing": (NotFound, N_("Учётной записи «{key}» на сайте {site} больше нет."), _AGAIN),
    "group-missing": (
        NotFound,
        N_("На сайте {site} нет группы, в которую вносится «{key}»: {detail}."),
        _AGAIN,
    ),
    "denied": (
        AccessDenied,
        N_("Служебному пользователю на {site} нельзя менять курс «{course}»."),
        _ROLE,
    ),
    "not-allowed": (
        AccessDenied,
        N_("Эту учётную запись плагин не меняет: она администратора или защищена ({key})."),
        N_("Уберите этого человека из списков или метку (idnumber) из его профиля в Moodle."),
    ),
    "role-unknown": (
        NotFound,
        N_("На сайте {site} нет роли с таким номером: {detail}."),
        N_("Сверьте номера в site.roles config.yaml: vsosh-moodle doctor"),
    ),
    "role-not-assignable": (
        AccessDenied,
        N_("Служебному пользователю на {site} нельзя назначать эту роль: {detail}."),
        N_(
            "Администратору: отметьте роль на вкладке «Разрешить назначать роли» "
            "(Администрирование → Пользователи → Права → Определить роли)."
        ),
    ),
    "no-manual-enrolment": (
        NotFound,
        N_("В курсе «{course}» на {site} нет ручного способа зачисления."),
        N_(
            "Администратору: включите способ «Зачисление вручную» "
            "(Администрирование → Плагины → Зачисления) и добавьте его в курс (Участники → Способы)."
        ),
    ),
    "not-enrolled": (
        InvalidParameter,
        N_("В группу попадает только тот, кто зачислен на её курс («{key}», {course})."),
        _AGAIN,
    ),
    "cohort-sync-disabled": (
        InvalidParameter,
        N_("На сайте {site} выключено зачисление по глобальным группам."),
        N_("Администратору: включите его (Администрирование → Плагины → Зачисления → Управление)."),
    ),
    "username-taken": (
        Conflict,
        N_("Логин уже занят другой учётной записью на {site} ({key})."),
        N_(
            "Постройте план заново: новый ученик получит следующий логин. "
            "Если это тот же человек: vsosh-moodle plan --adopt user:ЛОГИН"
        ),
    ),
    "key-taken": (
        Conflict,
        N_("Учётную запись «{key}» на {site} только что завёл другой запуск."),
        _AGAIN,
    ),
    "username-invalid": (
        InvalidParameter,
        N_("Сайт {site} не принимает такой логин ({key}): {detail}."),
        N_("Измените logins.pattern в config.yaml."),
    ),
    "email-taken": (
        Conflict,
        N_("Адрес почты уже занят другой учётной записью сайта."),
        N_("Исправьте или очистите адрес в списке и повторите."),
    ),
    "email-invalid": (
        InvalidParameter,
        N_("Сайт не принял адрес почты."),
        N_("Исправьте его в списке и повторите."),
    ),
    "password-policy": (
        PasswordRefused,
        N_("Пароли, которые мы выдаём, не подходят правилам сайта {site}: {detail}"),
        N_(
            "Запишите правила сайта в logins.policy config.yaml: пароли будут сделаны по ним. Где они: "
            "Администрирование → Безопасность → Правила безопасности сайта."
        ),
    ),
    "name-missing": (
        InvalidParameter,
        N_("Учётной записи нужны имя и фамилия ({key})."),
        N_("Впишите их в список."),
    ),
    "bad-document": (
        InvalidParameter,
        N_("Плагин на {site} не понял запроса: {detail}."),
        _OLD_PLUGIN,
    ),
    "key-invalid": (
        InvalidParameter,
        N_("Ключ «{key}» не подходит: годятся строчные латинские буквы, цифры и дефис."),
        _TEMPLATE,
    ),
    "key-twice": (
        Conflict,
        N_("Ключ «{key}» на сайте или в запросе стоит дважды."),
        N_("Уберите метку (idnumber) у лишнего объекта в Moodle и постройте план заново."),
    ),
    "type-unknown": (
        InvalidParameter,
        N_("Плагин на {site} не знает такого вида элемента («{key}»)."),
        _OLD_PLUGIN,
    ),
    "type-absent": (
        InvalidParameter,
        N_("Вида элемента, нужного для «{key}», на {site} нет или он выключен: {detail}."),
        N_(
            "Администратору: Администрирование → Плагины → Модули элементов курса. "
            "Или замените элемент в шаблоне."
        ),
    ),
    "field-unknown": (
        InvalidParameter,
        N_("Плагин на {site} не знает поля «{field}» («{key}»)."),
        _OLD_PLUGIN,
    ),
    "field-invalid": (
        InvalidParameter,
        N_("Значение поля «{field}» («{key}») не подошло: {detail}."),
        _TEMPLATE,
    ),
    "field-missing": (InvalidParameter, N_("Для «{key}» не хватает поля «{field}»."), _TEMPLATE),
    "section-unknown": (
        InvalidParameter,
        N_("Раздела, в котором должен стоять «{key}», в курсе нет: {detail}."),
        _TEMPLATE,
    ),
    "reference-unknown": (
        InvalidParameter,
        N_("«{key}», поле «{field}»: в курсе нет того, на что оно ссылается: {detail}."),
        N_(
            "Проверьте условия доступа, категорию оценок и вопросы в шаблоне; потом постройте план заново."
        ),
    ),
    "reference-cycle": (
        InvalidParameter,
        N_("Условия доступа ходят по кругу («{key}»): {detail}."),
        _TEMPLATE,
    ),
    "completion-unsupported": (
        InvalidParameter,
        N_("Такого условия выполнения у элемента «{key}» не бывает: {detail}."),
        _TEMPLATE,
    ),
    "completion-impossible": (
        InvalidParameter,
        N_("Условие выполнения элемента «{key}» не сработает никогда: {detail}."),
        _TEMPLATE,
    ),
    "bank-missing": (
        NotFound,
        N_("В курсе нет банка вопросов для теста «{key}»: {detail}."),
        N_("Положите банк в course_templates/questions и повторите."),
    ),
    "bank-too-small": (
        InvalidParameter,
        N_("Тест «{key}» просит вопросов больше, чем есть в банке: {detail}."),
        N_("Добавьте вопросов в банк или уменьшите их число в шаблоне."),
    ),
    "file-missing": (
        NotFound,
        N_("Файл для «{key}» не дошёл до сайта {site}: {detail}."),
        N_("Повторите: vsosh-moodle apply"),
    ),
    "file-too-large": (
        InvalidParameter,
        N_("Файл для «{key}» больше, чем принимает курс на {site}: {detail}."),
        N_(
            "Уменьшите файл или попросите администратора поднять предел (upload_max_filesize, предел курса)."
        ),
    ),
    "source-invalid": (
        InvalidParameter,
        N_("Банк вопросов «{key}» не прочитан: {detail}."),
        N_("Исправьте файл банка и повторите."),
    ),
    "question-twice": (
        InvalidParameter,
        N_("В банке «{key}» два вопроса с одним названием: {detail}."),
        N_("Переименуйте один из них."),
    ),
    "moodle-refused": (MoodleError, N_("Moodle на {site} отказал («{key}»): {detail}."), _AGAIN),
    "conflict": (
        Conflict,
        N_("Под ключом «{key}» в курсе стоит элемент другого вида; он не тронут."),
        N_("Уберите у него метку (idnumber) в Moodle или дайте элементу шаблона другой ключ."),
    ),
}
