"""Declared parameters and results of the web service functions for cohorts.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "core_cohort_get_cohorts": (
        """
cohortids[] int=[]
        """,
        """
[]
  id int, name raw, idnumber raw, description raw, descriptionformat int, visible bool,
  theme? theme
  customfields[]?@4.5
    name raw, shortname raw, type alphanumext, valueraw raw, value raw
        """,
    ),
    "core_cohort_search_cohorts": (
        """
query raw
context{}
  contextid int=0, contextlevel alphanum="", instanceid int=0
includes alpha=parents, limitfrom int=0, limitnum int=25
        """,
        """
cohorts[]
  id int, name raw, idnumber raw, description raw, descriptionformat int, visible bool,
  theme? theme
  customfields[]?@4.5
    name raw, shortname raw, type alphanumext, valueraw raw, value raw
        """,
    ),
    "core_cohort_create_cohorts": (
        """
cohorts[]
  categorytype{}
    type text, value raw
  name raw, idnumber raw, description? raw, descriptionformat int=1, visible? bool,
  theme? theme
  customfields[]?@4.5
    shortname alphanumext, value raw
        """,
        """
[]
  id int, name raw, idnumber raw, description raw, descriptionformat int, visible bool,
  theme? theme
        """,
    ),
    "core_cohort_update_cohorts": (
        """
cohorts[]
  id int
  categorytype{}
    type text, value raw
  name raw, idnumber raw, description? raw, descriptionformat int=1, visible? bool,
  theme? theme
  customfields[]?@4.5
    shortname alphanumext, value raw
        """,
        None,
    ),
    "core_cohort_delete_cohorts": (
        """
cohortids[] int
        """,
        None,
    ),
    "core_cohort_get_cohort_members": (
        """
cohortids[] int
        """,
        """
[]
  cohortid int
  userids[] int
        """,
    ),
    "core_cohort_add_cohort_members": (
        """
members[]
  cohorttype{}
    type alphanumext, value raw
  usertype{}
    type alphanumext, value raw
        """,
        """
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_cohort_delete_cohort_members": (
        """
members[]
  cohortid int, userid int
        """,
        None,
    ),
}
