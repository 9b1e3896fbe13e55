"""Which web service functions a plan and a run call: what is missing is told before the first write."""

from collections.abc import Collection, Iterable

from vsosh_moodle.apply.operations import Operation

READS = (
    "core_webservice_get_site_info",
    "core_user_get_users_by_field",
    "core_course_get_categories",
    "core_course_get_courses",
    "core_course_get_contents",
    "core_cohort_get_cohorts",
    "core_cohort_get_cohort_members",
    "core_group_get_course_groups",
    "core_group_get_group_members",
    "core_group_get_course_groupings",
    "core_group_get_groupings",
    "core_enrol_get_enrolled_users",
)
"""What every plan reads sooner or later, and every run reads back, without the plugin."""

PLUGIN_READS = (
    "core_webservice_get_site_info",
    "local_vsosh_get_info",
    "local_vsosh_get_state",
    "local_vsosh_get_courses",
)
"""What a plan reads where the token's service has the companion plugin."""

WRITES: dict[Operation, tuple[str, ...]] = {
    Operation.CREATE_CATEGORIES: ("core_course_create_categories",),
    Operation.UPDATE_CATEGORIES: ("core_course_update_categories",),
    Operation.CREATE_COHORTS: ("core_cohort_create_cohorts",),
    Operation.UPDATE_COHORTS: ("core_cohort_update_cohorts",),
    Operation.CREATE_USERS: ("core_user_create_users",),
    Operation.UPDATE_USERS: ("core_user_update_users",),
    Operation.CREATE_COURSES: ("core_course_create_courses",),
    Operation.UPDATE_COURSES: ("core_course_update_courses",),
    Operation.NAME_SECTIONS: ("core_update_inplace_editable",),
    Operation.CREATE_GROUPS: ("core_group_create_groups",),
    Operation.UPDATE_GROUPS: ("core_group_update_groups",),
    Operation.CREATE_GROUPINGS: ("core_group_create_groupings",),
    Operation.UPDATE_GROUPINGS: ("core_group_update_groupings",),
    Operation.ASSIGN_GROUPINGS: ("core_group_assign_grouping",),
    Operation.UNASSIGN_GROUPINGS: ("core_group_unassign_grouping",),
    Operation.ADD_COHORT_MEMBERS: ("core_cohort_add_cohort_members",),
    Operation.MOVE_COHORT_MEMBERS: (
        "core_cohort_add_cohort_members",
        "core_cohort_delete_cohort_members",
    ),
    Operation.REMOVE_COHORT_MEMBERS: ("core_cohort_delete_cohort_members",),
    Operation.ENROL: ("enrol_manual_enrol_users",),
    Operation.ENROL_DATED: ("enrol_manual_enrol_users",),
    Operation.UNENROL: ("enrol_manual_unenrol_users",),
    Operation.ADD_GROUP_MEMBERS: ("core_group_add_group_members",),
    Operation.REMOVE_GROUP_MEMBERS: ("core_group_delete_group_members",),
    Operation.PUT_USERS: ("local_vsosh_put_users",),
    Operation.IMPORT_QUESTIONS: ("local_vsosh_import_questions",),
    Operation.PUT_COURSES: ("local_vsosh_put_courses",),
    Operation.SET_EVENTS: ("local_vsosh_set_events",),
    Operation.SET_EXCEPTIONS: ("local_vsosh_set_exceptions",),
    Operation.SET_MEMBERS: ("local_vsosh_set_members",),
}
"""What each operation calls, whatever its rows; tests hold it to the senders' own words."""


def missing_reads(present: Collection[str]) -> tuple[str, ...]:
    """Return the functions a plan reads with that are not among `present`."""
    reads = PLUGIN_READS if "local_vsosh_get_info" in present else READS
    return tuple(name for name in reads if name not in present)


def missing_writes(operations: Iterable[Operation], present: Collection[str]) -> tuple[str, ...]:
    """Return the functions the operations call that are not among `present`, each once."""
    names = (name for operation in operations for name in WRITES[operation])
    return tuple(dict.fromkeys(name for name in names if name not in present))
