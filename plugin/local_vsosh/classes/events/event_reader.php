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
 * Events of courses as items.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\events;

use local_vsosh\content\live_item;
use local_vsosh\content\memory;
use local_vsosh\content\spelling;

/**
 * Reads the events of ours in many courses, in two statements.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class event_reader {
    /** @var string type of the rows of local_vsosh_item */
    const ITEM = 'event';

    /**
     * The events of one place that are there: of a course, or of the site, by their keys in documents.
     *
     * @param int $courseid
     * @param string $place "" for a course, the key that begins with @ for the site
     * @return live_item[] key => event
     */
    public static function read_place(int $courseid, string $place = ''): array {
        $found = [];
        $length = strlen($place === '' ? '' : "$place/");
        foreach (self::read([$courseid])[$courseid] as $stored => $item) {
            if (!$length || strncmp($stored, "$place/", $length) === 0) {
                $item->key = substr($stored, $length);
                $found[$item->key] = $item;
            }
        }
        return $found;
    }

    /**
     * The events of ours that are there; one that a person deleted is not.
     *
     * @param int[] $courseids
     * @return live_item[][] course id => key as stored => event
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
        $events = $DB->get_records_list('event', 'id', array_column($rows, 'instanceid'));
        foreach ($rows as $row) {
            $event = $events[$row->instanceid] ?? null;
            if ($event === null || (int)$event->courseid !== (int)$row->courseid) {
                continue;
            }
            $item = new live_item(self::ITEM, $row->itemkey, (int)$event->id, $event);
            $item->memory = memory::from_row($row);
            $item->fields = event_fields::read($event);
            spelling::settle($item);
            $found[$row->courseid][$row->itemkey] = $item;
        }
        return $found;
    }
}
