"""Declared parameters and results of the functions of local_vsosh (docs/plugin-api.md).

The notation is in `sandbox/outline.py`.
"""

_ERRORS = """
  errors[]
    course raw, type raw, key raw, field raw, code raw, detail raw
"""

DECLARATIONS: dict[str, tuple[str, str | None]] = {
    "local_vsosh_get_info": (
        "",
        """
version int, release raw, moodle raw, branch raw, time int, timezone raw, lang raw
langs[] raw
modules[] raw
features[] raw
roles[]
  id int, shortname raw, archetype raw
limits{}
  max_input_vars int, post_max_size int, max_execution_time int, max_file_size int
passwords{}
  min_length int, digits int, lower int, upper int, signs int, most_identical int
tokens{}
  anywhere int, forever int
        """,
    ),
    "local_vsosh_get_state": (
        """
prefix raw
parts[] alphanumext=[]
options raw={}, after raw="", limit int=0
        """,
        """
parts[]
  name raw
  columns[] raw
  rows raw
next raw, time int
        """,
    ),
    "local_vsosh_put_users": (
        "document raw",
        """
users[]
  key raw, status raw, id int, code raw, detail raw
        """,
    ),
    "local_vsosh_set_members": (
        "document raw",
        f"""
courses[]
  course raw, status raw, counts raw
{_ERRORS}
cohorts[]
  cohort raw, status raw, counts raw
{_ERRORS}
        """,
    ),
    "local_vsosh_put_courses": (
        "document raw, options raw={}",
        f"""
courses[]
  course raw, id int, status raw
  items[]
    type raw, key raw, status raw, id int
    fields[] raw
    kept[] raw
{_ERRORS}
        """,
    ),
    "local_vsosh_get_courses": (
        "courses raw, options raw={}",
        """
courses[]
  course raw, id int, status raw, content raw
        """,
    ),
    "local_vsosh_get_course_template": (
        "course raw, options raw={}",
        "course raw, id int, status alpha, content raw",
    ),
    "local_vsosh_get_course_files": (
        "course raw, hashes raw",
        """
status alpha
files[]
  sha1 alphanum, status alpha, size int, content raw
        """,
    ),
    "local_vsosh_import_questions": (
        "document raw",
        f"""
banks[]
  course raw, key raw, status raw, id int, count int, counts raw
{_ERRORS}
        """,
    ),
    "local_vsosh_set_events": (
        "document raw",
        f"""
courses[]
  course raw, id int, status raw
  items[]
    type raw, key raw, status raw, id int
    fields[] raw
    kept[] raw
{_ERRORS}
        """,
    ),
    "local_vsosh_set_exceptions": (
        "document raw",
        f"""
courses[]
  course raw, id int, status raw
  items[]
    type raw, key raw, status raw, id int
    fields[] raw
    kept[] raw
{_ERRORS}
        """,
    ),
    "local_vsosh_get_progress": (
        'courses raw, options raw={}, after raw="", limit int=0',
        """
parts[]
  name raw
  columns[] raw
  rows raw
next raw, time int
denied[] raw
        """,
    ),
    "local_vsosh_queue_job": (
        "function raw, arguments raw",
        """
id int
        """,
    ),
    "local_vsosh_get_jobs": (
        "ids[] int",
        """
jobs[]
  id int, function raw, status raw, progress int, result raw, error raw, created int, started int,
  finished int
        """,
    ),
}
