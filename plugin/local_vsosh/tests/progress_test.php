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
 * Tests of progress in bulk.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\external\get_progress;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/gradelib.php');
require_once($CFG->libdir . '/completionlib.php');

/**
 * That the tables of get_progress hold what learners really did.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\progress\learning
 * @covers     \local_vsosh\progress\people_tables
 * @covers     \local_vsosh\progress\content_tables
 * @covers     \local_vsosh\progress\result_tables
 * @runTestsInSeparateProcesses
 */
final class progress_test extends \advanced_testcase {
    /** @var \stdClass */
    private $course;

    /** @var \stdClass */
    private $learner;

    /**
     * A course with one learner of ours and a stranger.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->course = $this->getDataGenerator()->create_course(['idnumber' => 'test:course', 'enablecompletion' => 1]);
        $this->learner = $this->getDataGenerator()->create_user(['idnumber' => 'test:learner']);
        $this->getDataGenerator()->enrol_user($this->learner->id, $this->course->id, 'student');
        $this->getDataGenerator()->enrol_user($this->getDataGenerator()->create_user()->id, $this->course->id, 'student');
    }

    /**
     * Reads the course.
     *
     * @param array $options
     * @return array[] part => rows with names
     */
    private function read(array $options = []): array {
        $answer = get_progress::execute('["test:course"]', json_encode($options + ['prefix' => 'test:']));
        $answer = \external_api::clean_returnvalue(get_progress::execute_returns(), $answer);
        $tables = ['denied' => $answer['denied']];
        foreach ($answer['parts'] as $part) {
            $tables[$part['name']] = array_map(function (array $row) use ($part) {
                return array_combine($part['columns'], $row);
            }, json_decode($part['rows'], true));
        }
        return $tables;
    }

    /**
     * Activities with their grades, and what a learner got.
     */
    public function test_grades(): void {
        $assign = $this->getDataGenerator()->create_module('assign', [
            'course' => $this->course->id, 'idnumber' => 'test:essay', 'name' => 'Эссе', 'grade' => 20, 'section' => 1,
        ]);
        grade_update('mod/assign', $this->course->id, 'mod', 'assign', $assign->id, 0, [
            'userid' => $this->learner->id, 'rawgrade' => 12.5, 'feedback' => 'Хорошо', 'feedbackformat' => FORMAT_HTML,
        ], ['gradepass' => 10]);
        grade_regrade_final_grades($this->course->id);
        $tables = $this->read();
        $this->assertCount(1, $tables['people']);
        $activity = $tables['activities'][0];
        $this->assertSame(
            [(int)$assign->cmid, (int)$this->course->id, 'essay', 'assign', 'Эссе', 1],
            array_slice(array_values($activity), 0, 6));
        $this->assertEquals(20, $activity['grade_max']);
        $grades = array_column($tables['grades'], null, 'activity');
        $this->assertEquals([12.5, 12.5, 1], [
            $grades[$assign->cmid]['grade'], $grades[$assign->cmid]['raw'], $grades[$assign->cmid]['has_feedback'],
        ]);
        $this->assertEquals(12.5, $grades[0]['grade']);
        $this->assertSame([(int)$this->learner->id], array_values(array_unique(array_column($tables['grades'], 'user'))));
        $this->assertSame([], $this->read(['since' => time() + 10])['grades']);
        $this->assertCount(2, $this->read(['since' => time() - 100])['grades']);
    }

    /**
     * Completion of an activity and of the course, the last visit.
     */
    public function test_completion_and_access(): void {
        global $DB;
        $page = $this->getDataGenerator()->create_module('page', [
            'course' => $this->course->id, 'completion' => COMPLETION_TRACKING_MANUAL,
        ]);
        $cm = get_coursemodule_from_id('page', $page->cmid);
        (new \completion_info($this->course))->update_state($cm, COMPLETION_COMPLETE, $this->learner->id);
        $DB->insert_record('course_completions', [
            'course' => $this->course->id, 'userid' => $this->learner->id, 'timeenrolled' => 5, 'timestarted' => 10,
            'timecompleted' => 20, 'reaggregate' => 0,
        ]);
        $DB->insert_record('user_lastaccess', ['courseid' => $this->course->id, 'userid' => $this->learner->id, 'timeaccess' => 30]);
        $tables = $this->read();
        $this->assertSame([(int)$page->cmid, (int)$this->learner->id, 1], array_slice(array_values($tables['completion'][0]), 0, 3));
        $this->assertSame(1, $tables['activities'][0]['completion']);
        $this->assertSame([[
            'course' => (int)$this->course->id, 'user' => (int)$this->learner->id, 'started' => 10, 'completed' => 20,
        ]], $tables['course_completion']);
        $this->assertSame(30, $tables['access'][0]['time']);
        $since = $this->read(['since' => 29]);
        $this->assertCount(1, $since['access']);
        // Cron dates a completion back: what is completed always comes.
        $this->assertCount(1, $since['course_completion']);
        $DB->set_field('course_completions', 'timecompleted', null, []);
        $this->assertSame([], $this->read(['since' => 10])['course_completion']);
        $this->assertCount(1, $this->read(['since' => 9])['course_completion']);
    }

