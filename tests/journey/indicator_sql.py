"""The indicators once more, in plain SQL from their words: nothing of our own code counts here.

A site's database is first shown as a few views (`SANDBOX`, and elsewhere for a real Moodle); the
questions are asked of those views, and of what the school's files say, which stands in tables.
"""

FILES = """
CREATE TEMP TABLE period (t0 BIGINT, t1 BIGINT, now BIGINT);
CREATE TEMP TABLE course_file (course TEXT, kind TEXT, subject TEXT, for_all INTEGER);
CREATE TEMP TABLE curriculum (line INTEGER, course TEXT);
CREATE TEMP TABLE in_project (person TEXT);
CREATE TEMP TABLE project_stage (person TEXT, t BIGINT);
CREATE TEMP TABLE exam (course TEXT, subject TEXT, least NUMERIC);
CREATE TEMP TABLE compulsory (grade INTEGER, subject TEXT);
"""
"""What Moodle does not know: the period, kinds and subjects of courses, registers, exam scales."""

SANDBOX = """
CREATE TEMP VIEW pupil AS
  SELECT u.id AS userid, u.idnumber AS person, u.suspended,
         substr(c.idnumber, instr(c.idnumber, ':class:') + 7) AS class,
         CAST(substr(c.idnumber, instr(c.idnumber, ':class:') + 7) AS INTEGER) AS grade
  FROM cohort c JOIN cohort_members m ON m.cohortid = c.id JOIN user u ON u.id = m.userid
  WHERE c.idnumber LIKE '%:class:%' AND u.deleted = 0;
CREATE TEMP VIEW account AS
  SELECT idnumber AS person, firstaccess, lastaccess FROM user WHERE deleted = 0;
CREATE TEMP VIEW our_course AS
  SELECT c.id, f.course, f.kind, f.subject, f.for_all, c.visible FROM course c
  JOIN course_file f ON f.course = c.idnumber;
CREATE TEMP VIEW teaches AS
  SELECT DISTINCT u.idnumber AS person, o.course FROM role_assignments ra
  JOIN role r ON r.id = ra.roleid AND r.archetype IN ('editingteacher', 'teacher')
  JOIN contexts x ON x.id = ra.contextid AND x.contextlevel = 50
  JOIN our_course o ON o.id = x.instanceid JOIN user u ON u.id = ra.userid;
CREATE TEMP VIEW enrolled AS
  SELECT DISTINCT p.person, o.course FROM user_enrolments ue JOIN enrol e ON e.id = ue.enrolid
  JOIN our_course o ON o.id = e.courseid JOIN pupil p ON p.userid = ue.userid;
CREATE TEMP VIEW activity AS
  SELECT cm.id AS cmid, o.course, cm.section, s.section AS number, cm.modname AS module,
         cm.idnumber AS key, cm.added, cm.visible * s.visible AS visible,
         coalesce(json_extract(cm.settings, '$.grade'), 0) AS points
  FROM course_modules cm JOIN our_course o ON o.id = cm.course
  JOIN course_sections s ON s.id = cm.section;
CREATE TEMP VIEW done AS
  SELECT p.person, a.course, a.cmid, c.timemodified AS t FROM course_modules_completion c
  JOIN activity a ON a.cmid = c.coursemoduleid JOIN pupil p ON p.userid = c.userid
  WHERE c.completionstate IN (1, 2);
CREATE TEMP VIEW handed_in AS
  SELECT p.person, a.course, a.cmid, s.timemodified AS t FROM assign_submission s
  JOIN activity a ON a.cmid = s.cmid JOIN pupil p ON p.userid = s.userid
  WHERE s.status = 'submitted';
CREATE TEMP VIEW attempted AS
  SELECT p.person, a.course, a.cmid, q.timefinish AS t, q.fraction AS share FROM quiz_attempts q
  JOIN activity a ON a.cmid = q.cmid JOIN pupil p ON p.userid = q.userid
  WHERE q.state = 'finished';
CREATE TEMP VIEW graded AS
  SELECT p.person, g.cmid, g.finalgrade AS points, g.timemodified AS t FROM grade_grades g
  JOIN pupil p ON p.userid = g.userid WHERE g.finalgrade IS NOT NULL;
CREATE TEMP VIEW completed AS
  SELECT p.person, o.course, c.timecompleted AS t FROM course_completions c
  JOIN our_course o ON o.id = c.course JOIN pupil p ON p.userid = c.userid
  WHERE c.timecompleted IS NOT NULL;
"""

