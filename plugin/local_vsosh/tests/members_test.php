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
 * Tests of members in bulk.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\external\set_members;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/group/lib.php');
require_once($CFG->dirroot . '/cohort/lib.php');
require_once($CFG->libdir . '/gradelib.php');

/**
 * What set_members does beside the rows: events, caches, marks, and what stays as it was.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\members\members
 * @runTestsInSeparateProcesses
 */
final class members_test extends \advanced_testcase {
    /** @var \stdClass course with the key test:course */
    private $course;

    /** @var \stdClass group with the key test:course|A */
    private $group;

    /** @var int */
    private $student;

    /**
     * A course with a group.
     */
    protected function setUp(): void {
        global $DB;
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->course = $this->getDataGenerator()->create_course(['idnumber' => 'test:course']);
        $this->group = $this->getDataGenerator()->create_group(['courseid' => $this->course->id, 'idnumber' => 'test:course|A']);
        $this->student = (int)$DB->get_field('role', 'id', ['shortname' => 'student']);
    }

    /**
     * Sends members of the course.
     *
     * @param array[] $members
     * @param array[] $syncs
     * @return array the course's answer
     */
    private function set_course(array $members, array $syncs = []): array {
        $document = ['courses' => [['course' => 'test:course', 'members' => $members, 'cohort_syncs' => $syncs]]];
        $answer = set_members::execute(json_encode($document));
        return \external_api::clean_returnvalue(set_members::execute_returns(), $answer)['courses'][0];
    }

    /**
     * An account with a key.
     *
     * @param string $key
     * @return \stdClass
     */
    private function user(string $key): \stdClass {
        return $this->getDataGenerator()->create_user(['idnumber' => $key]);
    }

    /**
     * What a member of the document looks like.
     *
     * @param string $key
     * @param array $fields
     * @return array
     */
    private function learner(string $key, array $fields = []): array {
        return $fields + ['user' => $key, 'role' => $this->student, 'status' => 'active', 'start' => 0, 'end' => 0];
    }

    /**
     * Events in a form that can be compared: class, object's table and the rest without ids of rows.
     *
     * @param \core\event\base[] $events
     * @return string[]
     */
    private function told(array $events): array {
        $told = [];
        foreach ($events as $event) {
            $data = $event->get_data();
            if (strpos($data['eventname'], '\local_vsosh') === 0) {
                continue;
            }
            $other = $data['other'];
            unset($other['id']);
            $told[] = implode(' ', [
                $data['eventname'], $data['objecttable'], $data['contextid'], $data['courseid'], $data['userid'],
                json_encode(array_map('strval', (array)$other)),
            ]);
        }
        sort($told);
        return $told;
    }

    /**
     * The events are those of Moodle's own functions.
     */
    public function test_events_are_those_of_moodle(): void {
        $mine = $this->user('test:mine');
        $theirs = $this->user('test:theirs');
        $sink = $this->redirectEvents();
        $answer = $this->set_course([$this->learner('test:mine', ['join' => ['test:course|A']])]);
        $ours = $sink->get_events();
        $sink->clear();
        $instance = $this->manual();
        $plugin = enrol_get_plugin('manual');
        $plugin->enrol_user($instance, $theirs->id, $this->student, 0, 0, ENROL_USER_ACTIVE);
        groups_add_member($this->group->id, $theirs->id);
        $this->assertSame('ok', $answer['status']);
        $this->assertSame($this->told($sink->get_events()), $this->told($ours));
        $sink->clear();
        $this->set_course([['user' => 'test:mine', 'status' => 'suspended']]);
        $ours = $sink->get_events();
        $sink->clear();
        $plugin->update_user_enrol($instance, $theirs->id, ENROL_USER_SUSPENDED);
        $this->assertSame($this->told($sink->get_events()), $this->told($ours));
        $this->assertTrue(groups_is_member($this->group->id, $mine->id));
    }

    /**
     * The rows are those of Moodle's own functions.
     */
    public function test_rows_are_those_of_moodle(): void {
        global $DB;
        $mine = $this->user('test:mine');
        $theirs = $this->user('test:theirs');
        $this->set_course([$this->learner('test:mine', ['join' => ['test:course|A']])]);
        enrol_get_plugin('manual')->enrol_user($this->manual(), $theirs->id, $this->student, 0, 0, ENROL_USER_ACTIVE);
        groups_add_member($this->group->id, $theirs->id);
        foreach (['user_enrolments', 'role_assignments', 'groups_members'] as $table) {
            $rows = [];
            foreach ([$mine, $theirs] as $user) {
                $row = (array)$DB->get_record($table, ['userid' => $user->id], '*', MUST_EXIST);
                $rows[] = array_diff_key($row, array_flip(['id', 'userid', 'timecreated', 'timemodified', 'timeadded']));
            }
            $this->assertSame($rows[1], $rows[0], $table);
        }
    }

