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
 * The function local_vsosh_import_questions.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\document;
use local_vsosh\problem;
use local_vsosh\questions\bank_importer;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Imports questions into banks of courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class import_questions extends \external_api {
    /**
     * What the function takes.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'document' => new \external_value(PARAM_RAW, 'JSON: {"banks": [...], "overwrite": [...]}'),
        ]);
    }

    /**
     * Imports the banks; each is as its source, or as it was.
     *
     * @param string $document
     * @return array
     */
    public static function execute(string $document): array {
        $params = self::validate_parameters(self::execute_parameters(), ['document' => $document]);
        self::validate_context(\context_system::instance());
        return ['banks' => bank_importer::run(document::parse($params['document'], 'document'))];
    }

    /**
     * What the function answers.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'banks' => new \external_multiple_structure(new \external_single_structure([
                'course' => new \external_value(PARAM_RAW, 'key of the course'),
                'key' => new \external_value(PARAM_RAW, 'key of the bank'),
                'status' => new \external_value(PARAM_ALPHA, 'ok, unchanged or error'),
                'id' => new \external_value(PARAM_INT, 'question category, 0 when there is none'),
                'count' => new \external_value(PARAM_INT, 'questions that can be drawn'),
                'counts' => new \external_value(PARAM_RAW, 'JSON: created, updated, unchanged, hidden, kept'),
                'errors' => new \external_multiple_structure(problem::structure()),
            ])),
        ]);
    }
}
