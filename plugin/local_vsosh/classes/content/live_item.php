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
 * One item of ours as it is in Moodle.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * A live item (course, grade category, section, activity) and what is remembered of it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class live_item {
    /** @var string course, grade_category, section, activity, event or exception */
    public $type;

    /** @var string */
    public $key;

    /** @var int course, grade category, section or course module */
    public $id;

    /** @var \stdClass|null its record: course, grade_categories, course_sections or course_modules with modname */
    public $row;

    /** @var activity\activity_type|null of an activity; null when its module is none of ours */
    public $kind = null;

    /** @var array every field as it is, canonical */
    public $fields = [];

    /** @var string[] names of fields that Moodle no longer lets be changed */
    public $locked = [];

    /** @var memory|null what was written last; null when nothing was yet */
    public $memory = null;

    /** @var bool whether it is left out: by the last document, or by the one being applied */
    public $absent = false;

    /**
     * Makes an item whose fields are still to be read.
     *
     * @param string $type
     * @param string $key
     * @param int $id
     * @param \stdClass|null $row
     */
    public function __construct(string $type, string $key, int $id, ?\stdClass $row) {
        $this->type = $type;
        $this->key = $key;
        $this->id = $id;
        $this->row = $row;
    }

    /**
     * The values of the managed fields, as they are told to the client.
     *
     * A value that is only Moodle's spelling of what was asked for is told as it was asked for, so that a comparison with
     * the document ends.
     *
     * @return array
     */
    public function managed_fields(): array {
        $fields = [];
        foreach ($this->memory->applied ?? [] as $name => $applied) {
            if (!array_key_exists($name, $this->fields)) {
                continue;
            }
            $fields[$name] = $this->fields[$name];
            if (array_key_exists($name, $this->memory->asked) && canonical::same($fields[$name], $applied)) {
                $fields[$name] = $this->memory->asked[$name];
            }
        }
        return $fields;
    }

    /**
     * The managed fields that somebody changed since.
     *
     * @return array field => the value last written
     */
    public function edited(): array {
        $edited = [];
        foreach ($this->memory->applied ?? [] as $name => $applied) {
            if (array_key_exists($name, $this->fields) && !canonical::same($this->fields[$name], $applied)) {
                $edited[$name] = $this->memory->asked[$name] ?? $applied;
            }
        }
        return $edited;
    }
}
