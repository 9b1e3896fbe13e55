"""Declared parameters and results of the web service functions for groupings.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "core_group_create_groupings": (
        """
groupings[]
  courseid int, name text, description raw, descriptionformat int=1, idnumber? raw
  customfields[]?@4.5
    shortname alphanumext, value raw
        """,
        """
[]
  id int, courseid int, name text, description raw, descriptionformat int, idnumber raw
  customfields[]?@4.5
    shortname alphanumext, value raw
        """,
    ),
    "core_group_update_groupings": (
        """
groupings[]
  id int, name text, description raw, descriptionformat int=1, idnumber? raw
  customfields[]?@4.5
    shortname alphanumext, value raw
        """,
        None,
    ),
    "core_group_get_groupings": (
        """
groupingids[] int
returngroups bool=0
        """,
        """
[]
  id int, courseid int, name text, description raw, descriptionformat int, idnumber raw
  customfields[]?@4.5
    name raw, shortname raw, type alphanumext, valueraw raw, value raw
  groups[]?
    id int, courseid int, name text, description raw, descriptionformat int, enrolmentkey raw,
    idnumber raw
    customfields[]?@4.5
      name raw, shortname raw, type alphanumext, valueraw raw, value raw
        """,
    ),
    "core_group_get_course_groupings": (
        """
courseid int
        """,
        """
[]
  id int, courseid int, name text, description raw, descriptionformat int, idnumber raw
        """,
    ),
    "core_group_delete_groupings": (
        """
groupingids[] int
        """,
        None,
    ),
    "core_group_assign_grouping": (
        """
assignments[]
  groupingid int, groupid int
        """,
        None,
    ),
    "core_group_unassign_grouping": (
        """
unassignments[]
  groupingid int, groupid int
        """,
        None,
    ),
}
