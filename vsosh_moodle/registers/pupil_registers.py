"""Registers of pupils: trial exams, devices, projects, letters; every column with its titles."""

from collections.abc import Mapping
from datetime import date

from vsosh_moodle.language import _
from vsosh_moodle.registers.columns import (
    NO,
    YES,
    RegisterColumn,
    RegisterDefinition,
    ValueKind,
    words,
)

DEVICES: Mapping[str, object] = {"есть своя": "own", "выдана школой": "loan", NO: "none"}
_DEVICE_WORDS: Mapping[str, object] = {
    "есть": "own", "своя": "own", "своё": "own", "свой": "own", "личная": "own", "личный": "own",
    "имеется": "own", "да": "own", "школьная": "loan", "школьный": "loan", "выдана": "loan",
    "выдан": "loan", "выдано": "loan", "на время": "loan", "во временном пользовании": "loan",
    "не имеется": "none", "отсутствует": "none", "нету": "none", "-": "none", "–": "none", "—": "none",
}  # fmt: skip
_STAGES = ("тема выбрана", "работа идёт", "предзащита", "защита")
_LETTER_KINDS = (
    "доступ к курсам", "сводка за неделю", "не входил в курсы", "приглашение на консультацию",
    "переход на дистант", "выдача техники", "итоги периода", "согласие", "благодарность",
)  # fmt: skip


def pupil_columns() -> tuple[RegisterColumn, ...]:
    """Return the columns that name a pupil, the parts of a name for files that have them apart."""
    part = ValueKind.NAME_PART
    return (
        RegisterColumn(
            "person", "ФИО", ValueKind.PUPIL,
            _("Обязательно. Фамилия, имя и отчество, как в списке учеников."),
            "Дзугова Мадина Руслановна",
            ("фио ученика", "ф и о", "ф и о ученика", "ученик", "учащийся", "обучающийся", "фио обучающегося",
             "фио учащегося", "фамилия имя отчество", "фамилия имя", "фамилия и имя", "кому", "кому выдано",
             "участник", "автор", "автор работы"),
            required=True, identity=True, width=34,
        ),
        *(
            RegisterColumn(key, title, part, "", names=(f"{title} ученика",),
            identity=True, in_template=False)
            for key, title in (("last", "Фамилия"), ("first", "Имя"), ("middle", "Отчество"))
        ),
        RegisterColumn(
            "number", "Личное дело №", ValueKind.FILE_NUMBER,
            _("Можно не писать; нужен, чтобы различить полных тёзок."), "Д-17",
            ("личное дело", "номер личного дела", "личного дела", "л д", "лд"), identity=True, width=15,
        ),
        RegisterColumn(
            "class_name", "Класс", ValueKind.CLASS,
            _("Класс в то время. Пусто — тот, где ученик сейчас."), "9А",
            ("кл", "класс группа", "учебный класс"), identity=True, width=9,
        ),
    )  # fmt: skip


def trials() -> RegisterDefinition:
    """Return the register «Пробные экзамены»."""
    return RegisterDefinition(
        "trials", "Пробные экзамены",
        _("Результаты пробников ОГЭ и ЕГЭ на бумаге: по последнему считается готовность к ГИА."),
        (
            *pupil_columns(),
            RegisterColumn(
                "subject", "Предмет", ValueKind.SUBJECT, _("Обязательно. Как называется экзамен."),
                "Математика", ("экзамен", "учебный предмет", "предмет экзамена"),
                required=True, identity=True, width=30,
            ),
            RegisterColumn(
                "day", "Дата", ValueKind.DATE, _("Обязательно. День экзамена: ДД.ММ.ГГГГ."),
                date(2026, 11, 12), ("дата экзамена", "дата проведения", "день", "дата пробника"),
                required=True, width=12,
            ),
            RegisterColumn(
                "points", "Первичный балл", ValueKind.NUMBER,
                _("Обязательно. Сумма баллов за работу, не отметка и не стобалльный балл."), 14,
                ("балл", "баллы", "первичные баллы", "сумма баллов", "набрано баллов", "результат",
                 "всего баллов"),
                required=True, width=11,
            ),
            RegisterColumn(
                "final", "Сам экзамен", ValueKind.YES_NO,
                _("да — это результат самого экзамена, а не пробника."), "",
                ("основной экзамен", "это гиа", "гиа", "итоговый"), width=10,
            ),
        ),
        ("person", "subject", "day"),
        ("пробники", "пробные", "диагностические работы", "репетиционные экзамены", "репетиционный экзамен",
         "пробный экзамен", "гиа", "огэ", "егэ", "результаты гиа"),
    )  # fmt: skip


