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
 * What the plugin forgets when Moodle deletes it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * Drops our rows about what is no longer there.
 *
 * Grade categories have no event of their deletion; a row about one is dropped with its course, and whoever reads rows meets
 * only those whose item is still there.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class forgetting {
    /**
     * A course was deleted, and all in it.
     *
     * @param \core\event\course_deleted $event
     */
    public static function course(\core\event\course_deleted $event): void {
        global $DB;
        $banks = "SELECT instanceid FROM {local_vsosh_item} WHERE courseid = ? AND itemtype = 'question_bank'";
        $DB->delete_records_select('local_vsosh_question', "categoryid IN ($banks)", [$event->objectid]);
        $DB->delete_records('local_vsosh_item', ['courseid' => $event->objectid]);
    }

    /**
     * An activity was deleted.
     *
     * @param \core\event\course_module_deleted $event
     */
    public static function activity(\core\event\course_module_deleted $event): void {
        self::item('activity', $event->objectid);
        self::item('exception', $event->objectid);
    }

    /**
     * A section was deleted.
     *
     * @param \core\event\course_section_deleted $event
     */
    public static function section(\core\event\course_section_deleted $event): void {
        self::item('section', $event->objectid);
    }

    /**
     * A question category was deleted; its questions went before it.
     *
     * @param \core\event\question_category_deleted $event
     */
    public static function bank(\core\event\question_category_deleted $event): void {
        global $DB;
        $DB->delete_records('local_vsosh_question', ['categoryid' => $event->objectid]);
        self::item('question_bank', $event->objectid);
    }

    /**
     * An event was deleted from the calendar.
     *
     * @param \core\event\calendar_event_deleted $event
     */
    public static function event(\core\event\calendar_event_deleted $event): void {
        self::item('event', $event->objectid);
    }

    /**
     * An account was deleted: its jobs go, answers and all, and what is remembered of its exceptions.
     *
     * @param \core\event\user_deleted $event
     */
    public static function person(\core\event\user_deleted $event): void {
        global $DB;
        jobs\queue::forget_of_user($event->objectid);
        $idnumber = (string)($event->get_record_snapshot('user', $event->objectid)->idnumber ?? '');
        if ($idnumber !== '') {
            $like = $DB->sql_like('itemkey', ':key');
            $DB->delete_records_select('local_vsosh_item', "itemtype = 'exception' AND $like",
                ['key' => '%/' . $DB->sql_like_escape($idnumber)]);
        }
    }

    /**
     * Drops the row of one item.
     *
     * @param string $type
     * @param int $instanceid
     */
    private static function item(string $type, int $instanceid): void {
        global $DB;
        $DB->delete_records('local_vsosh_item', ['itemtype' => $type, 'instanceid' => $instanceid]);
    }
}
