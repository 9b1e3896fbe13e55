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
 * Tables of an answer.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\progress;

use local_vsosh\state\part;

/**
 * What the tables of local_vsosh_get_progress have in common.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class tables {
    /** @var request what is asked for */
    protected $request;

    /** @var array params of the statement being built */
    private $params = [];

    /**
     * Tables of what is asked for.
     *
     * @param request $request
     */
    public function __construct(request $request) {
        $this->request = $request;
    }

    /**
     * The parts, by name.
     *
     * @return part[]
     */
    abstract public function parts(): array;

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
    protected function part(string $name, string $id, array $columns, string $from, string $where): part {
        $columns = array_map(function (string $column) {
            return explode(' ', $column, 2);
        }, $columns);
        return part::of($name, $id, $columns, $from, $where, $this->taken());
    }

    /**
     * A source, with the params gathered since the last one.
     *
     * @param string $id
     * @param string[] $select column => SQL
     * @param string $from
     * @param string $where
     * @return array
     */
    protected function source(string $id, array $select, string $from, string $where): array {
        return part::source($id, $select, $from, $where, $this->taken());
    }

    /**
     * The params gathered, which the next statement begins without.
     *
     * @return array
     */
    private function taken(): array {
        $params = $this->params;
        $this->params = [];
        return $params;
    }

    /**
     * A value of the statement being built.
     *
     * @param mixed $value
     * @return string its placeholder
     */
    protected function param($value): string {
        $name = 'p' . count($this->params);
        $this->params[$name] = $value;
        return ":{$name}";
    }

    /**
     * SQL: one of these numbers; none of an empty list.
     *
     * @param int[] $ids
     * @return string
     */
    protected function among(array $ids): string {
        global $DB;
        [$sql, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED, 'k' . count($this->params) . 'x', true, 0);
        $this->params += $params;
        return $sql;
    }

    /**
     * SQL: is one of the courses.
     *
     * @return string
     */
    protected function courses_sql(): string {
        return $this->among($this->request->courseids);
    }

    /**
     * SQL: the account is one of ours.
     *
     * @return string
     */
    protected function our_user(): string {
        global $DB;
        $pattern = $DB->sql_like_escape($this->request->prefix) . '%';
        return 'u.deleted = 0 AND ' . $DB->sql_like('u.idnumber', $this->param($pattern));
    }

    /**
     * SQL: changed after the moment.
     *
     * @param string $column
     * @return string '' when all rows are wanted
     */
    protected function since_sql(string $column): string {
        return $this->request->since ? " AND {$column} > {$this->param($this->request->since)}" : '';
    }

    /**
     * SQL that joins the activity of a module's own row, unless it is about to be deleted.
     *
     * @param string $module
     * @param string $instance column with the number of the row
     * @return string
     */
    protected function activity_of(string $module, string $instance): string {
        return " JOIN {modules} m ON m.name = '{$module}'"
            . " JOIN {course_modules} cm ON cm.module = m.id AND cm.instance = {$instance} AND cm.deletioninprogress = 0";
    }

    /**
     * SQL: of the grades of an activity the first that is given at all; a forum's is the second by its number.
     *
     * @return string
     */
    protected function first_grade(): string {
        $none = GRADE_TYPE_NONE;
        return "gi.gradetype <> {$none} AND NOT EXISTS (SELECT 1 FROM {grade_items} lower WHERE lower.itemtype = 'mod'"
            . ' AND lower.itemmodule = gi.itemmodule AND lower.iteminstance = gi.iteminstance AND lower.courseid = gi.courseid'
            . " AND lower.gradetype <> {$none} AND lower.itemnumber < gi.itemnumber)";
    }
}
