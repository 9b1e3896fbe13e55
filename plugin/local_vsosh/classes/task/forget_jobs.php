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
 * The scheduled task that forgets old jobs.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\task;

use local_vsosh\jobs\queue;

/**
 * Forgets the answers of jobs that ended a week ago.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class forget_jobs extends \core\task\scheduled_task {
    /**
     * The task's name in Moodle's lists.
     *
     * @return string
     */
    public function get_name() {
        return get_string('task_forget_jobs', 'local_vsosh');
    }

    /**
     * Forgets them, and gives up jobs whose tasks are gone.
     */
    public function execute() {
        queue::give_up_lost();
        queue::forget_ended(time() - queue::KEPT);
    }
}
