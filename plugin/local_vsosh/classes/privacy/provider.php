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
 * What personal data the plugin keeps.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\transform;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_vsosh\jobs\queue;

/**
 * Tells, exports and deletes personal data: the jobs a user queued.
 *
 * Accounts, enrolments and groups are Moodle's own data and are told by Moodle.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class provider implements
        \core_privacy\local\metadata\provider,
        \core_privacy\local\request\plugin\provider,
        \core_privacy\local\request\core_userlist_provider {
    /**
     * Says what is kept.
     *
     * @param collection $collection
     * @return collection
     */
    public static function get_metadata(collection $collection): collection {
        $collection->add_database_table('local_vsosh_job', [
            'userid' => 'privacy:metadata:local_vsosh_job:userid',
            'functionname' => 'privacy:metadata:local_vsosh_job:functionname',
            'arguments' => 'privacy:metadata:local_vsosh_job:arguments',
            'status' => 'privacy:metadata:local_vsosh_job:status',
            'result' => 'privacy:metadata:local_vsosh_job:result',
            'error' => 'privacy:metadata:local_vsosh_job:error',
            'timecreated' => 'privacy:metadata:local_vsosh_job:timecreated',
            'timefinished' => 'privacy:metadata:local_vsosh_job:timefinished',
        ], 'privacy:metadata:local_vsosh_job');
        $collection->add_external_location_link('vsosh_moodle', [
            'account' => 'privacy:metadata:vsosh_moodle:account',
            'progress' => 'privacy:metadata:vsosh_moodle:progress',
        ], 'privacy:metadata:vsosh_moodle');
        return $collection;
    }

    /**
     * Where a user has data: in the system's context when he queued jobs.
     *
     * @param int $userid
     * @return contextlist
     */
    public static function get_contexts_for_userid(int $userid): contextlist {
        global $DB;
        $list = new contextlist();
        if ($DB->record_exists('local_vsosh_job', ['userid' => $userid])) {
            $list->add_system_context();
        }
        return $list;
    }

    /**
     * Who has data in a context.
     *
     * @param userlist $userlist
     */
    public static function get_users_in_context(userlist $userlist) {
        if ($userlist->get_context() instanceof \context_system) {
            $userlist->add_from_sql('userid', 'SELECT userid FROM {local_vsosh_job}', []);
        }
    }

    /**
     * Exports a user's jobs. Documents are not exported: they are about others, and about what a school made.
     *
     * @param approved_contextlist $contextlist
     */
    public static function export_user_data(approved_contextlist $contextlist) {
        global $DB;
        foreach ($contextlist->get_contexts() as $context) {
            if (!$context instanceof \context_system) {
                continue;
            }
            $jobs = [];
            foreach ($DB->get_records('local_vsosh_job', ['userid' => $contextlist->get_user()->id], 'id') as $row) {
                $jobs[] = (object)[
                    'functionname' => $row->functionname,
                    'status' => $row->status,
                    'error' => (string)$row->error,
                    'timecreated' => transform::datetime($row->timecreated),
                    'timefinished' => $row->timefinished ? transform::datetime($row->timefinished) : '',
                ];
            }
            if ($jobs) {
                $path = [get_string('pluginname', 'local_vsosh'), get_string('privacy:jobs', 'local_vsosh')];
                writer::with_context($context)->export_data($path, (object)['jobs' => $jobs]);
            }
        }
    }

    /**
     * Deletes all jobs.
     *
     * @param \context $context
     */
    public static function delete_data_for_all_users_in_context(\context $context) {
        global $DB;
        if ($context instanceof \context_system) {
            foreach ($DB->get_fieldset_sql('SELECT DISTINCT userid FROM {local_vsosh_job}') as $userid) {
                queue::forget_of_user((int)$userid);
            }
        }
    }

    /**
     * Deletes a user's jobs.
     *
     * @param approved_contextlist $contextlist
     */
    public static function delete_data_for_user(approved_contextlist $contextlist) {
        foreach ($contextlist->get_contexts() as $context) {
            if ($context instanceof \context_system) {
                queue::forget_of_user((int)$contextlist->get_user()->id);
            }
        }
    }

    /**
     * Deletes the jobs of several users.
     *
     * @param approved_userlist $userlist
     */
    public static function delete_data_for_users(approved_userlist $userlist) {
        if ($userlist->get_context() instanceof \context_system) {
            foreach ($userlist->get_userids() as $userid) {
                queue::forget_of_user((int)$userid);
            }
        }
    }
}
