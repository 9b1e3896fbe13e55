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
 * What people did.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\progress;

use local_vsosh\state\part;

/**
 * Completion, grades, submissions, attempts and posts.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class result_tables extends tables {
    /** @var string[] columns of an attempt, with their types */
    const ATTEMPT = [
        'activity' => 'int', 'user' => 'int', 'attempt' => 'int', 'state' => 'text', 'started' => 'int', 'finished' => 'int',
        'grade' => 'number',
    ];

    /**
     * The parts.
     *
     * @return part[]
     */
    public function parts(): array {
        return [
            'completion' => $this->completion(), 'course_completion' => $this->course_completion(), 'grades' => $this->grades(),
            'submissions' => $this->submissions(), 'attempts' => $this->attempts(), 'posts' => $this->posts(),
        ];
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
     * Completion of courses. Cron dates it back to the last criterion met, so that what is completed always comes whole.
     *
     * @return part
     */
    private function course_completion(): part {
        $since = $this->request->since
            ? " AND (cc.timestarted > {$this->param($this->request->since)} OR cc.timecompleted > 0)" : '';
        return $this->part('course_completion', 'cc.id', [
            'course' => 'int cc.course', 'user' => 'int cc.userid', 'started' => 'int cc.timestarted',
            'completed' => 'int cc.timecompleted',
        ], '{course_completions} cc JOIN {user} u ON u.id = cc.userid',
            $this->our_user() . ' AND cc.course ' . $this->courses_sql() . $since);
    }

    /**
     * Grades of activities (their first) and of courses; rows that never held anything are left out.
     *
     * A course is out of what was graded so far, which Moodle keeps with each learner's grade.
     *
     * @return part
     */
    private function grades(): part {
        return $this->part('grades', 'gg.id', [
            'activity' => 'int cm.id', 'course' => 'int gi.courseid', 'user' => 'int gg.userid',
            'grade' => 'number gg.finalgrade', 'raw' => 'number gg.rawgrade',
            'has_feedback' => "int CASE WHEN gg.feedback IS NULL OR gg.feedback LIKE '' THEN 0 ELSE 1 END",
            'time' => 'int COALESCE(gg.timemodified, gg.timecreated, 0)',
            'grade_max' => 'number CASE WHEN gi.gradetype <> ' . GRADE_TYPE_VALUE . ' THEN NULL'
                . " WHEN gi.itemtype = 'course' THEN gg.rawgrademax ELSE gi.grademax END",
        ], "{grade_grades} gg JOIN {grade_items} gi ON gi.id = gg.itemid JOIN {user} u ON u.id = gg.userid
            LEFT JOIN {modules} m ON gi.itemtype = 'mod' AND m.name = gi.itemmodule
            LEFT JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = gi.iteminstance AND cm.course = gi.courseid",
            $this->our_user() . ' AND gi.courseid ' . $this->courses_sql()
            . " AND (gi.itemtype = 'course' OR (gi.itemtype = 'mod' AND cm.deletioninprogress = 0 AND {$this->first_grade()}))"
            . ' AND (gg.finalgrade IS NOT NULL OR gg.rawgrade IS NOT NULL OR gg.feedback IS NOT NULL'
            . ' OR gg.timemodified IS NOT NULL)' . $this->since_sql('COALESCE(gg.timemodified, gg.timecreated, 0)'));
    }

    /**
     * The latest submission of each to each assignment; of work in groups only what each handed in alone.
     *
     * @return part
     */
    private function submissions(): part {
        return $this->part('submissions', 's.id', [
            'activity' => 'int cm.id', 'user' => 'int s.userid', 'status' => 'text s.status', 'time' => 'int s.timemodified',
            'attempt' => 'int s.attemptnumber',
        ], '{assign_submission} s JOIN {assign} a ON a.id = s.assignment JOIN {user} u ON u.id = s.userid'
            . $this->activity_of('assign', 'a.id'),
            's.latest = 1 AND ' . $this->our_user() . ' AND a.course ' . $this->courses_sql() . $this->since_sql('s.timemodified'));
    }

    /**
     * Attempts at quizzes (previews left out), H5P activities and lessons.
     *
     * @return part
     */
    private function attempts(): part {
        $part = new part('attempts', self::ATTEMPT, [$this->quiz_attempts(), $this->package_attempts(), $this->lesson_attempts()]);
        $part->finish = function (array $rows): array {
            foreach ($rows as $place => $row) {
                $rows[$place][6] = $row[6] === null ? null : round($row[6], 5);
            }
            return $rows;
        };
        return $part;
    }

    /**
     * Attempts at quizzes.
     *
     * @return array
     */
    private function quiz_attempts(): array {
        return $this->source('qa.id', [
            'activity' => 'cm.id', 'user' => 'qa.userid', 'attempt' => 'qa.attempt', 'state' => 'qa.state',
            'started' => 'qa.timestart', 'finished' => 'qa.timefinish',
            'grade' => 'CASE WHEN q.sumgrades > 0 THEN qa.sumgrades / q.sumgrades ELSE NULL END',
        ], '{quiz_attempts} qa JOIN {quiz} q ON q.id = qa.quiz JOIN {user} u ON u.id = qa.userid'
            . $this->activity_of('quiz', 'q.id'),
            'qa.preview = 0 AND ' . $this->our_user() . ' AND q.course ' . $this->courses_sql()
            . $this->since_sql('qa.timemodified'));
    }

    /**
     * Attempts at H5P activities.
     *
     * @return array
     */
    private function package_attempts(): array {
        return $this->source('ha.id', [
            'activity' => 'cm.id', 'user' => 'ha.userid', 'attempt' => 'ha.attempt',
            'state' => "CASE WHEN ha.completion = 1 THEN 'finished' ELSE 'inprogress' END",
            'started' => 'ha.timecreated', 'finished' => 'CASE WHEN ha.completion = 1 THEN ha.timemodified ELSE 0 END',
            'grade' => 'CASE WHEN ha.maxscore > 0 THEN 1.0 * ha.rawscore / ha.maxscore ELSE NULL END',
        ], '{h5pactivity_attempts} ha JOIN {h5pactivity} h ON h.id = ha.h5pactivityid JOIN {user} u ON u.id = ha.userid'
            . $this->activity_of('h5pactivity', 'h.id'),
            $this->our_user() . ' AND h.course ' . $this->courses_sql() . $this->since_sql('ha.timemodified'));
    }

    /**
     * Attempts at lessons. Moodle writes when they were (the timer) and then what they gave, if questions were answered, with
     * nothing that joins the two but the time: a grade is of the attempt that was finished last before it.
     *
     * @return array
     */
    private function lesson_attempts(): array {
        $grade = 'SELECT MAX(lg.grade) / 100.0 FROM {lesson_grades} lg WHERE lg.lessonid = lt.lessonid AND lg.userid = lt.userid'
            . ' AND lg.completed >= lt.lessontime AND NOT EXISTS (SELECT 1 FROM {lesson_timer} lt2'
            . ' WHERE lt2.lessonid = lt.lessonid AND lt2.userid = lt.userid AND lt2.completed = 1 AND lt2.id > lt.id'
            . ' AND lt2.lessontime <= lg.completed)';
        return $this->source('lt.id', [
            'activity' => 'cm.id', 'user' => 'lt.userid',
            'attempt' => '(SELECT COUNT(1) FROM {lesson_timer} lt1 WHERE lt1.lessonid = lt.lessonid AND lt1.userid = lt.userid'
                . ' AND lt1.id <= lt.id)',
            'state' => "CASE WHEN lt.completed = 1 THEN 'finished' ELSE 'inprogress' END",
            'started' => 'lt.starttime', 'finished' => 'CASE WHEN lt.completed = 1 THEN lt.lessontime ELSE 0 END',
            'grade' => "CASE WHEN lt.completed = 1 THEN ({$grade}) ELSE NULL END",
        ], '{lesson_timer} lt JOIN {lesson} l ON l.id = lt.lessonid JOIN {user} u ON u.id = lt.userid'
            . $this->activity_of('lesson', 'l.id'),
            $this->our_user() . ' AND l.course ' . $this->courses_sql() . $this->since_sql('lt.lessontime'));
    }

    /**
     * Posts in forums; what was deleted is none.
     *
     * @return part
     */
    private function posts(): part {
        return $this->part('posts', 'fp.id', [
            'post' => 'int fp.id', 'activity' => 'int cm.id', 'user' => 'int fp.userid', 'time' => 'int fp.created',
        ], '{forum_posts} fp JOIN {forum_discussions} fd ON fd.id = fp.discussion JOIN {forum} f ON f.id = fd.forum'
            . ' JOIN {user} u ON u.id = fp.userid' . $this->activity_of('forum', 'f.id'),
            'fp.deleted = 0 AND ' . $this->our_user() . ' AND f.course ' . $this->courses_sql() . $this->since_sql('fp.modified'));
    }
}
