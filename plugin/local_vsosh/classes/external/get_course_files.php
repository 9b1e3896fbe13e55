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
 * local_vsosh_get_course_files.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\access;
use local_vsosh\content\handed_out_files;
use local_vsosh\content\whole_course;
use local_vsosh\document;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Gives files that activities of a course hand out.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_course_files extends \external_api {
    /**
     * Describes the arguments.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'course' => new \external_value(PARAM_RAW, 'key, #id or short name'),
            'hashes' => new \external_value(PARAM_RAW, 'JSON: list of SHA-1'),
        ]);
    }

    /**
     * Reads files.
     *
     * @param string $course
     * @param string $hashes
     * @return array
     */
    public static function execute(string $course, string $hashes): array {
        $params = self::validate_parameters(self::execute_parameters(), ['course' => $course, 'hashes' => $hashes]);
        self::validate_context(\context_system::instance());
        $wanted = document::parse($params['hashes'], 'hashes', true);
        $bad = array_filter($wanted, function ($one) {
            return !is_string($one) || !preg_match('/^[0-9a-f]{40}$/D', $one);
        });
        if ($bad || count($wanted) > handed_out_files::MOST_FILES) {
            throw new \invalid_parameter_exception('hashes is a list of at most ' . handed_out_files::MOST_FILES . ' SHA-1');
        }
        $found = whole_course::find($params['course']);
        $status = $found === null ? 'missing' : (access::may_in_course($found, 'local/vsosh:managecontent') ? 'ok' : 'denied');
        return ['status' => $status, 'files' => $status === 'ok' ? handed_out_files::read($found, $wanted) : []];
    }

    /**
     * Describes the answer.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'status' => new \external_value(PARAM_ALPHA, 'ok, missing or denied'),
            'files' => new \external_multiple_structure(new \external_single_structure([
                'sha1' => new \external_value(PARAM_ALPHANUM, 'SHA-1'),
                'status' => new \external_value(PARAM_ALPHA, 'ok, missing, large or later'),
                'size' => new \external_value(PARAM_INT, 'bytes, 0 when it is missing'),
                'content' => new \external_value(PARAM_RAW, 'base64, empty unless ok'),
            ])),
        ]);
    }
}
