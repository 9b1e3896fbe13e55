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
 * local_vsosh_put_courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\content\course_upsert;
use local_vsosh\content\upsert_options;
use local_vsosh\document;
use local_vsosh\problem;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Makes the content of courses what a document says, three ways, each course in a transaction of its own.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class put_courses extends \external_api {
    /**
     * Describes the arguments.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'document' => new \external_value(PARAM_RAW, 'JSON: uploads and courses'),
            'options' => new \external_value(PARAM_RAW, 'JSON: overwrite, absent, dry_run, prefix', VALUE_DEFAULT, '{}'),
        ]);
    }

    /**
     * Puts courses.
     *
     * @param string $document
     * @param string $options
     * @return array
     */
    public static function execute(string $document, string $options = '{}'): array {
        $params = self::validate_parameters(self::execute_parameters(), ['document' => $document, 'options' => $options]);
        self::validate_context(\context_system::instance());
        \core_php_time_limit::raise();
        $parsed = document::parse($params['document'], 'document');
        $courses = course_upsert::run($parsed, upsert_options::parse(document::parse($params['options'], 'options')));
        return ['courses' => $courses];
    }

    /**
     * Describes the answer.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        $names = new \external_multiple_structure(new \external_value(PARAM_RAW, 'field'));
        return new \external_single_structure([
            'courses' => new \external_multiple_structure(new \external_single_structure([
                'course' => new \external_value(PARAM_RAW, 'key'),
                'id' => new \external_value(PARAM_INT, 'id, 0 when there is none'),
                'status' => new \external_value(PARAM_ALPHA, 'ok, unchanged or error'),
                'items' => new \external_multiple_structure(new \external_single_structure([
                    'type' => new \external_value(PARAM_RAW, 'course, grade_category, section or activity'),
                    'key' => new \external_value(PARAM_RAW, 'key'),
                    'status' => new \external_value(PARAM_ALPHA, 'created, updated, unchanged, kept, hidden or conflict'),
                    'id' => new \external_value(PARAM_INT, 'course, grade category, section or course module'),
                    'fields' => $names,
                    'kept' => $names,
                ])),
                'errors' => new \external_multiple_structure(problem::structure()),
            ])),
        ]);
    }
}
