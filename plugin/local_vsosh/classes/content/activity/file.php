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
 * Files to be read or downloaded.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\course_writer;
use local_vsosh\content\field;
use local_vsosh\content\file_area;

/**
 * Moodle's resource: one main file, perhaps with others beside it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file extends activity_type {
    /** @var string[] Moodle's way of showing => the document's */
    const DISPLAY = [0 => 'auto', 1 => 'embed', 4 => 'download', 5 => 'open', 3 => 'new'];

    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'file';
    }

    /**
     * The module.
     *
     * @return string
     */
    public function module(): string {
        return 'resource';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'files' => file_area::field(0, true)->required(),
            'display' => field::choice(array_values(self::DISPLAY)),
        ];
    }

    /**
     * Files are written after the module.
     *
     * @return string[]
     */
    public function separate_fields(): array {
        return ['files'];
    }

    /**
     * Reads files.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $files = file_area::read('mod_resource', 'content', $cms, true);
        $read = [];
        foreach ($cms as $id => $cm) {
            $read[$id] = [
                'files' => $files[$cm->id],
                'display' => self::DISPLAY[(int)$instances[$id]->display] ?? 'other',
            ];
        }
        return $read;
    }

    /**
     * The look; the files come after.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $defaults = get_config('resource');
        foreach (['display', 'printintro', 'showsize', 'showtype', 'showdate', 'popupwidth', 'popupheight'] as $name) {
            $info->$name = $defaults->$name;
        }
        $info->filterfiles = $defaults->filterfiles ?? 0;
        $info->files = 0;
        $this->write($fields, $info);
    }

    /**
     * The present look, and what changed.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $options = (array)unserialize_array((string)$info->displayoptions);
        foreach (['printintro' => 1, 'showsize' => 0, 'showtype' => 0, 'showdate' => 0, 'popupwidth' => 620,
                'popupheight' => 450] as $name => $default) {
            $info->$name = $options[$name] ?? $default;
        }
        $info->files = 0;
        $this->write($changed, $info);
    }

    /**
     * Puts the files in, the first as the main one.
     *
     * @param array $changed
     * @param \stdClass $cm
     * @param course_writer $course
     * @param bool $isnew
     * @return string[]
     */
    public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
        $course->save_files($changed, $cm, true);
        return [];
    }

    /**
     * A file is asked for.
     *
     * @param array $fields
     * @param course_writer $course
     * @return \local_vsosh\problem[]
     */
    public function check(array $fields, course_writer $course): array {
        return empty($fields['files']) ? [new \local_vsosh\problem('field-invalid', 'no file', '', '', '', 'files')] : [];
    }

    /**
     * Puts the fields into the module's.
     *
     * @param array $fields
     * @param \stdClass $info
     */
    private function write(array $fields, \stdClass $info): void {
        if (isset($fields['display'])) {
            $info->display = array_search($fields['display'], self::DISPLAY, true);
        }
    }
}