    /**
     * A repeated document writes nothing and fires nothing.
     */
    public function test_a_repeated_document_is_silent(): void {
        $this->user('test:mine');
        $members = [$this->learner('test:mine', ['join' => ['test:course|A']])];
        $this->set_course($members);
        $sink = $this->redirectEvents();
        $this->assertSame('unchanged', $this->set_course($members)['status']);
        $this->assertSame([], $sink->get_events());
    }

    /**
     * Who is suspended and comes back has the grades there were.
     */
    public function test_returners_keep_their_grades(): void {
        $user = $this->user('test:mine');
        $this->set_course([$this->learner('test:mine')]);
        $assign = $this->getDataGenerator()->create_module('assign', ['course' => $this->course->id]);
        grade_update('mod/assign', $this->course->id, 'mod', 'assign', $assign->id, 0, ['userid' => $user->id, 'rawgrade' => 73]);
        $this->set_course([['user' => 'test:mine', 'status' => 'suspended']]);
        $this->set_course([['user' => 'test:mine', 'status' => 'active']]);
        $grades = grade_get_grades($this->course->id, 'mod', 'assign', $assign->id, $user->id);
        $this->assertEquals(73, $grades->items[0]->grades[$user->id]->grade);
    }

    /**
     * Who was unenrolled and comes back gets the old grades where the site wants that.
     */
    public function test_old_grades_are_recovered(): void {
        $this->setup_recovery();
        $user = $this->user('test:mine');
        $this->set_course([$this->learner('test:mine')]);
        $assign = $this->getDataGenerator()->create_module('assign', ['course' => $this->course->id]);
        grade_update('mod/assign', $this->course->id, 'mod', 'assign', $assign->id, 0, ['userid' => $user->id, 'rawgrade' => 73]);
        $this->assertSame('ok', $this->set_course([['user' => 'test:mine', 'status' => 'none']])['status']);
        $grades = grade_get_grades($this->course->id, 'mod', 'assign', $assign->id, $user->id);
        $this->assertNull($grades->items[0]->grades[$user->id]->grade);
        $this->set_course([$this->learner('test:mine')]);
        $grades = grade_get_grades($this->course->id, 'mod', 'assign', $assign->id, $user->id);
        $this->assertEquals(73, $grades->items[0]->grades[$user->id]->grade);
    }

    /**
     * The site brings grades back.
     */
    private function setup_recovery(): void {
        set_config('recovergradesdefault', 1);
        set_config('disablegradehistory', 0);
    }

    /**
     * What Moodle remembers of groups and of the suspended is forgotten, and sessions are told.
     */
    public function test_caches_and_marks(): void {
        global $DB;
        $user = $this->user('test:mine');
        $this->set_course([$this->learner('test:mine')]);
        $this->assertTrue($DB->record_exists('cache_flags', ['flagtype' => 'accesslib/dirtyusers', 'name' => $user->id]));
        $this->assertSame([0 => []], groups_get_user_groups($this->course->id, $user->id));
        $context = \context_course::instance($this->course->id);
        $this->assertSame([], array_values(get_suspended_userids($context, true)));
        $DB->set_field('groups', 'timemodified', 1, ['id' => $this->group->id]);
        $this->set_course([['user' => 'test:mine', 'status' => 'suspended', 'join' => ['test:course|A']]]);
        $this->assertEquals([$this->group->id], array_values(groups_get_user_groups($this->course->id, $user->id)[0]));
        $this->assertEquals([$user->id], array_values(get_suspended_userids($context, true)));
        $this->assertGreaterThan(1, $DB->get_field('groups', 'timemodified', ['id' => $this->group->id]));
        $this->set_course([['user' => 'test:mine', 'status' => 'active']]);
        $this->assertSame(1, $DB->count_records('cache_flags', ['flagtype' => 'accesslib/dirtyusers', 'name' => $user->id]));
    }

    /**
     * A running attempt gets the time that an override gives the group; an observer left out comes back.
     */
    public function test_observers_are_asked_when_they_have_something_to_do(): void {
        global $DB;
        $user = $this->user('test:mine');
        $before = \core\event\manager::get_all_observers();
        $this->set_course([$this->learner('test:mine')]);
        $quiz = $this->getDataGenerator()->create_module('quiz', ['course' => $this->course->id, 'timeclose' => 5000]);
        $DB->insert_record('quiz_overrides', ['quiz' => $quiz->id, 'groupid' => $this->group->id, 'timeclose' => 9000]);
        $usage = $DB->insert_record('question_usages', [
            'contextid' => \context_module::instance($quiz->cmid)->id, 'component' => 'mod_quiz', 'preferredbehaviour' => 'deferredfeedback',
        ]);
        $attempt = $DB->insert_record('quiz_attempts', [
            'quiz' => $quiz->id, 'userid' => $user->id, 'state' => 'inprogress', 'attempt' => 1, 'uniqueid' => $usage, 'layout' => '',
            'timestart' => 1000, 'timecheckstate' => 5000, 'timemodified' => 1000,
        ]);
        $this->set_course([['user' => 'test:mine', 'join' => ['test:course|A']]]);
        $this->assertEquals(9000, $DB->get_field('quiz_attempts', 'timecheckstate', ['id' => $attempt]));
        $this->set_course([['user' => 'test:mine', 'leave' => ['test:course|A']]]);
        $this->assertEquals(5000, $DB->get_field('quiz_attempts', 'timecheckstate', ['id' => $attempt]));
        $this->assertEquals($before, \core\event\manager::get_all_observers());
    }

