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
 * Web service: accounts in bulk.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\access;
use local_vsosh\document;
use local_vsosh\people\accounts;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Makes and changes accounts.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class put_users extends \external_api {
    /**
     * What the function takes.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'document' => new \external_value(PARAM_RAW, 'JSON: {"users": [...]}'),
        ]);
    }

    /**
     * Makes and changes the accounts; rows are independent.
     *
     * @param string $document
     * @return array
     */
    public static function execute($document): array {
        $params = self::validate_parameters(self::execute_parameters(), ['document' => $document]);
        access::require_system('local/vsosh:manageusers');
        return ['users' => accounts::put(document::parse($params['document'], 'document'))];
    }

    /**
     * What the function answers.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'users' => new \external_multiple_structure(new \external_single_structure([
                'key' => new \external_value(PARAM_RAW, 'key of the account'),
                'status' => new \external_value(PARAM_ALPHA, 'created, updated, unchanged, error'),
                'id' => new \external_value(PARAM_INT, 'the account, 0 with an error'),
                'code' => new \external_value(PARAM_RAW, 'what is wrong'),
                'detail' => new \external_value(PARAM_RAW, 'where, for the log'),
            ])),
        ]);
    }
}
