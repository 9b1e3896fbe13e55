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
 * A course as it is in Moodle.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * What of a course is needed to compare it with a document: its items and the names of what they refer to.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class live_course {
    /** @var \stdClass record of the course */
    public $course;

    /** @var string what course modules' idnumbers begin with */
    public $prefix;

    /** @var live_item[] "type:key" => item */
    public $items = [];

    /** @var \stdClass[] section id => record, by number */
    public $sections = [];

    /** @var \stdClass[] course module id => record with modname */
    public $cms = [];

    /** @var \stdClass[] id => record of grade_items */
    public $gradeitems = [];

    /** @var \stdClass[] id => record of grade_categories */
    public $gradecategories = [];

    /** @var string[] id => key of a group, '' without */
    public $groups = [];

    /** @var string[] id => key of a grouping, '' without */
    public $groupings = [];

    /** @var \stdClass[] rows of course_completion_criteria */
    public $criteria = [];

    /** @var \stdClass[] rows of course_completion_aggr_methd */
    public $criteriamethods = [];

    /** @var string[] course module id => key of ours */
    public $activitykeys = [];

    /** @var string[] section id => key: of a section, or of the subsection activity it belongs to */
    public $sectionkeys = [];

    /** @var string[] grade category id => key */
    public $gradecategorykeys = [];

    /** @var \stdClass[] "module:instance:number" => record of grade_items */
    private $gradeitemsof = [];

    /** @var string[] grade item id => key of the activity */
    private $gradeitemkeys = [];

    /**
     * A course whose rows are still to be read.
     *
     * @param \stdClass $course
     * @param string $prefix
     */
    public function __construct(\stdClass $course, string $prefix) {
        $this->course = $course;
        $this->prefix = $prefix;
    }

    /**
     * An item, null when there is none.
     *
     * @param string $type
     * @param string $key
     * @return live_item|null
     */
    public function item(string $type, string $key): ?live_item {
        return $this->items[$type . ':' . $key] ?? null;
    }

    /**
     * Adds an item.
     *
     * @param live_item $item
     */
    public function add(live_item $item): void {
        $this->items[$item->type . ':' . $item->key] = $item;
        if ($item->type === 'activity') {
            $this->activitykeys[$item->id] = $item->key;
        } else if ($item->type === 'section') {
            $this->sectionkeys[$item->id] = $item->key;
        } else if ($item->type === 'grade_category') {
            $this->gradecategorykeys[$item->id] = $item->key;
        }
    }

    /**
     * The key of an activity of ours, null for others.
     *
     * @param int $cmid
     * @return string|null
     */
    public function activity_key(int $cmid): ?string {
        return isset($this->activitykeys[$cmid]) ? (string)$this->activitykeys[$cmid] : null;
    }

    /**
     * Takes a record of grade_items.
     *
     * @param \stdClass $row
     */
    public function add_grade_item(\stdClass $row): void {
        $this->gradeitems[$row->id] = $row;
        $name = $row->itemtype === 'mod' ? $row->itemmodule : $row->itemtype;
        $this->gradeitemsof[$name . ':' . $row->iteminstance . ':' . (int)$row->itemnumber] = $row;
    }

    /**
     * The grade item of a module's instance, of a category («category», number 0) or of the course («course»).
     *
     * @param string $module
     * @param int $instance
     * @param int $number
     * @return \stdClass|null
     */
    public function grade_item(string $module, int $instance, int $number = 0): ?\stdClass {
        return $this->gradeitemsof[$module . ':' . $instance . ':' . $number] ?? null;
    }

    /**
     * The key of the activity a grade item belongs to, '' for the course's, null for what is not ours.
     *
     * @param int $id
     * @return string|null
     */
    public function grade_item_key(int $id): ?string {
        $row = $this->gradeitems[$id] ?? null;
        if ($row === null) {
            return null;
        }
        if ($row->itemtype === 'course') {
            return '';
        }
        if (!$this->gradeitemkeys) {
            foreach ($this->items as $item) {
                if ($item->type === 'activity' && $item->kind !== null && $item->kind->graded()) {
                    $its = $this->grade_item($item->row->modname, (int)$item->row->instance, $item->kind->grade_number());
                    if ($its !== null) {
                        $this->gradeitemkeys[$its->id] = (string)$item->key;
                    }
                }
            }
        }
        return $this->gradeitemkeys[$id] ?? null;
    }

    /**
     * The keys of our activities in a section, in order, without those that are left out.
     *
     * @param \stdClass $section
     * @return string[]
     */
    public function order_in(\stdClass $section): array {
        $keys = [];
        foreach (array_filter(explode(',', (string)$section->sequence)) as $cmid) {
            $key = $this->activity_key((int)$cmid);
            if ($key !== null && !$this->item('activity', $key)->absent) {
                $keys[] = $key;
            }
        }
        return $keys;
    }

    /**
     * Reads all orders anew, after it became known what is left out.
     */
    public function refresh_orders(): void {
        foreach ($this->items as $item) {
            if ($item->type === 'course') {
                $item->fields['order'] = course_fields::order($this);
            } else if ($item->type === 'section') {
                $item->fields['order'] = $this->order_in($item->row);
            } else if ($item->type === 'activity' && $item->row->modname === 'subsection') {
                $section = $this->delegated_section($item->row);
                $item->fields['order'] = $section === null ? [] : $this->order_in($section);
            }
        }
    }

    /**
     * The section that a subsection activity stands for.
     *
     * @param \stdClass $cm record of course_modules
     * @return \stdClass|null
     */
    public function delegated_section(\stdClass $cm): ?\stdClass {
        foreach ($this->sections as $section) {
            if (($section->component ?? null) === 'mod_' . $cm->modname && (int)$section->itemid === (int)$cm->instance) {
                return $section;
            }
        }
        return null;
    }

    /**
     * Sections of the course itself, without those of subsections.
     *
     * @return \stdClass[] by number
     */
    public function own_sections(): array {
        return array_filter($this->sections, function ($section) {
            return empty($section->component);
        });
    }
}
