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
 * The fields that activities of all types have.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use local_vsosh\content\activity\activity_type;

/**
 * The common fields of activities, and how they are read.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class activity_fields {
    /** @var string[] Moodle's group mode => the document's */
    const GROUP_MODES = [0 => 'none', 1 => 'separate', 2 => 'visible'];

    /** @var field[][] by type and name */
    private static $fields = [];

    /**
     * All fields of a type: the common ones and its own.
     *
     * @param activity_type $kind
     * @return field[] by name
     */
    public static function fields(activity_type $kind): array {
        if (!isset(self::$fields[$kind->name()])) {
            $fields = array_diff_key(self::common(), array_flip($kind->without()));
            if ($kind->graded()) {
                $fields['grade_category'] = field::text(60);
                $fields['weight'] = field::number(0, 10000)->or_null();
            }
            self::$fields[$kind->name()] = $kind->fields() + $fields;
        }
        return self::$fields[$kind->name()];
    }

    /**
     * Reads the fields of an activity.
     *
     * @param live_course $live
     * @param live_item $item
     * @param \stdClass $instance record of the module's table
     * @param array $own own fields as the type read them
     * @return array
     */
    public static function read(live_course $live, live_item $item, \stdClass $instance, array $own): array {
        $cm = $item->row;
        $section = $live->sections[$cm->section] ?? null;
        $key = $live->sectionkeys[$cm->section] ?? null;
        $rules = $own['completion'] ?? [];
        $item->locked = $own['~locked'] ?? [];
        unset($own['completion']);
        $fields = $own + [
            'name' => (string)$instance->name,
            'intro' => (string)($instance->intro ?? ''),
            'show_description' => (bool)$cm->showdescription,
            'visible' => (bool)($section === null || $section->visible ? $cm->visible : $cm->visibleold),
            'section' => $key === null ? null : (string)$key,
            'group_mode' => self::GROUP_MODES[(int)$cm->groupmode] ?? 'none',
            'grouping' => self::grouping($live, (int)$cm->groupingid),
            'completion' => completion::read($cm, $rules),
            'completion_expected' => (int)$cm->completionexpected,
            'availability' => availability::from_moodle($cm->availability, $live),
        ];
        if ($item->kind->graded()) {
            $fields += grade_fields::read_item($live,
                $live->grade_item($cm->modname, (int)$cm->instance, $item->kind->grade_number()));
        }
        if ($cm->modname === 'subsection') {
            $inner = $live->delegated_section($cm);
            $fields['order'] = $inner === null ? [] : $live->order_in($inner);
        }
        return array_intersect_key($fields, self::fields($item->kind));
    }

    /**
     * The common fields.
     *
     * @return field[] by name
     */
    private static function common(): array {
        return [
            'name' => field::text()->required(),
            'intro' => field::html(),
            'show_description' => field::bool(),
            'visible' => field::bool(),
            'section' => field::text(60)->required(),
            'group_mode' => field::choice(array_values(self::GROUP_MODES)),
            'grouping' => field::text(100),
            'completion' => field::json([completion::class, 'wrong'], [completion::class, 'canonical']),
            'completion_expected' => field::moment(),
            'availability' => field::json([availability::class, 'wrong'], [availability::class, 'canonical'])->or_null(),
        ];
    }

    /**
     * The key of a grouping: '' for none, null for one without a key.
     *
     * @param live_course $live
     * @param int $id
     * @return string|null
     */
    private static function grouping(live_course $live, int $id): ?string {
        if (!$id) {
            return '';
        }
        $key = $live->groupings[$id] ?? '';
        return $key === '' ? null : $key;
    }
}
