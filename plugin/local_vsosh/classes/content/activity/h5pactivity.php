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
 * Interactive packages.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\course_writer;
use local_vsosh\content\field;
use local_vsosh\content\file_area;
use local_vsosh\problem;

/**
 * Moodle's h5pactivity: one package.
 *
 * Moodle looks into the package when somebody opens the activity, not when it is made.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class h5pactivity extends activity_type {
    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'h5pactivity';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'files' => file_area::field(1)->required(),
            'grade' => field::int(0, field::MOST_POINTS),
            'pass_grade' => field::number(0, field::MOST_POINTS),
        ];
    }

    /**
     * A package gives a grade.
     *
     * @return bool
     */
    public function graded(): bool {
        return true;
    }

    /**
     * Where the package stands.
     *
     * @return string
     */
    public function file_area(): string {
        return 'package';
    }

    /**
     * The package is written after the module.
     *
     * @return string[]
     */
    public function separate_fields(): array {
        return ['files'];
    }

    /**
     * Exactly one package.
     *
     * @param array $fields
     * @param course_writer $course
     * @return problem[]
     */
    public function check(array $fields, course_writer $course): array {
        if (isset($fields['files']) && count($fields['files']) !== 1) {
            return [new problem('field-invalid', 'exactly one package', '', '', '', 'files')];
        }
        if (isset($fields['files']) && !preg_match('/\.h5p$/iD', $fields['files'][0]['name'])) {
            return [new problem('field-invalid', 'the name of a package ends in .h5p', '', '', '', 'files')];
        }
        return [];
    }

    /**
     * Reads the packages.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $passes = grade_passes::read('h5pactivity', array_keys($cms));
        $files = file_area::read('mod_h5pactivity', 'package', $cms);
        $read = [];
        foreach ($cms as $id => $cm) {
            $read[$id] = ['files' => $files[$cm->id], 'grade' => (int)$instances[$id]->grade, 'pass_grade' => $passes[$id]];
        }
        return $read;
    }

    /**
     * A new activity.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $core = (new \core_h5p\factory())->get_core();
        $info->displayoptions = \core_h5p\helper::get_display_options($core, \core_h5p\helper::decode_display_options($core));
        $info->enabletracking = 1;
        // The best attempt counts, pupils see their own when it is finished.
        $info->grademethod = 1;
        $info->reviewmode = 1;
        $info->packagefile = 0;
        $this->update($fields + ['grade' => 100], $info, $course);
    }

    /**
     * Changes of an activity.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        if (isset($changed['grade'])) {
            $info->grade = $changed['grade'];
        }
        if (isset($changed['pass_grade'])) {
            $info->gradepass = $changed['pass_grade'];
        }
    }

    /**
     * Puts the package in.
     *
     * @param array $changed
     * @param \stdClass $cm
     * @param course_writer $course
     * @param bool $isnew
     * @return string[]
     */
    public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
        global $DB;
        if (isset($changed['files'])) {
            file_area::write(\context_module::instance($cm->id)->id, 'mod_h5pactivity', 'package', $changed['files'], $course->uploads);
            $DB->set_field('h5pactivity', 'timemodified', time(), ['id' => $cm->instance]);
        }
        return [];
    }
}
