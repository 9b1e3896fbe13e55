"""Every web service function the client calls: doctor, the plugin's service and the docs read this.

Capabilities are those the function itself checks, from `db/services.php` of 4.1 and 4.5 and from
runs with a service user that lacked them; `webservice/rest:use` is needed for all.
"""

from dataclasses import dataclass
from typing import Literal

from vsosh_moodle.language import N_, _

Kind = Literal["read", "write"]
Need = Literal["required", "optional"]

CALL_EXTERNAL_FUNCTIONS = "tool_mobile_call_external_functions"
GET_SITE_INFO = "core_webservice_get_site_info"


@dataclass(frozen=True, slots=True)
class WsFunction:
    """One function: who may call it, what for, and whether the tool works without it.

    Those of the area `plugin` are there where the companion plugin is installed.

    `returns` is false when the function's result is nothing: then an empty answer is a success.
    `purpose_id` is Russian text; `purpose` is the same in the current language.
    """

    name: str
    area: str
    kind: Kind
    capabilities: tuple[str, ...]
    purpose_id: str
    need: Need = "required"
    returns: bool = True

    @property
    def purpose(self) -> str:
        """What the function is used for, in the current language."""
        return _(self.purpose_id)


def find_function(name: str) -> WsFunction | None:
    """Return what is known of a function, or None for one that is not in the table."""
    return _BY_NAME.get(name)


def is_read(name: str) -> bool:
    """Tell whether a function only reads; an unknown one is taken for a write."""
    known = _BY_NAME.get(name)
    return known is not None and known.kind == "read"


# Without viewfullnames 4.1 gives no first and last name; without viewalldetails no login and key.
_USER_READ = (
    "moodle/user:viewdetails",
    "moodle/user:viewalldetails",
    "moodle/user:viewhiddendetails",
    "moodle/site:viewfullnames",
)
_GROUPS = ("moodle/course:managegroups", "moodle/course:view")
_COURSE_READ = ("moodle/course:view", "moodle/course:viewhiddencourses")
# Without these an activity that is hidden, restricted to others, or of a kind that Moodle shows to
# participants only, is not told at all, nor is anything done in it.
_ALL_ACTIVITIES = (
    "moodle/course:ignoreavailabilityrestrictions", "moodle/course:viewhiddenactivities",
    "mod/assign:view", "mod/bigbluebuttonbn:view", "mod/data:view", "mod/feedback:view",
    "mod/glossary:view", "mod/h5pactivity:view", "mod/lti:view", "mod/quiz:view",
    "mod/workshop:view",
)  # fmt: skip

