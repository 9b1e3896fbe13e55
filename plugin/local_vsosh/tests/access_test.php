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
 * Tests of rights.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * Courses by key, and who may what in them.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @runTestsInSeparateProcesses
 * @covers     \local_vsosh\access
 */
final class access_test extends \advanced_testcase {
    /**
     * Everything is taken away after each test.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
    }

    /**
     * A course is found by its key alone.
     */
    public function test_courses_by_keys(): void {
        $one = $this->getDataGenerator()->create_course(['idnumber' => 'k:1']);
        $two = $this->getDataGenerator()->create_course(['idnumber' => '7']);
        $this->getDataGenerator()->create_course();
        $found = access::courses_by_keys(['k:1', '7', 'K:1', 'missing', '']);
        $this->assertEqualsCanonicalizing([$one->id, $two->id], array_column($found, 'id'));
        $this->assertEquals($one->id, access::course_by_key('k:1')->id);
        $this->assertNull(access::course_by_key(''));
        $this->assertNull(access::course_by_key('missing'));
    }

    /**
     * The front page is no course, whatever key somebody gave it.
     */
    public function test_the_front_page_is_left_out(): void {
        global $DB;
        $DB->set_field('course', 'idnumber', 'front', ['id' => SITEID]);
        $this->assertNull(access::course_by_key('front'));
    }

    /**
     * A right in the course is not enough: its owner must be able to enter.
     */
    public function test_may_in_course(): void {
        $course = $this->getDataGenerator()->create_course();
        $hidden = $this->getDataGenerator()->create_course(['visible' => 0]);
        $user = $this->getDataGenerator()->create_user();
        $roleid = $this->getDataGenerator()->create_role();
        $system = \context_system::instance();
        assign_capability('local/vsosh:managecontent', CAP_ALLOW, $roleid, $system);
        role_assign($roleid, $user->id, $system);
        $this->setUser($user);
        $this->assertFalse(access::may_in_course($course, 'local/vsosh:managecontent'));
        assign_capability('moodle/course:view', CAP_ALLOW, $roleid, $system);
        $this->assertTrue(access::may_in_course($course, 'local/vsosh:managecontent'));
        $this->assertFalse(access::may_in_course($course, 'local/vsosh:managequestions'));
        $this->assertFalse(access::may_in_course($hidden, 'local/vsosh:managecontent'));
        assign_capability('moodle/course:viewhiddencourses', CAP_ALLOW, $roleid, $system);
        $this->assertTrue(access::may_in_course($hidden, 'local/vsosh:managecontent'));
    }

    /**
     * Whoever lacks a right for the whole site is stopped.
     */
    public function test_require_system(): void {
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\required_capability_exception::class);
        access::require_system('local/vsosh:readstate');
    }

    /**
     * The guest, the service user and whoever calls are out of reach; an administrator who calls is not.
     */
    public function test_out_of_reach(): void {
        global $CFG;
        $this->setAdminUser();
        setup\provisioning::run();
        $service = (int)setup\account::user()->id;
        $this->assertEqualsCanonicalizing([(int)$CFG->siteguest, $service], array_keys(access::out_of_reach()));
        $user = $this->getDataGenerator()->create_user();
        $this->setUser($user);
        $this->assertEqualsCanonicalizing([(int)$CFG->siteguest, $service, (int)$user->id], array_keys(access::out_of_reach()));
    }

    /**
     * Nobody of them is changed, enrolled or put into a cohort, and the others of the document are.
     */
    public function test_nobody_out_of_reach_is_reached(): void {
        global $DB;
        $this->setAdminUser();
        setup\provisioning::run();
        $service = setup\account::user();
        $DB->set_field('user', 'idnumber', 'k:service', ['id' => $service->id]);
        $pupil = $this->getDataGenerator()->create_user(['idnumber' => 'k:pupil', 'firstname' => 'Old']);
        $course = $this->getDataGenerator()->create_course(['idnumber' => 'k:course']);
        $cohort = $this->getDataGenerator()->create_cohort(['idnumber' => 'k:cohort']);
        $rows = people\accounts::put(['users' => [['key' => 'k:service', 'suspended' => true], ['key' => 'k:pupil', 'firstname' => 'New']]]);
        $this->assertSame(['not-allowed', ''], array_column($rows, 'code'));
        $this->assertEquals(0, $DB->get_field('user', 'suspended', ['id' => $service->id]));
        $answer = members\members::set([
            'courses' => [['course' => 'k:course', 'members' => [['user' => 'k:service', 'role' => 5, 'status' => 'active']]]],
            'cohorts' => [['cohort' => 'k:cohort', 'join' => ['k:service', 'k:pupil']]],
        ]);
        $this->assertSame('denied', $answer['courses'][0]['errors'][0]['code']);
        $this->assertSame('denied', $answer['cohorts'][0]['errors'][0]['code']);
        $this->assertFalse(is_enrolled(\context_course::instance($course->id), $service));
        $this->assertFalse($DB->record_exists('cohort_members', ['cohortid' => $cohort->id]));
        $answer = members\members::set(['cohorts' => [['cohort' => 'k:cohort', 'join' => ['k:pupil']]]]);
        $this->assertSame([], $answer['cohorts'][0]['errors']);
        $this->assertTrue($DB->record_exists('cohort_members', ['cohortid' => $cohort->id, 'userid' => $pupil->id]));
    }

    /**
     * What is too much for one call is refused, and so is one more job than may wait.
     */
    public function test_most(): void {
        global $DB, $USER;
        most::check(most::COURSES, most::COURSES, 'courses');
        most::check_lists([['a' => [1, 2], 'b' => 'text'], 'no row', ['a' => [3]]], ['a', 'b'], 3);
        $this->setAdminUser();
        $rows = array_fill(0, most::OPEN_JOBS, (object)['userid' => $USER->id, 'functionname' => 'local_vsosh_put_users',
            'arguments' => '', 'status' => 'queued', 'timecreated' => time()]);
        $DB->insert_records('local_vsosh_job', $rows);
        try {
            jobs\queue::add((int)$USER->id, 'local_vsosh_put_users', ['document' => '{}']);
            $this->fail('one job too many was taken');
        } catch (\invalid_parameter_exception $refusal) {
            $this->assertSame(most::OPEN_JOBS, $DB->count_records('local_vsosh_job'));
        }
        $this->expectException(\invalid_parameter_exception::class);
        most::check_lists([['a' => [1, 2]], ['a' => [3, 4]]], ['a'], 3);
    }
}
