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
 * Tests of accounts in bulk.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\external\put_users;

/**
 * What put_users does beside the rows, and whom it leaves alone.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\people\accounts
 * @runTestsInSeparateProcesses
 */
final class people_test extends \advanced_testcase {
    /**
     * Somebody who may.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * Sends rows.
     *
     * @param array ...$rows
     * @return array[]
     */
    private function put(array ...$rows): array {
        $answer = put_users::execute(json_encode(['users' => $rows]));
        return \external_api::clean_returnvalue(put_users::execute_returns(), $answer)['users'];
    }

    /**
     * A row for a new account.
     *
     * @param string $name
     * @param array $fields
     * @return array
     */
    private function row(string $name, array $fields = []): array {
        return $fields + [
            'key' => "test:{$name}", 'username' => $name, 'password' => 'Abcd1234!', 'firstname' => 'Имя', 'lastname' => 'Фамилия',
            'email' => "{$name}@example.com",
        ];
    }

    /**
     * A row for a new account leaves alone the account that another run has made meanwhile, its password too.
     */
    public function test_a_new_account_that_is_there_is_left_alone(): void {
        global $DB;
        $row = $this->row('mine', ['new' => true]);
        [$made] = $this->put($row);
        $before = $DB->get_record('user', ['id' => $made['id']]);
        [$answer] = $this->put(['password' => 'Efgh5678!', 'lastname' => 'Другая'] + $row);
        $this->assertSame(['error', 'key-taken', 0], [$answer['status'], $answer['code'], $answer['id']]);
        $this->assertEquals($before, $DB->get_record('user', ['id' => $made['id']]));
        $this->assertTrue(validate_internal_user_password($before, 'Abcd1234!'));
    }

    /**
     * An account is as user_create_user() makes it.
     */
    public function test_accounts_are_those_of_moodle(): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/user/lib.php');
        $row = $this->row('mine');
        [$answer] = $this->put($row);
        $theirs = ['key' => null, 'username' => 'theirs', 'email' => 'theirs@example.com', 'idnumber' => 'test:theirs'] + $row;
        unset($theirs['key']);
        $theirid = user_create_user((object)($theirs + [
            'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id, 'auth' => 'manual', 'middlename' => '',
        ]));
        $own = array_flip(['id', 'idnumber', 'username', 'email', 'password', 'timecreated', 'timemodified', 'city', 'country']);
        $records = [];
        foreach ([$answer['id'], $theirid] as $id) {
            $records[] = array_diff_key((array)$DB->get_record('user', ['id' => $id]), $own);
        }
        $this->assertSame($records[1], $records[0]);
        $contexts = [];
        foreach ([$answer['id'], $theirid] as $id) {
            $context = $DB->get_record('context', ['contextlevel' => CONTEXT_USER, 'instanceid' => $id], '*', MUST_EXIST);
            $this->assertSame('/' . SYSCONTEXTID . "/{$context->id}", $context->path);
            $contexts[] = [$context->depth, $context->locked];
        }
        $this->assertSame($contexts[1], $contexts[0]);
        $this->assertNotFalse(authenticate_user_login('mine', 'Abcd1234!'));
    }

    /**
     * Each account has its event, and the document one.
     */
    public function test_events(): void {
        $sink = $this->redirectEvents();
        $this->put($this->row('a'), $this->row('b'), $this->row('bad', ['password' => 'x']));
        $names = array_map('get_class', $sink->get_events());
        $this->assertSame([
            'core\event\user_created', 'core\event\user_created', 'local_vsosh\event\people_applied',
        ], $names);
        $sink->clear();
        $this->put($this->row('a'), $this->row('b', ['lastname' => 'Другая']));
        $names = array_map('get_class', $sink->get_events());
        $this->assertSame(['core\event\user_updated', 'local_vsosh\event\people_applied'], $names);
        $sink->clear();
        $this->put($this->row('a'));
        $this->assertSame([], $sink->get_events());
    }

    /**
     * A new password is asked for at the first login, where it is wanted.
     */
    public function test_a_new_password_is_asked_for(): void {
        [$first, $second] = $this->put($this->row('a', ['force_password_change' => true]), $this->row('b'));
        $this->assertSame('1', get_user_preferences('auth_forcepasswordchange', null, $first['id']));
        $this->assertNull(get_user_preferences('auth_forcepasswordchange', null, $second['id']));
    }

    /**
     * Administrators and the guest are left alone.
     */
    public function test_administrators_are_left_alone(): void {
        global $DB;
        $admin = get_admin();
        $DB->set_field('user', 'idnumber', 'test:admin', ['id' => $admin->id]);
        $DB->set_field('user', 'idnumber', 'test:guest', ['id' => guest_user()->id]);
        $answers = $this->put(
            ['key' => 'test:admin', 'lastname' => 'X'], ['key' => 'test:guest', 'suspended' => true], ['key' => 'test:admin']);
        $this->assertSame(['not-allowed', 'not-allowed', 'key-twice'], array_column($answers, 'code'));
        $this->assertNotSame('X', $DB->get_field('user', 'lastname', ['id' => $admin->id]));
    }

    /**
     * Who is suspended is logged out.
     */
    public function test_the_suspended_are_logged_out(): void {
        global $DB;
        [$answer] = $this->put($this->row('a'));
        $DB->insert_record('sessions', [
            'state' => 0, 'sid' => md5('x'), 'userid' => $answer['id'], 'timecreated' => time(), 'timemodified' => time(),
        ]);
        $this->put(['key' => 'test:a', 'suspended' => true]);
        $this->assertFalse($DB->record_exists('sessions', ['userid' => $answer['id']]));
    }

    /**
     * Without the right nothing is done.
     */
    public function test_the_right_is_needed(): void {
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\required_capability_exception::class);
        $this->put($this->row('a'));
    }
}
