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
 * Own completion rules in columns of the module's table.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

/**
 * Reads and writes completion rules that are columns of the module's table.
 *
 * They are written apart from the module: its own functions leave them out unless they think a form was sent.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rule_columns {
    /**
     * The rules that hold.
     *
     * @param \stdClass $instance record of the module's table
     * @param string[] $columns rule => column
     * @param string[] $kinds rule => bool or int
     * @return array rule => value; without those that do not hold
     */
    public static function read(\stdClass $instance, array $columns, array $kinds): array {
        $rules = [];
        foreach ($columns as $rule => $column) {
            if (!empty($instance->$column)) {
                $rules[$rule] = $kinds[$rule] === 'bool' ? true : (int)$instance->$column;
            }
        }
        return $rules;
    }

    /**
     * Writes the rules, when completion is among the changed fields.
     *
     * @param array $changed
     * @param \stdClass $cm record of course_modules with modname
     * @param string[] $columns rule => column
     */
    public static function write(array $changed, \stdClass $cm, array $columns): void {
        global $DB;
        if (!array_key_exists('completion', $changed)) {
            return;
        }
        $row = ['id' => $cm->instance];
        foreach ($columns as $rule => $column) {
            $row[$column] = (int)($changed['completion'][$rule] ?? 0);
        }
        $DB->update_record($cm->modname, (object)$row);
    }
}
