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
 * The state of the school.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\state;

/**
 * What the tables of local_vsosh_get_state hold.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class school {
    /** @var int texts of one list of the options at most */
    const MOST_TEXTS = 20000;

    /** @var array params of the statement being built */
    private $params = [];

    /** @var string prefix of our keys */
    private $prefix;

    /** @var array lists of texts */
    private $options;

    /**
     * The parts of a state.
     *
     * @param string $prefix prefix of our keys, at least 3 characters
     * @param array $options shortnames, logins, emails, courses: lists of texts
     */
    public function __construct(string $prefix, array $options) {
        if (\core_text::strlen($prefix) < 3) {
            throw new \invalid_parameter_exception('prefix: at least 3 characters');
        }
        $this->prefix = $prefix;
        $this->options = ['shortnames' => [], 'logins' => [], 'emails' => [], 'courses' => []];
        foreach ($options as $name => $texts) {
            if (!isset($this->options[$name])) {
                throw new \invalid_parameter_exception("options: there is no option {$name}");
            }
            if (!is_array($texts) || count($texts) > self::MOST_TEXTS || $texts !== array_filter($texts, 'is_string')) {
                throw new \invalid_parameter_exception("options: {$name} is a list of at most " . self::MOST_TEXTS . ' texts');
            }
            $this->options[$name] = array_values($texts);
        }
    }

    /**
     * All parts, in the order of the answer.
     *
     * @return part[]
     */
    public function parts(): array {
        return array_merge($this->objects(), $this->inside_courses());
    }

    /**
     * Categories, cohorts, courses, accounts and members of cohorts.
     *
     * @return part[]
     */
    private function objects(): array {
        $parts = [];
        $parts[] = $this->part('categories', 'cat.id', [
            'id' => 'int cat.id', 'key' => 'text cat.idnumber', 'name' => 'text cat.name', 'parent' => 'int cat.parent',
        ], '{course_categories} cat', '1 = 1');
        $parts[] = $this->part('cohorts', 'co.id', [
            'id' => 'int co.id', 'key' => 'text co.idnumber', 'name' => 'text co.name',
        ], '{cohort} co', 'co.contextid = ' . $this->param(\context_system::instance()->id));
        $parts[] = $this->part('courses', 'c.id', [
            'id' => 'int c.id', 'key' => 'text c.idnumber', 'fullname' => 'text c.fullname', 'shortname' => 'text c.shortname',
            'category' => 'int c.category', 'summary' => 'text c.summary', 'startdate' => 'int c.startdate',
            'enddate' => 'int c.enddate', 'visible' => 'int c.visible', 'groupmode' => 'int c.groupmode', 'format' => 'text c.format',
        ], '{course} c', '(' . $this->ours('c.idnumber') . $this->among('c.shortname', $this->options['shortnames']) . ')');
        $emails = array_map([\core_text::class, 'strtolower'], $this->options['emails']);
        $parts[] = $this->part('users', 'u.id', [
            'id' => 'int u.id', 'key' => 'text u.idnumber', 'username' => 'text u.username', 'firstname' => 'text u.firstname',
            'lastname' => 'text u.lastname', 'middlename' => 'text u.middlename', 'email' => 'text u.email',
            'suspended' => 'int u.suspended',
        ], '{user} u', 'u.deleted = 0 AND (' . $this->ours('u.idnumber') . $this->among('u.username', $this->options['logins'])
            . $this->among('LOWER(u.email)', $emails) . ')');
        $parts[] = $this->part('cohort_members', 'cm.id', ['cohort' => 'int cm.cohortid', 'user' => 'int cm.userid'],
            '{cohort_members} cm JOIN {cohort} co ON co.id = cm.cohortid JOIN {user} u ON u.id = cm.userid',
            'co.contextid = ' . $this->param(\context_system::instance()->id) . ' AND ' . $this->ours('co.idnumber')
            . ' AND ' . $this->our_user());
        return $parts;
    }

    /**
     * Groups, enrolments, roles and synced cohorts of our courses.
     *
     * @return part[]
     */
    private function inside_courses(): array {
        $parts = [];
        $named = ['id' => 'int g.id', 'course' => 'int g.courseid', 'key' => 'text g.idnumber', 'name' => 'text g.name'];
        foreach (['groups' => '{groups} g', 'groupings' => '{groupings} g'] as $name => $table) {
            $parts[] = $this->part($name, 'g.id', $named, "{$table} JOIN {course} c ON c.id = g.courseid",
                $this->ours('g.idnumber') . ' AND ' . $this->our_course());
        }
        $parts[] = $this->part('grouping_groups', 'gg.id', ['grouping' => 'int gg.groupingid', 'group' => 'int gg.groupid'],
            '{groupings_groups} gg JOIN {groupings} gr ON gr.id = gg.groupingid JOIN {groups} g ON g.id = gg.groupid'
            . ' JOIN {course} c ON c.id = g.courseid AND c.id = gr.courseid',
            $this->ours('g.idnumber') . ' AND ' . $this->ours('gr.idnumber') . ' AND ' . $this->our_course());
        $parts[] = $this->part('enrolments', 'ue.id', [
            'course' => 'int e.courseid', 'user' => 'int ue.userid',
            'suspended' => 'int CASE WHEN ue.status = 0 THEN 0 ELSE 1 END',
            'start' => 'int ue.timestart', 'end' => 'int ue.timeend',
        ], '{user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid JOIN {course} c ON c.id = e.courseid'
            . ' JOIN {user} u ON u.id = ue.userid',
            "e.enrol = 'manual' AND " . $this->our_course() . ' AND ' . $this->our_user());
        $parts[] = $this->part('roles', 'ra.id', [
            'course' => 'int ctx.instanceid', 'user' => 'int ra.userid', 'role' => 'int ra.roleid',
        ], '{role_assignments} ra JOIN {context} ctx ON ctx.id = ra.contextid JOIN {course} c ON c.id = ctx.instanceid'
            . ' JOIN {user} u ON u.id = ra.userid',
            "ra.component = '' AND ctx.contextlevel = " . CONTEXT_COURSE . ' AND ' . $this->our_course()
            . ' AND ' . $this->our_user());
        $parts[] = $this->part('group_members', 'gm.id', ['group' => 'int gm.groupid', 'user' => 'int gm.userid'],
            '{groups_members} gm JOIN {groups} g ON g.id = gm.groupid JOIN {course} c ON c.id = g.courseid'
            . ' JOIN {user} u ON u.id = gm.userid',
            $this->ours('g.idnumber') . ' AND ' . $this->our_course() . ' AND ' . $this->our_user());
        $parts[] = $this->part('cohort_syncs', 'e.id', [
            'id' => 'int e.id', 'course' => 'int e.courseid', 'cohort' => 'int e.customint1', 'role' => 'int e.roleid',
            'group' => 'int e.customint2', 'suspended' => 'int CASE WHEN e.status = 0 THEN 0 ELSE 1 END',
        ], '{enrol} e JOIN {course} c ON c.id = e.courseid JOIN {cohort} co ON co.id = e.customint1',
            "e.enrol = 'cohort' AND " . $this->ours('co.idnumber') . ' AND ' . $this->our_course());
        return $parts;
    }

    /**
     * A part, with the params gathered since the last one.
     *
     * @param string $name
     * @param string $id
     * @param string[] $columns column => type and SQL
     * @param string $from
     * @param string $where
     * @return part
     */
    private function part(string $name, string $id, array $columns, string $from, string $where): part {
        $params = $this->params;
        $this->params = [];
        return part::of($name, $id, array_map(function (string $column) {
            return explode(' ', $column, 2);
        }, $columns), $from, $where, $params);
    }

    /**
     * A value of the statement being built.
     *
     * @param mixed $value
     * @return string its placeholder
     */
    private function param($value): string {
        $name = 'p' . count($this->params);
        $this->params[$name] = $value;
        return ":{$name}";
    }

    /**
     * SQL: the key is one of ours.
     *
     * @param string $column
     * @return string
     */
    private function ours(string $column): string {
        global $DB;
        return $DB->sql_like($column, $this->param($DB->sql_like_escape($this->prefix) . '%'));
    }

    /**
     * SQL: the account is one of ours.
     *
     * @return string
     */
    private function our_user(): string {
        return 'u.deleted = 0 AND ' . $this->ours('u.idnumber');
    }

    /**
     * SQL: the course is one of ours, and one of those asked for.
     *
     * @return string
     */
    private function our_course(): string {
        global $DB;
        if (!$this->options['courses']) {
            return $this->ours('c.idnumber');
        }
        [$sql, $params] = $DB->get_in_or_equal($this->options['courses'], SQL_PARAMS_NAMED, 'k' . count($this->params) . 'x');
        $this->params += $params;
        return $this->ours('c.idnumber') . " AND c.idnumber {$sql}";
    }

    /**
     * SQL: or the value is one of these.
     *
     * @param string $column
     * @param string[] $values
     * @return string '' without values
     */
    private function among(string $column, array $values): string {
        global $DB;
        if (!$values) {
            return '';
        }
        [$sql, $params] = $DB->get_in_or_equal($values, SQL_PARAMS_NAMED, 'k' . count($this->params) . 'x');
        $this->params += $params;
        return " OR {$column} {$sql}";
    }
}
