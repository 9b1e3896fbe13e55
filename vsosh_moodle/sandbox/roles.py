"""The standard roles and which of the capabilities we check they come with.

Subset of db/access.php of Moodle 4.5 (the same in 4.1 for these names).
"""

STANDARD_ROLES = {
    "manager": "",
    "coursecreator": "",
    "editingteacher": "",
    "teacher": "",
    "student": "",
    "guest": "",
    "user": "",
    "frontpage": "",
}
CONTEXT_LEVELS = {
    "manager": "10,40,50",
    "coursecreator": "10,40",
    "editingteacher": "50,70",
    "teacher": "50,70",
    "student": "50,70",
}
MAY_ASSIGN = {
    "manager": ("manager", "coursecreator", "editingteacher", "teacher", "student"),
    "editingteacher": ("teacher", "student"),
}

_M = ("manager",)
_ME = ("manager", "editingteacher")
_MET = ("manager", "editingteacher", "teacher")
_COURSE_STAFF = ("manager", "coursecreator", "editingteacher", "teacher")
_METS = ("manager", "editingteacher", "teacher", "student")

CAPABILITIES: dict[str, tuple[str, ...]] = {
    "webservice/rest:use": (),
    "moodle/webservice:createtoken": _M,
    "moodle/site:config": (),
    "moodle/site:maintenanceaccess": (),
    "moodle/site:viewfullnames": _MET,
    "moodle/site:viewuseridentity": _MET,
    "moodle/site:accessallgroups": _ME,
    "moodle/user:create": _M,
    "moodle/user:update": _M,
    "moodle/user:delete": _M,
    "moodle/user:viewdetails": _METS,
    "moodle/user:viewhiddendetails": _MET,
    "moodle/user:viewalldetails": _M,
    "moodle/user:editprofile": _M,
    "moodle/user:editmessageprofile": _M,
    "moodle/category:manage": _M,
    "moodle/category:viewhiddencategories": ("manager", "coursecreator"),
    "moodle/cohort:manage": _M,
    "moodle/cohort:view": _ME,
    "moodle/cohort:assign": _M,
    "moodle/course:create": ("manager", "coursecreator"),
    "moodle/course:delete": _M,
    "moodle/course:view": _M,
    "moodle/course:viewparticipants": _METS,
    "moodle/course:viewhiddencourses": ("manager", "coursecreator", "editingteacher", "teacher"),
    "moodle/course:update": _ME,
    "moodle/course:changecategory": _ME,
    "moodle/course:changefullname": _ME,
    "moodle/course:changeshortname": _ME,
    "moodle/course:changeidnumber": _ME,
    "moodle/course:changesummary": _ME,
    "moodle/course:visibility": _ME,
    "moodle/course:setforcedlanguage": _ME,
    "moodle/course:setcurrentsection": _ME,
    "moodle/course:sectionvisibility": _ME,
    "moodle/course:activityvisibility": _ME,
    "moodle/course:manageactivities": _ME,
    "moodle/course:movesections": _ME,
    "moodle/calendar:manageentries": _MET,
    "moodle/course:managegroups": _ME,
    "moodle/course:viewhiddengroups": _MET,
    "moodle/course:useremail": _ME,
    "moodle/course:viewhiddenuserfields": _MET,
    "moodle/course:enrolreview": _ME,
    "moodle/course:enrolconfig": _ME,
    "moodle/course:viewhiddensections": _ME,
    "moodle/course:isincompletionreports": ("student",),
    "moodle/role:assign": _ME,
    "moodle/role:review": _MET,
    "enrol/manual:enrol": _ME,
    "enrol/manual:unenrol": _ME,
    "enrol/manual:manage": _ME,
    "moodle/course:ignoreavailabilityrestrictions": _COURSE_STAFF,
    "moodle/course:overridecompletion": _MET,
    "moodle/course:viewhiddenactivities": _MET,
    "moodle/course:viewsuspendedusers": _ME,
    "moodle/grade:edit": _ME,
    "moodle/grade:viewall": _MET,
    "moodle/grade:viewhidden": _MET,
    "gradereport/user:view": _METS,
    "report/completion:view": _MET,
    "report/progress:view": _MET,
    "mod/quiz:attempt": ("student",),
    "mod/assign:submit": ("student",),
    "mod/assign:grade": _MET,
    "mod/assign:viewgrades": _MET,
}