FUNCTIONS: tuple[WsFunction, ...] = (
    WsFunction(GET_SITE_INFO, "site", "read", (), N_("узнать версию сайта и список функций")),
    WsFunction(
        CALL_EXTERNAL_FUNCTIONS, "site", "read", (),
        N_("отправлять много мелких запросов одним: в несколько раз быстрее"), "optional",
    ),
    WsFunction(
        "tool_mobile_get_config", "site", "read", (),
        N_("узнать часовой пояс сайта"), "optional",
    ),
    WsFunction(
        "core_user_get_users_by_field", "users", "read",
        (*_USER_READ, "moodle/site:viewuseridentity"), N_("найти учётные записи учеников и учителей"),
    ),
    WsFunction(
        "core_user_create_users", "users", "write", ("moodle/user:create",),
        N_("завести учётные записи"),
    ),
    WsFunction(
        "core_user_update_users", "users", "write", ("moodle/user:update",),
        N_("исправить имя, приостановить и вернуть учётную запись"),
    ),
    WsFunction(
        "core_user_delete_users", "users", "write", ("moodle/user:delete",),
        N_("убрать за собой при проверке на пробном сайте"), "optional", returns=False,
    ),
    WsFunction(
        "core_course_get_categories", "categories", "read",
        (
            "moodle/category:viewcourselist", "moodle/category:viewhiddencategories",
            "moodle/category:manage",
        ),
        N_("прочитать дерево категорий"),
    ),
    WsFunction(
        "core_course_create_categories", "categories", "write", ("moodle/category:manage",),
        N_("создать категории курсов"),
    ),
    WsFunction(
        "core_course_update_categories", "categories", "write", ("moodle/category:manage",),
        N_("переименовать и переместить категории"), returns=False,
    ),
    WsFunction(
        "core_course_delete_categories", "categories", "write", ("moodle/category:manage",),
        N_("отменить создание категорий"), "optional", returns=False,
    ),
    WsFunction(
        "core_course_get_courses", "courses", "read", _COURSE_READ, N_("прочитать курсы по номерам")
    ),
    WsFunction(
        "core_course_get_courses_by_field", "courses", "read", _COURSE_READ,
        N_("найти курсы по ключу"), "optional",
    ),
    WsFunction(
        "core_course_create_courses", "courses", "write",
        ("moodle/course:create", "moodle/course:visibility"), N_("создать курсы"),
    ),
    WsFunction(
        "core_course_update_courses", "courses", "write",
        (
            "moodle/course:update", "moodle/course:changecategory", "moodle/course:changefullname",
            "moodle/course:changeshortname", "moodle/course:changeidnumber",
            "moodle/course:changesummary", "moodle/course:visibility",
        ),
        N_("изменить название, описание, даты и видимость курсов"),
    ),
    WsFunction(
        "core_course_delete_courses", "courses", "write", ("moodle/course:delete",),
        N_("отменить создание курсов"), "optional",
    ),
    WsFunction(
        "core_course_get_contents", "courses", "read",
        (*_COURSE_READ, "moodle/course:update", "moodle/course:viewhiddensections"),
        N_("прочитать разделы и элементы курса"),
    ),
    WsFunction(
        "core_update_inplace_editable", "courses", "write", ("moodle/course:update",),
        N_("назвать разделы курса"),
    ),
    WsFunction(
        "core_cohort_get_cohorts", "cohorts", "read", ("moodle/cohort:view",),
        N_("прочитать глобальные группы"),
    ),
    WsFunction(
        "core_cohort_create_cohorts", "cohorts", "write", ("moodle/cohort:manage",),
        N_("создать глобальные группы классов"),
    ),
    WsFunction(
        "core_cohort_update_cohorts", "cohorts", "write", ("moodle/cohort:manage",),
        N_("переименовать глобальные группы"), returns=False,
    ),
    WsFunction(
        "core_cohort_delete_cohorts", "cohorts", "write", ("moodle/cohort:manage",),
        N_("отменить создание глобальных групп"), "optional", returns=False,
    ),
    WsFunction(
        "core_cohort_get_cohort_members", "cohorts", "read", ("moodle/cohort:view",),
        N_("прочитать состав глобальных групп"),
    ),
    WsFunction(
        "core_cohort_add_cohort_members", "cohorts", "write", ("moodle/cohort:assign",),
        N_("включить учеников в глобальную группу"),
    ),
    WsFunction(
        "core_cohort_delete_cohort_members", "cohorts", "write", ("moodle/cohort:assign",),
        N_("исключить из глобальной группы тех, кто сменил класс"), returns=False,
    ),
    WsFunction(
        "core_group_get_course_groups", "groups", "read", _GROUPS, N_("прочитать группы курса")
    ),
    WsFunction(
        "core_group_get_groups", "groups", "read", _GROUPS,
        N_("прочитать группы всех курсов разом, если общий запрос сайту не дан"), "optional",
    ),
    WsFunction("core_group_create_groups", "groups", "write", _GROUPS, N_("создать группы курса")),
    WsFunction(
        "core_group_update_groups", "groups", "write", _GROUPS,
        N_("переименовать группы курса"), returns=False,
    ),
    WsFunction(
        "core_group_delete_groups", "groups", "write", _GROUPS,
        N_("отменить создание групп"), "optional", returns=False,
    ),
    WsFunction(
        "core_group_get_group_members", "groups", "read", _GROUPS, N_("прочитать состав групп")
    ),
    WsFunction(
        "core_group_add_group_members", "groups", "write", _GROUPS,
        N_("включить учеников в группы"), returns=False,
    ),
    WsFunction(
        "core_group_delete_group_members", "groups", "write", _GROUPS,
        N_("исключить учеников из групп"), returns=False,
    ),
    WsFunction(
        "core_group_get_course_groupings", "groupings", "read", _GROUPS,
        N_("прочитать потоки групп курса"),
    ),
    WsFunction(
        "core_group_get_groupings", "groupings", "read", _GROUPS, N_("прочитать состав потоков")
    ),
    WsFunction(
        "core_group_create_groupings", "groupings", "write", _GROUPS, N_("создать потоки групп")
    ),
    WsFunction(
        "core_group_update_groupings", "groupings", "write", _GROUPS,
        N_("переименовать потоки"), returns=False,
    ),
    WsFunction(
        "core_group_delete_groupings", "groupings", "write", _GROUPS,
        N_("отменить создание потоков"), "optional", returns=False,
    ),
    WsFunction(
        "core_group_assign_grouping", "groupings", "write", _GROUPS,
        N_("включить группы в поток"), returns=False,
    ),
    WsFunction(
        "core_group_unassign_grouping", "groupings", "write", _GROUPS,
        N_("исключить группы из потока"), "optional", returns=False,
    ),
    WsFunction(
        "core_enrol_get_enrolled_users", "enrolments", "read",
        (*_USER_READ, "moodle/course:viewparticipants", "moodle/course:enrolreview",
         "moodle/role:review", "moodle/site:accessallgroups"),
        N_("прочитать, кто зачислен на курс"),
    ),
    WsFunction(
        "enrol_manual_enrol_users", "enrolments", "write",
        ("enrol/manual:enrol", "moodle/role:assign"),
        N_("зачислить на курс, приостановить и вернуть"), returns=False,
    ),
    WsFunction(
        "enrol_manual_unenrol_users", "enrolments", "write", ("enrol/manual:unenrol",),
        N_("отчислить с курса, если так велит правило"), "optional", returns=False,
    ),
    WsFunction(
        "core_role_unassign_roles", "enrolments", "write", ("moodle/role:assign",),
        N_("снять прежнюю роль, когда роль на курсе сменилась"), "optional", returns=False,
    ),
    WsFunction(
        "core_courseformat_update_course", "courses", "write", ("moodle/course:update",),
        N_("добавить разделы в курс, когда в шаблоне их стало больше"), "optional",
    ),
    WsFunction(
        "core_course_get_course_module", "progress", "read",
        ("moodle/course:manageactivities", "moodle/course:view"),
        N_("узнать ключ элемента курса и день, когда его добавили, если плагина нет"), "optional",
    ),
    WsFunction(
        "core_completion_get_activities_completion_status", "progress", "read",
        ("report/progress:view", "moodle/course:view", *_ALL_ACTIVITIES),
        N_("узнать, что ученик выполнил на курсе, если плагина нет"), "optional",
    ),
    WsFunction(
        "core_completion_get_course_completion_status", "progress", "read",
        ("report/completion:view", "moodle/course:view"),
        N_("узнать, завершил ли ученик курс, если плагина нет"), "optional",
    ),
    WsFunction(
        "gradereport_user_get_grade_items", "progress", "read",
        ("gradereport/user:view", "moodle/grade:viewall", "moodle/grade:viewhidden",
         "moodle/course:view", *_ALL_ACTIVITIES),
        N_("прочитать оценки всего курса, если плагина нет"), "optional",
    ),
    WsFunction(
        "mod_assign_get_submissions", "progress", "read",
        ("mod/assign:viewgrades", "moodle/course:viewsuspendedusers", "moodle/course:view",
         *_ALL_ACTIVITIES),
        N_("узнать, какие работы сданы, если плагина нет"), "optional",
    ),
    WsFunction(
        "local_vsosh_get_info", "plugin", "read", (),
        N_("узнать версию плагина, модули и пределы сайта"), "optional",
    ),
    WsFunction(
        "local_vsosh_get_state", "plugin", "read", ("local/vsosh:readstate",),
        N_("прочитать людей, курсы и зачисления одним ответом"), "optional",
    ),
    WsFunction(
        "local_vsosh_put_users", "plugin", "write", ("local/vsosh:manageusers",),
        N_("завести и исправить сразу много учётных записей"), "optional",
    ),
    WsFunction(
        "local_vsosh_set_members", "plugin", "write",
        ("local/vsosh:managemembers", "moodle/course:view", "moodle/role:assign"),
        N_("зачислить и распределить по группам сразу много людей"), "optional",
    ),
    WsFunction(
        "local_vsosh_put_courses", "plugin", "write",
        ("local/vsosh:managecontent", "moodle/calendar:manageentries", "moodle/course:view"),
        N_("наполнить курсы: разделы, элементы, условия, оценки"), "optional",
    ),
    WsFunction(
        "local_vsosh_get_courses", "plugin", "read", ("local/vsosh:readstate",),
        N_("прочитать содержимое курсов и правки учителей"), "optional",
    ),
    WsFunction(
        "local_vsosh_get_course_template", "plugin", "read",
        ("local/vsosh:managequestions", "local/vsosh:readstate"),
        N_("снять с курса шаблон"), "optional",
    ),
    WsFunction(
        "local_vsosh_get_course_files", "plugin", "read", ("local/vsosh:managecontent",),
        N_("скачать файлы курса, с которого снимают шаблон"), "optional",
    ),
    WsFunction(
        "local_vsosh_import_questions", "plugin", "write",
        ("local/vsosh:managequestions", "moodle/course:view"),
        N_("загрузить вопросы в банки курсов"), "optional",
    ),
    WsFunction(
        "local_vsosh_set_events", "plugin", "write",
        ("local/vsosh:managecontent", "moodle/course:view"),
        N_("поставить события курсов в календарь"), "optional",
    ),
    WsFunction(
        "local_vsosh_set_exceptions", "plugin", "write",
        ("local/vsosh:managecontent", "mod/assign:grantextension", "mod/quiz:manageoverrides",
         "moodle/course:view"),
        N_("дать отдельным ученикам свои сроки, время и попытки"), "optional",
    ),
    WsFunction(
        "local_vsosh_get_progress", "plugin", "read",
        ("local/vsosh:readprogress", "moodle/course:view"),
        N_("прочитать результаты учеников по всем курсам"), "optional",
    ),
    WsFunction(
        "local_vsosh_queue_job", "plugin", "write", (),
        N_("поставить долгий вызов в очередь сайта"), "optional",
    ),
    WsFunction(
        "local_vsosh_get_jobs", "plugin", "read", (),
        N_("узнать, чем кончился вызов из очереди"), "optional",
    ),
)  # fmt: skip

_BY_NAME = {function.name: function for function in FUNCTIONS}