    /**
     * A forum that subscribes everybody subscribes the new.
     */
    public function test_forums_subscribe_the_new(): void {
        global $DB;
        $user = $this->user('test:mine');
        $forum = $this->getDataGenerator()->create_module('forum', ['course' => $this->course->id, 'forcesubscribe' => 2]);
        $this->set_course([$this->learner('test:mine')]);
        $this->assertTrue($DB->record_exists('forum_subscriptions', ['forum' => $forum->id, 'userid' => $user->id]));
    }

    /**
     * Nobody is welcomed by mail, whatever the course says.
     */
    public function test_nobody_is_welcomed(): void {
        global $DB;
        $this->user('test:mine');
        $DB->set_field('enrol', 'customint1', 1, ['courseid' => $this->course->id, 'enrol' => 'manual']);
        $mails = $this->redirectEmails();
        $messages = $this->redirectMessages();
        $this->set_course([$this->learner('test:mine')]);
        $this->assertSame(0, $mails->count() + $messages->count());
        $this->assertEquals(1, $DB->get_field('enrol', 'customint1', ['courseid' => $this->course->id, 'enrol' => 'manual']));
    }

    /**
     * Courses where the caller has no right are refused, others go on.
     */
    public function test_a_course_without_the_right_is_denied(): void {
        global $DB;
        $this->user('test:mine');
        $teacher = $this->user('test:teacher');
        $other = $this->getDataGenerator()->create_course(['idnumber' => 'test:other']);
        $role = $this->getDataGenerator()->create_role();
        $context = \context_course::instance($this->course->id);
        assign_capability('local/vsosh:managemembers', CAP_ALLOW, $role, \context_system::instance()->id);
        $this->getDataGenerator()->enrol_user($teacher->id, $this->course->id, 'editingteacher');
        $this->getDataGenerator()->enrol_user($teacher->id, $other->id, 'editingteacher');
        role_assign($role, $teacher->id, $context->id);
        $this->setUser($teacher);
        $member = $this->learner('test:mine');
        $document = [
            'courses' => [['course' => 'test:other', 'members' => [$member]], ['course' => 'test:course', 'members' => [$member]]],
            'cohorts' => [],
        ];
        $answer = set_members::execute(json_encode($document));
        $this->assertSame(['error', 'ok'], array_column($answer['courses'], 'status'));
        $this->assertSame('denied', $answer['courses'][0]['errors'][0]['code']);
        $this->assertSame(1, $DB->count_records('groups', ['courseid' => $this->course->id]));
        $manager = $DB->get_field('role', 'id', ['shortname' => 'manager']);
        $answer = $this->set_course([['role' => (int)$manager] + $member]);
        $this->assertSame('role-not-assignable', $answer['errors'][0]['code']);
    }

    /**
     * A course without manual enrolment, and a site without synced cohorts.
     */
    public function test_what_is_switched_off(): void {
        global $DB;
        $this->user('test:mine');
        $this->getDataGenerator()->create_cohort(['idnumber' => 'test:cohort']);
        $sync = ['cohort' => 'test:cohort', 'role' => $this->student];
        $DB->set_field('enrol', 'status', ENROL_INSTANCE_DISABLED, ['courseid' => $this->course->id, 'enrol' => 'manual']);
        $answer = $this->set_course([$this->learner('test:mine')]);
        $this->assertSame('no-manual-enrolment', $answer['errors'][0]['code']);
        $this->assertSame('ok', $this->set_course([], [$sync])['status']);
        set_config('enrol_plugins_enabled', 'manual');
        $answer = $this->set_course([], [['status' => 'suspended'] + $sync]);
        $this->assertSame('cohort-sync-disabled', $answer['errors'][0]['code']);
    }

    /**
     * Who joins a cohort is in the courses that follow it.
     */
    public function test_cohorts_are_followed(): void {
        $user = $this->user('test:mine');
        $cohort = $this->getDataGenerator()->create_cohort(['idnumber' => 'test:cohort']);
        $this->set_course([], [['cohort' => 'test:cohort', 'role' => $this->student, 'group' => 'test:course|A']]);
        $document = ['cohorts' => [['cohort' => 'test:cohort', 'join' => ['test:mine'], 'leave' => []]]];
        $answer = set_members::execute(json_encode($document));
        $this->assertSame('ok', $answer['cohorts'][0]['status']);
        $this->assertTrue(cohort_is_member($cohort->id, $user->id));
        $this->assertTrue(is_enrolled(\context_course::instance($this->course->id), $user->id));
        $this->assertTrue(groups_is_member($this->group->id, $user->id));
    }

    /**
     * The manual instance of the course.
     *
     * @return \stdClass
     */
    private function manual(): \stdClass {
        global $DB;
        return $DB->get_record('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual'], '*', MUST_EXIST);
    }
}