def devices() -> RegisterDefinition:
    """Return the register «Техника у учеников»."""
    return RegisterDefinition(
        "devices", "Техника у учеников",
        _("На чём ученик занимается дома и что ему выдано: обеспеченность и просроченный возврат."),
        (
            *pupil_columns(),
            RegisterColumn(
                "has", "Техника дома", ValueKind.CHOICE,
                _("Обязательно. Выберите из списка."), "выдана школой",
                ("техника", "устройство", "компьютер", "наличие техники", "наличие компьютера",
                 "есть компьютер",
                 "компьютер дома", "обеспеченность", "ноутбук"),
                required=True, choices=DEVICES, also=_DEVICE_WORDS, width=16,
            ),
            RegisterColumn(
                "internet", "Интернет дома", ValueKind.YES_NO, _("да или нет."), YES,
                ("интернет", "доступ в интернет", "наличие интернета", "есть интернет"), width=11,
            ),
            RegisterColumn(
                "inventory", "Инв. №", ValueKind.TEXT, _("Инвентарный номер того, что выдано."), "110-0042",
                ("инвентарный", "инвентарный номер", "инв номер", "инв"), width=14,
            ),
            RegisterColumn(
                "since", "Выдано", ValueKind.DATE, _("Когда выдано: ДД.ММ.ГГГГ."), date(2026, 9, 14),
                ("дата выдачи", "выдан", "с", "выдано с", "с какого числа"), width=12,
            ),
            RegisterColumn(
                "until", "Вернуть до", ValueKind.DATE, _("До какого дня: ДД.ММ.ГГГГ."), date(2027, 5, 25),
                ("срок возврата", "по", "до", "выдано до", "вернуть"), future=True, after="since", width=12,
            ),
            RegisterColumn(
                "returned", "Возвращено", ValueKind.DATE, _("Когда вернули; пусто — ещё у ученика."), "",
                ("дата возврата", "возвращен", "сдано", "вернул", "возврат"), after="since", width=12,
            ),
        ),
        ("person", "has", "inventory", "since"),
        ("техника", "устройства", "ноутбуки", "выданная техника", "выдача техники", "компьютеры учеников",
         "обеспеченность техникой"),
    )  # fmt: skip


def projects() -> RegisterDefinition:
    """Return the register «Проекты учеников»."""
    return RegisterDefinition(
        "projects", "Проекты учеников",
        _("Проектные и исследовательские работы: какая доля учеников в них участвует."),
        (
            *pupil_columns(),
            RegisterColumn(
                "topic", "Тема", ValueKind.TEXT, _("Обязательно. Тема работы."), "Вода горных рек",
                ("тема работы", "тема проекта", "название работы", "проект", "название проекта", "работа"),
                required=True, width=44,
            ),
            RegisterColumn(
                "stage", "Этап", ValueKind.TEXT, _("На каком этапе работа."), _STAGES[1],
                ("стадия", "состояние", "этап работы"), choices=words(*_STAGES), width=18,
            ),
            RegisterColumn(
                "passed", "Дата защиты", ValueKind.DATE, _("Когда защищена; пусто — ещё нет."), "",
                ("защита", "защищен", "защищена", "дата защиты проекта"), width=13,
            ),
        ),
        ("person", "topic"),
        ("проекты", "проектная деятельность", "исследования", "исследовательские работы", "проектные работы"),
    )  # fmt: skip


def letters() -> RegisterDefinition:
    """Return the register «Письма семьям»."""
    return RegisterDefinition(
        "letters", "Письма семьям",
        _("Какие письма вручены: доля семей, которых школа известила."),
        (
            *pupil_columns(),
            RegisterColumn(
                "kind", "Вид письма", ValueKind.TEXT, _("Обязательно. Выберите или впишите свой."),
                _LETTER_KINDS[0], ("письмо", "вид", "тема письма", "документ"),
                required=True, choices=words(*_LETTER_KINDS), width=30,
            ),
            RegisterColumn(
                "handed", "Вручено", ValueKind.DATE, _("Когда вручено; пусто — ещё нет."), date(2026, 9, 8),
                ("дата вручения", "вручен", "получено", "дата", "выдано", "дата выдачи"), width=12,
            ),
        ),
        ("person", "kind", "handed"),
        ("письма", "вручение писем", "извещения", "уведомления", "родители"),
    )  # fmt: skip