VIEWS = """
CREATE TEMP VIEW work AS
  SELECT w.* FROM (
    SELECT person, course, cmid, t FROM done UNION ALL
    SELECT person, course, cmid, t FROM handed_in UNION ALL
    SELECT person, course, cmid, t FROM attempted
  ) w, period WHERE w.t BETWEEN t0 AND t1;
CREATE TEMP VIEW active AS SELECT DISTINCT person FROM work;
CREATE TEMP VIEW live AS
  SELECT o.course FROM our_course o WHERE o.visible = 1
  AND EXISTS (SELECT 1 FROM activity a WHERE a.course = o.course AND a.visible = 1)
  AND EXISTS (SELECT 1 FROM work w WHERE w.course = o.course);
CREATE TEMP VIEW material AS
  SELECT a.*, o.visible AS in_open_course FROM activity a JOIN our_course o ON o.course = a.course
  WHERE a.visible = 1 AND a.module NOT IN ('label', 'forum', 'feedback', 'choice', 'subsection');
CREATE TEMP VIEW participant AS
  SELECT person FROM in_project UNION
  SELECT t.person FROM teaches t JOIN live l ON l.course = t.course;
CREATE TEMP VIEW trial AS
  SELECT s.person, s.subject, s.least, s.t, s.points FROM (
    SELECT r.person, e.subject, e.least, max(r.t) AS t, sum(r.points) AS points,
           row_number() OVER (PARTITION BY r.person, e.subject ORDER BY max(r.t) DESC) AS place
    FROM graded r JOIN activity a ON a.cmid = r.cmid JOIN exam e ON e.course = a.course, period
    WHERE a.key LIKE '%:mock-%' AND r.t BETWEEN t0 AND t1
    GROUP BY r.person, e.subject, e.least, a.section
  ) s WHERE s.place = 1;
"""

# Every question answers with (part, whole): what was counted, and of how many.
QUESTIONS = {
    "coverage": "SELECT (SELECT count(*) FROM active), (SELECT count(*) FROM pupil)",
    "pupils_year": "SELECT (SELECT count(*) FROM active), (SELECT count(*) FROM pupil)",
    "pupils_ever": (
        "SELECT (SELECT count(*) FROM active), (SELECT count(DISTINCT person) FROM enrolled)"
    ),
    "coverage_ever": (
        "SELECT (SELECT count(*) FROM active), (SELECT count(DISTINCT person) FROM enrolled)"
    ),
    "funnel": (
        "SELECT sum(CASE WHEN a.firstaccess > 0 OR a.lastaccess > 0 THEN 1 ELSE 0 END), count(*)"
        " FROM pupil p JOIN account a ON a.person = p.person"
    ),
    "pupil_activity": (
        "SELECT sum(CASE WHEN (now + 10800) / 86400 - (a.lastaccess + 10800) / 86400 <= 14"
        " THEN 1 ELSE 0 END), count(*) FROM pupil p JOIN account a ON a.person = p.person, period"
    ),
    "demand": (
        "SELECT (SELECT count(*) FROM (SELECT DISTINCT w.person, o.subject FROM work w"
        " JOIN our_course o ON o.course = w.course) x),"
        " (SELECT count(*) FROM (SELECT DISTINCT e.person, o.subject FROM enrolled e"
        " JOIN our_course o ON o.course = e.course) y)"
    ),
    "projects": (
        "SELECT (SELECT count(*) FROM pupil p WHERE p.person IN ("
        " SELECT s.person FROM project_stage s, period WHERE s.t BETWEEN t0 AND t1 UNION"
        " SELECT h.person FROM handed_in h JOIN our_course o ON o.course = h.course, period"
        " WHERE o.kind = 'project' AND h.t BETWEEN t0 AND t1 UNION"
        " SELECT c.person FROM completed c JOIN our_course o ON o.course = c.course, period"
        " WHERE o.kind = 'project' AND c.t BETWEEN t0 AND t1)), (SELECT count(*) FROM pupil)"
    ),
    "programmes": (
        "SELECT (SELECT count(DISTINCT c.line) FROM curriculum c JOIN live l ON l.course = c.course),"
        " (SELECT count(DISTINCT line) FROM curriculum)"
    ),
    "school_courses": (
        "SELECT count(*), count(*) FROM our_course o"
        " WHERE o.visible = 1 AND (o.kind = 'school' OR o.for_all = 1)"
    ),
    "gia_courses": (
        "SELECT count(*), count(*) FROM our_course o WHERE o.kind = 'gia' AND o.visible = 1"
        " AND EXISTS (SELECT 1 FROM activity q WHERE q.course = o.course AND q.module = 'quiz'"
        " AND q.visible = 1)"
        " AND NOT EXISTS (SELECT 1 FROM activity s WHERE s.course = o.course AND s.visible = 1"
        " AND s.module NOT IN ('forum', 'choice', 'feedback', 'label')"
        " AND s.section NOT IN (SELECT t.section FROM activity t WHERE t.course = o.course"
        " AND (t.key LIKE '%mock-%' OR t.key LIKE '%:diagnostics%'))"
        " AND NOT EXISTS (SELECT 1 FROM activity m WHERE m.section = s.section AND m.visible = 1"
        " AND m.module IN ('page', 'resource', 'folder', 'url', 'book')))"
    ),
    "materials": (
        "SELECT sum(CASE WHEN m.added BETWEEN t0 AND t1 THEN 1 ELSE 0 END), count(*)"
        " FROM material m, period"
    ),
    "bank": "SELECT count(*), count(*) FROM material WHERE in_open_course = 1",
    "teachers": "SELECT count(*), count(*) FROM participant",
    "teacher_activity": (
        "SELECT sum(CASE WHEN g.t <= h.t + 7 * 86400 THEN 1 ELSE 0 END), count(*)"
        " FROM handed_in h JOIN activity a ON a.cmid = h.cmid AND a.points > 0"
        " CROSS JOIN period p LEFT JOIN graded g ON g.cmid = h.cmid AND g.person = h.person"
        " WHERE h.t BETWEEN p.t0 AND p.t1"
    ),
    "readiness": (
        "SELECT (SELECT count(*) FROM pupil p WHERE p.grade IN (SELECT grade FROM compulsory)"
        " AND NOT EXISTS (SELECT 1 FROM compulsory c WHERE c.grade = p.grade AND NOT EXISTS"
        " (SELECT 1 FROM trial t WHERE t.person = p.person AND t.subject = c.subject"
        " AND t.points >= t.least))),"
        " (SELECT count(*) FROM pupil WHERE grade IN (SELECT grade FROM compulsory))"
    ),
}

