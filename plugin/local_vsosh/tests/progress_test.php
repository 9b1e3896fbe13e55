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
        $since = $this->read(['since' => 20]);
        $this->assertSame([], $since['course_completion']);
        $this->assertCount(1, $since['access']);
        $this->assertCount(1, $this->read(['since' => 19])['course_completion']);
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
