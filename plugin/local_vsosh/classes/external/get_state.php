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
 * Web service: the state of the school.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\access;
use local_vsosh\document;
use local_vsosh\state\pages;
use local_vsosh\state\school;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Reads everything of ours, as tables.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_state extends \external_api {
    /**
     * What the function takes.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'prefix' => new \external_value(PARAM_RAW, 'prefix of our keys'),
            'parts' => new \external_multiple_structure(
                new \external_value(PARAM_ALPHANUMEXT, 'part'), 'parts wanted; none: all', VALUE_DEFAULT, []),
            'options' => new \external_value(
                PARAM_RAW, 'JSON: {"shortnames": [], "logins": [], "emails": [], "courses": []}', VALUE_DEFAULT, '{}'),
            'after' => new \external_value(PARAM_RAW, 'cursor of the page before', VALUE_DEFAULT, ''),
            'limit' => new \external_value(PARAM_INT, 'rows of the page; 0: as many as may be', VALUE_DEFAULT, 0),
        ]);
    }

    /**
     * Reads a page.
     *
     * @param string $prefix
     * @param string[] $parts
     * @param string $options
     * @param string $after
     * @param int $limit
     * @return array
     */
    public static function execute($prefix, $parts = [], $options = '{}', $after = '', $limit = 0): array {
        $params = self::validate_parameters(self::execute_parameters(), [
            'prefix' => $prefix, 'parts' => $parts, 'options' => $options, 'after' => $after, 'limit' => $limit,
        ]);
        access::require_system('local/vsosh:readstate');
        $school = new school($params['prefix'], document::parse($params['options'], 'options'));
        return pages::read(pages::chosen($school->parts(), $params['parts']), $params['after'], $params['limit']);
    }

    /**
     * What the function answers.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure(pages::structure());
    }
}
