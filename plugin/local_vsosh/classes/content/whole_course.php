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
 * The answer of get_course_template.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use local_vsosh\access;
use local_vsosh\events\event_fields;
use local_vsosh\events\event_reader;
use local_vsosh\questions\bank_export;

/**
 * A course whole, with what is none of ours: what a template can be made of.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class whole_course {
    /** @var string[] items of these types are told */
    const TYPES = ['course', 'grade_category', 'section', 'activity'];

    /** @var live_course */
    private $live;

    /** @var array[] rows of item, code and detail */
    private $notes = [];

    /**
     * The course a caller means: by key, as «#id», else by short name.
     *
     * @param string $name
     * @return \stdClass|null record of the table course
     */
    public static function find(string $name): ?\stdClass {
        global $DB;
        if ($name === '') {
            return null;
        }
        $course = access::course_by_key($name);
        if ($course === null && preg_match('/^#(\d{1,18})$/D', $name, $match)) {
            $course = $DB->get_record('course', ['id' => $match[1]]) ?: null;
        }
        if ($course === null) {
            $course = $DB->get_record('course', ['shortname' => $name], '*', IGNORE_MULTIPLE) ?: null;
        }
        return $course === null || (int)$course->id === (int)SITEID ? null : $course;
    }

    /**
     * Reads a course.
     *
     * @param \stdClass $course record
     * @param string $prefix what course modules' idnumbers begin with
     * @param string[] $known SHA-256 of sources of banks that the caller has
     * @return array
     */
    public static function read(\stdClass $course, string $prefix, array $known): array {
        $whole = new whole_course();
        $whole->live = live_reader::read_whole($course, $prefix);
        $whole->name_lesson_pages();
        $banks = $whole->banks($known);
        return ['course' => self::course($course), 'items' => $whole->items(), 'groups' => self::named('groups', $whole->live->groups),
            'groupings' => $whole->groupings(), 'banks' => $banks, 'notes' => $whole->notes];
    }

    /**
     * What the course is called, and when it is.
     *
     * @param \stdClass $course
     * @return array
     */
    private static function course(\stdClass $course): array {
        global $DB;
        $category = $DB->get_record('course_categories', ['id' => $course->category], 'name, idnumber');
        return ['key' => (string)$course->idnumber, 'short_name' => (string)$course->shortname,
            'full_name' => (string)$course->fullname, 'summary' => (string)$course->summary, 'start' => (int)$course->startdate,
            'end' => (int)$course->enddate, 'category' => $category ? (string)$category->idnumber : '',
            'category_name' => $category ? (string)$category->name : ''];
    }

    /**
     * The items, each with all its fields; an activity of a module that is none of ours has its section alone.
     *
     * @return array[]
     */
    private function items(): array {
        global $DB;
        $names = [];
        foreach ($this->live->cms as $cm) {
            $names[$cm->modname][(int)$cm->instance] = '';
        }
        foreach ($names as $module => $ids) {
            $names[$module] = $DB->get_records_list($module, 'id', array_keys($ids), '', 'id, name');
        }
        $rows = [];
        foreach ($this->live->items as $item) {
            $fields = $item->fields;
            $module = '';
            $name = $fields['name'] ?? '';
            if ($item->type === 'activity') {
                $module = $item->kind === null ? $item->row->modname : $item->kind->name();
                $name = (string)($names[$item->row->modname][(int)$item->row->instance]->name ?? '');
                $fields += ['section' => $this->live->sectionkeys[$item->row->section] ?? null];
            }
            $rows[] = ['type' => $item->type, 'key' => (string)$item->key, 'id' => $item->id, 'module' => $module, 'name' => $name,
                'ours' => strncmp((string)$item->key, live_reader::FOREIGN, 1) !== 0, 'absent' => $item->absent,
                'fields' => (object)$fields];
        }
        return array_merge($rows, $this->events());
    }

    /**
     * The events of the course in the calendar, without those of activities.
     *
     * @return array[]
     */
    private function events(): array {
        global $DB;
        $courseid = (int)$this->live->course->id;
        $keys = [];
        foreach (event_reader::read([$courseid])[$courseid] as $key => $item) {
            $keys[$item->id] = (string)$key;
        }
        $rows = [];
        $events = $DB->get_records('event', ['courseid' => $courseid, 'eventtype' => 'course', 'instance' => 0], 'timestart, id');
        foreach ($events as $event) {
            $key = $keys[$event->id] ?? live_reader::FOREIGN . $event->id;
            $rows[] = ['type' => 'event', 'key' => $key, 'id' => (int)$event->id, 'module' => '', 'name' => (string)$event->name,
                'ours' => isset($keys[$event->id]), 'absent' => false, 'fields' => event_fields::read($event)];
        }
        return $rows;
    }

    /**
     * Keys with names.
     *
     * @param string $table groups or groupings
     * @param string[] $keys id => key
     * @return array[]
     */
    private static function named(string $table, array $keys): array {
        global $DB;
        $rows = [];
        foreach ($DB->get_records_list($table, 'id', array_keys($keys), 'id', 'id, name') as $row) {
            $rows[] = ['key' => (string)$keys[$row->id], 'name' => (string)$row->name];
        }
        return $rows;
    }

    /**
     * Groupings with the groups in them.
     *
     * @return array[]
     */
    private function groupings(): array {
        global $DB;
        $groups = [];
        foreach ($DB->get_records_list('groupings_groups', 'groupingid', array_keys($this->live->groupings), 'id') as $row) {
            $groups[$this->live->groupings[$row->groupingid]][] = (string)($this->live->groups[$row->groupid] ?? '');
        }
        return array_map(function ($row) use ($groups) {
            return $row + ['groups' => $groups[$row['key']] ?? []];
        }, self::named('groupings', $this->live->groupings));
    }

    /**
     * Reads the pages of lessons anew, with keys for those made by hand: jumps name them.
     */
    private function name_lesson_pages(): void {
        $lessons = [];
        foreach ($this->live->items as $item) {
            if ($item->type === 'activity' && $item->kind !== null && $item->kind->name() === 'lesson') {
                $lessons[(int)$item->row->instance] = $item;
            }
        }
        $cms = array_column($lessons, 'row');
        foreach (activity\lesson\pages::read(array_combine(array_keys($lessons), $cms), live_reader::FOREIGN) as $id => $pages) {
            $lessons[$id]->fields['pages'] = $pages;
        }
    }

    /**
     * The banks the quizzes draw on; the field "questions" of the quizzes names them.
     *
     * @param string[] $known
     * @return array[]
     */
    private function banks(array $known): array {
        $quizzes = [];
        foreach ($this->live->items as $item) {
            if ($item->type === 'activity' && $item->kind !== null && $item->kind->name() === 'quiz' && !$item->absent) {
                $quizzes[(int)$item->row->instance] = $item;
            }
        }
        $draws = activity\quiz\draws::read(array_keys($quizzes));
        $export = new bank_export($this->live->course, $draws);
        foreach ($quizzes as $id => $item) {
            $item->fields['questions'] = activity\quiz\slots::canonical($export->rows($id));
            foreach ($export->notes($id) as [$code, $detail]) {
                $this->notes[] = ['item' => (string)$item->key, 'code' => $code, 'detail' => $detail];
            }
        }
        return $export->banks($known);
    }
}
