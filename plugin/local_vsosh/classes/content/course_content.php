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
 * The managed content of courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use local_vsosh\access;
use local_vsosh\events\event_reader;
use local_vsosh\events\site_calendar;
use local_vsosh\exceptions\exception_reader;
use local_vsosh\questions\bank_reader;

/**
 * The answer of get_courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_content {
    /**
     * Reads courses.
     *
     * @param string[] $keys
     * @param bool $withfields whether fields are told, or only their hash
     * @param string $prefix
     * @return array[] in the order of the keys
     */
    public static function read(array $keys, bool $withfields, string $prefix): array {
        $courses = access::courses_by_keys(array_values(array_unique($keys)));
        $everywhere = has_capability('local/vsosh:readstate', \context_system::instance());
        $allowed = array_filter($courses, function ($course) use ($everywhere) {
            return $everywhere || access::may_in_course($course, 'local/vsosh:readstate');
        });
        $lives = live_reader::read($allowed, $prefix);
        $banks = self::banks(array_keys($lives), $withfields);
        $events = event_reader::read(array_keys($lives));
        $exceptions = exception_reader::read(array_keys($lives));
        $answers = [];
        foreach ($keys as $key) {
            if (site_calendar::is_key($key)) {
                $items = $everywhere ? self::items(event_reader::read_place((int)SITEID, $key), $withfields) : [];
                $answers[] = self::answer($key, (int)SITEID, $everywhere ? 'ok' : 'denied', $items);
                continue;
            }
            $course = $courses[$key] ?? null;
            $live = $course === null ? null : ($lives[$course->id] ?? null);
            $status = $course === null ? 'missing' : ($live === null ? 'denied' : 'ok');
            $items = [];
            if ($live !== null) {
                $items = array_merge(self::items($live->items, $withfields), $banks[$course->id] ?? [],
                    self::items($events[$course->id], $withfields), self::items($exceptions[$course->id], $withfields));
            }
            $answers[] = self::answer($key, $course === null ? 0 : (int)$course->id, $status, $items);
        }
        return $answers;
    }

    /**
     * A row of the answer.
     *
     * @param string $key
     * @param int $id
     * @param string $status
     * @param array[] $items
     * @return array
     */
    private static function answer(string $key, int $id, string $status, array $items): array {
        return ['course' => $key, 'id' => $id, 'status' => $status, 'content' => json_encode(['items' => $items],
            JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR)];
    }

    /**
     * The items of a course: those that were written once, and activities with our idnumber.
     *
     * @param live_item[] $listed
     * @param bool $withfields
     * @return array[]
     */
    private static function items(array $listed, bool $withfields): array {
        $items = [];
        foreach ($listed as $item) {
            if ($item->memory === null && ($item->type !== 'activity' || $item->kind === null)) {
                continue;
            }
            $managed = $item->managed_fields();
            $row = ['type' => $item->type, 'key' => $item->key, 'id' => $item->id,
                'module' => $item->type !== 'activity' ? '' : ($item->kind === null ? $item->row->modname : $item->kind->name())];
            if ($withfields) {
                $row['fields'] = (object)$managed;
            }
            $items[] = $row + ['edited' => (object)$item->edited(), 'locked' => $item->locked,
                'hash' => canonical::hash($managed)];
        }
        return $items;
    }

    /**
     * Question banks of courses, as items.
     *
     * @param int[] $courseids
     * @param bool $withfields
     * @return array[][] course id => items
     */
    private static function banks(array $courseids, bool $withfields): array {
        return array_map(function (array $items) use ($withfields) {
            return array_map(function (array $item) use ($withfields) {
                $item['fields'] = (object)$item['fields'];
                $item['edited'] = (object)$item['edited'];
                return $withfields ? $item : array_diff_key($item, ['fields' => 1]);
            }, $items);
        }, bank_reader::items($courseids));
    }
}
