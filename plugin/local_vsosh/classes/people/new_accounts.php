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
 * Accounts made in bulk.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\people;

/**
 * Makes accounts as user_create_user() does (Moodle 4.1 to 4.5), many at once.
 *
 * Passwords are hashed with few rounds, as Moodle's own upload of users hashes them: Moodle hashes anew at the first login.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class new_accounts {
    /**
     * Makes the accounts; all or none.
     *
     * @param array[] $rows key => row that was found good
     * @return int[] key => id
     */
    public static function create(array $rows): array {
        global $DB;
        if (!$rows) {
            return [];
        }
        $records = self::records($rows);
        $transaction = $DB->start_delegated_transaction();
        try {
            $DB->insert_records('user', $records);
            $ids = self::ids($rows);
            self::make_contexts($ids);
            self::set_preferences($rows, $ids);
            foreach ($ids as $id) {
                \core\event\user_created::create_from_userid($id)->trigger();
            }
            $transaction->allow_commit();
        } catch (\Throwable $e) {
            $transaction->rollback($e);
        }
        return $ids;
    }

    /**
     * Records of the accounts.
     *
     * @param array[] $rows
     * @return array[]
     */
    private static function records(array $rows): array {
        global $CFG;
        $defaults = [
            'confirmed' => 1, 'mnethostid' => $CFG->mnet_localhost_id, 'deleted' => 0, 'timecreated' => time(), 'timemodified' => time(),
        ];
        foreach (['calendartype', 'maildisplay', 'mailformat', 'maildigest', 'autosubscribe', 'trackforums', 'lang', 'city'] as $field) {
            $defaults[$field] = \core_user::get_property_default($field);
        }
        $defaults['country'] = \core_user::get_property_default('country') ?: '';
        $records = [];
        foreach ($rows as $key => $row) {
            $auth = $row['auth'] ?? 'manual';
            $internal = get_auth_plugin($auth)->is_internal();
            $records[] = $defaults + [
                'idnumber' => (string)$key, 'username' => $row['username'], 'firstname' => $row['firstname'],
                'lastname' => $row['lastname'], 'middlename' => $row['middlename'] ?? '', 'email' => $row['email'],
                'suspended' => empty($row['suspended']) ? 0 : 1, 'auth' => $auth,
                'password' => $internal ? hash_internal_user_password($row['password'], true) : AUTH_PASSWORD_NOT_CACHED,
            ];
        }
        return $records;
    }

    /**
     * Ids of the accounts just made.
     *
     * @param array[] $rows
     * @return int[] key => id, ascending
     */
    private static function ids(array $rows): array {
        global $CFG, $DB;
        $ids = [];
        foreach (array_chunk(array_map('strval', array_keys($rows)), 5000) as $chunk) {
            [$sql, $params] = $DB->get_in_or_equal($chunk, SQL_PARAMS_NAMED);
            $found = $DB->get_records_sql_menu(
                "SELECT id, idnumber FROM {user} WHERE idnumber {$sql} AND mnethostid = :host AND deleted = 0 ORDER BY id",
                $params + ['host' => $CFG->mnet_localhost_id]);
            foreach ($found as $id => $key) {
                $ids[$key] = (int)$id;
            }
        }
        if (count($ids) !== count($rows)) {
            throw new \coding_exception('accounts just made cannot be read');
        }
        return $ids;
    }

    /**
     * Makes the accounts' contexts and puts them where context_user::instance() looks first.
     *
     * @param int[] $ids
     */
    private static function make_contexts(array $ids): void {
        global $DB;
        $contexts = [];
        foreach ($ids as $id) {
            $contexts[] = ['contextlevel' => CONTEXT_USER, 'instanceid' => $id, 'depth' => 2, 'path' => null, 'locked' => 0];
        }
        $DB->insert_records('context', $contexts);
        $fields = \context_helper::get_preload_record_columns_sql('ctx');
        foreach (array_chunk($ids, 5000) as $chunk) {
            [$sql, $params] = $DB->get_in_or_equal($chunk, SQL_PARAMS_NAMED);
            $params += ['level' => CONTEXT_USER];
            $path = $DB->sql_concat("'/" . SYSCONTEXTID . "/'", 'id');
            $DB->execute("UPDATE {context} SET path = {$path} WHERE contextlevel = :level AND instanceid {$sql}", $params);
            $records = $DB->get_records_sql(
                "SELECT {$fields} FROM {context} ctx WHERE ctx.contextlevel = :level AND ctx.instanceid {$sql}", $params);
            array_map([\context_helper::class, 'preload_from_record'], $records);
        }
    }

    /**
     * Asks those who must for a new password at the first login.
     *
     * @param array[] $rows
     * @param int[] $ids
     */
    private static function set_preferences(array $rows, array $ids): void {
        global $CFG, $DB;
        $preferences = [];
        foreach ($rows as $key => $row) {
            if (!empty($row['force_password_change'])) {
                $preferences[] = ['userid' => $ids[$key], 'name' => 'auth_forcepasswordchange', 'value' => '1'];
            }
            if (!empty($CFG->passwordreuselimit) && get_auth_plugin($row['auth'] ?? 'manual')->is_internal()) {
                user_add_password_history($ids[$key], $row['password']);
            }
        }
        if ($preferences) {
            $DB->insert_records('user_preferences', $preferences);
        }
    }
}
