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
 * What a site that is set up lacks, or has too much of.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\setup;

/**
 * Compares the site with what setting up makes.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class inspection {
    /**
     * Everything that is not as it should be, one sentence each, in the site's language; none when all is well.
     *
     * @return string[]
     */
    public static function complaints(): array {
        return array_merge(self::about_services(), self::about_role(), self::about_user());
    }

    /**
     * What would make a site safer that is well otherwise, one sentence each, in the site's language.
     *
     * @return string[]
     */
    public static function advice(): array {
        $user = account::user();
        $service = account::service();
        $tokens = $user && $service ? account::good_tokens((int)$user->id, (int)$service->id) : [];
        $found = [];
        foreach ($tokens as $token) {
            if (trim((string)$token->iprestriction) === '') {
                $found['ip'] = self::say('setup_advise_ip');
            }
            if (!$token->validuntil) {
                $found['expires'] = self::say('setup_advise_expires');
            }
        }
        return array_values($found);
    }

    /**
     * Functions that db/services.php lists and the service has not.
     *
     * @param \stdClass $service
     * @return string[]
     */
    public static function missing_functions(\stdClass $service): array {
        return array_values(array_diff(self::listed_functions(), self::functions_of($service)));
    }

    /**
     * Capabilities that the role has and nothing needs.
     *
     * @param int $roleid
     * @return string[]
     */
    public static function superfluous_capabilities(int $roleid): array {
        return array_values(array_diff(self::capabilities_of($roleid), rights::CAPABILITIES));
    }

    /**
     * Roles that the role may not give to others, or not see, yet.
     *
     * @param int $roleid
     * @return int[][] "assign" and "view" => ids of roles
     */
    public static function missing_assignable(int $roleid): array {
        global $DB;
        $missing = [];
        foreach (['assign', 'view'] as $kind) {
            $has = $DB->get_fieldset_select("role_allow_$kind", "allow$kind", 'roleid = ?', [$roleid]);
            $missing[$kind] = array_values(array_diff(rights::assignable_roles(), array_map('intval', $has)));
        }
        return $missing;
    }

    /**
     * About web services and the service.
     *
     * @return string[]
     */
    private static function about_services(): array {
        $found = [];
        if (!account::rest_is_on()) {
            $found[] = self::say('setup_check_rest');
        }
        $service = account::service();
        if (!$service) {
            return array_merge($found, [self::say('setup_check_service', account::SERVICE)]);
        }
        if (!$service->enabled) {
            $found[] = self::say('setup_check_service_off', $service->name);
        }
        if (!$service->restrictedusers) {
            $found[] = self::say('setup_check_service_open', $service->name);
        }
        if (!$service->uploadfiles) {
            $found[] = self::say('setup_check_service_upload', $service->name);
        }
        foreach (self::missing_functions($service) as $name) {
            $found[] = self::say('setup_check_function', $name);
        }
        foreach (array_diff(self::functions_of($service), self::listed_functions()) as $name) {
            $found[] = self::say('setup_check_function_more', $name);
        }
        return $found;
    }

    /**
     * About the role.
     *
     * @return string[]
     */
    private static function about_role(): array {
        global $DB;
        $roleid = account::role_id();
        if (!$roleid) {
            return [self::say('setup_check_role', account::ROLE)];
        }
        $found = [];
        foreach (array_diff(rights::here(), self::capabilities_of($roleid)) as $name) {
            $found[] = self::say('setup_check_right', $name);
        }
        foreach (self::superfluous_capabilities($roleid) as $name) {
            $found[] = self::say('setup_check_right_more', $name);
        }
        $missing = self::missing_assignable($roleid);
        foreach (array_unique(array_merge(...array_values($missing))) as $id) {
            $found[] = self::say('setup_check_assignable', $DB->get_field('role', 'shortname', ['id' => $id]));
        }
        return $found;
    }

    /**
     * About the service user and his token.
     *
     * @return string[]
     */
    private static function about_user(): array {
        global $DB;
        $user = account::user();
        if (!$user) {
            return [self::say('setup_check_user', account::USER)];
        }
        $found = [];
        if ($user->suspended) {
            $found[] = self::say('setup_check_user_suspended', $user->username);
        }
        if (is_siteadmin($user->id)) {
            $found[] = self::say('setup_check_user_admin', $user->username);
        }
        $found = array_merge($found, self::about_roles_of($user));
        $service = account::service();
        if ($service) {
            $named = ['externalserviceid' => $service->id, 'userid' => $user->id];
            if (!$DB->record_exists('external_services_users', $named)) {
                $found[] = self::say('setup_check_authorised', $user->username);
            }
            if (!account::good_tokens((int)$user->id, (int)$service->id)) {
                $found[] = self::say('setup_check_token', $user->username);
            }
            if ($DB->record_exists_select('external_tokens', 'userid = ? AND externalserviceid <> ?', [$user->id, $service->id])) {
                $found[] = self::say('setup_check_token_more', $user->username);
            }
        }
        return $found;
    }

    /**
     * About what roles the user has, and what they come to.
     *
     * @param \stdClass $user
     * @return string[]
     */
    private static function about_roles_of(\stdClass $user): array {
        global $DB;
        $system = \context_system::instance();
        $roleid = account::role_id();
        if (!$roleid) {
            return [];
        }
        if (!user_has_role_assignment($user->id, $roleid, $system->id)) {
            return [self::say('setup_check_role_given', $user->username)];
        }
        $found = [];
        // Enrolled in a course by Moodle itself is not more than the role gives; other roles for the whole site are.
        if ($DB->record_exists_select('role_assignments', 'userid = ? AND contextid = ? AND roleid <> ?',
                [$user->id, $system->id, $roleid])) {
            $found[] = self::say('setup_check_role_more', $user->username);
        }
        foreach (array_intersect(rights::here(), self::capabilities_of($roleid)) as $name) {
            if (!$user->suspended && !has_capability($name, $system, $user->id, false)) {
                $found[] = self::say('setup_check_right_forbidden', $name);
            }
        }
        return $found;
    }

    /**
     * Functions that db/services.php lists and the site has.
     *
     * @return string[]
     */
    private static function listed_functions(): array {
        global $DB;
        $functions = [];
        $services = [];
        require(__DIR__ . '/../../db/services.php');
        $listed = array_merge(...array_column(array_values($services), 'functions'));
        [$in, $params] = $DB->get_in_or_equal($listed);
        return $DB->get_fieldset_select('external_functions', 'name', "name $in", $params);
    }

    /**
     * Functions that the service has and the site too.
     *
     * @param \stdClass $service
     * @return string[]
     */
    private static function functions_of(\stdClass $service): array {
        global $DB;
        $sql = 'SELECT f.name FROM {external_services_functions} s JOIN {external_functions} f ON f.name = s.functionname
                 WHERE s.externalserviceid = ?';
        return $DB->get_fieldset_sql($sql, [$service->id]);
    }

    /**
     * Capabilities that the role is given for the whole site.
     *
     * @param int $roleid
     * @return string[]
     */
    private static function capabilities_of(int $roleid): array {
        global $DB;
        return $DB->get_fieldset_select('role_capabilities', 'capability', 'roleid = ? AND contextid = ? AND permission = ?',
            [$roleid, \context_system::instance()->id, CAP_ALLOW]);
    }

    /**
     * A sentence.
     *
     * @param string $name of the string
     * @param string|null $about
     * @return string
     */
    private static function say(string $name, ?string $about = null): string {
        return get_string($name, 'local_vsosh', $about);
    }
}
