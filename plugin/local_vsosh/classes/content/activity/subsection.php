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
 * Subsections.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\course_fields;
use local_vsosh\content\course_writer;
use local_vsosh\content\field;

/**
 * A section inside a section (Moodle 4.5); activities name its key as their section.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class subsection extends activity_type {
    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'subsection';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return ['order' => field::list([course_fields::class, 'wrong_order'])];
    }

    /**
     * A subsection has neither text nor completion nor groups.
     *
     * @return string[]
     */
    public function without(): array {
        return ['intro', 'show_description', 'group_mode', 'grouping', 'completion', 'completion_expected'];
    }

    /**
     * The order is written with the orders of sections.
     *
     * @return string[]
     */
    public function separate_fields(): array {
        return ['order'];
    }

    /**
     * The order is read by the framework.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        return [];
    }

    /**
     * Nothing beside the common fields.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
    }
}
