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
 * Files that a client uploaded for a document.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * The draft areas named by a document's "uploads": where the bytes of each SHA-1 are.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class upload_area {
    /** @var int[] sha1 => draft item id */
    private $drafts;

    /** @var \stored_file[] sha1 => file */
    private $files = [];

    /**
     * Takes the document's map.
     *
     * @param int[] $drafts sha1 => draft item id
     */
    public function __construct(array $drafts) {
        $this->drafts = $drafts;
    }

    /**
     * The file with this content: uploaded, or among those already there.
     *
     * @param string $sha1
     * @param \stored_file[] $present
     * @return \stored_file
     * @throws \moodle_exception when there is none
     */
    public function file(string $sha1, array $present = []): \stored_file {
        foreach ($present as $file) {
            if ($file->get_contenthash() === $sha1) {
                return $file;
            }
        }
        $file = $this->uploaded($sha1);
        if ($file === null) {
            throw new \moodle_exception('filenotfound', 'error');
        }
        return $file;
    }

    /**
     * The uploaded file with this content.
     *
     * @param string $sha1
     * @return \stored_file|null
     */
    public function uploaded(string $sha1): ?\stored_file {
        global $USER;
        if (isset($this->files[$sha1])) {
            return $this->files[$sha1];
        }
        if (!isset($this->drafts[$sha1])) {
            return null;
        }
        $contextid = \context_user::instance($USER->id)->id;
        $area = get_file_storage()->get_area_files($contextid, 'user', 'draft', (int)$this->drafts[$sha1], 'id', false);
        foreach ($area as $file) {
            $this->files[$file->get_contenthash()] = $file;
        }
        return $this->files[$sha1] ?? null;
    }
}