    /**
     * Who teaches, whose enrolment works, and what is told of their accounts.
     */
    public function test_enrolments(): void {
        global $DB;
        $generator = $this->getDataGenerator();
        $people = [];
        foreach (['teacher', 'assistant', 'suspended', 'over', 'later', 'twice', 'methodist'] as $name) {
            $people[$name] = $generator->create_user(['idnumber' => "test:{$name}"]);
        }
        $id = $this->course->id;
        $generator->enrol_user($people['teacher']->id, $id, 'editingteacher');
        $generator->enrol_user($people['assistant']->id, $id, 'teacher');
        $generator->enrol_user($people['suspended']->id, $id, 'student', 'manual', 0, 0, ENROL_USER_SUSPENDED);
        $generator->enrol_user($people['over']->id, $id, 'student', 'manual', 5, 10);
        $generator->enrol_user($people['later']->id, $id, 'student', 'manual', time() + HOURSECS, 0);
        $generator->enrol_user($people['twice']->id, $id, 'student', 'manual', 0, 10);
        $selfid = $DB->get_field('enrol', 'id', ['courseid' => $id, 'enrol' => 'self']);
        $DB->set_field('enrol', 'status', ENROL_INSTANCE_ENABLED, ['id' => $selfid]);
        $generator->enrol_user($people['twice']->id, $id, 'student', 'self', 7, 0);
        // Whoever may grade in the whole category teaches, though a student here.
        $generator->enrol_user($people['methodist']->id, $id, 'student');
        $generator->role_assign('manager', $people['methodist']->id, \context_coursecat::instance($this->course->category)->id);
        $DB->update_record('user', (object)['id' => $people['over']->id, 'suspended' => 1, 'firstaccess' => 3, 'lastaccess' => 4]);
        $tables = $this->read(['since' => time() + 10]);
        $keys = array_column($tables['people'], 'key', 'user');
        $told = [];
        foreach ($tables['enrolments'] as $row) {
            $told[$keys[$row['user']]] = [$row['teaches'], $row['active'], $row['start'], $row['end']];
        }
        ksort($told);
        $later = $told['test:later'];
        unset($told['test:later']);
        $this->assertSame([
            'test:assistant' => [1, 1, 0, 0], 'test:learner' => [0, 1, 0, 0], 'test:methodist' => [1, 1, 0, 0],
            'test:over' => [0, 0, 5, 10], 'test:suspended' => [0, 0, 0, 0], 'test:teacher' => [1, 1, 0, 0],
            'test:twice' => [0, 1, 7, 0],
        ], $told);
        $this->assertSame(0, $later[1]);
        $this->assertCount(8, $tables['enrolments']);
        $over = array_column($tables['people'], null, 'key')['test:over'];
        $this->assertSame([3, 4, 1], [$over['first_access'], $over['last_access'], $over['suspended']]);
        $DB->set_field('enrol', 'status', ENROL_INSTANCE_DISABLED, ['id' => $selfid]);
        $twice = array_column($this->read()['enrolments'], null, 'user')[$people['twice']->id];
        $this->assertSame([0, 0, 10], [$twice['active'], $twice['start'], $twice['end']]);
    }

