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
 * What is to be done to the members of a course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

use local_vsosh\problem;

/**
 * Compares what a document says of one course with the course: what is wrong, and what there is to do.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_plan {
    /** @var string[] what is counted */
    const COUNTS = [
        'enrolled', 'updated', 'suspended', 'reactivated', 'unenrolled', 'roles', 'joined', 'left', 'syncs', 'unchanged',
    ];

    /** @var problem[] */
    public $problems = [];

    /** @var int[] */
    public $counts;

    /** @var array[] account => status, timestart, timeend */
    public $enrol = [];

    /** @var \stdClass[] account => row of user_enrolments as it is to be */
    public $change = [];

    /** @var int[] accounts */
    public $unenrol = [];

    /** @var int[] account => role */
    public $give = [];

    /** @var array[] account => roles */
    public $take = [];

    /** @var array[] group => accounts */
    public $join = [];

    /** @var array[] group => accounts */
    public $leave = [];

    /** @var course_state */
    private $state;

    /** @var directory */
    private $directory;

    /**
     * Compares.
     *
     * @param course_state $state
     * @param directory $directory
     * @param array[] $members
     */
    public function __construct(course_state $state, directory $directory, array $members) {
        $this->state = $state;
        $this->directory = $directory;
        $this->counts = array_fill_keys(self::COUNTS, 0);
        if ($members && !$state->instance) {
            $this->problems[] = new problem('no-manual-enrolment', 'no enabled instance', $state->course->idnumber);
            return;
        }
        $seen = [];
        foreach ($members as $member) {
            $told = count($this->problems);
            if (isset($seen[$member['user']])) {
                $this->complain($member, 'bad-document', 'user', 'twice in one course');
            }
            $seen[$member['user']] = true;
            $this->check($member);
            if ($told === count($this->problems)) {
                $this->plan($member, $directory->users[$member['user']]);
            }
        }
        // Rows are written in one order everywhere, so that calls side by side wait for each other instead of locking up.
        foreach (['enrol', 'change', 'unenrol', 'give', 'take', 'join', 'leave'] as $name) {
            ksort($this->$name);
        }
    }

    /**
     * An error row of a member.
     *
     * @param array $member
     * @param string $code
     * @param string $field
     * @param string $detail
     */
    private function complain(array $member, string $code, string $field, string $detail): void {
        $this->problems[] = new problem($code, $detail, $this->state->course->idnumber, 'member', $member['user'], $field);
    }

    /**
     * Finds what is wrong with a member.
     *
     * @param array $member
     */
    private function check(array $member): void {
        $userid = $this->directory->users[$member['user']] ?? 0;
        if (!$userid) {
            $this->complain($member, 'user-missing', 'user', 'no account has this key');
            return;
        }
        if (isset($this->directory->outofreach[$userid])) {
            $this->complain($member, 'denied', 'user', 'the guest, the service user or oneself');
            return;
        }
        $status = $member['status'] ?? null;
        if ($status !== null && !in_array($status, ['active', 'suspended', 'none'], true)) {
            $this->complain($member, 'bad-document', 'status', 'active, suspended or none');
        }
        foreach (['start', 'end'] as $field) {
            if (isset($member[$field]) && (!is_int($member[$field]) || $member[$field] < 0)) {
                $this->complain($member, 'bad-document', $field, 'a moment in Unix seconds');
            }
        }
        $role = $member['role'] ?? null;
        if ($role !== null && (!is_int($role) || !isset($this->directory->roles[$role]))) {
            $this->complain($member, 'role-unknown', 'role', is_scalar($role) ? (string)$role : 'no number');
        } else if ($role !== null && $status !== 'none' && !$this->state->may_assign($role)) {
            $this->complain($member, 'role-not-assignable', 'role', (string)$role);
        } else if ($role === null && $status !== null && $status !== 'none' && !isset($this->state->enrolments[$userid])) {
            $this->complain($member, 'role-unknown', 'role', 'a new enrolment needs a role');
        }
        foreach (['join', 'leave'] as $field) {
            foreach ($member[$field] as $key) {
                if (!isset($this->state->groups[$key])) {
                    $this->complain($member, 'group-missing', $field, $key);
                }
            }
        }
        if ($member['join'] && ($status === 'none' || ($role === null && !$this->state->is_enrolled($userid)))) {
            $this->complain($member, 'not-enrolled', 'join', 'a group takes only the enrolled');
        }
    }

    /**
     * Notes what there is to do for a member.
     *
     * @param array $member
     * @param int $userid
     */
    private function plan(array $member, int $userid): void {
        $before = $this->counts;
        if (($member['status'] ?? null) === 'none') {
            if (isset($this->state->enrolments[$userid])) {
                $this->unenrol[$userid] = $userid;
                $this->counts['unenrolled']++;
            }
        } else {
            $this->plan_enrolment($member, $userid);
            $this->plan_role($member, $userid);
        }
        foreach ($member['join'] as $key) {
            $groupid = (int)$this->state->groups[$key]->id;
            if (!isset($this->state->places[$groupid][$userid]) && !isset($this->join[$groupid][$userid])) {
                $this->join[$groupid][$userid] = $userid;
                $this->counts['joined']++;
            }
        }
        foreach (array_diff($member['leave'], $member['join']) as $key) {
            $groupid = (int)$this->state->groups[$key]->id;
            if (($this->state->places[$groupid][$userid] ?? null) === '' && !isset($this->leave[$groupid][$userid])) {
                $this->leave[$groupid][$userid] = $userid;
                $this->counts['left']++;
            }
        }
        if ($this->counts === $before) {
            $this->counts['unchanged']++;
        }
    }

    /**
     * Notes what there is to do to the enrolment.
     *
     * @param array $member
     * @param int $userid
     */
    private function plan_enrolment(array $member, int $userid): void {
        $wanted = [];
        if (isset($member['status'])) {
            $wanted['status'] = $member['status'] === 'suspended' ? ENROL_USER_SUSPENDED : ENROL_USER_ACTIVE;
        }
        foreach (['start' => 'timestart', 'end' => 'timeend'] as $field => $column) {
            if (isset($member[$field])) {
                $wanted[$column] = $member[$field];
            }
        }
        $present = $this->state->enrolments[$userid] ?? null;
        if (!$present) {
            if (isset($member['role'])) {
                $this->enrol[$userid] = $wanted + ['status' => ENROL_USER_ACTIVE, 'timestart' => 0, 'timeend' => 0];
                $this->counts['enrolled']++;
            }
            return;
        }
        $changed = [];
        foreach ($wanted as $column => $value) {
            if ((int)$present->$column !== $value) {
                $changed[$column] = $value;
            }
        }
        if ($changed) {
            $this->change[$userid] = (object)($changed + (array)$present);
        }
        if (isset($changed['status'])) {
            $this->counts[$changed['status'] == ENROL_USER_SUSPENDED ? 'suspended' : 'reactivated']++;
        }
        if (array_diff_key($changed, ['status' => true])) {
            $this->counts['updated']++;
        }
    }

    /**
     * Notes which roles are to be given and taken.
     *
     * @param array $member
     * @param int $userid
     */
    private function plan_role(array $member, int $userid): void {
        if (!isset($member['role'])) {
            return;
        }
        $present = $this->state->roles[$userid] ?? [];
        if (!isset($present[$member['role']])) {
            $this->give[$userid] = $member['role'];
        }
        $others = array_intersect_key($present, $this->directory->named);
        unset($others[$member['role']]);
        if ($others) {
            $this->take[$userid] = array_keys($others);
        }
        if ($others || (isset($this->give[$userid]) && !isset($this->enrol[$userid]))) {
            $this->counts['roles']++;
        }
    }

    /**
     * Whether there is anything to do.
     *
     * @return bool
     */
    public function is_empty(): bool {
        return !($this->enrol || $this->change || $this->unenrol || $this->give || $this->take || $this->join || $this->leave);
    }
}
