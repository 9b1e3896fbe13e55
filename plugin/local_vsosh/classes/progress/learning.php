<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * What learners did.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\progress;

use local_vsosh\state\part;

/**
 * What the tables of local_vsosh_get_progress hold.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class learning {
    /** @var int[] ids of the courses */
    private $courseids;

    /** @var string prefix of the keys of our learners and activities */
    private $prefix;

    /** @var int moment since which rows changed, 0: all */
    private $since;

    /** @var array params of the statement being built */
    private $params = [];

    /**
     * The parts of what learners did.
     *
     * @param int[] $courseids courses that the token may read
     * @param array $options prefix, since; parts are somebody else's business
     */
    public function __construct(array $courseids, array $options) {
        foreach (array_diff_key($options, ['parts' => 1, 'prefix' => 1, 'since' => 1]) as $name => $value) {
            throw new \invalid_parameter_exception("options: there is no option {$name}");
        }
        $options += ['prefix' => 'vsosh:', 'since' => 0];
        if (!is_string($options['prefix']) || $options['prefix'] === '') {
            throw new \invalid_parameter_exception('options: prefix is a text');
        }
        if (!is_int($options['since']) || $options['since'] < 0) {
            throw new \invalid_parameter_exception('options: since is a moment in Unix seconds');
        }
        $this->courseids = $courseids;
        $this->prefix = $options['prefix'];
        $this->since = $options['since'];
    }

    /**
     * All parts, in the order of the answer.
     *
     * @return part[]
     */
    public function parts(): array {
        return [
            $this->people(), $this->activities(), $this->courses(), $this->completion(), $this->course_completion(),
            $this->grades(), $this->access(), $this->submissions(), $this->attempts(),
        ];
    }

    /**
     * Learners of ours with an enrolment in the courses, whatever its state.
     *
     * @return part
     */
    private function people(): part {
        return $this->part('people', 'u.id', ['user' => 'int u.id', 'key' => 'text u.idnumber'], '{user} u',
            $this->our_user() . ' AND EXISTS (SELECT 1 FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid'
            . ' WHERE ue.userid = u.id AND e.courseid ' . $this->courses_sql() . ')');
    }

    /**
     * Activities of the courses, hidden ones too.
     *
     * @return part
     */
    private function activities(): part {
        $part = $this->part('activities', 'cm.id', [
            'activity' => 'int cm.id', 'course' => 'int cm.course', 'key' => 'text cm.idnumber', 'module' => 'text m.name',
            'name' => 'int cm.instance', 'section' => 'int s.section', 'completion' => 'int cm.completion',
            'grade_max' => 'number gi.grademax', 'grade_pass' => 'number gi.gradepass',
        ], "{course_modules} cm JOIN {modules} m ON m.id = cm.module JOIN {course_sections} s ON s.id = cm.section
            LEFT JOIN {grade_items} gi ON gi.itemtype = 'mod' AND gi.itemmodule = m.name AND gi.iteminstance = cm.instance
                 AND gi.itemnumber = 0 AND gi.courseid = cm.course AND gi.gradetype = " . GRADE_TYPE_VALUE,
            'cm.deletioninprogress = 0 AND cm.course ' . $this->courses_sql());
        $part->finish = function (array $rows): array {
            return $this->named($rows);
        };
        return $part;
    }

    /**
     * Puts names and keys into the rows of activities: a name stands in the module's own table.
     *
     * @param array $rows
     * @return array
     */
    private function named(array $rows): array {
        global $DB;
        $instances = [];
        foreach ($rows as $row) {
            $instances[$row[3]][] = $row[4];
        }
        foreach ($instances as $module => $ids) {
            $instances[$module] = $DB->get_records_list($module, 'id', $ids, '', 'id, name');
        }
        foreach ($rows as $place => $row) {
            $rows[$place][2] = $this->item_key($row[2]);
            $rows[$place][4] = isset($instances[$row[3]][$row[4]]) ? (string)$instances[$row[3]][$row[4]]->name : '';
        }
        return $rows;
    }

    /**
     * The key of an activity of ours.
     *
     * @param string $idnumber
     * @return string '' when it is not ours
     */
    private function item_key(string $idnumber): string {
        if (strpos($idnumber, $this->prefix) !== 0) {
            return '';
        }
        $key = substr($idnumber, strlen($this->prefix));
        return preg_match('/^[a-z0-9-]{1,60}$/', $key) ? $key : '';
    }

    /**
     * The courses themselves.
     *
     * @return part
     */
    private function courses(): part {
        return $this->part('courses', 'c.id', ['course' => 'int c.id', 'key' => 'text c.idnumber'], '{course} c',
            'c.id ' . $this->courses_sql());
    }

    /**
     * Completion of activities; failed with a hidden grade is failed.
     *
     * @return part
     */
    private function completion(): part {
        return $this->part('completion', 'cmc.id', [
            'activity' => 'int cmc.coursemoduleid', 'user' => 'int cmc.userid',
            'state' => 'int CASE WHEN cmc.completionstate > 3 THEN 3 ELSE cmc.completionstate END', 'time' => 'int cmc.timemodified',
        ], '{course_modules_completion} cmc JOIN {course_modules} cm ON cm.id = cmc.coursemoduleid'
            . ' JOIN {user} u ON u.id = cmc.userid',
            $this->our_user() . ' AND cm.deletioninprogress = 0 AND cm.course ' . $this->courses_sql()
            . $this->since_sql('cmc.timemodified'));
    }

    /**
     * Completion of courses.
     *
     * @return part
     */
    private function course_completion(): part {
        $since = '';
        if ($this->since) {
            $since = " AND (cc.timestarted > {$this->param($this->since)} OR cc.timecompleted > {$this->param($this->since)})";
        }
        return $this->part('course_completion', 'cc.id', [
            'course' => 'int cc.course', 'user' => 'int cc.userid', 'started' => 'int cc.timestarted',
            'completed' => 'int cc.timecompleted',
        ], '{course_completions} cc JOIN {user} u ON u.id = cc.userid',
            $this->our_user() . ' AND cc.course ' . $this->courses_sql() . $since);
    }

    /**
     * Grades of activities (their first grade item) and of courses; rows that never held anything are left out.
     *
     * @return part
     */
    private function grades(): part {
        return $this->part('grades', 'gg.id', [
            'activity' => 'int cm.id', 'course' => 'int gi.courseid', 'user' => 'int gg.userid',
            'grade' => 'number gg.finalgrade', 'raw' => 'number gg.rawgrade',
            'has_feedback' => "int CASE WHEN gg.feedback IS NULL OR gg.feedback LIKE '' THEN 0 ELSE 1 END",
            'time' => 'int COALESCE(gg.timemodified, gg.timecreated, 0)',
        ], "{grade_grades} gg JOIN {grade_items} gi ON gi.id = gg.itemid JOIN {user} u ON u.id = gg.userid
            LEFT JOIN {modules} m ON gi.itemtype = 'mod' AND m.name = gi.itemmodule
            LEFT JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = gi.iteminstance AND cm.course = gi.courseid",
            $this->our_user() . ' AND gi.courseid ' . $this->courses_sql()
            . " AND (gi.itemtype = 'course' OR (gi.itemtype = 'mod' AND gi.itemnumber = 0 AND cm.deletioninprogress = 0))"
            . ' AND (gg.finalgrade IS NOT NULL OR gg.rawgrade IS NOT NULL OR gg.feedback IS NOT NULL'
            . ' OR gg.timemodified IS NOT NULL)' . $this->since_sql('COALESCE(gg.timemodified, gg.timecreated, 0)'));
    }

    /**
     * When a learner was in a course last.
     *
     * @return part
     */
    private function access(): part {
        return $this->part('access', 'la.id', ['course' => 'int la.courseid', 'user' => 'int la.userid', 'time' => 'int la.timeaccess'],
            '{user_lastaccess} la JOIN {user} u ON u.id = la.userid',
            $this->our_user() . ' AND la.courseid ' . $this->courses_sql() . $this->since_sql('la.timeaccess'));
    }

    /**
     * The latest submission of each learner to each assignment.
     *
     * @return part
     */
    private function submissions(): part {
        return $this->part('submissions', 's.id', [
            'activity' => 'int cm.id', 'user' => 'int s.userid', 'status' => 'text s.status', 'time' => 'int s.timemodified',
            'attempt' => 'int s.attemptnumber',
        ], '{assign_submission} s JOIN {assign} a ON a.id = s.assignment JOIN {user} u ON u.id = s.userid'
            . " JOIN {modules} m ON m.name = 'assign'"
            . ' JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = a.id',
            's.latest = 1 AND ' . $this->our_user() . ' AND cm.deletioninprogress = 0 AND a.course ' . $this->courses_sql()
            . $this->since_sql('s.timemodified'));
    }

    /**
     * Attempts at quizzes (previews left out) and H5P activities.
     *
     * @return part
     */
    private function attempts(): part {
        $columns = [
            'activity' => 'int', 'user' => 'int', 'attempt' => 'int', 'state' => 'text', 'started' => 'int', 'finished' => 'int',
            'grade' => 'number',
        ];
        $quiz = $this->source('qa.id', [
            'activity' => 'cm.id', 'user' => 'qa.userid', 'attempt' => 'qa.attempt', 'state' => 'qa.state',
            'started' => 'qa.timestart', 'finished' => 'qa.timefinish',
            'grade' => 'CASE WHEN q.sumgrades > 0 THEN qa.sumgrades / q.sumgrades ELSE NULL END',
        ], "{quiz_attempts} qa JOIN {quiz} q ON q.id = qa.quiz JOIN {user} u ON u.id = qa.userid JOIN {modules} m ON m.name = 'quiz'"
            . ' JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = q.id',
            'qa.preview = 0 AND ' . $this->our_user() . ' AND cm.deletioninprogress = 0 AND q.course ' . $this->courses_sql()
            . $this->since_sql('qa.timemodified'));
        $package = $this->source('ha.id', [
            'activity' => 'cm.id', 'user' => 'ha.userid', 'attempt' => 'ha.attempt',
            'state' => "CASE WHEN ha.completion = 1 THEN 'finished' ELSE 'inprogress' END",
            'started' => 'ha.timecreated', 'finished' => 'CASE WHEN ha.completion = 1 THEN ha.timemodified ELSE 0 END',
            'grade' => 'CASE WHEN ha.maxscore > 0 THEN 1.0 * ha.rawscore / ha.maxscore ELSE NULL END',
        ], '{h5pactivity_attempts} ha JOIN {h5pactivity} h ON h.id = ha.h5pactivityid JOIN {user} u ON u.id = ha.userid'
            . " JOIN {modules} m ON m.name = 'h5pactivity'"
            . ' JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = h.id',
            $this->our_user() . ' AND cm.deletioninprogress = 0 AND h.course ' . $this->courses_sql()
            . $this->since_sql('ha.timemodified'));
        $part = new part('attempts', $columns, [$quiz, $package]);
        $part->finish = function (array $rows): array {
            foreach ($rows as $place => $row) {
                $rows[$place][6] = $row[6] === null ? null : round($row[6], 5);
            }
            return $rows;
        };
        return $part;
    }

    /**
     * A part, with the params gathered since the last one.
     *
     * @param string $name
     * @param string $id
     * @param string[] $columns column => type and SQL
     * @param string $from
     * @param string $where
     * @return part
     */
    private function part(string $name, string $id, array $columns, string $from, string $where): part {
        $columns = array_map(function (string $column) {
            return explode(' ', $column, 2);
        }, $columns);
        return part::of($name, $id, $columns, $from, $where, $this->taken());
    }

    /**
     * A source, with the params gathered since the last one.
     *
     * @param string $id
     * @param string[] $select column => SQL
     * @param string $from
     * @param string $where
     * @return array
     */
    private function source(string $id, array $select, string $from, string $where): array {
        return part::source($id, $select, $from, $where, $this->taken());
    }

    /**
     * The params gathered, which the next statement begins without.
     *
     * @return array
     */
    private function taken(): array {
        $params = $this->params;
        $this->params = [];
        return $params;
    }

    /**
     * A value of the statement being built.
     *
     * @param mixed $value
     * @return string its placeholder
     */
    private function param($value): string {
        $name = 'p' . count($this->params);
        $this->params[$name] = $value;
        return ":{$name}";
    }

    /**
     * SQL: the account is a learner of ours.
     *
     * @return string
     */
    private function our_user(): string {
        global $DB;
        return 'u.deleted = 0 AND ' . $DB->sql_like('u.idnumber', $this->param($DB->sql_like_escape($this->prefix) . '%'));
    }

    /**
     * SQL: is one of the courses.
     *
     * @return string
     */
    private function courses_sql(): string {
        global $DB;
        [$sql, $params] = $DB->get_in_or_equal($this->courseids, SQL_PARAMS_NAMED, 'k' . count($this->params) . 'x', true, 0);
        $this->params += $params;
        return $sql;
    }

    /**
     * SQL: changed after the moment.
     *
     * @param string $column
     * @return string '' when all rows are wanted
     */
    private function since_sql(string $column): string {
        return $this->since ? " AND {$column} > {$this->param($this->since)}" : '';
    }
}
