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
 * Tests of setting a site up.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\setup\account;
use local_vsosh\setup\inspection;
use local_vsosh\setup\provisioning;
use local_vsosh\setup\revocation;
use local_vsosh\setup\rights;

/**
 * What setting up makes, what the inspection tells, what is taken back.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @runTestsInSeparateProcesses
 * @covers     \local_vsosh\setup\provisioning
 * @covers     \local_vsosh\setup\inspection
 * @covers     \local_vsosh\setup\revocation
 */
final class setup_test extends \advanced_testcase {
    /**
     * An administrator sets up.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * A site that was set up is as it should be, and a second time changes nothing.
     */
    public function test_all_is_well_afterwards(): void {
        global $CFG, $DB;
        $this->assertNotEmpty(inspection::complaints());
        provisioning::run();
        $token = provisioning::make_token('192.0.2.0/24', 2000000000);
        $this->assertSame([], inspection::complaints());
        $this->assertNotEmpty($CFG->enablewebservices);
        $row = $DB->get_record('external_tokens', ['token' => $token]);
        $this->assertSame(['192.0.2.0/24', '2000000000'], [$row->iprestriction, (string)$row->validuntil]);
        $user = account::user();
        $this->assertSame(['webservice', AUTH_PASSWORD_NOT_CACHED], [$user->auth, $user->password]);
        $counted = [$DB->count_records('role'), $DB->count_records('user'), $DB->count_records('role_capabilities'),
            $DB->count_records('external_services_users')];
        provisioning::run();
        $this->assertSame($counted, [$DB->count_records('role'), $DB->count_records('user'),
            $DB->count_records('role_capabilities'), $DB->count_records('external_services_users')]);
    }

    /**
     * The role has every right of the list, on this site.
     */
    public function test_every_right_exists(): void {
        $this->assertSame(rights::CAPABILITIES, rights::here());
        $this->assertContains((int)$GLOBALS['DB']->get_field('role', 'id', ['shortname' => 'student']), rights::assignable_roles());
    }

    /**
     * Everything amiss is told, and mended where it can be.
     */
    public function test_what_is_amiss_is_told(): void {
        global $DB;
        provisioning::run();
        provisioning::make_token('', 0);
        $user = account::user();
        $service = account::service();
        $roleid = account::role_id();
        $system = \context_system::instance();
        $student = $DB->get_field('role', 'id', ['shortname' => 'student']);
        unassign_capability('local/vsosh:readstate', $roleid, $system->id);
        assign_capability('moodle/site:config', CAP_ALLOW, $roleid, $system->id);
        $DB->delete_records('role_allow_assign', ['roleid' => $roleid, 'allowassign' => $student]);
        $DB->delete_records('external_services_functions', ['externalserviceid' => $service->id,
            'functionname' => 'local_vsosh_put_courses']);
        $DB->set_field('external_services', 'enabled', 0, ['id' => $service->id]);
        set_config('webserviceprotocols', 'soap');
        $DB->set_field('user', 'suspended', 1, ['id' => $user->id]);
        $told = implode("\n", inspection::complaints());
        foreach (['local/vsosh:readstate', 'moodle/site:config', 'student', 'local_vsosh_put_courses', 'REST', 'suspended'] as $word) {
            $this->assertStringContainsString($word, $told);
        }
        $this->assertCount(7, inspection::complaints());
        provisioning::run();
        $this->assertSame([], inspection::complaints());
        $this->assertSame('soap,rest', get_config('core', 'webserviceprotocols'));
    }

    /**
     * More than is needed is told, and left to the administrator.
     */
    public function test_too_much_is_told(): void {
        global $CFG, $DB;
        provisioning::run();
        provisioning::make_token('', 0);
        $user = account::user();
        role_assign($DB->get_field('role', 'id', ['shortname' => 'manager']), $user->id, \context_system::instance()->id);
        set_config('siteadmins', $CFG->siteadmins . ',' . $user->id);
        $told = implode("\n", inspection::complaints());
        $this->assertStringContainsString('administrator', $told);
        $this->assertStringContainsString('other roles', $told);
        $this->assertCount(2, inspection::complaints());
    }

    /**
     * A right that another role forbids is told.
     */
    public function test_a_forbidden_right_is_told(): void {
        global $DB;
        provisioning::run();
        provisioning::make_token('', 0);
        $everybody = $DB->get_field('role', 'id', ['shortname' => 'user']);
        assign_capability('moodle/user:create', CAP_PROHIBIT, $everybody, \context_system::instance()->id, true);
        accesslib_clear_all_caches_for_unit_testing();
        $this->assertStringContainsString('moodle/user:create', implode("\n", inspection::complaints()));
    }

    /**
     * Tokens and rights are taken back, and given again.
     */
    public function test_revoked(): void {
        global $DB;
        provisioning::run();
        provisioning::make_token('', 0);
        provisioning::make_token('', 0);
        $this->assertSame(2, revocation::run());
        $user = account::user();
        $this->assertEquals(1, $user->suspended);
        $this->assertFalse($DB->record_exists('external_tokens', ['userid' => $user->id]));
        $this->assertFalse($DB->record_exists('role_assignments', ['userid' => $user->id]));
        $this->assertSame(0, revocation::run());
        provisioning::run();
        provisioning::make_token('', 0);
        $this->assertSame([], inspection::complaints());
        revocation::for_uninstall();
        $this->assertSame(0, account::role_id());
    }

    /**
     * A token that is good from everywhere or for ever is advised against, one that is bound is not.
     */
    public function test_a_token_is_better_bound(): void {
        global $DB;
        provisioning::run();
        $this->assertSame([], inspection::advice());
        provisioning::make_token('', 0);
        $this->assertSame([get_string('setup_advise_ip', 'local_vsosh'), get_string('setup_advise_expires', 'local_vsosh')],
            inspection::advice());
        $this->assertSame([], inspection::complaints());
        $DB->delete_records('external_tokens', ['userid' => account::user()->id]);
        provisioning::make_token('192.0.2.10', 0);
        $this->assertSame([get_string('setup_advise_expires', 'local_vsosh')], inspection::advice());
        $DB->delete_records('external_tokens', ['userid' => account::user()->id]);
        provisioning::make_token('192.0.2.10', time() + DAYSECS);
        $this->assertSame([], inspection::advice());
    }
}
