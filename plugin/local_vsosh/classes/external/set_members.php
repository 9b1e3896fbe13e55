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
 * Web service: members in bulk.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\document;
use local_vsosh\members\members;
use local_vsosh\problem;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Makes the members of courses and cohorts what a document says.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class set_members extends \external_api {
    /**
     * What the function takes.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'document' => new \external_value(PARAM_RAW, 'JSON: {"courses": [...], "cohorts": [...], "roles": [...]}'),
        ]);
    }

    /**
     * Makes the members so; each course and cohort is as asked, or as it was.
     *
     * @param string $document
     * @return array
     */
    public static function execute($document): array {
        $params = self::validate_parameters(self::execute_parameters(), ['document' => $document]);
        self::validate_context(\context_system::instance());
        return members::set(document::parse($params['document'], 'document'));
    }

    /**
     * What the function answers.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'courses' => self::results('course'),
            'cohorts' => self::results('cohort'),
        ]);
    }

    /**
     * What became of courses or cohorts.
     *
     * @param string $name
     * @return \external_multiple_structure
     */
    private static function results(string $name): \external_multiple_structure {
        return new \external_multiple_structure(new \external_single_structure([
            $name => new \external_value(PARAM_RAW, 'key'),
            'status' => new \external_value(PARAM_ALPHA, 'ok, unchanged, error'),
            'counts' => new \external_value(PARAM_RAW, 'JSON: what was done, by kind'),
            'errors' => new \external_multiple_structure(problem::structure()),
        ]));
    }
}