    /**
     * When activities are due, were added, are seen; the course itself.
     */
    public function test_activities_have_dates(): void {
        global $DB;
        $made = [
            'assign' => ['duedate' => 1000], 'quiz' => ['timeclose' => 2000], 'lesson' => ['deadline' => 3000],
            'forum' => ['duedate' => 4000], 'choice' => ['timeclose' => 5000], 'feedback' => ['timeclose' => 6000],
            'page' => ['visible' => 0],
        ];
        $cmids = [];
        foreach ($made as $module => $fields) {
            $cmids[$module] = $this->getDataGenerator()->create_module($module, ['course' => $this->course->id] + $fields)->cmid;
        }
        $DB->set_field('course_modules', 'completionexpected', 7000, ['id' => $cmids['page']]);
        $DB->set_field('course_modules', 'completionexpected', 7000, ['id' => $cmids['quiz']]);
        $DB->set_field('course_modules', 'added', 123, ['id' => $cmids['page']]);
        $tables = $this->read();
        $told = array_column($tables['activities'], null, 'activity');
        $due = array_map(function ($cmid) use ($told) {
            return $told[$cmid]['due'];
        }, $cmids);
        $this->assertSame(['assign' => 1000, 'quiz' => 2000, 'lesson' => 3000, 'forum' => 4000, 'choice' => 5000,
            'feedback' => 6000, 'page' => 7000], $due);
        $this->assertSame([0, 123], [$told[$cmids['page']]['visible'], $told[$cmids['page']]['added']]);
        $this->assertSame(1, $told[$cmids['quiz']]['visible']);
        $this->assertSame([[
            'course' => (int)$this->course->id, 'key' => 'test:course', 'title' => $this->course->fullname, 'visible' => 1,
            'completion' => 1,
        ]], $tables['courses']);
    }

    /**
     * A forum graded as a whole has its grade in the second item, a course is out of what was graded.
     */
    public function test_what_a_grade_is_out_of(): void {
        $generator = $this->getDataGenerator();
        $forum = $generator->create_module('forum', ['course' => $this->course->id, 'grade_forum' => 5]);
        $generator->create_module('assign', ['course' => $this->course->id, 'grade' => 20]);
        grade_update('mod/forum', $this->course->id, 'mod', 'forum', $forum->id, 1, [
            'userid' => $this->learner->id, 'rawgrade' => 4,
        ]);
        grade_regrade_final_grades($this->course->id);
        $tables = $this->read();
        $activity = array_column($tables['activities'], null, 'activity')[$forum->cmid];
        $this->assertEquals([5, 0], [$activity['grade_max'], $activity['grade_pass']]);
        $grades = array_column($tables['grades'], null, 'activity');
        $this->assertEquals([4, 5], [$grades[$forum->cmid]['grade'], $grades[$forum->cmid]['grade_max']]);
        $this->assertEquals([4, 5], [$grades[0]['grade'], $grades[0]['grade_max']]);
        $this->assertCount(2, $tables['grades']);
    }

    /**
     * Posts: whose, where, when; what was deleted is none.
     */
    public function test_posts(): void {
        global $DB;
        $forum = $this->getDataGenerator()->create_module('forum', ['course' => $this->course->id]);
        $generator = $this->getDataGenerator()->get_plugin_generator('mod_forum');
        $discussion = $generator->create_discussion([
            'course' => $this->course->id, 'forum' => $forum->id, 'userid' => $this->learner->id,
        ]);
        $posts = [$DB->get_field('forum_posts', 'id', ['discussion' => $discussion->id])];
        foreach ([0, 1] as $deleted) {
            $posts[] = $generator->create_post([
                'discussion' => $discussion->id, 'userid' => $this->learner->id, 'deleted' => $deleted,
            ])->id;
        }
        $generator->create_post(['discussion' => $discussion->id, 'userid' => get_admin()->id]);
        $DB->set_field('forum_posts', 'deleted', 1, ['id' => $posts[2]]);
        foreach ([100, 200] as $place => $moment) {
            $DB->update_record('forum_posts', (object)['id' => $posts[$place], 'created' => $moment, 'modified' => $moment]);
        }
        $rows = $this->read()['posts'];
        $this->assertSame([
            ['post' => (int)$posts[0], 'activity' => (int)$forum->cmid, 'user' => (int)$this->learner->id, 'time' => 100],
            ['post' => (int)$posts[1], 'activity' => (int)$forum->cmid, 'user' => (int)$this->learner->id, 'time' => 200],
        ], $rows);
        $this->assertSame([(int)$posts[1]], array_column($this->read(['since' => 100])['posts'], 'post'));
    }

