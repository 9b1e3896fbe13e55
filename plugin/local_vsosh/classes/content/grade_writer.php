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
 * Writes how grades are added up.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Grade categories, the course's aggregation, places and weights of activities' grades.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_writer {
    /** @var course_writer */
    private $writer;

    /**
     * Takes the course.
     *
     * @param course_writer $writer
     */
    public function __construct(course_writer $writer) {
        $this->writer = $writer;
    }

    /**
     * Writes the course's aggregation and the grade categories, but their weights.
     *
     * @param item_plan[] $plans
     */
    public function write_categories(array $plans): void {
        foreach ($plans as $plan) {
            if ($plan->type === 'course' && isset($plan->write['aggregation'])) {
                $top = \grade_category::fetch_course_category($this->writer->course->id);
                $top->aggregation = array_search($plan->write['aggregation'], grade_fields::AGGREGATIONS, true);
                $top->update();
            }
        }
        $categories = [];
        foreach ($plans as $plan) {
            if ($plan->type === 'grade_category' && $plan->write) {
                $categories[] = $this->write_category($plan);
            }
        }
        foreach ($categories as [$plan, $category]) {
            if (array_key_exists('parent', $plan->write)) {
                $parent = $this->writer->grade_category_id($plan->write['parent']);
                if ((int)$category->parent !== $parent) {
                    $category->set_parent($parent);
                }
            }
        }
    }

    /**
     * Writes the weights of categories, and places and weights of activities' grades.
     *
     * @param item_plan[] $plans
     */
    public function write_items(array $plans): void {
        foreach ($plans as $plan) {
            $weighed = array_key_exists('weight', $plan->write);
            $placed = $plan->type === 'activity' && isset($plan->write['grade_category']);
            if ((!$weighed && !$placed) || $plan->status === 'conflict') {
                continue;
            }
            if ($plan->type === 'grade_category') {
                $category = \grade_category::fetch(['id' => $this->writer->grade_category_id($plan->key)]);
                $item = $category ? $category->load_grade_item() : null;
            } else {
                $item = self::activity_item($this->writer->activity_cmid($plan->key));
            }
            if (!$item) {
                continue;
            }
            if ($placed) {
                $parent = $this->writer->grade_category_id($plan->write['grade_category']);
                if ((int)$item->categoryid !== $parent) {
                    $item->set_parent($parent);
                    $this->writer->totals->want();
                }
            }
            if ($weighed && $this->weigh($item, $plan->write['weight'])) {
                $this->writer->totals->want();
            }
        }
    }

    /**
     * The grade item of a course module that is the activity's grade.
     *
     * @param int $cmid
     * @return \grade_item|null
     */
    public static function activity_item(int $cmid): ?\grade_item {
        global $DB;
        $sql = "SELECT cm.id, cm.course, cm.instance, m.name AS modname FROM {course_modules} cm
                  JOIN {modules} m ON m.id = cm.module WHERE cm.id = ?";
        $cm = $DB->get_record_sql($sql, [$cmid]);
        $kind = $cm ? activity_types::by_module($cm->modname) : null;
        if ($kind === null || !$kind->graded()) {
            return null;
        }
        $item = \grade_item::fetch(['courseid' => $cm->course, 'itemtype' => 'mod', 'itemmodule' => $cm->modname,
            'iteminstance' => $cm->instance, 'itemnumber' => $kind->grade_number()]);
        return $item ?: null;
    }

    /**
     * Makes or changes a category.
     *
     * @param item_plan $plan
     * @return array the plan and the category
     */
    private function write_category(item_plan $plan): array {
        $fields = $plan->write;
        $live = $plan->live;
        if ($live === null) {
            // The course's own category must be there first.
            \grade_category::fetch_course_category($this->writer->course->id);
            $category = new \grade_category(['courseid' => $this->writer->course->id, 'fullname' => $fields['name']], false);
        } else {
            $category = \grade_category::fetch(['id' => $live->id]);
            $category->fullname = $fields['name'] ?? $category->fullname;
        }
        if (isset($fields['aggregation'])) {
            $category->aggregation = array_search($fields['aggregation'], grade_fields::AGGREGATIONS, true);
        }
        if ($live === null) {
            $category->insert();
            $this->writer->made('grade_category', $plan->key, (int)$category->id);
        } else if (isset($fields['name']) || isset($fields['aggregation'])) {
            $category->update();
        }
        return [$plan, $category];
    }

    /**
     * Gives an item its weight.
     *
     * @param \grade_item $item
     * @param int|float|null $weight null for an automatic one
     * @return bool whether something changed
     */
    private function weigh(\grade_item $item, $weight): bool {
        $parentid = $item->itemtype === 'category' ? \grade_category::fetch(['id' => $item->iteminstance])->parent
            : $item->categoryid;
        $parent = \grade_category::fetch(['id' => $parentid]);
        $before = [(int)$item->weightoverride, (float)$item->aggregationcoef, (float)$item->aggregationcoef2];
        if ((int)$parent->aggregation === grade_fields::NATURAL) {
            $item->weightoverride = $weight === null ? 0 : 1;
            $item->aggregationcoef2 = $weight === null ? $item->aggregationcoef2 : $weight / 100;
        } else if ((int)$parent->aggregation === grade_fields::WEIGHTED) {
            $item->aggregationcoef = $weight ?? 1;
        }
        if ($before === [(int)$item->weightoverride, (float)$item->aggregationcoef, (float)$item->aggregationcoef2]) {
            return false;
        }
        $item->update();
        $parent->force_regrading();
        return true;
    }
}
