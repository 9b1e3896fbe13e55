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
 * Reads courses as they are.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Reads the items of many courses in a few statements: their number depends on the types in use, not on the courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class live_reader {
    /** @var live_course[] by course id */
    private $courses = [];

    /** @var \stdClass[][] course id => rows of local_vsosh_item by "type:key" */
    private $memories = [];

    /** @var string[][] type => id => key, of items that are not remembered yet */
    private $known = [];

    /** @var bool whether what is none of ours is read too, under keys made of ids */
    private $whole = false;

    /** @var string what a key made of an id begins with: no key of ours does */
    const FOREIGN = '?';

    /**
     * Reads courses.
     *
     * @param \stdClass[] $courses records
     * @param string $prefix what course modules' idnumbers begin with
     * @param string[][] $known sections and grade categories that are ours though nothing is remembered of them yet:
     *                          type => id => key
     * @return live_course[] by course id
     */
    public static function read(array $courses, string $prefix, array $known = []): array {
        $reader = new live_reader();
        $reader->known = $known;
        return $reader->read_all($courses, $prefix);
    }

    /**
     * Reads one course whole: what is none of ours has a key made of its id.
     *
     * @param \stdClass $course record
     * @param string $prefix what course modules' idnumbers begin with
     * @return live_course
     */
    public static function read_whole(\stdClass $course, string $prefix): live_course {
        $reader = new live_reader();
        $reader->whole = true;
        return $reader->read_all([$course], $prefix)[$course->id];
    }

    /**
     * Reads courses.
     *
     * @param \stdClass[] $courses records
     * @param string $prefix
     * @return live_course[] by course id
     */
    private function read_all(array $courses, string $prefix): array {
        foreach ($courses as $course) {
            $this->courses[$course->id] = new live_course($course, $prefix);
        }
        if ($this->courses) {
            $this->load_rows();
            $this->find_items();
            $this->read_fields();
        }
        return $this->courses;
    }

    /**
     * The key of what is none of ours, null when only ours is read.
     *
     * @param int $id
     * @return string|null
     */
    private function foreign_key(int $id): ?string {
        return $this->whole ? self::FOREIGN . $id : null;
    }

    /**
     * Loads the rows of all courses.
     */
    private function load_rows(): void {
        global $DB;
        $ids = array_keys($this->courses);
        [$in, $params] = $DB->get_in_or_equal($ids);
        foreach ($DB->get_records_select('course_sections', "course $in", $params, 'course, section') as $row) {
            $this->courses[$row->course]->sections[$row->id] = $row;
        }
        $sql = "SELECT cm.*, m.name AS modname FROM {course_modules} cm JOIN {modules} m ON m.id = cm.module
                 WHERE cm.deletioninprogress = 0 AND cm.course $in ORDER BY cm.id";
        foreach ($DB->get_records_sql($sql, $params) as $row) {
            $this->courses[$row->course]->cms[$row->id] = $row;
        }
        foreach ($DB->get_records_select('grade_categories', "courseid $in", $params, 'id') as $row) {
            $this->courses[$row->courseid]->gradecategories[$row->id] = $row;
        }
        $columns = 'id, courseid, categoryid, itemtype, itemmodule, iteminstance, itemnumber, itemname, gradetype, grademax, '
            . 'gradepass, aggregationcoef, aggregationcoef2, weightoverride';
        foreach ($DB->get_records_select('grade_items', "courseid $in", $params, 'id', $columns) as $row) {
            $this->courses[$row->courseid]->add_grade_item($row);
        }
        foreach ($DB->get_records_select('groups', "courseid $in", $params, '', 'id, courseid, idnumber') as $row) {
            $key = (string)$row->idnumber;
            $this->courses[$row->courseid]->groups[$row->id] = $key !== '' ? $key : (string)$this->foreign_key((int)$row->id);
        }
        foreach ($DB->get_records_select('groupings', "courseid $in", $params, '', 'id, courseid, idnumber') as $row) {
            $key = (string)$row->idnumber;
            $this->courses[$row->courseid]->groupings[$row->id] = $key !== '' ? $key : (string)$this->foreign_key((int)$row->id);
        }
        foreach ($DB->get_records_select('course_completion_criteria', "course $in", $params, 'id') as $row) {
            $this->courses[$row->course]->criteria[$row->id] = $row;
        }
        foreach ($DB->get_records_select('course_completion_aggr_methd', "course $in", $params, 'id') as $row) {
            $this->courses[$row->course]->criteriamethods[$row->id] = $row;
        }
        $select = "courseid $in AND itemtype NOT IN ('question_bank', 'event', 'exception')";
        foreach ($DB->get_records_select('local_vsosh_item', $select, $params, 'id') as $row) {
            $this->memories[$row->courseid][$row->itemtype . ':' . $row->itemkey] = $row;
        }
    }

    /**
     * Finds the items of ours: by memory, and activities by their idnumber.
     */
    private function find_items(): void {
        foreach ($this->courses as $live) {
            $memories = $this->memories[$live->course->id] ?? [];
            $this->add($live, new live_item('course', '', (int)$live->course->id, $live->course), $memories);
            $byid = [];
            foreach ($memories as $row) {
                $byid[$row->itemtype][$row->instanceid] = $row;
            }
            foreach ($live->sections as $section) {
                $key = $this->known['section'][$section->id] ?? $byid['section'][$section->id]->itemkey ?? null;
                $key = (int)$section->section === 0 ? 'general' : $key;
                if ($key === null && empty($section->component)) {
                    $key = $this->foreign_key((int)$section->id);
                }
                if ($key !== null) {
                    $this->add($live, new live_item('section', (string)$key, (int)$section->id, $section), $memories);
                }
            }
            foreach ($live->gradecategories as $row) {
                $key = $this->known['grade_category'][$row->id] ?? $byid['grade_category'][$row->id]->itemkey ?? null;
                // The category without a parent is the course's total.
                $key = $key ?? ($row->parent ? $this->foreign_key((int)$row->id) : null);
                if ($key !== null) {
                    $this->add($live, new live_item('grade_category', (string)$key, (int)$row->id, $row), $memories);
                }
            }
            $this->find_activities($live, $memories, $byid['activity'] ?? []);
            foreach ($live->items as $item) {
                if ($item->type === 'activity' && $item->row->modname === 'subsection') {
                    $section = $live->delegated_section($item->row);
                    if ($section !== null) {
                        $live->sectionkeys[$section->id] = $item->key;
                    }
                }
            }
        }
    }

    /**
     * Finds the activities of a course.
     *
     * @param live_course $live
     * @param \stdClass[] $memories
     * @param \stdClass[] $byid course module id => row of local_vsosh_item
     */
    private function find_activities(live_course $live, array $memories, array $byid): void {
        $length = strlen($live->prefix);
        $found = [];
        foreach ($live->cms as $cm) {
            if ($length && strncmp((string)$cm->idnumber, $live->prefix, $length) === 0) {
                $found[substr($cm->idnumber, $length)] = $found[substr($cm->idnumber, $length)] ?? $cm;
            }
        }
        foreach ($live->cms as $cm) {
            // An activity of ours whose idnumber a person took away.
            if (isset($byid[$cm->id]) && (string)$cm->idnumber === '') {
                $found += [$byid[$cm->id]->itemkey => $cm];
            }
        }
        if ($this->whole) {
            $ours = array_column($found, 'id', 'id');
            foreach (array_diff_key($live->cms, $ours) as $cm) {
                $found[$this->foreign_key((int)$cm->id)] = $cm;
            }
        }
        foreach ($found as $key => $cm) {
            $item = new live_item('activity', (string)$key, (int)$cm->id, $cm);
            $item->kind = activity_types::by_module($cm->modname);
            $this->add($live, $item, $memories);
        }
    }

    /**
     * Adds an item with what is remembered of it.
     *
     * @param live_course $live
     * @param live_item $item
     * @param \stdClass[] $memories
     */
    private function add(live_course $live, live_item $item, array $memories): void {
        $row = $memories[$item->type . ':' . $item->key] ?? null;
        // What is remembered of an item that was deleted says nothing about the one that came after it.
        if ($row !== null) {
            $memory = memory::from_row($row);
            if ($memory->instanceid !== $item->id) {
                $memory->applied = [];
                $memory->asked = [];
            }
            $item->memory = $memory;
            $item->absent = $memory->absent;
        }
        $live->add($item);
    }

    /**
     * Reads the fields of all items.
     */
    private function read_fields(): void {
        $own = $this->read_own_fields();
        foreach ($this->courses as $live) {
            foreach ($live->items as $item) {
                switch ($item->type) {
                    case 'course':
                        $item->fields = course_fields::read($live);
                        break;
                    case 'grade_category':
                        $item->fields = grade_fields::read_category($live, $item->row);
                        break;
                    case 'section':
                        $item->fields = section_fields::read($live, $item->row);
                        break;
                    case 'activity':
                        if ($item->kind !== null && isset($own['rows'][$item->id])) {
                            $item->fields = activity_fields::read($live, $item, $own['rows'][$item->id],
                                $own['fields'][$item->id] ?? []);
                        }
                }
                spelling::settle($item);
            }
        }
    }

    /**
     * Reads the modules' records and the types' own fields, of all courses at once.
     *
     * @return array[] rows: course module id => record; fields: course module id => own fields
     */
    private function read_own_fields(): array {
        global $DB;
        $bykind = [];
        foreach ($this->courses as $live) {
            foreach ($live->items as $item) {
                if ($item->kind !== null) {
                    $bykind[$item->kind->name()][(int)$item->row->instance] = $item->row;
                }
            }
        }
        $read = ['rows' => [], 'fields' => []];
        foreach ($bykind as $name => $cms) {
            $kind = activity_types::by_name($name);
            $rows = $DB->get_records_list($kind->module(), 'id', array_keys($cms));
            $cms = array_intersect_key($cms, $rows);
            $fields = $kind->read($rows, $cms);
            foreach ($cms as $instance => $cm) {
                $read['rows'][$cm->id] = $rows[$instance];
                $read['fields'][$cm->id] = $fields[$instance] ?? [];
            }
        }
        return $read;
    }
}
