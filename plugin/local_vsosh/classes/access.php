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
 * Who may do what, and which course a key names.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Rights of the token's owner, and courses by their keys.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class access {
    /**
     * The course that has a key.
     *
     * @param string $key
     * @return \stdClass|null record of the table course; null when there is none
     */
    public static function course_by_key(string $key): ?\stdClass {
        return self::courses_by_keys([$key])[$key] ?? null;
    }

    /**
     * The courses that have these keys, in one query; of several with one key the oldest.
     *
     * @param string[] $keys
     * @return \stdClass[] key => record of the table course; a key that no course has is left out
     */
    public static function courses_by_keys(array $keys): array {
        global $DB;
        $keys = array_unique(array_filter(array_map('strval', $keys), 'strlen'));
        if (!$keys) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($keys, SQL_PARAMS_NAMED);
        $params['site'] = SITEID;
        $found = [];
        foreach ($DB->get_records_select('course', "idnumber $in AND id <> :site", $params, 'id DESC') as $course) {
            $found[$course->idnumber] = $course;
        }
        // MySQL compares without regard to case: what it found besides is not what was asked for.
        return array_intersect_key($found, array_flip($keys));
    }

    /**
     * Whether the caller has a capability in a course, and may enter the course at all.
     *
     * @param \stdClass $course record of the table course
     * @param string $capability such as local/vsosh:managecontent
     * @return bool
     */
    public static function may_in_course(\stdClass $course, string $capability): bool {
        return has_capability($capability, \context_course::instance($course->id))
            && can_access_course($course, null, '', true);
    }

    /**
     * The accounts that nobody changes or enrols through this plugin: the guest, the service user, and whoever calls, unless
     * he is an administrator, who may give himself anything anyway.
     *
     * @return bool[] account => true
     */
    public static function out_of_reach(): array {
        global $CFG, $USER;
        $ids = [(int)$CFG->siteguest => true];
        $service = setup\account::user();
        if ($service) {
            $ids[(int)$service->id] = true;
        }
        if (!is_siteadmin()) {
            $ids[(int)$USER->id] = true;
        }
        return $ids;
    }

    /**
     * Stops a call that needs a capability for the whole site.
     *
     * @param string $capability
     * @throws \required_capability_exception
     */
    public static function require_system(string $capability): void {
        $context = \context_system::instance();
        \external_api::validate_context($context);
        require_capability($capability, $context);
    }
}
