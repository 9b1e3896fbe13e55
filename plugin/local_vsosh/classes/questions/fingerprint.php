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
 * Tells whether a question's content is another one.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

use local_vsosh\content\canonical;

/**
 * The content hash of parsed questions.
 *
 * Files that the XML format laid into draft areas count by their bytes, not by the number of the area.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fingerprint {
    /** @var int[] draft areas met on the way */
    private $drafts = [];

    /**
     * SHA-256 of a parsed question.
     *
     * @param \stdClass $question
     * @return string
     */
    public function of(\stdClass $question): string {
        return hash('sha256', canonical::json($this->normal((array)$question)));
    }

    /**
     * Takes away the draft areas met so far.
     */
    public function clear_drafts(): void {
        global $USER;
        $context = \context_user::instance($USER->id);
        foreach ($this->drafts as $itemid) {
            get_file_storage()->delete_area_files($context->id, 'user', 'draft', $itemid);
        }
        $this->drafts = [];
    }

    /**
     * A value without numbers that change from one reading to the next.
     *
     * @param mixed $value
     * @return mixed
     */
    private function normal($value) {
        if (is_object($value)) {
            $value = get_object_vars($value);
        }
        if (!is_array($value)) {
            return is_scalar($value) ? (string)$value : null;
        }
        $normal = [];
        foreach ($value as $name => $part) {
            if (is_string($name) && substr($name, -6) === 'itemid') {
                $part = $this->files((int)$part);
            }
            $part = $this->normal($part);
            if ($part !== null && $part !== '' && $part !== []) {
                $normal[$name] = $part;
            }
        }
        return $normal;
    }

    /**
     * The files of a draft area.
     *
     * @param int $itemid
     * @return string[] path => hash of the bytes
     */
    private function files(int $itemid): array {
        global $USER;
        if (!$itemid) {
            return [];
        }
        $this->drafts[] = $itemid;
        $files = [];
        $context = \context_user::instance($USER->id);
        foreach (get_file_storage()->get_area_files($context->id, 'user', 'draft', $itemid, 'id', false) as $file) {
            $files[$file->get_filepath() . $file->get_filename()] = $file->get_contenthash();
        }
        return $files;
    }
}
