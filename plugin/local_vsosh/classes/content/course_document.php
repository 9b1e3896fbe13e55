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
 * One course of a document.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use local_vsosh\problem;

/**
 * A course as the document wants it, read and checked as far as that goes without looking at the course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_document {
    /** @var string form of keys */
    const KEY = '/^[a-z0-9-]{1,60}$/D';

    /** @var string[] list of the document => type of its items */
    const LISTS = ['grade_categories' => 'grade_category', 'sections' => 'section', 'activities' => 'activity'];

    /** @var string key of the course */
    public $key;

    /** @var document_item[] "type:key" => item, in the order of the document; the course first */
    public $items = [];

    /** @var problem[] what is wrong */
    public $problems = [];

    /**
     * Reads a course of the document.
     *
     * @param mixed $raw
     */
    public function __construct($raw) {
        $this->key = is_array($raw) && is_string($raw['course'] ?? null) ? $raw['course'] : '';
        if ($this->key === '') {
            $this->problems[] = new problem('bad-document', '"course" is the course\'s key');
            return;
        }
        foreach (array_diff(array_keys($raw), ['course', 'fields'], array_keys(self::LISTS)) as $name) {
            $this->problem('bad-document', 'unknown name: ' . $name, 'course', '');
        }
        $fields = $raw['fields'] ?? [];
        if (is_array($fields) && ($fields === [] || $fields !== array_values($fields))) {
            $this->items['course:'] = new document_item('course', '', $fields);
            $this->check_fields($this->items['course:'], course_fields::fields());
        } else {
            $this->problem('bad-document', '"fields" is an object', 'course', '');
        }
        foreach (self::LISTS as $list => $type) {
            $rows = $raw[$list] ?? [];
            if (!is_array($rows) || $rows !== array_values($rows)) {
                $this->problem('bad-document', '"' . $list . '" is a list', 'course', '');
                continue;
            }
            foreach ($rows as $row) {
                $this->read_item($type, $row);
            }
        }
    }

    /**
     * An item, null when the document has it not.
     *
     * @param string $type
     * @param string $key
     * @return document_item|null
     */
    public function item(string $type, string $key): ?document_item {
        return $this->items[$type . ':' . $key] ?? null;
    }

    /**
     * Items of a type, in the order of the document.
     *
     * @param string $type
     * @return document_item[]
     */
    public function items_of(string $type): array {
        return array_filter($this->items, function (document_item $item) use ($type) {
            return $item->type === $type;
        });
    }

    /**
     * Notes a problem of an item.
     *
     * @param string $code
     * @param string $detail
     * @param string $type
     * @param string $key
     * @param string $field
     */
    public function problem(string $code, string $detail, string $type, string $key, string $field = ''): void {
        $this->problems[] = new problem($code, $detail, $this->key, $type, $key, $field);
    }

    /**
     * Reads one item.
     *
     * @param string $type
     * @param mixed $row
     */
    private function read_item(string $type, $row): void {
        $key = is_array($row) ? ($row['key'] ?? null) : null;
        if (!is_string($key) || !preg_match(self::KEY, $key)) {
            $shown = is_string($key) ? clean_param(\core_text::substr($key, 0, 60), PARAM_TEXT) : '';
            $this->problem('key-invalid', 'a key is 1 to 60 of a-z, 0-9 and -: ' . $shown, $type, $shown);
            return;
        }
        if (isset($this->items[$type . ':' . $key])) {
            $this->problem('key-twice', 'two items have this key', $type, $key);
            return;
        }
        $fields = $row['fields'] ?? [];
        if (!is_array($fields) || ($fields && $fields === array_values($fields))
                || array_diff(array_keys($row), ['key', 'type', 'fields'])) {
            $this->problem('bad-document', 'an item has "key", "type" (of an activity) and "fields"', $type, $key);
            return;
        }
        $kind = null;
        if ($type === 'activity') {
            $name = is_string($row['type'] ?? null) ? $row['type'] : '';
            $kind = activity_types::by_name($name);
            if ($kind === null) {
                $this->problem('type-unknown', 'no type ' . clean_param(\core_text::substr($name, 0, 60), PARAM_TEXT),
                    $type, $key, 'type');
                return;
            }
            if (!activity_types::module_id($kind->module())) {
                $this->problem('type-absent', 'the site has not the module ' . $kind->module(), $type, $key, 'type');
            }
            $known = activity_fields::fields($kind);
        } else {
            $known = $type === 'section' ? section_fields::fields() : grade_fields::fields();
        }
        $item = new document_item($type, $key, $fields, $kind);
        $this->items[$item->name()] = $item;
        $this->check_fields($item, $known);
    }

    /**
     * Checks the fields of an item one by one, and gives it the good ones.
     *
     * @param document_item $item
     * @param field[] $known
     */
    private function check_fields(document_item $item, array $known): void {
        foreach ($item->raw as $name => $value) {
            $field = $known[$name] ?? null;
            if ($field === null) {
                $shown = clean_param(\core_text::substr((string)$name, 0, 60), PARAM_TEXT);
                $this->problem('field-unknown', 'no field ' . $shown, $item->type, $item->key, $shown);
                continue;
            }
            $wrong = $field->wrong($value);
            if ($wrong !== '') {
                $this->problem('field-invalid', $wrong, $item->type, $item->key, $name);
                continue;
            }
            $item->fields[$name] = $field->canonical($value);
        }
    }
}