    /**
     * Attempts at lessons: each has its own grade; one that goes on has none, nor one without answers.
     */
    public function test_lessons(): void {
        global $DB;
        $lesson = $this->getDataGenerator()->create_module('lesson', ['course' => $this->course->id]);
        $by = ['lessonid' => $lesson->id, 'userid' => $this->learner->id];
        foreach ([[10, 15, 0], [20, 25, 1], [26, 28, 1], [30, 35, 1], [40, 45, 0]] as [$start, $end, $completed]) {
            $DB->insert_record('lesson_timer', $by + ['starttime' => $start, 'lessontime' => $end, 'completed' => $completed]);
        }
        foreach ([50, 100] as $place => $grade) {
            $DB->insert_record('lesson_grades', $by + ['grade' => $grade, 'completed' => 25 + 11 * $place]);
        }
        $rows = $this->read()['attempts'];
        $this->assertEquals([
            [1, 'inprogress', 10, 0, null], [2, 'finished', 20, 25, 0.5], [3, 'finished', 26, 28, null],
            [4, 'finished', 30, 35, 1], [5, 'inprogress', 40, 0, null],
        ], array_map(function ($row) {
            return [$row['attempt'], $row['state'], $row['started'], $row['finished'], $row['grade']];
        }, $rows));
        $this->assertSame([(int)$lesson->cmid], array_values(array_unique(array_column($rows, 'activity'))));
        $this->assertCount(3, $this->read(['since' => 25])['attempts']);
    }

    /**
     * Submissions: the latest only; attempts: previews left out.
     */
    public function test_submissions_and_attempts(): void {
        global $DB;
        $assign = $this->getDataGenerator()->create_module('assign', ['course' => $this->course->id]);
        foreach ([[0, 0, 'submitted'], [1, 1, 'draft']] as [$number, $latest, $status]) {
            $DB->insert_record('assign_submission', [
                'assignment' => $assign->id, 'userid' => $this->learner->id, 'timecreated' => 5, 'timemodified' => 6,
                'status' => $status, 'groupid' => 0, 'attemptnumber' => $number, 'latest' => $latest,
            ]);
        }
        $quiz = $this->getDataGenerator()->create_module('quiz', ['course' => $this->course->id]);
        $DB->set_field('quiz', 'sumgrades', 4, ['id' => $quiz->id]);
        foreach ([0, 1] as $preview) {
            $usage = $DB->insert_record('question_usages', [
                'contextid' => \context_module::instance($quiz->cmid)->id, 'component' => 'mod_quiz',
                'preferredbehaviour' => 'deferredfeedback',
            ]);
            $DB->insert_record('quiz_attempts', [
                'quiz' => $quiz->id, 'userid' => $this->learner->id, 'attempt' => 1 + $preview, 'uniqueid' => $usage, 'layout' => '',
                'preview' => $preview, 'state' => 'finished', 'timestart' => 7, 'timefinish' => 9, 'timemodified' => 9, 'sumgrades' => 3,
            ]);
        }
        $package = $this->getDataGenerator()->create_module('h5pactivity', ['course' => $this->course->id]);
        $DB->insert_record('h5pactivity_attempts', [
            'h5pactivityid' => $package->id, 'userid' => $this->learner->id, 'timecreated' => 11, 'timemodified' => 12, 'attempt' => 1,
            'rawscore' => 1, 'maxscore' => 2, 'scaled' => 0.5, 'duration' => 1, 'completion' => 1, 'success' => 1,
        ]);
        $tables = $this->read();
        $this->assertSame([[
            'activity' => (int)$assign->cmid, 'user' => (int)$this->learner->id, 'status' => 'draft', 'time' => 6, 'attempt' => 1,
        ]], $tables['submissions']);
        $this->assertSame([[(int)$quiz->cmid, 'finished', 7, 9], [(int)$package->cmid, 'finished', 11, 12]], array_map(function ($row) {
            return [$row['activity'], $row['state'], $row['started'], $row['finished']];
        }, $tables['attempts']));
        $this->assertEquals([0.75, 0.5], array_column($tables['attempts'], 'grade'));
    }

    /**
     * Courses without the right are denied.
     */
    public function test_a_course_without_the_right_is_denied(): void {
        $this->setUser($this->learner);
        $tables = $this->read();
        $this->assertSame(['test:course'], $tables['denied']);
        $this->assertSame([], $tables['people']);
    }
}
