"""Declared parameters and results of the web service functions for enrolments.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "enrol_manual_enrol_users": (
        """
enrolments[]
  roleid int, userid int, courseid int, timestart? int, timeend? int, suspend? int
        """,
        None,
    ),
    "enrol_manual_unenrol_users": (
        """
enrolments[]
  userid int, courseid int, roleid? int
        """,
        None,
    ),
    "core_enrol_get_enrolled_users": (
        """
courseid int
options[]=[]
  name alphanumext, value raw
        """,
        """
[]
  id int, username? raw, firstname? notags, lastname? notags, fullname notags, email? text,
  address? text, phone1? notags, phone2? notags, department? text, institution? text,
  idnumber? raw, interests? text, firstaccess? int, lastaccess? int, lastcourseaccess? int,
  description? raw, descriptionformat? int, city? notags, country? alpha,
  profileimageurlsmall? url, profileimageurl? url
  customfields[]?
    type alphanumext, value raw, name raw, shortname raw
  groups[]?
    id int, name raw, description raw, descriptionformat int
  roles[]?
    roleid int, name raw, shortname alphanumext, sortorder int
  preferences[]?
    name raw, value raw
  enrolledcourses[]?
    id int, fullname raw, shortname raw
        """,
    ),
    "core_enrol_get_users_courses": (
        """
userid int, returnusercount bool=1
        """,
        """
[]
  id int, shortname raw, fullname raw, displayname? raw, enrolledusercount? int, idnumber raw,
  visible int, summary? raw, summaryformat? int, format? plugin, courseimage? url@4.5,
  showgrades? bool, lang? lang, enablecompletion? bool, completionhascriteria? bool,
  completionusertracked? bool, category? int, progress? float, completed? bool, startdate? int,
  enddate? int, marker? int, lastaccess? int, isfavourite? bool, hidden? bool
  overviewfiles[]?
    filename? file, filepath? path, filesize? int, fileurl? url, timemodified? int,
    mimetype? raw, isexternalfile? bool, repositorytype? plugin, icon? raw@4.5
  showactivitydates bool, showcompletionconditions bool, timemodified? int
        """,
    ),
    "core_enrol_get_course_enrolment_methods": (
        """
courseid int
        """,
        """
[]
  id int, courseid int, type plugin, name raw, status raw, wsfunction? alphanumext
        """,
    ),
    "core_enrol_get_enrolled_users_with_capability": (
        """
coursecapabilities[]
  courseid int
  capabilities[] capability
options[]=[]
  name alphanumext, value raw
        """,
        """
[]
  courseid int, capability capability
  users[]
    id int, username? raw, firstname? notags, lastname? notags, fullname notags, email? text,
    address? text, phone1? notags, phone2? notags, department? text, institution? text,
    interests? text, firstaccess? int, lastaccess? int, lastcourseaccess? int,
    description? raw, descriptionformat? int, city? notags, country? alpha,
    profileimageurlsmall? url, profileimageurl? url
    customfields[]?
      type alphanumext, value raw, name raw, shortname raw
    groups[]?
      id int, name raw, description raw
    roles[]?
      roleid int, name raw, shortname alphanumext, sortorder int
    preferences[]?
      name raw, value raw
    enrolledcourses[]?
      id int, fullname raw, shortname raw
        """,
    ),
}
