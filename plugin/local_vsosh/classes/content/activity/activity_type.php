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
 * What one type of activity of the document is.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\course_writer;

/**
 * One type of activity of the document: its fields, how they are read and how they are written.
 *
 * Common fields (name, intro, visibility, section, groups, completion, restrictions, grade category and weight) belong to the
 * framework; a type knows only its own.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class activity_type {
    /**
     * The type's name in the document.
     *
     * @return string such as 'file'
     */
    abstract public function name(): string;

    /**
     * Moodle's module behind the type.
     *
     * @return string such as 'resource'
     */
    public function module(): string {
        return $this->name();
    }

    /**
     * The type's own fields.
     *
     * @return \local_vsosh\content\field[] by field name
     */
    abstract public function fields(): array;

    /**
     * Whether the activity has a grade item, and so takes grade_category and weight.
     *
     * @return bool
     */
    public function graded(): bool {
        return false;
    }

    /**
     * Which of the module's grade items is the activity's grade.
     *
     * @return int
     */
    public function grade_number(): int {
        return 0;
    }

    /**
     * Names of the common fields that the type does not have.
     *
     * @return string[]
     */
    public function without(): array {
        return [];
    }

    /**
     * The file area of component mod_MODULE behind the field 'files', when there is one.
     *
     * @return string
     */
    public function file_area(): string {
        return 'content';
    }

    /**
     * Completion rules of the type beside view, grade and pass_grade.
     *
     * @return string[] rule name => 'bool' or 'int'
     */
    public function own_completion(): array {
        return [];
    }

    /**
     * Problems of the fields taken together.
     *
     * @param array $fields all fields as they will be (live ones, and those sent over them), canonical
     * @param course_writer $course the course
     * @return \local_vsosh\problem[] course, type and key are filled in by the framework
     */
    public function check(array $fields, course_writer $course): array {
        return [];
    }

    /**
     * Canonical own fields of many instances, in a few statements.
     *
     * Own completion rules go under 'completion', as they are in the document; false and 0 left out. Under '~locked' goes a list
     * of the fields that Moodle no longer lets be changed (attempts and the like): they are answered as kept.
     *
     * @param \stdClass[] $instances instance id => record of the module's table
     * @param \stdClass[] $cms instance id => record of course_modules
     * @return array[] instance id => [field => value]
     */
    abstract public function read(array $instances, array $cms): array;

    /**
     * Puts into $info what add_moduleinfo() needs for a new activity beside the common fields.
     *
     * @param array $fields canonical fields sent; completion is among them, so that own rules can be set
     * @param \stdClass $info what add_moduleinfo() is given
     * @param course_writer $course the course
     */
    abstract public function creation(array $fields, \stdClass $info, course_writer $course): void;

    /**
     * Puts the changed fields into $info, which update_moduleinfo() is given.
     *
     * @param array $changed canonical fields to be written, only these
     * @param \stdClass $info the present instance as the module's form would load it
     * @param course_writer $course the course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $this->creation($changed, $info, $course);
    }

    /**
     * Writes the parts that live in other tables (rubric, slots, items, pages), once the module was saved.
     *
     * @param array $changed canonical fields to be written
     * @param \stdClass $cm record of course_modules, with modname
     * @param course_writer $course the course
     * @param bool $isnew whether the activity was made just now
     * @return string[] names of fields that had to be left as they were (attempts and the like)
     */
    public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
        return [];
    }

    /**
     * Own fields that after_save() writes alone: when only these change, the module itself is not saved again.
     *
     * @return string[]
     */
    public function separate_fields(): array {
        return [];
    }
}
