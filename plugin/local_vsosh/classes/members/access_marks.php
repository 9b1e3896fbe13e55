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
 * Accounts whose rights changed.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

/**
 * Tells the sessions of people that their rights changed, as mark_user_dirty() does, once for each person of a call.
 *
 * The marks are written after the courses: a row of a mark that many calls want is locked only for a moment.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class access_marks {
    /** @var string kind of the flags */
    const TYPE = 'accesslib/dirtyusers';

    /** @var bool[] account => true */
    private $userids = [];

    /**
     * Marks that are written when the call ends, however it ends.
     */
    public function __construct() {
        \core_shutdown_manager::register_function([$this, 'write']);
    }

    /**
     * Accounts whose rights changed.
     *
     * @param int[] $userids
     */
    public function add(array $userids): void {
        $this->userids += array_fill_keys($userids, true);
    }

    /**
     * Writes the marks that are due.
     */
    public function write(): void {
        global $ACCESSLIB_PRIVATE, $CFG, $DB, $USER;
        $userids = array_keys($this->userids);
        $this->userids = [];
        sort($userids);
        $now = time();
        $flag = ['value' => '1', 'expiry' => $now + $CFG->sessiontimeout, 'timemodified' => $now];
        foreach (array_chunk($userids, 1000) as $chunk) {
            [$sql, $params] = $DB->get_in_or_equal(array_map('strval', $chunk), SQL_PARAMS_NAMED);
            $present = $DB->get_records_select('cache_flags', "flagtype = :type AND name {$sql}", $params + ['type' => self::TYPE], 'id',
                'id, name, timemodified');
            $missing = array_fill_keys($chunk, true);
            foreach ($present as $row) {
                unset($missing[$row->name]);
                if ($row->timemodified < $now) {
                    $DB->update_record('cache_flags', ['id' => $row->id] + $flag, true);
                }
            }
            $rows = [];
            foreach (array_keys($missing) as $userid) {
                $rows[] = ['flagtype' => self::TYPE, 'name' => (string)$userid] + $flag;
            }
            $DB->insert_records('cache_flags', $rows);
            foreach ($chunk as $userid) {
                $ACCESSLIB_PRIVATE->dirtyusers[$userid] = 1;
                unset($ACCESSLIB_PRIVATE->accessdatabyuser[$userid]);
            }
        }
        if (in_array((int)$USER->id, $userids, true)) {
            mark_user_dirty($USER->id);
        }
    }
}
