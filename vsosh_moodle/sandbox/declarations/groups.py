"""Declared parameters and results of the web service functions for groups.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "core_group_create_groups": (
        """
groups[]
  courseid int, name text, description raw, descriptionformat int=1, enrolmentkey? raw,
  idnumber? raw, visibility int=0@4.5, participation bool=1@4.5
  customfields[]?@4.5
    shortname alphanumext, value raw
        """,
        """
[]
  id int, courseid int, name text, description raw, descriptionformat int, enrolmentkey raw,
  idnumber raw, visibility int@4.5, participation bool@4.5
  customfields[]?@4.5
    shortname alphanumext, value raw
        """,
    ),
    "core_group_update_groups": (
        """
groups[]
  id int, name text, description? raw, descriptionformat int=1, enrolmentkey? raw,
  idnumber? raw, visibility? text@4.5, participation? bool@4.5
  customfields[]?@4.5
    shortname alphanumext, value raw
        """,
        None,
    ),
    "core_group_get_groups": (
        """
groupids[] int
        """,
        """
[]
  id int, courseid int, name text, description raw, descriptionformat int, enrolmentkey raw,
  idnumber raw, visibility int@4.5, participation bool@4.5
  customfields[]?@4.5
    name raw, shortname raw, type alphanumext, valueraw raw, value raw
        """,
    ),
    "core_group_get_course_groups": (
        """
courseid int
        """,
        """
[]
  id int, courseid int, name text, description raw, descriptionformat int, enrolmentkey raw,
  idnumber raw, visibility int@4.5, participation bool@4.5
        """,
    ),
    "core_group_delete_groups": (
        """
groupids[] int
        """,
        None,
    ),
    "core_group_add_group_members": (
        """
members[]
  groupid int, userid int
        """,
        None,
    ),
    "core_group_delete_group_members": (
        """
members[]
  groupid int, userid int
        """,
        None,
    ),
    "core_group_get_group_members": (
        """
groupids[] int
        """,
        """
[]
  groupid int
  userids[] int
        """,
    ),
    "core_group_get_course_user_groups": (
        """
courseid int=0, userid int=0, groupingid int=0
        """,
        """
groups[]
  id int, name text, description raw, descriptionformat int, idnumber raw, courseid? int
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
}
