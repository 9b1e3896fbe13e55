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
 * Pages.
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
 * A page of text.
 *
 * add_moduleinfo() takes the text from content and contentformat when no form stands behind it, update_moduleinfo() from the form's
 * editor: the other way in each of them loses the text without a word.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class page extends activity_type {
    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'page';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return ['content' => field::html(), 'files' => file_area::field()];
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
     * Reads texts and files.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $files = file_area::read('mod_page', 'content', $cms);
        $read = [];
        foreach ($cms as $id => $cm) {
            $read[$id] = ['content' => (string)$instances[$id]->content, 'files' => $files[$cm->id]];
        }
        return $read;
    }

    /**
     * The text and the page's look by the site's defaults.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $defaults = get_config('page');
        $info->content = $fields['content'] ?? '';
        $info->contentformat = FORMAT_HTML;
        $info->display = $defaults->display;
        $info->printintro = $defaults->printintro;
        $info->printlastmodified = $defaults->printlastmodified;
        $info->popupwidth = $defaults->popupwidth;
        $info->popupheight = $defaults->popupheight;
    }

    /**
     * The text goes in as the form's editor gives it.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $options = (array)unserialize_array((string)$info->displayoptions);
        foreach (['printintro' => 1, 'printlastmodified' => 1, 'popupwidth' => 620, 'popupheight' => 450] as $name => $default) {
            $info->$name = $options[$name] ?? $default;
        }
        $given = array_key_exists('content', $changed);
        $info->page = [
            'text' => $given ? $changed['content'] : (string)$info->content,
            'format' => $given ? FORMAT_HTML : $info->contentformat,
            'itemid' => 0,
        ];
    }

    /**
     * Puts the files where the page's text looks for them.
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
