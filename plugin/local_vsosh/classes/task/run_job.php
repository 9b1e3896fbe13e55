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
 * The ad hoc task that makes a queued call.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\task;

use local_vsosh\jobs\call;
use local_vsosh\jobs\queue;

/**
 * Makes one call of the table local_vsosh_job, as the user who queued it.
 *
 * A call that fails is told as failed and not made again: whoever queued it decides.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class run_job extends \core\task\adhoc_task {
    /**
     * The task's name in Moodle's lists.
     *
     * @return string
     */
    public function get_name() {
        return get_string('task_run_job', 'local_vsosh');
    }

    /**
     * Makes the call and keeps its answer.
     */
    public function execute() {
        global $DB;
        $id = (int)($this->get_custom_data()->job ?? 0);
        $job = $DB->get_record('local_vsosh_job', ['id' => $id]);
        if (!$job || $job->timefinished) {
            return;
        }
        $DB->update_record('local_vsosh_job', (object)['id' => $id, 'status' => queue::RUNNING, 'progress' => 0,
            'timestarted' => time()]);
        \core_php_time_limit::raise();
        raise_memory_limit(MEMORY_HUGE);
        try {
            $call = new call($job->functionname, json_decode($job->arguments, true) ?: []);
            $answer = $call->make(function (int $percent) use ($DB, $id) {
                $DB->set_field('local_vsosh_job', 'progress', $percent, ['id' => $id]);
            });
            $text = json_encode($answer, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
            queue::end($id, queue::DONE, $text);
        } catch (\Throwable $error) {
            if ($DB->is_transaction_started()) {
                $DB->force_transaction_rollback();
            }
            $code = $error instanceof \moodle_exception ? $error->errorcode : get_class($error);
            mtrace("local_vsosh job $id: $code");
            // Of other exceptions the debug information may hold what was to be written, names and passwords.
            $detail = $error instanceof \invalid_parameter_exception ? $error->debuginfo : $error->getMessage();
            queue::end($id, queue::FAILED, null, "$code: $detail");
        }
    }
}
