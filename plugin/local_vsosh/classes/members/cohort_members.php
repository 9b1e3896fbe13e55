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
 * Members of a cohort.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

use local_vsosh\problem;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/cohort/lib.php');

/**
 * The members of one cohort, made what a document says.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cohort_members {
    /** @var \stdClass record of the cohort */
    private $cohort;

    /** @var problem[] */
    public $problems = [];

    /** @var int[] accounts */
    private $join = [];

    /** @var int[] accounts */
    private $leave = [];

    /** @var int[] */
    public $counts = ['joined' => 0, 'left' => 0, 'unchanged' => 0];

    /**
     * Compares.
     *
     * @param \stdClass $cohort
     * @param directory $directory
     * @param array $wanted join and leave: keys of accounts
     */
    public function __construct(\stdClass $cohort, directory $directory, array $wanted) {
        global $DB;
        $this->cohort = $cohort;
        $asked = ['join' => [], 'leave' => []];
        foreach ($asked as $field => $none) {
            foreach ($wanted[$field] as $key) {
                $userid = $directory->users[$key] ?? 0;
                if (!$userid) {
                    $this->problems[] = new problem('user-missing', 'no account has this key', $cohort->idnumber, 'member', $key, $field);
                } else if (isset($directory->outofreach[$userid])) {
                    $this->problems[] = new problem('denied', 'the guest, the service user or oneself', $cohort->idnumber, 'member',
                        $key, $field);
                } else {
                    $asked[$field][$userid] = $userid;
                }
            }
        }
        $present = array_fill_keys($DB->get_fieldset_select('cohort_members', 'userid', 'cohortid = ?', [$cohort->id]), true);
        $this->join = array_diff_key($asked['join'], $present);
        $this->leave = array_diff_key(array_intersect_key($asked['leave'], $present), $asked['join']);
        ksort($this->join);
        ksort($this->leave);
        $this->counts['joined'] = count($this->join);
        $this->counts['left'] = count($this->leave);
        $this->counts['unchanged'] = count($asked['join'] + $asked['leave']) - count($this->join) - count($this->leave);
    }

    /**
     * Whether there is anything to do.
     *
     * @return bool
     */
    public function is_empty(): bool {
        return !$this->join && !$this->leave;
    }

    /**
     * Writes as cohort_add_member() and cohort_remove_member() do (Moodle 4.1 to 4.5); the caller has begun the transaction.
     */
    public function write(): void {
        global $DB;
        foreach ($this->leave as $userid) {
            cohort_remove_member($this->cohort->id, $userid);
        }
        $rows = [];
        foreach ($this->join as $userid) {
            $rows[] = ['cohortid' => $this->cohort->id, 'userid' => $userid, 'timeadded' => time()];
        }
        if (!$rows) {
            return;
        }
        $DB->insert_records('cohort_members', $rows);
        $idle = array_merge(
            idle_observers::has_syncs($this->cohort->id) ? [] : [idle_observers::COHORT],
            idle_observers::has_badges($this->cohort->id) ? [] : [idle_observers::BADGES]
        );
        idle_observers::without($idle, function () {
            $context = \context::instance_by_id($this->cohort->contextid);
            foreach ($this->join as $userid) {
                $event = \core\event\cohort_member_added::create([
                    'context' => $context, 'objectid' => $this->cohort->id, 'relateduserid' => $userid,
                ]);
                $event->add_record_snapshot('cohort', $this->cohort);
                $event->trigger();
            }
        });
    }
}
