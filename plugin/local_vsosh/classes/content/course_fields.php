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
 * The fields of a course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Which fields the course itself has in the document, and how they are read.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_fields {
    /** @var string[] Moodle's number of a completion criterion => what the document calls it */
    const CRITERIA = [1 => 'self', 2 => 'date', 4 => 'activities', 6 => 'grade'];

    /** @var string[] Moodle's method of aggregation => the document's */
    const METHODS = [1 => 'all', 2 => 'any'];

    /**
     * The fields.
     *
     * @return field[] by name
     */
    public static function fields(): array {
        return [
            'completion' => field::bool(),
            'aggregation' => field::choice(array_values(grade_fields::AGGREGATIONS)),
            'completion_criteria' => field::json([self::class, 'wrong_criteria'], [self::class, 'canonical_criteria'])->or_null(),
            'order' => field::list([self::class, 'wrong_order']),
        ];
    }

    /**
     * What is wrong with a list of keys.
     *
     * @param array $order
     * @return string
     */
    public static function wrong_order(array $order): string {
        foreach ($order as $key) {
            if (!is_string($key)) {
                return 'a list of keys is expected';
            }
        }
        return count(array_unique($order)) === count($order) ? '' : 'a key stands in it twice';
    }

    /**
     * What is wrong with the criteria of the course's completion.
     *
     * @param mixed $value
     * @return string
     */
    public static function wrong_criteria($value): string {
        $names = ['aggregation', 'activities', 'activities_aggregation', 'grade', 'date', 'self'];
        if (!is_array($value) || array_diff(array_keys($value), $names)) {
            return 'an object with ' . implode(', ', $names) . ' is expected';
        }
        foreach (['aggregation', 'activities_aggregation'] as $name) {
            if (!in_array($value[$name] ?? 'all', self::METHODS, true)) {
                return '"' . $name . '" is all or any';
            }
        }
        $activities = $value['activities'] ?? [];
        if (!is_array($activities) || $activities !== array_values($activities) || self::wrong_order($activities) !== '') {
            return '"activities" is a list of keys';
        }
        $grade = $value['grade'] ?? null;
        if ($grade !== null && (is_string($grade) || !is_numeric($grade) || $grade <= 0 || $grade > field::MOST_POINTS)) {
            return '"grade" is a number above 0, at most ' . field::MOST_POINTS . ', or null';
        }
        if (!is_int($value['date'] ?? 0) || ($value['date'] ?? 0) < 0 || ($value['date'] ?? 0) > field::LAST_MOMENT
                || !is_bool($value['self'] ?? false)) {
            return '"date" is in Unix seconds, "self" is true or false';
        }
        $some = $activities || $grade !== null || !empty($value['date']) || !empty($value['self']);
        return $some ? '' : 'criteria without a criterion; null is for none';
    }

    /**
     * The canonical form of good criteria.
     *
     * @param array $value
     * @return array
     */
    public static function canonical_criteria(array $value): array {
        $activities = $value['activities'] ?? [];
        sort($activities, SORT_STRING);
        $grade = $value['grade'] ?? null;
        return [
            'aggregation' => $value['aggregation'] ?? 'all',
            'activities' => $activities,
            'activities_aggregation' => $value['activities_aggregation'] ?? 'all',
            'grade' => $grade === null ? null : canonical::number($grade),
            'date' => $value['date'] ?? 0,
            'self' => $value['self'] ?? false,
        ];
    }

    /**
     * Reads the fields.
     *
     * @param live_course $live
     * @return array
     */
    public static function read(live_course $live): array {
        $aggregation = (int)get_config('moodle', 'grade_aggregation');
        foreach ($live->gradecategories as $category) {
            if ($category->parent === null) {
                $aggregation = (int)$category->aggregation;
            }
        }
        return [
            'completion' => (bool)$live->course->enablecompletion,
            'aggregation' => grade_fields::AGGREGATIONS[$aggregation] ?? 'other',
            'completion_criteria' => self::read_criteria($live),
            'order' => self::order($live),
        ];
    }

    /**
     * Keys of our sections in order, without the general one and those left out.
     *
     * @param live_course $live
     * @return string[]
     */
    public static function order(live_course $live): array {
        $order = [];
        foreach ($live->own_sections() as $section) {
            $key = (string)($live->sectionkeys[$section->id] ?? '');
            if ($key !== '' && $key !== 'general' && !$live->item('section', $key)->absent) {
                $order[] = $key;
            }
        }
        return $order;
    }

    /**
     * Reads the criteria of the course's completion.
     *
     * @param live_course $live
     * @return array|null
     */
    private static function read_criteria(live_course $live): ?array {
        if (!$live->criteria) {
            return null;
        }
        $value = ['activities' => []];
        foreach ($live->criteria as $row) {
            switch (self::CRITERIA[(int)$row->criteriatype] ?? '') {
                case 'self':
                    $value['self'] = true;
                    break;
                case 'date':
                    $value['date'] = (int)$row->timeend;
                    break;
                case 'activities':
                    $key = $live->activity_key((int)$row->moduleinstance);
                    if ($key === null) {
                        $value['other'] = true;
                    } else {
                        $value['activities'][] = $key;
                    }
                    break;
                case 'grade':
                    $value['grade'] = (float)$row->gradepass;
                    break;
                default:
                    $value['other'] = true;
            }
        }
        foreach ($live->criteriamethods as $row) {
            $method = self::METHODS[(int)$row->method] ?? 'all';
            if ($row->criteriatype === null) {
                $value['aggregation'] = $method;
            } else if ((self::CRITERIA[(int)$row->criteriatype] ?? '') === 'activities') {
                $value['activities_aggregation'] = $method;
            }
        }
        $other = isset($value['other']) ? ['other' => true] : [];
        return self::canonical_criteria($value) + $other;
    }
}
