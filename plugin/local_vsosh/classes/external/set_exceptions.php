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
 * The function local_vsosh_set_exceptions.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\document;
use local_vsosh\exceptions\exceptions_document;
use local_vsosh\problem;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Gives pupils of courses other terms in quizzes and assignments, as a document says, three ways.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class set_exceptions extends \external_api {
    /**
     * Describes the arguments.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'document' => new \external_value(PARAM_RAW, 'JSON: {"courses": [...], "overwrite": [...]}'),
        ]);
    }

    /**
     * Sets the exceptions; each course is as asked, or as it was.
     *
     * @param string $document
     * @return array
     */
    public static function execute(string $document): array {
        $params = self::validate_parameters(self::execute_parameters(), ['document' => $document]);
        self::validate_context(\context_system::instance());
        return ['courses' => exceptions_document::run(document::parse($params['document'], 'document'))];
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
                    'type' => new \external_value(PARAM_RAW, 'exception'),
                    'key' => new \external_value(PARAM_RAW, 'key'),
                    'status' => new \external_value(PARAM_ALPHA, 'created, updated, unchanged, kept or removed'),
                    'id' => new \external_value(PARAM_INT, 'id of the override or of the flags, 0 when there is none'),
                    'fields' => $names,
                    'kept' => $names,
                ])),
                'errors' => new \external_multiple_structure(problem::structure()),
            ])),
        ]);
    }
}
