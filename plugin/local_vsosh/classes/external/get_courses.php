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
 * local_vsosh_get_courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\content\course_content;
use local_vsosh\content\upsert_options;
use local_vsosh\document;
use local_vsosh\most;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Reads the managed content of courses in the document's form.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_courses extends \external_api {
    /**
     * Describes the arguments.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'courses' => new \external_value(PARAM_RAW, 'JSON: list of keys'),
            'options' => new \external_value(PARAM_RAW, 'JSON: fields, prefix', VALUE_DEFAULT, '{}'),
        ]);
    }

    /**
     * Reads courses.
     *
     * @param string $courses
     * @param string $options
     * @return array
     */
    public static function execute(string $courses, string $options = '{}'): array {
        $params = self::validate_parameters(self::execute_parameters(), ['courses' => $courses, 'options' => $options]);
        self::validate_context(\context_system::instance());
        $keys = document::parse($params['courses'], 'courses', true);
        $given = document::parse($params['options'], 'options');
        if (array_filter($keys, 'is_string') !== $keys) {
            throw new \invalid_parameter_exception('courses is a list of keys');
        }
        most::check(count($keys), most::COURSES, 'courses');
        if (array_diff(array_keys($given), ['fields', 'prefix']) || !is_bool($given['fields'] ?? true)) {
            throw new \invalid_parameter_exception('options has fields (true or false) and prefix');
        }
        return ['courses' => course_content::read($keys, $given['fields'] ?? true, upsert_options::prefix($given))];
    }

    /**
     * Describes the answer.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'courses' => new \external_multiple_structure(new \external_single_structure([
                'course' => new \external_value(PARAM_RAW, 'key'),
                'id' => new \external_value(PARAM_INT, 'id, 0 when there is none'),
                'status' => new \external_value(PARAM_ALPHA, 'ok, missing or denied'),
                'content' => new \external_value(PARAM_RAW, 'JSON: items'),
            ])),
        ]);
    }
}
