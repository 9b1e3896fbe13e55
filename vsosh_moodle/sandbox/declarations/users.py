"""Declared parameters and results of the web service functions for users.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "core_user_create_users": (
        """
users[]
  createpassword? bool, username username, auth auth!=manual, password? raw, firstname notags,
  lastname notags, email raw_trimmed, maildisplay? int, city? text, country? alpha,
  timezone? timezone, description? raw, firstnamephonetic? notags, lastnamephonetic? notags,
  middlename? notags, alternatename? notags, interests? text, idnumber raw="",
  institution? text, department? text, phone1? notags, phone2? notags, address? text,
  lang lang!=en, calendartype plugin=gregorian, theme? theme, mailformat? int
  customfields[]?
    type alphanumext, value raw
  preferences[]?
    type raw, value raw
        """,
        """
[]
  id int, username username
        """,
    ),
    "core_user_update_users": (
        """
users[]
  id int, username? username!, auth? auth!, suspended? bool, password? raw!,
  firstname? notags!, lastname? notags, email? raw_trimmed!, maildisplay? int, city? text,
  country? alpha, timezone? timezone, description? raw, userpicture? int,
  firstnamephonetic? notags, lastnamephonetic? notags, middlename? notags,
  alternatename? notags, interests? text, idnumber? raw, institution? text, department? text,
  phone1? notags, phone2? notags, address? text, lang? lang!, calendartype? plugin!,
  theme? theme, mailformat? int
  customfields[]?
    type alphanumext, value raw
  preferences[]?
    type raw, value raw
        """,
        """
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_user_delete_users": (
        """
userids[] int
        """,
        None,
    ),
    "core_user_get_users": (
        """
criteria[]
  key alpha, value raw
        """,
        """
users[]
  id int, username? username, firstname? notags, lastname? notags, fullname notags,
  email? raw_trimmed, address? text, phone1? notags, phone2? notags, department? text,
  institution? text, idnumber? raw, interests? text, firstaccess? int, lastaccess? int,
  auth? auth, suspended? bool, confirmed? bool, lang? lang, calendartype? plugin, theme? theme,
  timezone? timezone, mailformat? int, trackforums? int@4.5, description? raw,
  descriptionformat? int, city? text, country? alpha, profileimageurlsmall url,
  profileimageurl url
  customfields[]?
    type alphanumext, value raw, displayvalue? raw@4.5, name raw, shortname raw
  preferences[]?
    name raw, value raw
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_user_get_users_by_field": (
        """
field alpha
values[] raw
        """,
        """
[]
  id int, username? username, firstname? notags, lastname? notags, fullname notags,
  email? raw_trimmed, address? text, phone1? notags, phone2? notags, department? text,
  institution? text, idnumber? raw, interests? text, firstaccess? int, lastaccess? int,
  auth? auth, suspended? bool, confirmed? bool, lang? lang, calendartype? plugin, theme? theme,
  timezone? timezone, mailformat? int, trackforums? int@4.5, description? raw,
  descriptionformat? int, city? text, country? alpha, profileimageurlsmall url,
  profileimageurl url
  customfields[]?
    type alphanumext, value raw, displayvalue? raw@4.5, name raw, shortname raw
  preferences[]?
    name raw, value raw
        """,
    ),
    "core_user_update_user_preferences": (
        """
userid int=0, emailstop int=null
preferences[]=[]
  type raw, value raw=null
        """,
        None,
    ),
    "core_user_get_course_user_profiles": (
        """
userlist[]
  userid int, courseid int
        """,
        """
[]
  id int, username? username, firstname? notags, lastname? notags, fullname notags,
  email? raw_trimmed, address? text, phone1? notags, phone2? notags, department? text,
  institution? text, idnumber? raw, interests? text, firstaccess? int, lastaccess? int,
  auth? auth, suspended? bool, confirmed? bool, lang? lang, calendartype? plugin, theme? theme,
  timezone? timezone, mailformat? int, trackforums? int@4.5, description? raw,
  descriptionformat? int, city? text, country? alpha, profileimageurlsmall url,
  profileimageurl url
  customfields[]?
    type alphanumext, value raw, displayvalue? raw@4.5, name raw, shortname raw
  preferences[]?
    name raw, value raw
  groups[]?
    id int, name raw, description raw, descriptionformat int
  roles[]?
    roleid int, name raw, shortname alphanumext, sortorder int
  enrolledcourses[]?
    id int, fullname raw, shortname raw
        """,
    ),
}
