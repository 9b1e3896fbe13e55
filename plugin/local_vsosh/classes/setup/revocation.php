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
 * Taking back what setting up gave.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\setup;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/user/lib.php');

/**
 * Takes the service user's tokens and role away and suspends him.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class revocation {
    /**
     * Does it; the role, the service and what was made with them stay.
     *
     * @return int how many tokens were deleted
     */
    public static function run(): int {
        global $DB;
        $user = account::user();
        if (!$user) {
            return 0;
        }
        $tokens = $DB->count_records('external_tokens', ['userid' => $user->id]);
        $DB->delete_records('external_tokens', ['userid' => $user->id]);
        $DB->delete_records('external_services_users', ['userid' => $user->id]);
        $roleid = account::role_id();
        if ($roleid) {
            role_unassign($roleid, $user->id, \context_system::instance()->id);
        }
        if (!$user->suspended) {
            user_update_user((object)['id' => $user->id, 'suspended' => 1], false);
        }
        return $tokens;
    }

    /**
     * As run(), and deletes the role: for the removal of the plugin. The account stays, suspended: the log speaks of it.
     */
    public static function for_uninstall(): void {
        global $DB;
        self::run();
        $service = account::service();
        if ($service) {
            // Moodle deletes the service and leaves its lists of functions of other components and of users.
            foreach (['external_services_functions', 'external_services_users', 'external_tokens'] as $table) {
                $DB->delete_records($table, ['externalserviceid' => $service->id]);
            }
        }
        $roleid = account::role_id();
        if ($roleid) {
            delete_role($roleid);
        }
    }
}
