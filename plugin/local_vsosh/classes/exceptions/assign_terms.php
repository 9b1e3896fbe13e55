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
 * Extensions of an assignment.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\exceptions;

/**
 * The extension of one pupil: what a teacher grants in the grading table.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class assign_terms extends terms {
    /**
     * The right it takes.
     *
     * @return string
     */
    public function capability(): string {
        return 'mod/assign:grantextension';
    }

    /**
     * The fields there are.
     *
     * @return string[]
     */
    public function names(): array {
        return ['due'];
    }

    /**
     * What a pupil has of their own.
     *
     * @param int $userid
     * @return \stdClass|null
     */
    public function read(int $userid): ?\stdClass {
        global $DB;
        $row = $DB->get_record('assign_user_flags', ['assignment' => $this->instance->id, 'userid' => $userid]);
        if (!$row || !$row->extensionduedate) {
            return null;
        }
        return (object)['id' => (int)$row->id, 'row' => $row, 'fields' => ['due' => (int)$row->extensionduedate]];
    }

    /**
     * Writes.
     *
     * @param int $userid
     * @param array $fields
     * @return int
     */
    public function write(int $userid, array $fields): int {
        $this->save($userid, $fields['due']);
        return $this->read($userid)->id;
    }

    /**
     * Takes all of it back.
     *
     * @param int $userid
     */
    public function remove(int $userid): void {
        $this->save($userid, 0);
    }

    /**
     * Grants an extension as Moodle does, its note in the calendar included.
     *
     * @param int $userid
     * @param int $due
     * @throws \moodle_exception when Moodle refuses: a term before the pupil's others, a pupil who cannot submit
     */
    private function save(int $userid, int $due): void {
        global $CFG;
        require_once($CFG->dirroot . '/mod/assign/locallib.php');
        $assign = new \assign($this->context, null, null);
        if (!$assign->save_user_extension($userid, $due)) {
            throw new \moodle_exception('invalidparameter', 'debug', '', null, 'the extension was refused');
        }
    }
}
