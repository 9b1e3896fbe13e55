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
 * What there is to do.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\progress;

use local_vsosh\content\upsert_options;
use local_vsosh\state\part;

/**
 * The courses and their activities.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class content_tables extends tables {
    /** @var string[] module => its column with the last moment for handing in */
    const DUE = ['assign' => 'duedate', 'choice' => 'timeclose', 'data' => 'timeavailableto', 'feedback' => 'timeclose',
        'forum' => 'duedate', 'lesson' => 'deadline', 'quiz' => 'timeclose', 'scorm' => 'timeclose', 'workshop' => 'submissionend'];

    /**
     * The parts.
     *
     * @return part[]
     */
    public function parts(): array {
        return ['activities' => $this->activities(), 'courses' => $this->courses()];
    }

    /**
     * Activities of the courses, hidden ones too.
     *
     * @return part
     */
    private function activities(): part {
        $part = $this->part('activities', 'cm.id', [
            'activity' => 'int cm.id', 'course' => 'int cm.course', 'key' => 'text cm.idnumber', 'module' => 'text m.name',
            'name' => 'int cm.instance', 'section' => 'int s.section', 'completion' => 'int cm.completion',
            'grade_max' => 'number CASE WHEN gi.gradetype = ' . GRADE_TYPE_VALUE . ' THEN gi.grademax ELSE NULL END',
            'grade_pass' => 'number CASE WHEN gi.gradetype = ' . GRADE_TYPE_VALUE . ' THEN gi.gradepass ELSE NULL END',
            'visible' => 'int cm.visible', 'added' => 'int cm.added', 'due' => 'int cm.completionexpected',
        ], "{course_modules} cm JOIN {modules} m ON m.id = cm.module JOIN {course_sections} s ON s.id = cm.section
            LEFT JOIN {grade_items} gi ON gi.itemtype = 'mod' AND gi.itemmodule = m.name AND gi.iteminstance = cm.instance
                 AND gi.courseid = cm.course AND " . $this->first_grade(),
            'cm.deletioninprogress = 0 AND cm.course ' . $this->courses_sql());
        $part->finish = function (array $rows): array {
            return $this->named($rows);
        };
        return $part;
    }

    /**
     * Puts names, keys and dates into the rows of activities: they stand in the module's own table.
     *
     * @param array $rows
     * @return array
     */
    private function named(array $rows): array {
        global $DB;
        $instances = [];
        foreach ($rows as $row) {
            $instances[$row[3]][] = $row[4];
        }
        foreach ($instances as $module => $ids) {
            $due = self::DUE[$module] ?? '0';
            $instances[$module] = $DB->get_records_list($module, 'id', $ids, '', "id, name, {$due} AS due");
        }
        foreach ($rows as $place => $row) {
            $instance = $instances[$row[3]][$row[4]] ?? (object)['name' => '', 'due' => 0];
            $rows[$place][2] = $this->item_key($row[2]);
            $rows[$place][4] = (string)$instance->name;
            $rows[$place][11] = (int)$instance->due ?: $row[11];
        }
        return $rows;
    }

    /**
     * The key of an activity of ours: behind the prefix asked about, or the one that put_courses writes unless told otherwise.
     *
     * @param string $idnumber
     * @return string '' when it is not ours
     */
    private function item_key(string $idnumber): string {
        foreach ([$this->request->prefix, (new upsert_options())->prefix] as $prefix) {
            if (strpos($idnumber, $prefix) === 0) {
                $key = substr($idnumber, strlen($prefix));
                return preg_match('/^[a-z0-9-]{1,60}$/D', $key) ? $key : '';
            }
        }
        return '';
    }

    /**
     * The courses themselves.
     *
     * @return part
     */
    private function courses(): part {
        return $this->part('courses', 'c.id', [
            'course' => 'int c.id', 'key' => 'text c.idnumber', 'title' => 'text c.fullname', 'visible' => 'int c.visible',
            'completion' => 'int c.enablecompletion',
        ], '{course} c', 'c.id ' . $this->courses_sql());
    }
}
