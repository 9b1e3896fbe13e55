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
 * Tests of the privacy provider.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use core_privacy\tests\provider_testcase;
use local_vsosh\jobs\queue;
use local_vsosh\privacy\provider;

/**
 * Jobs of a user are told, exported and deleted.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\privacy\provider
 */
final class privacy_provider_test extends provider_testcase {
    /** @var \stdClass */
    private $one;
    /** @var \stdClass */
    private $two;

    /**
     * Two users, each with a job.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->one = $this->getDataGenerator()->create_user();
        $this->two = $this->getDataGenerator()->create_user();
        queue::add($this->one->id, 'local_vsosh_put_users', ['document' => '{}']);
        queue::add($this->two->id, 'local_vsosh_put_users', ['document' => '{}']);
    }

    /**
     * Who has data, and where.
     */
    public function test_found(): void {
        $system = \context_system::instance();
        $this->assertEquals([$system->id], provider::get_contexts_for_userid($this->one->id)->get_contextids());
        $nobody = $this->getDataGenerator()->create_user();
        $this->assertEmpty(provider::get_contexts_for_userid($nobody->id)->get_contextids());
        $list = new userlist($system, 'local_vsosh');
        provider::get_users_in_context($list);
        $this->assertEqualsCanonicalizing([$this->one->id, $this->two->id], $list->get_userids());
    }

    /**
     * A user's own jobs are exported.
     */
    public function test_exported(): void {
        $system = \context_system::instance();
        $this->export_context_data_for_user($this->one->id, $system, 'local_vsosh');
        $path = [get_string('pluginname', 'local_vsosh'), get_string('privacy:jobs', 'local_vsosh')];
        $jobs = writer::with_context($system)->get_data($path)->jobs;
        $this->assertSame(['local_vsosh_put_users'], array_column($jobs, 'functionname'));
    }

    /**
     * One user's, several users' and everybody's data are deleted.
     */
    public function test_deleted(): void {
        global $DB;
        $system = \context_system::instance();
        provider::delete_data_for_user(new approved_contextlist($this->one, 'local_vsosh', [$system->id]));
        $this->assertSame([(string)$this->two->id], array_map('strval', $DB->get_fieldset_select('local_vsosh_job', 'userid', '1 = 1')));
        $this->assertSame(1, $DB->count_records('task_adhoc', ['component' => 'local_vsosh']));
        provider::delete_data_for_users(new approved_userlist($system, 'local_vsosh', [$this->two->id]));
        $this->assertSame(0, $DB->count_records('local_vsosh_job'));
        queue::add($this->one->id, 'local_vsosh_put_users', ['document' => '{}']);
        provider::delete_data_for_all_users_in_context($system);
        $this->assertSame(0, $DB->count_records('local_vsosh_job'));
    }

    /**
     * Jobs go with the account.
     */
    public function test_account_deleted(): void {
        global $DB;
        delete_user($this->one);
        $this->assertFalse($DB->record_exists('local_vsosh_job', ['userid' => $this->one->id]));
    }
}
