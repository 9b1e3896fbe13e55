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
 * The service user, role and service, as they stand on the site.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\setup;

/**
 * Finds what setting up makes.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class account {
    /** @var string short name of the role */
    public const ROLE = 'vsosh_provisioner';
    /** @var string login of the service user */
    public const USER = 'vsosh-provisioner';
    /** @var string short name of the service, declared in db/services.php */
    public const SERVICE = 'vsosh_provisioning';

    /** @var int value of a token's type: one that lasts; the constant has another place in each release */
    public const PERMANENT = 0;

    /**
     * The role's id.
     *
     * @return int 0 when there is none
     */
    public static function role_id(): int {
        global $DB;
        return (int)$DB->get_field('role', 'id', ['shortname' => self::ROLE]);
    }

    /**
     * The service user.
     *
     * @return \stdClass|null record of the table user
     */
    public static function user(): ?\stdClass {
        global $CFG, $DB;
        return $DB->get_record('user', ['username' => self::USER, 'mnethostid' => $CFG->mnet_localhost_id, 'deleted' => 0]) ?: null;
    }

    /**
     * The service.
     *
     * @return \stdClass|null record of the table external_services
     */
    public static function service(): ?\stdClass {
        global $DB;
        return $DB->get_record('external_services', ['shortname' => self::SERVICE]) ?: null;
    }

    /**
     * The tokens of a user that are still good.
     *
     * @param int $userid
     * @param int $serviceid
     * @return \stdClass[] records of the table external_tokens
     */
    public static function good_tokens(int $userid, int $serviceid): array {
        global $DB;
        $select = 'userid = ? AND externalserviceid = ? AND tokentype = ? AND (validuntil IS NULL OR validuntil = 0 OR validuntil > ?)';
        return $DB->get_records_select('external_tokens', $select, [$userid, $serviceid, self::PERMANENT, time()], 'id');
    }

    /**
     * How many good tokens of a user, of any service, are bound to no address, and how many to no day.
     *
     * @param int $userid
     * @return int[] anywhere, forever
     */
    public static function loose_tokens(int $userid): array {
        global $DB;
        $loose = ['anywhere' => 0, 'forever' => 0];
        $select = 'userid = ? AND tokentype = ? AND (validuntil IS NULL OR validuntil = 0 OR validuntil > ?)';
        foreach ($DB->get_records_select('external_tokens', $select, [$userid, self::PERMANENT, time()]) as $token) {
            $loose['anywhere'] += (int)(trim((string)$token->iprestriction) === '');
            $loose['forever'] += (int)!$token->validuntil;
        }
        return $loose;
    }

    /**
     * Whether web services, and REST among them, are switched on.
     *
     * @return bool
     */
    public static function rest_is_on(): bool {
        global $CFG;
        return !empty($CFG->enablewebservices) && in_array('rest', self::protocols(), true);
    }

    /**
     * Protocols that are switched on.
     *
     * @return string[]
     */
    public static function protocols(): array {
        global $CFG;
        return array_values(array_filter(explode(',', (string)($CFG->webserviceprotocols ?? ''))));
    }
}
