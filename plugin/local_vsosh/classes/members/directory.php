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
 * Keys of a whole document.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

/**
 * What the keys of a document of members stand for, read in a few statements for all courses and cohorts together.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class directory {
    /** @var int[] key => account */
    public $users = [];

    /** @var \stdClass[] key => cohort of the system */
    public $cohorts = [];

    /** @var \stdClass[] key => course */
    public $courses = [];

    /** @var bool[] role => true, of all roles of the site */
    public $roles = [];

    /** @var bool[] account => true, of those that nobody enrols or puts into a cohort */
    public $outofreach;

    /** @var bool[] role => true, of those that the document names for members */
    public $named = [];

    /**
     * Looks up the keys.
     *
     * @param array[] $courses parts of the document
     * @param array[] $cohorts
     * @param int[] $roles roles that are the document's to take away, beside those of its rows
     */
    public function __construct(array $courses, array $cohorts, array $roles) {
        global $DB;
        $this->outofreach = \local_vsosh\access::out_of_reach();
        $this->named = array_fill_keys($roles, true);
        $users = [];
        $cohortkeys = array_column($cohorts, 'cohort');
        foreach ($courses as $course) {
            foreach ($course['members'] as $member) {
                $users[$member['user']] = true;
                if (isset($member['role']) && is_int($member['role'])) {
                    $this->named[$member['role']] = true;
                }
            }
            $cohortkeys = array_merge($cohortkeys, array_column($course['cohort_syncs'], 'cohort'));
        }
        foreach ($cohorts as $cohort) {
            $users += array_fill_keys(array_merge($cohort['join'], $cohort['leave']), true);
        }
        $this->courses = \local_vsosh\access::courses_by_keys(array_column($courses, 'course'));
        $this->roles = array_fill_keys($DB->get_fieldset_select('role', 'id', '1 = 1'), true);
        foreach (self::chunks(array_keys($users)) as [$sql, $params]) {
            $found = $DB->get_recordset_select('user', "deleted = 0 AND idnumber {$sql}", $params, 'id DESC', 'id, idnumber');
            foreach ($found as $user) {
                $this->users[$user->idnumber] = (int)$user->id;
            }
            $found->close();
        }
        foreach (self::chunks($cohortkeys) as [$sql, $params]) {
            $params['system'] = \context_system::instance()->id;
            foreach ($DB->get_records_select('cohort', "contextid = :system AND idnumber {$sql}", $params, 'id DESC') as $cohort) {
                $this->cohorts[$cohort->idnumber] = $cohort;
            }
        }
    }

    /**
     * Conditions for keys, so many at a time as a statement takes.
     *
     * @param array $keys
     * @return array[] SQL and params
     */
    private static function chunks(array $keys): array {
        global $DB;
        $keys = array_filter(array_unique(array_map('strval', $keys)), 'strlen');
        return array_map(function (array $chunk) use ($DB) {
            return $DB->get_in_or_equal($chunk, SQL_PARAMS_NAMED);
        }, array_chunk($keys, 5000));
    }
}
