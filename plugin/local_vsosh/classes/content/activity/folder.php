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
 * Folders of files.
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
 * A folder of files, on a page of its own or inline on the course's page.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class folder extends activity_type {
    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'folder';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return ['files' => file_area::field(), 'inline' => field::bool()];
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
        $files = file_area::read('mod_folder', 'content', $cms);
        $read = [];
        foreach ($cms as $id => $cm) {
            $read[$id] = ['files' => $files[$cm->id], 'inline' => (bool)$instances[$id]->display];
        }
        return $read;
    }

    /**
     * The look by the site's defaults.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $info->display = empty($fields['inline']) ? 0 : 1;
        $info->showexpanded = get_config('folder', 'showexpanded');
        $info->files = 0;
    }

    /**
     * What changed.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        if (isset($changed['inline'])) {
            $info->display = $changed['inline'] ? 1 : 0;
        }
        $info->files = 0;
    }

    /**
     * Completion by viewing needs a page to be viewed.
     *
     * @param array $fields
     * @param course_writer $course
     * @return \local_vsosh\problem[]
     */
    public function check(array $fields, course_writer $course): array {
        if (!empty($fields['inline']) && !empty($fields['completion']['view'])) {
            return [new \local_vsosh\problem('completion-impossible', 'an inline folder has no page to be viewed', '', '', '',
                'completion')];
        }
        return [];
    }

    /**
     * Puts the files in.
     *
     * @param array $changed
     * @param \stdClass $cm
     * @param course_writer $course
     * @param bool $isnew
     * @return string[]
     */
    public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
        $course->save_files($changed, $cm);
        return [];
    }
}
