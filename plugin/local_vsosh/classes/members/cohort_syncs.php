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
 * Cohorts enrolled as a whole.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

use local_vsosh\problem;

/**
 * Instances of cohort enrolment of one course, made what a document says by enrol_cohort itself, and synced at once.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cohort_syncs {
    /** @var course_state */
    private $state;

    /** @var directory */
    private $directory;

    /** @var problem[] */
    public $problems = [];

    /** @var array[] what to do: instance (null: a new one) and wanted columns (null: remove it) */
    private $work = [];

    /** @var int rows that are right already */
    public $unchanged = 0;

    /**
     * Compares.
     *
     * @param course_state $state
     * @param directory $directory
     * @param array[] $syncs
     */
    public function __construct(course_state $state, directory $directory, array $syncs) {
        global $DB;
        $this->state = $state;
        $this->directory = $directory;
        if (!$syncs) {
            return;
        }
        $instances = $DB->get_records('enrol', ['courseid' => $state->course->id, 'enrol' => 'cohort'], 'id');
        foreach ($syncs as $sync) {
            $told = count($this->problems);
            $this->check($sync);
            if ($told === count($this->problems)) {
                $this->plan($sync, $this->instance($instances, $sync));
            }
        }
    }

    /**
     * An error row.
     *
     * @param array $sync
     * @param string $code
     * @param string $field
     * @param string $detail
     */
    private function complain(array $sync, string $code, string $field, string $detail): void {
        $this->problems[] = new problem($code, $detail, $this->state->course->idnumber, 'cohort_sync', $sync['cohort'], $field);
    }

    /**
     * Finds what is wrong.
     *
     * @param array $sync
     */
    private function check(array $sync): void {
        if (!isset($this->directory->cohorts[$sync['cohort']])) {
            $this->complain($sync, 'cohort-missing', 'cohort', 'no cohort of the system has this key');
        }
        if (!enrol_is_enabled('cohort')) {
            $this->complain($sync, 'cohort-sync-disabled', '', 'the enrolment method enrol_cohort is off');
        }
        $status = $sync['status'] ?? 'active';
        if (!in_array($status, ['active', 'suspended', 'none'], true)) {
            $this->complain($sync, 'bad-document', 'status', 'active, suspended or none');
        }
        if ($status === 'none') {
            return;
        }
        $role = $sync['role'] ?? null;
        if ($role !== null && (!is_int($role) || !isset($this->directory->roles[$role]))) {
            $this->complain($sync, 'role-unknown', 'role', is_scalar($role) ? (string)$role : 'no number');
        } else if ($role !== null && !$this->state->may_assign($role)) {
            $this->complain($sync, 'role-not-assignable', 'role', (string)$role);
        }
        $group = $sync['group'] ?? '';
        if (!is_string($group) || ($group !== '' && !isset($this->state->groups[$group]))) {
            $this->complain($sync, 'group-missing', 'group', is_string($group) ? $group : 'no text');
        }
    }

    /**
     * The instance that a sync means: that of its cohort, of several the one with its role.
     *
     * @param \stdClass[] $instances
     * @param array $sync
     * @return \stdClass|null
     */
    private function instance(array $instances, array $sync): ?\stdClass {
        $cohortid = $this->directory->cohorts[$sync['cohort']]->id;
        $found = null;
        foreach ($instances as $instance) {
            if ($instance->customint1 == $cohortid && (!$found || $instance->roleid == ($sync['role'] ?? -1))) {
                $found = $instance;
            }
        }
        return $found;
    }

    /**
     * Notes what there is to do.
     *
     * @param array $sync
     * @param \stdClass|null $instance
     */
    private function plan(array $sync, ?\stdClass $instance): void {
        $status = $sync['status'] ?? 'active';
        if ($status === 'none') {
            if ($instance) {
                $this->work[] = [$instance, null];
            } else {
                $this->unchanged++;
            }
            return;
        }
        $wanted = ['status' => $status === 'suspended' ? ENROL_INSTANCE_DISABLED : ENROL_INSTANCE_ENABLED];
        if (isset($sync['role'])) {
            $wanted['roleid'] = $sync['role'];
        }
        if (isset($sync['group'])) {
            $wanted['customint2'] = $sync['group'] === '' ? 0 : (int)$this->state->groups[$sync['group']]->id;
        }
        if (!$instance) {
            $wanted += ['roleid' => 0, 'customint2' => 0, 'customint1' => (int)$this->directory->cohorts[$sync['cohort']]->id];
        } else if (!array_diff_assoc($wanted, array_map('intval', array_intersect_key((array)$instance, $wanted)))) {
            $this->unchanged++;
            return;
        }
        $this->work[] = [$instance, $wanted];
    }

    /**
     * How many instances there are to make, change or remove.
     *
     * @return int
     */
    public function count(): int {
        return count($this->work);
    }

    /**
     * Writes; the caller has begun the transaction.
     */
    public function write(): void {
        $plugin = enrol_get_plugin('cohort');
        foreach ($this->work as [$instance, $wanted]) {
            if ($wanted === null) {
                $plugin->delete_instance($instance);
            } else if (!$instance) {
                $plugin->add_instance($this->state->course, $wanted);
            } else {
                $data = (object)($wanted + ['customint1' => $instance->customint1] + (array)$instance);
                $data->status = $instance->status;
                $plugin->update_instance($instance, $data);
                if ($wanted['status'] != $instance->status) {
                    $plugin->update_status($instance, $wanted['status']);
                }
            }
        }
    }
}
