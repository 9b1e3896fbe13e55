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
 * Circles of references.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Finds items that wait for each other, so that nobody could ever reach them, and grade categories inside themselves.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class reference_cycles {
    /** @var course_document */
    private $document;

    /** @var string[][] item name => names of the items it waits for */
    private $waits = [];

    /** @var int[] item name => 1 while looked at, 2 when done */
    private $seen = [];

    /**
     * Takes all items as they will be.
     *
     * @param course_document $document
     * @param array[] $activities key => fields
     * @param array[] $sections key => fields
     * @param array[] $gradecategories key => fields
     */
    public function __construct(course_document $document, array $activities, array $sections, array $gradecategories) {
        $this->document = $document;
        foreach ($activities as $key => $fields) {
            $waits = $this->awaited($fields['availability'] ?? null);
            if (isset($fields['section'])) {
                $inside = isset($activities[$fields['section']]) && !isset($sections[$fields['section']]['name']);
                $waits[] = ($inside ? 'activity:' : 'section:') . $fields['section'];
            }
            $this->waits['activity:' . $key] = $waits;
        }
        foreach ($sections as $key => $fields) {
            $this->waits['section:' . $key] = $this->awaited($fields['availability'] ?? null);
        }
        foreach ($gradecategories as $key => $fields) {
            $parent = $fields['parent'] ?? '';
            $this->waits['grade_category:' . $key] = (string)$parent === '' ? [] : ['grade_category:' . $parent];
        }
    }

    /**
     * Notes each circle once, at the item of the document that closes it.
     */
    public function run(): void {
        foreach (array_keys($this->waits) as $name) {
            $this->visit($name, []);
        }
    }

    /**
     * Follows what an item waits for.
     *
     * @param string $name
     * @param string[] $way names that led here
     */
    private function visit(string $name, array $way): void {
        if (($this->seen[$name] ?? 0) === 2 || !isset($this->waits[$name])) {
            return;
        }
        if (($this->seen[$name] ?? 0) === 1) {
            $circle = array_slice($way, (int)array_search($name, $way, true));
            foreach ($circle as $one) {
                $item = $this->document->items[$one] ?? null;
                $field = $item === null ? '' : ($item->type === 'grade_category' ? 'parent' : 'availability');
                if ($item !== null && isset($item->fields[$field])) {
                    $this->document->problem('reference-cycle', implode(' > ', $circle) . ' > ' . $name, $item->type, $item->key,
                        $field);
                    return;
                }
            }
            return;
        }
        $this->seen[$name] = 1;
        $way[] = $name;
        foreach ($this->waits[$name] as $next) {
            $this->visit($next, $way);
        }
        $this->seen[$name] = 2;
    }

    /**
     * The activities that must be done before, in a tree of restrictions.
     *
     * @param array|null $tree
     * @return string[]
     */
    private function awaited(?array $tree): array {
        $op = $tree['op'] ?? '';
        if ($tree === null || strncmp($op, 'not_', 4) === 0 || ($op === 'any' && count($tree['conditions']) > 1)) {
            return [];
        }
        $names = [];
        foreach ($tree['conditions'] ?? [] as $condition) {
            if (!isset($condition['type'])) {
                $names = array_merge($names, $this->awaited($condition));
            } else if ($condition['type'] === 'completion' && $condition['state'] !== 'incomplete') {
                $names[] = 'activity:' . $condition['activity'];
            } else if ($condition['type'] === 'grade' && $condition['activity'] !== '' && $condition['min'] !== null) {
                $names[] = 'activity:' . $condition['activity'];
            }
        }
        return $names;
    }
}
