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
 * The fields of grade categories and of grade items.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * How grades are added up: fields of grade categories, and the place and weight of an activity among them.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_fields {
    /** @var string[] Moodle's number => the document's word */
    const AGGREGATIONS = [13 => 'natural', 0 => 'mean', 10 => 'weighted_mean', 11 => 'simple_weighted_mean', 2 => 'median',
        4 => 'min', 6 => 'max', 8 => 'mode'];

    /** @var int Moodle's number of natural weighting */
    const NATURAL = 13;

    /** @var int Moodle's number of the mean by given weights */
    const WEIGHTED = 10;

    /**
     * The fields of a grade category.
     *
     * @return field[] by name
     */
    public static function fields(): array {
        return [
            'name' => field::text()->required(),
            'aggregation' => field::choice(array_values(self::AGGREGATIONS)),
            'weight' => field::number(0, 10000)->or_null(),
            'parent' => field::text(60),
        ];
    }

    /**
     * Reads the fields of a grade category.
     *
     * @param live_course $live
     * @param \stdClass $category record
     * @return array
     */
    public static function read_category(live_course $live, \stdClass $category): array {
        $item = $live->grade_item('category', (int)$category->id);
        return [
            'name' => (string)$category->fullname,
            'aggregation' => self::AGGREGATIONS[(int)$category->aggregation] ?? 'other',
            'weight' => self::read_weight($live, $item, (int)$category->parent),
            'parent' => self::key($live, (int)$category->parent),
        ];
    }

    /**
     * Reads the place and weight of an activity's grade item.
     *
     * @param live_course $live
     * @param \stdClass|null $item record of grade_items, null when the activity gives no grade now
     * @return array
     */
    public static function read_item(live_course $live, ?\stdClass $item): array {
        $category = $item === null ? 0 : (int)$item->categoryid;
        return [
            'grade_category' => self::key($live, $category),
            'weight' => self::read_weight($live, $item, $category),
        ];
    }

    /**
     * The weight of an item in a category.
     *
     * @param live_course $live
     * @param \stdClass|null $item
     * @param int $categoryid
     * @return int|float|null null when it is automatic
     */
    private static function read_weight(live_course $live, ?\stdClass $item, int $categoryid) {
        $category = $live->gradecategories[$categoryid] ?? null;
        if ($item === null || $category === null) {
            return null;
        }
        if ((int)$category->aggregation === self::NATURAL) {
            return $item->weightoverride ? canonical::number($item->aggregationcoef2 * 100) : null;
        }
        if ((int)$category->aggregation === self::WEIGHTED) {
            return canonical::number($item->aggregationcoef);
        }
        return null;
    }

    /**
     * The key of a category: '' for the course's own, null for what is not ours.
     *
     * @param live_course $live
     * @param int $id
     * @return string|null
     */
    private static function key(live_course $live, int $id): ?string {
        $category = $live->gradecategories[$id] ?? null;
        if ($category === null || $category->parent === null) {
            return '';
        }
        return isset($live->gradecategorykeys[$id]) ? (string)$live->gradecategorykeys[$id] : null;
    }
}
