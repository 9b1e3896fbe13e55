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
 * Writes the members of a course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/group/lib.php');
require_once($CFG->libdir . '/enrollib.php');

/**
 * Writes what a plan says, and does what Moodle does beside.
 *
 * Rows that are added or changed are written in bulk; then come the events, hooks, caches and marks of enrol_user(),
 * update_user_enrol(), role_assign() and groups_add_member() (Moodle 4.1 to 4.5). What is taken away, which is rare, is taken
 * away by Moodle's own functions.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_writer {
    /** @var course_state */
    private $state;

    /** @var course_plan */
    private $plan;

    /** @var access_marks */
    private $marks;

    /** @var int */
    private $now;

    /**
     * A writer of one course.
     *
     * @param course_state $state
     * @param course_plan $plan
     * @param access_marks $marks
     */
    public function __construct(course_state $state, course_plan $plan, access_marks $marks) {
        $this->state = $state;
        $this->plan = $plan;
        $this->marks = $marks;
        $this->now = time();
    }

    /**
     * Writes; the caller has begun the transaction.
     */
    public function write(): void {
        $announcements = new announcements($this->state);
        $this->take_away_quietly();
        $announcements->enrolled($this->add_enrolments());
        $announcements->changed($this->change_enrolments($announcements));
        $announcements->assigned($this->give_roles());
        $announcements->joined($this->add_to_groups());
        $this->clear_caches();
        $announcements->send();
        $this->recover_grades();
        $this->marks->add(array_merge(array_keys($this->plan->change), array_keys($this->plan->give)));
    }

    /**
     * Forgets what Moodle remembers of the members; done once more when others can see the rows.
     */
    public function clear_caches(): void {
        global $USER;
        $courseid = (int)$this->state->course->id;
        if ($this->plan->change) {
            // The key is the context; Moodle's own update_user_enrol() names the course, and so forgets nothing (4.1 to 4.5).
            \cache_helper::invalidate_by_definition('core', 'suspended_userids', [], [$this->state->context->id]);
        }
        $joined = $this->plan->join ? array_values(array_replace(...array_values($this->plan->join))) : [];
        if ($joined) {
            \cache_helper::invalidate_by_definition('core', 'user_group_groupings', [], $joined);
        }
        $enrolled = array_merge(array_keys($this->plan->enrol), array_keys($this->plan->change));
        if ($enrolled) {
            \core_course_category::user_enrolment_changed($courseid, $enrolled[0], ENROL_USER_ACTIVE);
        }
        foreach (array_unique($this->plan->give) as $roleid) {
            \core_course_category::role_assignment_changed($roleid, $this->state->context);
        }
        if (in_array((int)$USER->id, $enrolled, true)) {
            unset($USER->enrol['enrolled'][$courseid]);
        }
    }

    /**
     * Takes away what is to be taken away; mod_quiz is asked about each group member only if it has something to do.
     */
    private function take_away_quietly(): void {
        if (!$this->plan->leave && !$this->plan->unenrol && !$this->plan->take) {
            return;
        }
        $idle = idle_observers::has_open_attempts((int)$this->state->course->id) ? [] : [idle_observers::QUIZ_LEAVING];
        idle_observers::without($idle, function () {
            $this->take_away();
        });
    }

    /**
     * Takes enrolments, roles and group members away.
     */
    private function take_away(): void {
        foreach ($this->plan->leave as $groupid => $userids) {
            foreach ($userids as $userid) {
                groups_remove_member($groupid, $userid);
            }
        }
        // By account: Moodle marks each of them at once, and other calls mark the same ones.
        $roles = $this->plan->take + array_fill_keys($this->plan->unenrol, []);
        ksort($roles);
        $plugin = enrol_get_plugin('manual');
        foreach ($roles as $userid => $roleids) {
            if (isset($this->plan->unenrol[$userid])) {
                $plugin->unenrol_user($this->state->instance, $userid);
            }
            foreach ($roleids as $roleid) {
                role_unassign($roleid, $userid, $this->state->context->id);
            }
        }
    }

    /**
     * Adds enrolments.
     *
     * @return \stdClass[] rows of user_enrolments
     */
    private function add_enrolments(): array {
        global $DB, $USER;
        if (!$this->plan->enrol) {
            return [];
        }
        $rows = [];
        foreach ($this->plan->enrol as $userid => $wanted) {
            $rows[] = [
                'enrolid' => $this->state->instance->id, 'userid' => $userid, 'status' => $wanted['status'],
                'timestart' => $wanted['timestart'], 'timeend' => $wanted['timeend'], 'modifierid' => $USER->id,
                'timecreated' => $this->now, 'timemodified' => $this->now,
            ];
        }
        $DB->insert_records('user_enrolments', $rows);
        return $this->read_back('user_enrolments', ['enrolid' => $this->state->instance->id], array_keys($this->plan->enrol));
    }

    /**
     * Changes enrolments; those that become the same in one statement.
     *
     * @param announcements $announcements gets to know before
     * @return \stdClass[] rows of user_enrolments
     */
    private function change_enrolments(announcements $announcements): array {
        global $DB, $USER;
        $alike = [];
        foreach ($this->plan->change as $userid => $row) {
            $announcements->before_change($this->state->enrolments[$userid], $row);
            $row->modifierid = $USER->id;
            $row->timemodified = $this->now;
            $alike["{$row->status} {$row->timestart} {$row->timeend}"][] = $row;
        }
        foreach ($alike as $rows) {
            foreach (array_chunk(array_column($rows, 'id'), 5000) as $ids) {
                [$sql, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
                $DB->execute("UPDATE {user_enrolments}
                                 SET status = :status, timestart = :timestart, timeend = :timeend, modifierid = :modifierid,
                                     timemodified = :timemodified
                               WHERE id {$sql}", $params + array_diff_key((array)$rows[0], ['id' => 0, 'enrolid' => 0, 'userid' => 0,
                                   'timecreated' => 0]));
            }
        }
        return $this->plan->change;
    }

    /**
     * Gives roles.
     *
     * @return \stdClass[] rows of role_assignments
     */
    private function give_roles(): array {
        global $DB, $USER;
        if (!$this->plan->give) {
            return [];
        }
        $rows = [];
        $contextid = $this->state->context->id;
        foreach ($this->plan->give as $userid => $roleid) {
            $rows[] = [
                'roleid' => $roleid, 'contextid' => $contextid, 'userid' => $userid, 'component' => '', 'itemid' => 0,
                'timemodified' => $this->now, 'modifierid' => $USER->id, 'sortorder' => 0,
            ];
        }
        $DB->insert_records('role_assignments', $rows);
        $given = $this->read_back('role_assignments', ['contextid' => $contextid, 'component' => ''], array_keys($this->plan->give));
        return array_filter($given, function (\stdClass $row) {
            return $this->plan->give[$row->userid] == $row->roleid;
        });
    }

    /**
     * Puts people into groups.
     *
     * @return array[] group record and accounts, of each group
     */
    private function add_to_groups(): array {
        global $DB;
        $rows = [];
        $joined = [];
        $groups = array_column($this->state->groups, null, 'id');
        foreach ($this->plan->join as $groupid => $userids) {
            ksort($userids);
            foreach ($userids as $userid) {
                $rows[] = [
                    'groupid' => $groupid, 'userid' => $userid, 'timeadded' => $this->now, 'component' => '', 'itemid' => 0,
                ];
            }
            $groups[$groupid]->timemodified = $this->now;
            $joined[] = [$groups[$groupid], array_values($userids)];
        }
        if (!$rows) {
            return [];
        }
        $DB->insert_records('groups_members', $rows);
        [$sql, $params] = $DB->get_in_or_equal(array_keys($this->plan->join), SQL_PARAMS_NAMED);
        $DB->set_field_select('groups', 'timemodified', $this->now, "id {$sql}", $params);
        $this->add_to_conversations(array_keys($this->plan->join), $sql, $params);
        return $joined;
    }

    /**
     * Puts those who joined a group into the group's conversation, where it has one.
     *
     * @param int[] $groupids
     * @param string $sql
     * @param array $params
     */
    private function add_to_conversations(array $groupids, string $sql, array $params): void {
        global $DB;
        $conversations = $DB->get_records_select('message_conversations',
            "contextid = :context AND component = 'core_group' AND itemtype = 'groups' AND itemid {$sql}",
            $params + ['context' => $this->state->context->id], 'id', 'id, itemid');
        foreach ($conversations as $conversation) {
            \core_message\api::add_members_to_conversation(
                array_values($this->plan->join[$conversation->itemid]), $conversation->id);
        }
    }

    /**
     * Brings old grades back to those enrolled anew, where the site wants that.
     */
    private function recover_grades(): void {
        global $CFG;
        if (!empty($CFG->recovergradesdefault)) {
            require_once($CFG->libdir . '/gradelib.php');
            foreach (array_keys($this->plan->enrol) as $userid) {
                grade_recover_history_grades($userid, $this->state->course->id);
            }
        }
    }

    /**
     * Rows just written, with their ids.
     *
     * @param string $table
     * @param array $conditions
     * @param int[] $userids
     * @return \stdClass[] by account, ascending
     */
    private function read_back(string $table, array $conditions, array $userids): array {
        global $DB;
        $rows = [];
        $where = implode(' AND ', array_map(function (string $column) {
            return "{$column} = :{$column}";
        }, array_keys($conditions)));
        foreach (array_chunk($userids, 5000) as $chunk) {
            [$sql, $params] = $DB->get_in_or_equal($chunk, SQL_PARAMS_NAMED);
            $rows += $DB->get_records_select($table, "{$where} AND userid {$sql}", $params + $conditions, 'userid, id');
        }
        return $rows;
    }
}
