"""Registers of the staff and the curriculum; every column with its titles, its meaning, an example."""

from collections.abc import Mapping
from datetime import date

from vsosh_moodle.language import _
from vsosh_moodle.registers.columns import YES, RegisterColumn, RegisterDefinition, ValueKind, words
from vsosh_moodle.school.classes import StudyForm

_FORM_WORDS: Mapping[str, object] = {
    "очно": "очная", "дневная": "очная", "очно-заочно": "очно-заочная", "вечерняя": "очно-заочная",
    "озо": "очно-заочная", "о/з": "очно-заочная", "оч-заоч": "очно-заочная", "заочно": "заочная",
    "з/о": "заочная", "надомная": "на дому", "надомное": "на дому", "обучение на дому": "на дому",
    "семейная": "семейное", "семейное образование": "семейное",
}  # fmt: skip
_EVENT_KINDS = (
    "семинар", "методический день", "мастер-класс", "публикация", "конкурс", "олимпиада",
    "собрание родителей", "занятие для учеников и родителей", "выступление на конференции",
)  # fmt: skip
_LEVELS = ("школа", "город", "республика", "Россия", "международный")


def _member(title: str, *, identity: bool = False) -> RegisterColumn:
    return RegisterColumn(
        "name", title, ValueKind.STAFF,
        _("Обязательно. Фамилия, имя и отчество, как в списке учителей."), "Кокоев Алан Тимурович",
        ("фио", "ф и о", "педагог", "учитель", "сотрудник", "фио педагога", "фио учителя", "фио сотрудника",
         "фамилия имя отчество", "преподаватель", "работник"),
        required=True, identity=identity, width=34,
    )  # fmt: skip


def curriculum() -> RegisterDefinition:
    """Return the register «Учебный план»."""
    return RegisterDefinition(
        "curriculum", "Учебный план",
        _("Программы школы: предмет, параллель, форма обучения. По нему считается доля программ с ДО."),
        (
            RegisterColumn(
                "subject", "Предмет", ValueKind.TEXT, _("Обязательно. Как в учебном плане."), "Алгебра",
                ("учебный предмет", "дисциплина", "программа", "образовательная программа",
                 "название программы"),
                required=True, width=32,
            ),
            RegisterColumn(
                "grade", "Параллель", ValueKind.GRADE, _("Обязательно. Число: 9."), 9,
                ("класс", "классы", "номер класса", "год обучения"), required=True, width=11,
            ),
            RegisterColumn(
                "form", "Форма обучения", ValueKind.FORM, _("Обязательно. Выберите из списка."),
                StudyForm.PART_TIME.value, ("форма", "форма получения образования"), required=True,
                choices={form.value: form.value for form in StudyForm}, also=_FORM_WORDS, width=18,
            ),
            RegisterColumn(
                "hours", "Часов в неделю", ValueKind.NUMBER, _("Можно не писать."), 3,
                ("часы", "часов", "количество часов", "кол во часов", "часы в неделю"), width=11,
            ),
            RegisterColumn(
                "course", "Курс ДО", ValueKind.COURSE,
                _("Ключ курса из config.yaml. Пусто — курса пока нет."), "algebra-9",
                ("курс", "ключ курса", "дистанционный курс", "курс в moodle", "курс moodle"), width=26,
            ),
        ),
        ("subject", "grade", "form"),
        ("программы", "куррикулум"),
    )  # fmt: skip


def staff() -> RegisterDefinition:
    """Return the register «Кадры»."""
    return RegisterDefinition(
        "staff", "Кадры",
        _("Все педагоги школы: от их числа считаются доли участников проекта и обученных."),
        (
            _member("ФИО"),
            RegisterColumn(
                "post", "Должность", ValueKind.TEXT, _("Можно не писать."), "учитель",
                ("должности", "занимаемая должность"), width=24,
            ),
            RegisterColumn(
                "subjects", "Предметы", ValueKind.LIST, _("Через точку с запятой."), "Алгебра; Геометрия",
                ("предмет", "преподаваемые предметы", "преподаваемый предмет"), width=34,
            ),
            RegisterColumn(
                "in_project", "В проекте ДО", ValueKind.YES_NO,
                _("да — участвует в проекте дистанционного обучения."), YES,
                ("участник проекта", "участвует в проекте", "участие в проекте", "проект до", "в проекте"),
                width=13,
            ),
        ),
        ("name",),
        ("педагоги", "сотрудники", "штат", "педагогический состав", "кадровый состав", "персонал"),
        telling=("post", "in_project"),
    )  # fmt: skip


