"""Declared parameters and results of the web service functions for course categories.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "core_course_get_categories": (
        """
criteria[]=[]
  key alpha, value raw
addsubcategories bool=1
        """,
        """
[]
  id int, name raw, idnumber? raw, description raw, descriptionformat int, parent int,
  sortorder int, coursecount int, visible? int, visibleold? int, timemodified? int, depth int,
  path text, theme? theme
        """,
    ),
    "core_course_create_categories": (
        """
categories[]
  name text, parent int=0, idnumber? raw, description? raw, descriptionformat int=1,
  theme? theme
        """,
        """
[]
  id int, name raw
        """,
    ),
    "core_course_update_categories": (
        """
categories[]
  id int, name? text, idnumber? raw, parent? int, description? raw, descriptionformat int=1,
  theme? theme
        """,
        None,
    ),
    "core_course_delete_categories": (
        """
categories[]
  id int, newparent? int, recursive bool=0
        """,
        None,
    ),
}
