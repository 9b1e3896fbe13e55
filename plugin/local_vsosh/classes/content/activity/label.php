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
 * Labels.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\course_writer;

/**
 * A text on the course's page: its text is the intro, its name is made from that by Moodle.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class label extends activity_type {
    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'label';
    }

    /**
     * A label has no name of its own, and always shows its text.
     *
     * @return string[]
     */
    public function without(): array {
        return ['name', 'show_description'];
    }

    /**
     * The text is asked for.
     *
     * @return \local_vsosh\content\field[]
     */
    public function fields(): array {
        return ['intro' => \local_vsosh\content\field::html()->required()];
    }

    /**
     * Nothing beside the common fields.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        return [];
    }

    /**
     * An empty name makes Moodle take the first words of the text: the course index then shows those.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $info->name = '';
    }
}