FUNNEL = (
    "SELECT count(*), sum(CASE WHEN a.firstaccess > 0 OR a.lastaccess > 0 THEN 1 ELSE 0 END),"
    " sum(CASE WHEN p.person IN (SELECT person FROM active) THEN 1 ELSE 0 END),"
    " sum(CASE WHEN p.person IN (SELECT c.person FROM completed c, period WHERE c.t <= t1)"
    " THEN 1 ELSE 0 END) FROM pupil p JOIN account a ON a.person = p.person"
)
# Days since 1 January 1970, a Thursday, in Moscow; a week is named by the days of its Monday.
WEEKS = (
    "SELECT ((w.t + 10800) / 86400 + 3) / 7 * 7 - 3 AS monday, p.class, count(DISTINCT w.person),"
    " count(*) FROM work w JOIN pupil p ON p.person = w.person GROUP BY 1, 2 ORDER BY 1, 2"
)
SUBJECTS = (
    "SELECT o.subject, count(DISTINCT e.person), count(DISTINCT w.person) FROM enrolled e"
    " JOIN our_course o ON o.course = e.course"
    " LEFT JOIN work w ON w.person = e.person AND w.course = e.course GROUP BY 1 ORDER BY 1"
)
# Days are those of the school's clock: who was there fourteen days ago was there within them.
INACTIVE = (
    "SELECT p.person FROM pupil p JOIN account a ON a.person = p.person, period"
    " WHERE (now + 10800) / 86400 - (a.lastaccess + 10800) / 86400 > 14 ORDER BY 1"
)
READY = (
    "SELECT p.person FROM pupil p WHERE p.grade IN (SELECT grade FROM compulsory) AND NOT EXISTS"
    " (SELECT 1 FROM compulsory c WHERE c.grade = p.grade AND NOT EXISTS (SELECT 1 FROM trial t"
    " WHERE t.person = p.person AND t.subject = c.subject AND t.points >= t.least)) ORDER BY 1"
)
