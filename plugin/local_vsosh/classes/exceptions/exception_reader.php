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
 * Exceptions of courses as items.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\exceptions;

use local_vsosh\content\live_item;
use local_vsosh\content\memory;

/**
 * Reads the exceptions that were made for pupils of many courses.
 *
 * The key of one is ACTIVITY/IDNUMBER; the row of local_vsosh_item names the course module and its type.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class exception_reader {
    /** @var string type of the rows of local_vsosh_item */
    const ITEM = 'exception';

    /**
     * The exceptions of ours that are there; one that a person took back is not.
     *
     * @param int[] $courseids
     * @return live_item[][] course id => key => exception
     */
    public static function read(array $courseids): array {
        global $DB;
        $found = array_fill_keys($courseids, []);
        if (!$courseids) {
            return $found;
        }
        [$in, $params] = $DB->get_in_or_equal($courseids);
        $rows = $DB->get_records_select('local_vsosh_item', "courseid $in AND itemtype = ?", array_merge($params, [self::ITEM]),
            'itemkey');
        if (!$rows) {
            return $found;
        }
        $modules = $DB->get_records_list('course_modules', 'id', array_unique(array_column($rows, 'instanceid')));
        $idnumbers = [];
        foreach ($rows as $row) {
            $idnumbers[] = self::idnumber($row->itemkey);
        }
        $users = [];
        foreach ($DB->get_records_list('user', 'idnumber', array_unique($idnumbers), 'id', 'id, idnumber, deleted') as $user) {
            if (!$user->deleted) {
                $users[$user->idnumber] = $users[$user->idnumber] ?? (int)$user->id;
            }
        }
        $known = [];
        foreach ($rows as $row) {
            $module = $modules[$row->instanceid] ?? null;
            $userid = $users[self::idnumber($row->itemkey)] ?? 0;
            if ($module === null || $module->deletioninprogress || !$userid || (int)$module->course !== (int)$row->courseid) {
                continue;
            }
            $terms = $known[$module->id] = $known[$module->id] ?? terms::of($row->module, (int)$module->instance);
            $live = $terms === null ? null : $terms->read($userid);
            if ($live === null) {
                continue;
            }
            $item = new live_item(self::ITEM, $row->itemkey, $live->id, $live->row);
            $item->memory = memory::from_row($row);
            $item->fields = $live->fields;
            $found[$row->courseid][$row->itemkey] = $item;
        }
        return $found;
    }

    /**
     * The idnumber of the pupil in a key.
     *
     * @param string $key
     * @return string
     */
    private static function idnumber(string $key): string {
        return (string)substr((string)strstr($key, '/'), 1);
    }
}
