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
 * Calls that wait in Moodle's queue of ad hoc tasks.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\jobs;

use local_vsosh\most;
use local_vsosh\task\run_job;

/**
 * The jobs of the table local_vsosh_job: put in, looked at, forgotten.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class queue {
    /** @var string waits for Moodle's cron */
    public const QUEUED = 'queued';
    /** @var string is being done */
    public const RUNNING = 'running';
    /** @var string answered */
    public const DONE = 'done';
    /** @var string ended without an answer */
    public const FAILED = 'failed';

    /** @var int how long answers are kept, in seconds */
    public const KEPT = WEEKSECS;

    /**
     * Puts a call into the queue, to be made as this user.
     *
     * @param int $userid
     * @param string $functionname full name of a function that call::class_of() knows
     * @param array $arguments the function's parameters
     * @return int the job
     * @throws \invalid_parameter_exception when too many of the user's jobs wait already
     */
    public static function add(int $userid, string $functionname, array $arguments): int {
        global $DB;
        most::check($DB->count_records('local_vsosh_job', ['userid' => $userid, 'timefinished' => 0]) + 1, most::OPEN_JOBS, 'jobs that wait');
        $transaction = $DB->start_delegated_transaction();
        $id = $DB->insert_record('local_vsosh_job', (object)[
            'userid' => $userid,
            'functionname' => $functionname,
            'arguments' => json_encode($arguments, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES),
            'status' => self::QUEUED,
            'timecreated' => time(),
        ]);
        $task = new run_job();
        $task->set_component('local_vsosh');
        $task->set_userid($userid);
        $task->set_custom_data(['job' => $id]);
        \core\task\manager::queue_adhoc_task($task);
        $transaction->allow_commit();
        return $id;
    }

    /**
     * A user's jobs, of these ids.
     *
     * @param int $userid
     * @param int[] $ids
     * @return \stdClass[] rows of local_vsosh_job, ascending by id
     */
    public static function of_user(int $userid, array $ids): array {
        global $DB;
        if (!$ids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        $params['userid'] = $userid;
        return array_values($DB->get_records_select('local_vsosh_job', "userid = :userid AND id $in", $params, 'id'));
    }

    /**
     * Marks as failed what waits or runs, though Moodle's queue has no task for it any more.
     *
     * The queue drops a task whose owner may not log in, without calling it, and an administrator may delete any.
     */
    public static function give_up_lost(): void {
        global $DB;
        // Jobs first, tasks second: a job that is queued meanwhile must not look as if it had lost its task.
        [$open, $params] = $DB->get_in_or_equal([self::QUEUED, self::RUNNING], SQL_PARAMS_NAMED);
        $lost = $DB->get_records_select_menu('local_vsosh_job', "status $open", $params, '', 'id, id AS same');
        if (!$lost) {
            return;
        }
        foreach ($DB->get_fieldset_select('task_adhoc', 'customdata', 'component = ?', ['local_vsosh']) as $data) {
            unset($lost[(int)(json_decode($data)->job ?? 0)]);
        }
        foreach (array_keys($lost) as $id) {
            // A job that ended between the two queries has lost its task rightly, and keeps its answer.
            if ($DB->record_exists_select('local_vsosh_job', "id = :id AND status $open", $params + ['id' => $id])) {
                self::end($id, self::FAILED, null, 'the task is no longer in the queue of Moodle');
            }
        }
    }

    /**
     * Ends a job. Its arguments are emptied: they may hold passwords.
     *
     * @param int $id
     * @param string $status DONE or FAILED
     * @param string|null $result JSON of the answer
     * @param string $error
     */
    public static function end(int $id, string $status, ?string $result, string $error = ''): void {
        global $DB;
        $row = (object)['id' => $id, 'status' => $status, 'arguments' => '', 'result' => $result, 'error' => $error,
            'timefinished' => time()];
        if ($status === self::DONE) {
            $row->progress = 100;
        }
        $DB->update_record('local_vsosh_job', $row);
    }

    /**
     * Forgets the jobs that ended before a moment.
     *
     * @param int $before Unix seconds
     */
    public static function forget_ended(int $before): void {
        global $DB;
        $DB->delete_records_select('local_vsosh_job', 'timefinished > 0 AND timefinished < ?', [$before]);
    }

    /**
     * Forgets all jobs of a user; those that wait are not made.
     *
     * @param int $userid
     */
    public static function forget_of_user(int $userid): void {
        global $DB;
        $DB->delete_records('task_adhoc', ['component' => 'local_vsosh', 'userid' => $userid]);
        $DB->delete_records('local_vsosh_job', ['userid' => $userid]);
    }
}
