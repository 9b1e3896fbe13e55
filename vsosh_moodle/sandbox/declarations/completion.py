"""Declared parameters and results of the web service functions for completion.

From the declarations of Moodle 4.1.1 and 4.5.6; the notation is in `sandbox/outline.py`.
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "core_completion_get_activities_completion_status": (
        """
courseid int, userid int
        """,
        """
statuses[]
  cmid int, modname plugin, instance int, state int, timecompleted int, tracking int,
  overrideby? int, valueused? bool, hascompletion? bool, isautomatic? bool,
  istrackeduser? bool, uservisible? bool
  details[]=[]
    rulename text
    rulevalue{}
      status int, description text
  isoverallcomplete? bool@4.5
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
    "core_completion_override_activity_completion_status": (
        """
userid int, cmid int, newstate int
        """,
        """
cmid int, userid int, state int, timecompleted int, overrideby int, tracking int
        """,
    ),
    "core_completion_get_course_completion_status": (
        """
courseid int, userid int
        """,
        """
completionstatus{}
  completed bool, aggregation int
  completions[]
    type int, title text, status notags, complete bool, timecompleted int
    details{}
      type text, criteria raw, requirement text, status raw
warnings[]?
  item? text, itemid? int, warningcode alphanum, message raw
        """,
    ),
}
