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
 * local_vsosh_get_course_template.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\access;
use local_vsosh\content\upsert_options;
use local_vsosh\content\whole_course;
use local_vsosh\document;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Reads a course whole, as a template is made of it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_course_template extends \external_api {
    /**
     * Describes the arguments.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'course' => new \external_value(PARAM_RAW, 'key, #id or short name'),
            'options' => new \external_value(PARAM_RAW, 'JSON: prefix, known', VALUE_DEFAULT, '{}'),
        ]);
    }

    /**
     * Reads a course.
     *
     * @param string $course
     * @param string $options
     * @return array
     */
    public static function execute(string $course, string $options = '{}'): array {
        $params = self::validate_parameters(self::execute_parameters(), ['course' => $course, 'options' => $options]);
        self::validate_context(\context_system::instance());
        $given = document::parse($params['options'], 'options');
        $known = $given['known'] ?? [];
        if (array_diff(array_keys($given), ['prefix', 'known']) || !is_array($known)
                || array_filter($known, 'is_string') !== $known) {
            throw new \invalid_parameter_exception('options has prefix and known, a list of SHA-256');
        }
        $prefix = upsert_options::prefix($given);
        $found = whole_course::find($params['course']);
        $content = ['items' => []];
        $status = 'missing';
        if ($found !== null) {
            $everywhere = has_capability('local/vsosh:readstate', \context_system::instance());
            $may = $everywhere || access::may_in_course($found, 'local/vsosh:readstate');
            $status = $may ? 'ok' : 'denied';
            $content = $may ? whole_course::read($found, $prefix, $known) : $content;
        }
        return ['course' => $params['course'], 'id' => $found === null ? 0 : (int)$found->id, 'status' => $status,
            'content' => json_encode($content, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR)];
    }

    /**
     * Describes the answer.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'course' => new \external_value(PARAM_RAW, 'as it was asked for'),
            'id' => new \external_value(PARAM_INT, 'id, 0 when there is none'),
            'status' => new \external_value(PARAM_ALPHA, 'ok, missing or denied'),
            'content' => new \external_value(PARAM_RAW, 'JSON: course, items, groups, groupings, banks, notes'),
        ]);
    }
}
