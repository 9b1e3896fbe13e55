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
 * Who is in the courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\progress;

use local_vsosh\state\part;

/**
 * People of ours, their enrolments and visits.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class people_tables extends tables {
    /** @var string[] whoever may do one of these teaches */
    const TEACHING = ['mod/assign:grade', 'moodle/course:manageactivities'];

    /**
     * The parts.
     *
     * @return part[]
     */
    public function parts(): array {
        return ['people' => $this->people(), 'enrolments' => $this->enrolments(), 'access' => $this->access()];
    }

    /**
     * People of ours with an enrolment in the courses, whatever its state.
     *
     * @return part
     */
    private function people(): part {
        return $this->part('people', 'u.id', [
            'user' => 'int u.id', 'key' => 'text u.idnumber', 'first_access' => 'int u.firstaccess',
            'last_access' => 'int u.lastaccess', 'suspended' => 'int u.suspended',
        ], '{user} u',
            $this->our_user() . ' AND EXISTS (SELECT 1 FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid'
            . ' WHERE ue.userid = u.id AND e.courseid ' . $this->courses_sql() . ')');
    }

    /**
     * One row for each of ours in each course: of several enrolments an active one, and of those the oldest.
     *
     * @return part
     */
    private function enrolments(): part {
        $active = "CASE WHEN {$this->active('ue', 'e')} THEN 1 ELSE 0 END";
        $better = "({$this->active('ue2', 'e2')} AND (ue2.id < ue.id OR NOT ({$this->active('ue', 'e')}))"
            . " OR ue2.id < ue.id AND NOT ({$this->active('ue', 'e')}))";
        return $this->part('enrolments', 'ue.id', [
            'course' => 'int e.courseid', 'user' => 'int ue.userid', 'teaches' => "int CASE WHEN {$this->teaches()} THEN 1 ELSE 0 END",
            'active' => "int {$active}", 'start' => 'int ue.timestart', 'end' => 'int ue.timeend',
        ], '{user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid JOIN {user} u ON u.id = ue.userid',
            $this->our_user() . ' AND e.courseid ' . $this->courses_sql()
            . ' AND NOT EXISTS (SELECT 1 FROM {user_enrolments} ue2 JOIN {enrol} e2 ON e2.id = ue2.enrolid'
            . " WHERE ue2.userid = ue.userid AND e2.courseid = e.courseid AND ue2.id <> ue.id AND {$better})");
    }

    /**
     * SQL: the enrolment works now. The account may be suspended all the same.
     *
     * @param string $enrolment
     * @param string $instance
     * @return string
     */
    private function active(string $enrolment, string $instance): string {
        $now = $this->request->now;
        return "{$enrolment}.status = " . ENROL_USER_ACTIVE . " AND {$instance}.status = " . ENROL_INSTANCE_ENABLED
            . " AND {$enrolment}.timestart <= {$now} AND ({$enrolment}.timeend = 0 OR {$enrolment}.timeend > {$now})";
    }

    /**
     * SQL: has a role here, or above the course, that may grade or make activities on this site.
     *
     * @return string
     */
    private function teaches(): string {
        global $DB;
        $roles = [];
        foreach (self::TEACHING as $capability) {
            $roles += get_roles_with_capability($capability, CAP_ALLOW, \context_system::instance());
        }
        return 'EXISTS (SELECT 1 FROM {role_assignments} ra JOIN {context} held ON held.id = ra.contextid'
            . ' JOIN {context} here ON here.contextlevel = ' . CONTEXT_COURSE . ' AND here.instanceid = e.courseid'
            . ' WHERE ra.userid = ue.userid AND ra.roleid ' . $this->among(array_keys($roles))
            . ' AND (held.id = here.id OR here.path LIKE ' . $DB->sql_concat('held.path', "'/%'") . '))';
    }

    /**
     * When people of ours were in a course last.
     *
     * @return part
     */
    private function access(): part {
        return $this->part('access', 'la.id', [
            'course' => 'int la.courseid', 'user' => 'int la.userid', 'time' => 'int la.timeaccess',
        ], '{user_lastaccess} la JOIN {user} u ON u.id = la.userid',
            $this->our_user() . ' AND la.courseid ' . $this->courses_sql() . $this->since_sql('la.timeaccess'));
    }
}
