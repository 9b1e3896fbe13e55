"""Declared parameters and results of the web service functions for grades and submissions.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "gradereport_user_get_grade_items": (
        """
courseid int, userid int=0, groupid int=0
        """,
        """
usergrades[]
  courseid int, courseidnumber text, userid int, userfullname text, useridnumber raw, maxdepth int
  gradeitems[]
    id int, itemname raw, itemtype alpha, itemmodule plugin, iteminstance int, itemnumber int,
    idnumber text, categoryid int, outcomeid int, scaleid int, locked? bool, cmid? int,
    weightraw? float, weightformatted? notags, status? alpha, graderaw? float,
    gradedatesubmitted? int, gradedategraded? int, gradehiddenbydate? bool,
    gradeneedsupdate? bool, gradeishidden? bool, gradeislocked? bool, gradeisoverridden? bool,
    gradeformatted? raw, grademin? float, grademax? float, rangeformatted? notags,
    percentageformatted? notags, lettergradeformatted? notags, rank? int, numusers? int,
    averageformatted? notags, feedback? raw, feedbackformat? int
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_grades_update_grades": (
        """
source text, courseid int, component component, activityid int, itemnumber int
grades[]=[]
  studentid int, grade float, str_feedback? text
itemdetails{}=[]
  itemname? alphanumext, idnumber? int, gradetype? int, grademax? float, grademin? float,
  scaleid? int, multfactor? float, plusfactor? float, deleted? bool, hidden? bool
        """,
        """
= int
        """,
    ),
    "mod_assign_get_submissions": (
        """
assignmentids[] int
status alpha="", since int=0, before int=0
        """,
        """
assignments[]
  assignmentid int
  submissions[]
    id int, userid int, attemptnumber int, timecreated int, timemodified int, timestarted? int,
    status text, groupid int, assignment? int, latest? int
    plugins[]?
      type text, name text
      editorfields[]?
        name text, description raw, text raw, format int
    gradingstatus? alphanumext
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
}