def training() -> RegisterDefinition:
    """Return the register «Повышение квалификации»."""
    return RegisterDefinition(
        "training", "Повышение квалификации",
        _("Пройденные курсы: кто обучен дистанционным технологиям и у кого кончается срок."),
        (
            _member("ФИО", identity=True),
            RegisterColumn(
                "programme", "Программа", ValueKind.TEXT, _("Обязательно. Название, как в удостоверении."),
                "Дистанционные технологии в школе",
                ("название программы", "тема", "тема курсов", "курс", "название курса", "курсы"),
                required=True, width=44,
            ),
            RegisterColumn(
                "hours", "Часов", ValueKind.COUNT, _("Объём в часах."), 72,
                ("часы", "объем", "объем часов", "количество часов", "кол во часов"), width=9,
            ),
            RegisterColumn(
                "document", "Удостоверение №", ValueKind.TEXT, _("Номер документа."), "ПК-0417",
                ("удостоверение", "документ", "номер удостоверения", "номер документа",
                 "реквизиты документа"),
                width=18,
            ),
            RegisterColumn(
                "issued", "Дата выдачи", ValueKind.DATE, _("ДД.ММ.ГГГГ."), date(2026, 3, 27),
                ("дата", "выдано", "дата удостоверения", "дата документа", "дата окончания курсов",
                 "дата прохождения"),
                width=13,
            ),
            RegisterColumn(
                "valid_until", "Действует до", ValueKind.DATE,
                _("ДД.ММ.ГГГГ. Пусто — срок не ограничен."), date(2029, 3, 27),
                ("срок действия", "действительно до", "срок", "годен до", "дата окончания действия"),
                future=True, after="issued", width=14,
            ),
            RegisterColumn(
                "distance", "По ДОТ", ValueKind.YES_NO,
                _("Обязательно. да — о дистанционных технологиях."), YES,
                ("дот", "дистанционные технологии", "о дот", "про дот",
                 "по дистанционным технологиям", "по до"),
                required=True, width=10,
            ),
        ),
        ("name", "programme", "document", "issued"),
        ("пк", "курсы пк", "обучение педагогов", "обучение сотрудников"),
    )  # fmt: skip


def events() -> RegisterDefinition:
    """Return the register «Мероприятия»."""
    return RegisterDefinition(
        "events", "Мероприятия",
        _("Семинары, конкурсы, публикации, собрания: раздел отчёта о распространении опыта и родителях."),
        (
            RegisterColumn(
                "day", "Дата", ValueKind.DATE, _("Обязательно. ДД.ММ.ГГГГ."), date(2026, 10, 15),
                ("дата проведения", "когда", "день", "дата мероприятия"), required=True, width=21,
            ),
            RegisterColumn(
                "kind", "Вид", ValueKind.TEXT, _("Обязательно. Выберите или впишите свой."), _EVENT_KINDS[0],
                ("вид мероприятия", "тип", "тип мероприятия", "форма", "форма мероприятия"),
                required=True, choices=words(*_EVENT_KINDS), width=26,
            ),
            RegisterColumn(
                "title", "Название", ValueKind.TEXT, _("Обязательно. О чём оно было."),
                "Курс в Moodle за один вечер",
                ("тема", "мероприятие", "название мероприятия", "тема мероприятия", "наименование"),
                required=True, width=46,
            ),
            RegisterColumn(
                "level", "Уровень", ValueKind.TEXT, _("Школа, город, республика…"), _LEVELS[0],
                ("уровень мероприятия",), choices=words(*_LEVELS), width=14,
            ),
            RegisterColumn(
                "teachers", "Педагогов", ValueKind.COUNT, _("Сколько педагогов участвовало."), 14,
                ("педагоги", "учителей", "учителя", "участвовало педагогов",
                 "количество педагогов"), width=11,
            ),
            RegisterColumn(
                "pupils", "Учеников", ValueKind.COUNT, _("Сколько учеников участвовало."), "",
                ("ученики", "обучающихся", "учащихся", "участвовало учеников", "количество учеников",
                 "количество обучающихся"),
                width=11,
            ),
            RegisterColumn(
                "parents", "Родителей", ValueKind.COUNT, _("Сколько родителей участвовало."), "",
                ("родители", "участвовало родителей", "количество родителей"), width=11,
            ),
            RegisterColumn(
                "result", "Результат", ValueKind.TEXT, _("Чем кончилось: место, ссылка, решение."), "",
                ("итог", "итоги", "результаты", "достижения"), width=30,
            ),
        ),
        ("day", "kind", "title"),
        ("события", "семинары", "план мероприятий"),
    )  # fmt: skip
