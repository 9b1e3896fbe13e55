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
 * The function local_vsosh_get_jobs.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\jobs\queue;
use local_vsosh\most;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * How the caller's jobs stand.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_jobs extends \external_api {
    /**
     * What the function takes.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'ids' => new \external_multiple_structure(new \external_value(PARAM_INT, 'a job')),
        ]);
    }

    /**
     * Tells the jobs of the caller; those of others, and those forgotten, are left out.
     *
     * @param int[] $ids
     * @return array
     */
    public static function execute(array $ids): array {
        global $USER;
        $params = self::validate_parameters(self::execute_parameters(), ['ids' => $ids]);
        self::validate_context(\context_system::instance());
        most::check(count($params['ids']), most::JOBS, 'ids');
        queue::give_up_lost();
        $jobs = [];
        foreach (queue::of_user($USER->id, $params['ids']) as $row) {
            $jobs[] = [
                'id' => (int)$row->id,
                'function' => $row->functionname,
                'status' => $row->status,
                'progress' => (int)$row->progress,
                'result' => (string)$row->result,
                'error' => (string)$row->error,
                'created' => (int)$row->timecreated,
                'started' => (int)$row->timestarted,
                'finished' => (int)$row->timefinished,
            ];
        }
        return ['jobs' => $jobs];
    }

    /**
     * What the function answers.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'jobs' => new \external_multiple_structure(new \external_single_structure([
                'id' => new \external_value(PARAM_INT, 'the job'),
                'function' => new \external_value(PARAM_RAW, 'full name of the function'),
                'status' => new \external_value(PARAM_ALPHA, 'queued, running, done or failed'),
                'progress' => new \external_value(PARAM_INT, 'per cent'),
                'result' => new \external_value(PARAM_RAW, 'JSON of what the function answered, "" before'),
                'error' => new \external_value(PARAM_RAW, 'why it failed'),
                'created' => new \external_value(PARAM_INT, 'Unix seconds'),
                'started' => new \external_value(PARAM_INT, 'Unix seconds, 0 before'),
                'finished' => new \external_value(PARAM_INT, 'Unix seconds, 0 before'),
            ])),
        ]);
    }
}
