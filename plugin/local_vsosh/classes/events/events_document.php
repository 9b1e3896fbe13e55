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
 * The document of set_events.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\events;

use local_vsosh\access;
use local_vsosh\most;
use local_vsosh\problem;

/**
 * Checks the courses of a document whole, and writes those that are right, each in a transaction of its own.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class events_document {
    /** @var string[] course key/event:key, course key/all or all, whose hand edits give way */
    private $overwrite;

    /**
     * Sets the events of a document.
     *
     * @param array $document {"courses": […], "overwrite": […]}
     * @return array[] rows of the answer
     * @throws \invalid_parameter_exception when the document has not that shape
     */
    public static function run(array $document): array {
        $courses = $document['courses'] ?? null;
        $overwrite = $document['overwrite'] ?? [];
        if (!self::is_list($courses) || !is_array($overwrite) || array_filter($overwrite, 'is_string') !== $overwrite
                || array_diff_key($document, ['courses' => 1, 'overwrite' => 1])) {
            throw new \invalid_parameter_exception('document: "courses" is a list of courses, "overwrite" a list of texts');
        }
        foreach ($courses as $number => $one) {
            if (!is_array($one) || !is_string($one['course'] ?? null) || !self::is_list($one['events'] ?? [])
                    || !self::is_list($one['remove'] ?? [])
                    || array_diff_key($one, ['course' => 1, 'events' => 1, 'remove' => 1])) {
                throw new \invalid_parameter_exception("document: courses[$number] has course, events and remove");
            }
        }
        most::check(count($courses), most::COURSES, 'courses');
        most::check_lists($courses, ['events', 'remove'], most::ITEMS);
        $run = new events_document();
        $run->overwrite = array_fill_keys($overwrite, true);
        $found = access::courses_by_keys(array_column($courses, 'course'));
        $seen = [];
        $answer = [];
        foreach ($courses as $one) {
            $key = $one['course'];
            $answer[] = $run->set($one, site_calendar::is_key($key) ? get_site() : ($found[$key] ?? null), isset($seen[$key]));
            $seen[$key] = true;
        }
        return $answer;
    }

    /**
     * Sets the events of one course.
     *
     * @param array $one
     * @param \stdClass|null $course
     * @param bool $twice whether the course was in the document before
     * @return array row of the answer
     */
    private function set(array $one, ?\stdClass $course, bool $twice): array {
        $problems = $this->problems($one, $course, $twice);
        if ($course === null || $problems) {
            return $this->answer($one, (int)($course->id ?? 0), 'error', [], $problems);
        }
        $calendar = new course_calendar($course, $one['course']);
        $problems = $calendar->problems($one['events'] ?? []);
        if ($problems) {
            return $this->answer($one, (int)$course->id, 'error', [], $problems);
        }
        $items = $calendar->apply($one['events'] ?? [], $one['remove'] ?? [], function (string $key) use ($one): bool {
            return isset($this->overwrite['all']) || isset($this->overwrite["{$one['course']}/event:$key"]);
        });
        if ($items instanceof problem) {
            return $this->answer($one, (int)$course->id, 'error', [], [$items]);
        }
        $changed = array_diff(array_column($items, 'status'), ['unchanged', 'kept']);
        return $this->answer($one, (int)$course->id, $changed ? 'ok' : 'unchanged', $items, []);
    }

    /**
     * What is wrong with a course before its events are looked at.
     *
     * @param array $one
     * @param \stdClass|null $course
     * @param bool $twice
     * @return problem[]
     */
    private function problems(array $one, ?\stdClass $course, bool $twice): array {
        $found = [];
        if ($twice) {
            $found[] = new problem('key-twice', 'the course is twice in the document', $one['course'], 'course');
        }
        if ($course === null) {
            $found[] = new problem('course-missing', 'no course has this key', $one['course'], 'course');
        } else if (!self::may($course)) {
            $found[] = new problem('denied', 'local/vsosh:managecontent', $one['course'], 'course');
        }
        return $found;
    }

    /**
     * Whether the caller may write events there.
     *
     * @param \stdClass $course
     * @return bool
     */
    private static function may(\stdClass $course): bool {
        return (int)$course->id === (int)SITEID ? site_calendar::may('local/vsosh:managecontent')
            : access::may_in_course($course, 'local/vsosh:managecontent');
    }

    /**
     * A row of the answer.
     *
     * @param array $one
     * @param int $id
     * @param string $status
     * @param array[] $items
     * @param problem[] $problems
     * @return array
     */
    private function answer(array $one, int $id, string $status, array $items, array $problems): array {
        return ['course' => $one['course'], 'id' => $id, 'status' => $status, 'items' => $items,
            'errors' => array_map(function (problem $problem) {
                return $problem->to_array();
            }, $problems)];
    }

    /**
     * Whether a value is a list.
     *
     * @param mixed $value
     * @return bool
     */
    private static function is_list($value): bool {
        return is_array($value) && $value === array_values($value);
    }
}
