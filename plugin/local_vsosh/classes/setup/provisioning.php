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
 * Setting a site up for vsosh-moodle.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\setup;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');
require_once($CFG->dirroot . '/user/lib.php');
require_once($CFG->dirroot . '/webservice/lib.php');

/**
 * Makes web services, role, service user and token; what is right already stays.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class provisioning {
    /**
     * Does all but the token.
     *
     * @throws \moodle_exception when the service is not there: the plugin was not installed whole
     */
    public static function run(): void {
        self::switch_on_services();
        $roleid = self::make_role();
        $userid = self::make_user();
        role_assign($roleid, $userid, \context_system::instance());
        self::authorise($userid);
        accesslib_clear_all_caches(true);
    }

    /**
     * Makes a token of the service user and returns it.
     *
     * @param string $ip address or subnets the token may come from; "" for any
     * @param int $until Unix seconds; 0 for ever
     * @return string
     */
    public static function make_token(string $ip, int $until): string {
        $parts = [account::PERMANENT, account::service(), (int)account::user()->id, \context_system::instance(), $until, $ip];
        // Renamed in Moodle 4.2.
        $made = class_exists('\core_external\util') ? \core_external\util::generate_token(...$parts)
            : external_generate_token(...$parts);
        return $made;
    }

    /**
     * Switches on web services and REST; other protocols stay as they are.
     */
    private static function switch_on_services(): void {
        global $DB;
        if (!account::rest_is_on()) {
            set_config('enablewebservices', 1);
            set_config('webserviceprotocols', implode(',', array_unique(array_merge(account::protocols(), ['rest']))));
        }
        $service = account::service();
        if (!$service) {
            throw new \moodle_exception('setup_check_service', 'local_vsosh', '', account::SERVICE);
        }
        if (!$service->enabled) {
            $DB->set_field('external_services', 'enabled', 1, ['id' => $service->id]);
        }
        self::complete_service($service);
    }

    /**
     * Gives the service the functions that db/services.php lists and an administrator took out.
     *
     * @param \stdClass $service
     */
    private static function complete_service(\stdClass $service): void {
        $manager = new \webservice();
        foreach (inspection::missing_functions($service) as $name) {
            $manager->add_external_function_to_service($name, $service->id);
        }
    }

    /**
     * Makes the role, with exactly the capabilities needed.
     *
     * @return int
     */
    private static function make_role(): int {
        $roleid = account::role_id();
        if (!$roleid) {
            $roleid = create_role(get_string('setup_role', 'local_vsosh'), account::ROLE,
                get_string('setup_role_description', 'local_vsosh'));
        }
        set_role_contextlevels($roleid, [CONTEXT_SYSTEM]);
        $system = \context_system::instance();
        foreach (rights::here() as $capability) {
            assign_capability($capability, CAP_ALLOW, $roleid, $system->id, true);
        }
        foreach (inspection::superfluous_capabilities($roleid) as $capability) {
            unassign_capability($capability, $roleid, $system->id);
        }
        foreach (inspection::missing_assignable($roleid) as $kind => $roles) {
            foreach ($roles as $target) {
                if ($kind === 'assign') {
                    core_role_set_assign_allowed($roleid, $target);
                } else {
                    core_role_set_view_allowed($roleid, $target);
                }
            }
        }
        return $roleid;
    }

    /**
     * Makes the service user, who cannot log in by a password; wakes one that was suspended.
     *
     * Accounts of the kind "webservice" are let past the site's policies, which nobody could agree to for them.
     *
     * @return int
     */
    private static function make_user(): int {
        global $CFG;
        $user = account::user();
        if ($user) {
            if ($user->suspended) {
                user_update_user((object)['id' => $user->id, 'suspended' => 0], false);
            }
            return (int)$user->id;
        }
        return user_create_user((object)[
            'username' => account::USER,
            'auth' => 'webservice',
            'password' => AUTH_PASSWORD_NOT_CACHED,
            'confirmed' => 1,
            'mnethostid' => $CFG->mnet_localhost_id,
            'firstname' => 'VSOSH',
            'lastname' => 'provisioner',
            // Moodle sends nothing to such an address.
            'email' => account::USER . '@service.invalid',
            'emailstop' => 1,
        ], false);
    }

    /**
     * Lets the user use the service.
     *
     * @param int $userid
     */
    private static function authorise(int $userid): void {
        global $DB;
        $row = ['externalserviceid' => account::service()->id, 'userid' => $userid];
        if (!$DB->record_exists('external_services_users', $row)) {
            (new \webservice())->add_ws_authorised_user((object)$row);
        }
    }
}
