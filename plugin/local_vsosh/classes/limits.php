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
 * What the site is, and what a call may ask of it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * Facts about the site that a caller plans by.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class limits {
    /**
     * PHP's limits for a call: fields, bytes and seconds; 0 means none.
     *
     * @return int[]
     */
    public static function of_calls(): array {
        global $CFG;
        return [
            'max_input_vars' => (int)ini_get('max_input_vars'),
            'post_max_size' => self::bytes((string)ini_get('post_max_size')),
            // Moodle has set its own limit for web services by now: the one of php.ini is what was there before.
            'max_execution_time' => max(0, (int)get_cfg_var('max_execution_time')),
            'max_file_size' => max(0, (int)get_max_upload_file_size($CFG->maxbytes ?? 0)),
        ];
    }

    /**
     * The site's rules for passwords, as check_password_policy() reads them; all 0 when they are switched off.
     *
     * Rules that other plugins add by a callback of their own are not among them.
     *
     * @return int[]
     */
    public static function of_passwords(): array {
        global $CFG;
        $settings = [
            'min_length' => 'minpasswordlength', 'digits' => 'minpassworddigits', 'lower' => 'minpasswordlower',
            'upper' => 'minpasswordupper', 'signs' => 'minpasswordnonalphanum', 'most_identical' => 'maxconsecutiveidentchars',
        ];
        $rules = [];
        foreach ($settings as $name => $setting) {
            $rules[$name] = empty($CFG->passwordpolicy) ? 0 : max(0, (int)($CFG->$setting ?? 0));
        }
        return $rules;
    }

    /**
     * Names of the enabled activity modules.
     *
     * @return string[] ascending
     */
    public static function modules(): array {
        $names = array_values(\core_plugin_manager::instance()->get_enabled_plugins('mod') ?: []);
        sort($names);
        return $names;
    }

    /**
     * What the site can do that another may not.
     *
     * @return string[] of subsection, completion, availability, manual_enrolment, cohort_sync
     */
    public static function features(): array {
        global $CFG;
        return array_keys(array_filter([
            'subsection' => in_array('subsection', self::modules(), true),
            'completion' => !empty($CFG->enablecompletion),
            'availability' => !empty($CFG->enableavailability),
            'manual_enrolment' => enrol_is_enabled('manual'),
            'cohort_sync' => enrol_is_enabled('cohort'),
        ]));
    }

    /**
     * A size of php.ini in bytes.
     *
     * @param string $size such as 8M; 0 or -1 for no limit
     * @return int 0 for no limit
     */
    public static function bytes(string $size): int {
        $units = ['k' => 1024, 'm' => 1048576, 'g' => 1073741824];
        $size = strtolower(trim($size));
        return max(0, (int)$size * ($units[substr($size, -1)] ?? 1));
    }
}
