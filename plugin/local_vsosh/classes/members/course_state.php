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
 * The members of a course as they are.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

/**
 * Enrolments, roles and group members of one course, of those people and groups that a document names.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_state {
    /** @var \stdClass record of the course */
    public $course;

    /** @var \context_course */
    public $context;

    /** @var \stdClass|null the instance of manual enrolment that is in use */
    public $instance;

    /** @var \stdClass[] account => row of user_enrolments of the instance */
    public $enrolments = [];

    /** @var array[] account => role => true, given by hand in the course */
    public $roles = [];

    /** @var \stdClass[] key => group */
    public $groups = [];

    /** @var array[] group => account => component that put it there ('' by hand) */
    public $places = [];

    /** @var bool[]|null account => true, enrolled in whatever way */
    private $enrolled;

    /** @var bool[]|null role => true, what the caller may give here */
    private $assignable;

    /**
     * Reads the course.
     *
     * @param \stdClass $course
     * @param int[] $userids
     * @param string[] $groupkeys
     */
    public function __construct(\stdClass $course, array $userids, array $groupkeys) {
        global $DB;
        $this->course = $course;
        $this->context = \context_course::instance($course->id);
        if (enrol_is_enabled('manual')) {
            $instances = $DB->get_records('enrol', [
                'courseid' => $course->id, 'enrol' => 'manual', 'status' => ENROL_INSTANCE_ENABLED,
            ], 'sortorder, id', '*', 0, 1);
            $this->instance = $instances ? reset($instances) : null;
        }
        foreach (array_chunk($userids, 5000) as $chunk) {
            [$sql, $params] = $DB->get_in_or_equal($chunk, SQL_PARAMS_NAMED);
            $this->read_people($sql, $params);
        }
        foreach (array_chunk($groupkeys, 5000) as $chunk) {
            [$sql, $params] = $DB->get_in_or_equal($chunk, SQL_PARAMS_NAMED);
            $groups = $DB->get_records_select('groups', "courseid = :course AND idnumber {$sql}",
                $params + ['course' => $course->id], 'id DESC');
            foreach ($groups as $group) {
                $this->groups[$group->idnumber] = $group;
            }
        }
        foreach (array_chunk(array_column($this->groups, 'id'), 5000) as $chunk) {
            foreach ($DB->get_records_list('groups_members', 'groupid', $chunk, '', 'id, groupid, userid, component') as $place) {
                $this->places[$place->groupid][$place->userid] = $place->component;
            }
        }
    }

    /**
     * Reads enrolments and roles of some people.
     *
     * @param string $sql
     * @param array $params
     */
    private function read_people(string $sql, array $params): void {
        global $DB;
        if ($this->instance) {
            $rows = $DB->get_records_select('user_enrolments', "enrolid = :instance AND userid {$sql}",
                $params + ['instance' => $this->instance->id]);
            foreach ($rows as $row) {
                $this->enrolments[$row->userid] = $row;
            }
        }
        $rows = $DB->get_records_select('role_assignments', "contextid = :context AND component = '' AND userid {$sql}",
            $params + ['context' => $this->context->id], '', 'id, userid, roleid');
        foreach ($rows as $row) {
            $this->roles[$row->userid][$row->roleid] = true;
        }
    }

    /**
     * Whether somebody is enrolled, in whatever way.
     *
     * @param int $userid
     * @return bool
     */
    public function is_enrolled(int $userid): bool {
        global $DB;
        if (isset($this->enrolments[$userid])) {
            return true;
        }
        if ($this->enrolled === null) {
            $this->enrolled = array_fill_keys($DB->get_fieldset_sql(
                'SELECT DISTINCT ue.userid FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE e.courseid = ?',
                [$this->course->id]), true);
        }
        return isset($this->enrolled[$userid]);
    }

    /**
     * Whether the caller may give a role in the course.
     *
     * @param int $roleid
     * @return bool
     */
    public function may_assign(int $roleid): bool {
        if ($this->assignable === null) {
            $this->assignable = get_assignable_roles($this->context, ROLENAME_SHORT);
        }
        return isset($this->assignable[$roleid]);
    }
}
