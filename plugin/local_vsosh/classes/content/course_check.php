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
 * What is wrong with a course's document, seen against the course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use local_vsosh\problem;

/**
 * Checks references, completion, files and whatever needs the course to be known. All problems are collected.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_check {
    /** @var course_document */
    private $document;

    /** @var live_course */
    private $live;

    /** @var course_writer */
    private $writer;

    /** @var array[] activity key => all fields as they will be */
    private $activities = [];

    /** @var activity\activity_type[] activity key => type */
    private $kinds = [];

    /** @var array[] section key => fields as they will be; subsections among them */
    private $sections = [];

    /** @var array[] grade category key => fields as they will be */
    private $gradecategories = [];

    /**
     * Notes the problems in the document.
     *
     * @param course_document $document
     * @param live_course $live
     * @param course_writer $writer
     */
    public static function run(course_document $document, live_course $live, course_writer $writer): void {
        $check = new course_check();
        $check->document = $document;
        $check->live = $live;
        $check->writer = $writer;
        $check->merge();
        $check->check_missing();
        $check->check_references();
        foreach ($document->items_of('activity') as $item) {
            $check->check_activity($item);
        }
        (new reference_cycles($document, $check->activities, $check->sections, $check->gradecategories))->run();
    }

    /**
     * Works out the fields of all items as they will be.
     */
    private function merge(): void {
        foreach ($this->live->items as $item) {
            if ($item->type === 'activity' && $item->kind !== null) {
                $this->activities[$item->key] = $item->fields;
                $this->kinds[$item->key] = $item->kind;
            } else if ($item->type === 'section') {
                $this->sections[$item->key] = $item->fields;
            } else if ($item->type === 'grade_category') {
                $this->gradecategories[$item->key] = $item->fields;
            }
        }
        foreach ($this->document->items as $item) {
            if ($item->type === 'activity') {
                $same = isset($this->kinds[$item->key]) && $this->kinds[$item->key] === $item->kind;
                $this->activities[$item->key] = $item->fields + ($same ? $this->activities[$item->key] : []);
                $this->kinds[$item->key] = $item->kind;
            } else if ($item->type === 'section') {
                $this->sections[$item->key] = $item->fields + ($this->sections[$item->key] ?? []);
            } else if ($item->type === 'grade_category') {
                $this->gradecategories[$item->key] = $item->fields + ($this->gradecategories[$item->key] ?? []);
            }
        }
        foreach ($this->kinds as $key => $kind) {
            if ($kind->name() === 'subsection') {
                if (isset($this->sections[$key]) && $this->document->item('activity', (string)$key) !== null) {
                    $this->document->problem('key-twice', 'a section has this key', 'activity', (string)$key);
                }
                $this->sections += [$key => []];
            }
        }
    }

    /**
     * Notes fields without which a new item cannot be made.
     */
    private function check_missing(): void {
        foreach ($this->document->items as $item) {
            if ($item->type === 'course' || $item->type === 'section' || $this->live->item($item->type, $item->key) !== null) {
                continue;
            }
            $known = $item->type === 'activity' ? activity_fields::fields($item->kind) : grade_fields::fields();
            foreach ($known as $name => $field) {
                if ($field->is_required() && !array_key_exists($name, $item->raw)) {
                    $this->document->problem('field-missing', 'a new ' . $item->type . ' needs it', $item->type, $item->key, $name);
                }
            }
        }
    }

    /**
     * Notes references to what is not there.
     */
    private function check_references(): void {
        $groups = array_flip(array_filter($this->live->groups));
        $groupings = array_flip(array_filter($this->live->groupings));
        foreach ($this->document->items as $item) {
            $bad = function (string $code, string $detail, string $field) use ($item) {
                $this->document->problem($code, $detail, $item->type, $item->key, $field);
            };
            $fields = $item->fields;
            $inorder = $item->type === 'course' ? $this->sections + ['general' => []] : $this->activities;
            foreach (array_diff($fields['order'] ?? [], array_map('strval', array_keys($inorder))) as $key) {
                $bad('reference-unknown', 'nothing of ours has the key ' . $key, 'order');
            }
            if (isset($fields['grouping']) && $fields['grouping'] !== '' && !isset($groupings[$fields['grouping']])) {
                $bad('reference-unknown', 'the course has no grouping ' . $fields['grouping'], 'grouping');
            }
            foreach (['grade_category', 'parent'] as $name) {
                if (($fields[$name] ?? '') !== '' && !isset($this->gradecategories[$fields[$name]])) {
                    $bad('reference-unknown', 'no grade category ' . $fields[$name], $name);
                }
            }
            foreach (availability::conditions($fields['availability'] ?? null) as $condition) {
                $wrong = $this->wrong_condition($condition, $groups, $groupings);
                if ($wrong) {
                    $bad($wrong[0], $wrong[1], 'availability');
                }
            }
            foreach ($fields['completion_criteria']['activities'] ?? [] as $key) {
                if (!isset($this->activities[$key])) {
                    $bad('reference-unknown', 'no activity ' . $key, 'completion_criteria');
                } else if (($this->activities[$key]['completion']['tracking'] ?? 'none') === 'none') {
                    $bad('completion-impossible', 'the completion of ' . $key . ' is not tracked', 'completion_criteria');
                }
            }
        }
    }

    /**
     * What is wrong with what a restriction refers to.
     *
     * @param array $condition
     * @param array $groups by key
     * @param array $groupings by key
     * @return string[] code and detail, nothing when it is good
     */
    private function wrong_condition(array $condition, array $groups, array $groupings): array {
        global $DB;
        switch ($condition['type']) {
            case 'group':
                $good = $condition['group'] === '' || isset($groups[$condition['group']]);
                return $good ? [] : ['reference-unknown', 'the course has no group ' . $condition['group']];
            case 'grouping':
                $good = isset($groupings[$condition['grouping']]);
                return $good ? [] : ['reference-unknown', 'the course has no grouping ' . $condition['grouping']];
            case 'grade':
                $key = $condition['activity'];
                if ($key === '') {
                    return [];
                }
                $good = isset($this->activities[$key]) && $this->kinds[$key]->graded()
                    && ($this->activities[$key]['grade'] ?? ($this->kinds[$key]->name() === 'forum' ? 0 : 1));
                return $good ? [] : ['reference-unknown', 'no graded activity ' . $key];
            case 'completion':
                $key = $condition['activity'];
                if (!isset($this->activities[$key])) {
                    return ['reference-unknown', 'no activity ' . $key];
                }
                $tracked = ($this->activities[$key]['completion']['tracking'] ?? 'none') !== 'none';
                return $tracked ? [] : ['completion-impossible', 'the completion of ' . $key . ' is not tracked'];
            case 'profile':
                $good = $condition['custom'] ? $DB->record_exists('user_info_field', ['shortname' => $condition['field']])
                    : in_array($condition['field'], ['firstname', 'lastname', 'email', 'city', 'country', 'idnumber', 'institution',
                        'department', 'phone1', 'phone2', 'address'], true);
                return $good ? [] : ['reference-unknown', 'no profile field ' . $condition['field']];
        }
        return [];
    }

    /**
     * Checks one activity as a whole.
     *
     * @param document_item $item
     */
    private function check_activity(document_item $item): void {
        $live = $this->live->item('activity', $item->key);
        if ($live !== null && $live->kind !== $item->kind) {
            return;
        }
        $fields = $this->activities[$item->key];
        $section = $item->fields['section'] ?? null;
        if ($section !== null && $section !== 'general' && !isset($this->sections[$section])) {
            $this->document->problem('section-unknown', 'no section ' . $section, 'activity', $item->key, 'section');
        } else if ($section !== null && $item->kind->name() === 'subsection' && isset($this->kinds[$section])
                && $this->kinds[$section]->name() === 'subsection') {
            $this->document->problem('field-invalid', 'a subsection within a subsection', 'activity', $item->key, 'section');
        }
        $this->check_completion($item, $fields);
        $this->check_weight($item, $fields);
        $this->check_files($item, $live);
        $this->writer->at($live);
        foreach ($item->kind->check($fields, $this->writer) as $problem) {
            $row = $problem->to_array();
            $this->document->problem($row['code'], $row['detail'], 'activity', $item->key, $row['field']);
        }
    }

    /**
     * Checks the completion of an activity.
     *
     * @param document_item $item
     * @param array $fields
     */
    private function check_completion(document_item $item, array $fields): void {
        global $CFG;
        $completion = $item->fields['completion'] ?? null;
        if ($completion !== null) {
            foreach (completion::problems($completion, $item->kind, $fields) as $problem) {
                $row = $problem->to_array();
                $this->document->problem($row['code'], $row['detail'], 'activity', $item->key, 'completion');
            }
        }
        $course = $this->document->item('course', '');
        $on = !empty($CFG->enablecompletion) && ($course->fields['completion'] ?? $this->live->course->enablecompletion);
        if (!$on && ($completion['tracking'] ?? 'none') !== 'none') {
            $this->document->problem('completion-unsupported', 'completion is off in the course', 'activity', $item->key,
                'completion');
        }
        if (!$on && !empty($item->fields['completion_expected'])) {
            $this->document->problem('completion-unsupported', 'completion is off in the course', 'activity', $item->key,
                'completion_expected');
        }
    }

    /**
     * Checks that a weight can hold where the activity is.
     *
     * @param document_item $item
     * @param array $fields
     */
    private function check_weight(document_item $item, array $fields): void {
        if (($item->fields['weight'] ?? null) === null) {
            return;
        }
        $category = $fields['grade_category'] ?? '';
        $course = $this->document->item('course', '');
        $aggregation = $category !== '' ? ($this->gradecategories[$category]['aggregation'] ?? 'natural')
            : ($course->fields['aggregation'] ?? $this->live->item('course', '')->fields['aggregation']);
        if (!in_array($aggregation, ['natural', 'weighted_mean'], true)) {
            $this->document->problem('field-invalid', 'grades added up as ' . $aggregation . ' have no weights', 'activity',
                $item->key, 'weight');
        }
    }

    /**
     * Checks that the bytes of all files are there and not too many.
     *
     * @param document_item $item
     * @param live_item|null $live
     */
    private function check_files(document_item $item, ?live_item $live): void {
        $present = array_column($live->fields['files'] ?? [], 'name', 'sha1');
        foreach ($item->fields['files'] ?? [] as $file) {
            if (isset($present[$file['sha1']])) {
                continue;
            }
            $stored = $this->writer->uploads->uploaded($file['sha1']);
            if ($stored === null) {
                $this->document->problem('file-missing', $file['name'] . ' was not uploaded', 'activity', $item->key, 'files');
            } else if ($this->writer->most_bytes() > 0 && $stored->get_filesize() > $this->writer->most_bytes()) {
                $this->document->problem('file-too-large', $file['name'] . ' has ' . $stored->get_filesize() . ' bytes, at most '
                    . $this->writer->most_bytes(), 'activity', $item->key, 'files');
            }
        }
    }
}
