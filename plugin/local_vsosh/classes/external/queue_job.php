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
 * The function local_vsosh_queue_job.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\document;
use local_vsosh\jobs\call;
use local_vsosh\jobs\queue;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * Puts a long call into the queue of ad hoc tasks.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class queue_job extends \external_api {
    /**
     * What the function takes.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'function' => new \external_value(PARAM_RAW, 'full name of the function to call'),
            'arguments' => new \external_value(PARAM_RAW, 'JSON: the function\'s parameters by name'),
        ]);
    }

    /**
     * Queues the call; the rights are checked when it is made.
     *
     * @param string $function
     * @param string $arguments
     * @return array
     */
    public static function execute(string $function, string $arguments): array {
        global $USER;
        $params = self::validate_parameters(self::execute_parameters(), ['function' => $function, 'arguments' => $arguments]);
        self::validate_context(\context_system::instance());
        $call = new call($params['function'], document::parse($params['arguments'], 'arguments'));
        return ['id' => queue::add($USER->id, $params['function'], $call->arguments())];
    }

    /**
     * What the function answers.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure(['id' => new \external_value(PARAM_INT, 'the job')]);
    }
}
