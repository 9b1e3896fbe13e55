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
 * The fields of a section.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Which fields a section has in the document, and how they are read.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class section_fields {
    /**
     * The fields.
     *
     * @return field[] by name
     */
    public static function fields(): array {
        return [
            'name' => field::text(),
            'summary' => field::html(),
            'visible' => field::bool(),
            'availability' => field::json([availability::class, 'wrong'], [availability::class, 'canonical'])->or_null(),
            'order' => field::list([course_fields::class, 'wrong_order']),
        ];
    }

    /**
     * Reads the fields.
     *
     * @param live_course $live
     * @param \stdClass $section record
     * @return array
     */
    public static function read(live_course $live, \stdClass $section): array {
        return [
            'name' => (string)$section->name,
            'summary' => (string)$section->summary,
            'visible' => (bool)$section->visible,
            'availability' => availability::from_moodle($section->availability, $live),
            'order' => $live->order_in($section),
        ];
    }
}
