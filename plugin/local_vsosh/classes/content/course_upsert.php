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
 * Puts courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use local_vsosh\access;
use local_vsosh\most;
use local_vsosh\problem;

/**
 * Applies a document: each course by itself, whole or not at all.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_upsert {
    /** @var int seconds to wait for another call that writes the same course */
    const PATIENCE = 60;

    /** @var upsert_options */
    private $options;

    /** @var upload_area */
    private $uploads;

    /**
     * Applies a document.
     *
     * @param array $document with "courses" and "uploads"
     * @param upsert_options $options
     * @return array[] answers of the courses, in the order of the document
     * @throws \invalid_parameter_exception when the document has not this shape
     */
    public static function run(array $document, upsert_options $options): array {
        $uploads = $document['uploads'] ?? [];
        $rows = $document['courses'] ?? null;
        if (!is_array($uploads) || array_filter($uploads, 'is_int') !== $uploads
                || preg_grep('/^[0-9a-f]{40}$/D', array_keys($uploads), PREG_GREP_INVERT)) {
            throw new \invalid_parameter_exception('uploads maps SHA-1 to the id of a draft area');
        }
        if (!is_array($rows) || $rows !== array_values($rows) || array_diff(array_keys($document), ['courses', 'uploads'])) {
            throw new \invalid_parameter_exception('courses is a list');
        }
        most::check(count($rows), most::COURSES, 'courses');
        most::check_lists($rows, ['activities', 'sections', 'grade_categories'], most::ITEMS);
        $upsert = new course_upsert();
        $upsert->options = $options;
        $upsert->uploads = new upload_area($uploads);
        $documents = array_map(function ($row) {
            return new course_document($row);
        }, $rows);
        $keys = array_map(function (course_document $course) {
            return $course->key;
        }, $documents);
        $courses = access::courses_by_keys(array_values(array_unique(array_filter($keys, 'strlen'))));
        $allowed = array_filter($courses, function ($course) {
            return access::may_in_course($course, 'local/vsosh:managecontent');
        });
        $lives = live_reader::read($allowed, $options->prefix);
        $answers = [];
        $seen = [];
        foreach ($documents as $course) {
            if (isset($seen[$course->key])) {
                $course->problem('key-twice', 'the course stands in the document twice', 'course', '');
            }
            $seen[$course->key] = true;
            $record = $courses[$course->key] ?? null;
            if ($record === null && $course->key !== '') {
                $course->problem('course-missing', 'no course has this key', 'course', '');
            } else if ($record !== null && !isset($allowed[$course->key])) {
                $course->problem('denied', 'local/vsosh:managecontent', 'course', '');
            }
            $answers[] = $upsert->put($course, $record === null ? null : ($lives[$record->id] ?? null));
        }
        return $answers;
    }

    /**
     * Puts one course.
     *
     * @param course_document $course
     * @param live_course|null $live
     * @return array answer
     */
    private function put(course_document $course, ?live_course $live): array {
        if ($live === null) {
            return $this->refused($course, 0);
        }
        $id = (int)$live->course->id;
        try {
            $live = $this->adopted($course, $live);
            $plans = $this->plan($course, $live);
            if ($course->problems) {
                return $this->refused($course, $id);
            }
            $writing = $this->is_writing($plans);
            if ($this->options->dryrun) {
                return $this->answer($course, $id, $plans, $writing ? 'ok' : 'unchanged');
            }
            if ($writing) {
                return $this->write($course, $id);
            }
            memory_store::remember($plans, $live);
            return $this->answer($course, $id, $plans, 'unchanged');
        } catch (\Throwable $problem) {
            return $this->failed($course, $id, $problem);
        }
    }

    /**
     * Plans a course, or notes what is wrong with its document.
     *
     * @param course_document $course
     * @param live_course $live
     * @return item_plan[]
     */
    private function plan(course_document $course, live_course $live): array {
        course_check::run($course, $live, new course_writer($live, $this->uploads));
        return $course->problems ? [] : planner::plan($course, $live, $this->options);
    }

    /**
     * Writes a course, looked at anew when nobody else writes it.
     *
     * @param course_document $course
     * @param int $id
     * @return array answer
     * @throws \Throwable after everything was taken back
     */
    private function write(course_document $course, int $id): array {
        global $DB;
        $lock = \core\lock\lock_config::get_lock_factory('local_vsosh_course')->get_lock('course' . $id, self::PATIENCE);
        if (!$lock) {
            throw new \moodle_exception('locktimeout');
        }
        try {
            $live = $this->adopted($course, $this->live($id));
            $plans = $this->plan($course, $live);
            if ($course->problems) {
                return $this->refused($course, $id);
            }
            if (!$this->is_writing($plans)) {
                // Another call did it while this one waited.
                memory_store::remember($plans, $live);
                return $this->answer($course, $id, $plans, 'unchanged');
            }
            $transaction = $DB->start_delegated_transaction();
            $writer = new course_writer($live, $this->uploads);
            $writer->write($plans);
            $after = $this->live($id, $writer->known());
            memory_store::remember($plans, $after);
            $this->log($plans, $live->course);
            $transaction->allow_commit();
        } catch (\Throwable $problem) {
            $this->take_back($id);
            throw $problem;
        } finally {
            $lock->release();
        }
        return $this->answer($course, $id, $plans, 'ok');
    }

    /**
     * Whether something is to be written.
     *
     * @param item_plan[] $plans
     * @return bool
     */
    private function is_writing(array $plans): bool {
        foreach ($plans as $plan) {
            if ($plan->is_writing()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The course as it is now.
     *
     * @param int $id
     * @param string[][] $known type => id => key
     * @return live_course
     */
    private function live(int $id, array $known = []): live_course {
        global $DB;
        $record = $DB->get_record('course', ['id' => $id], '*', MUST_EXIST);
        return live_reader::read([$record], $this->options->prefix, $known)[$id];
    }

    /**
     * The course with sections and grade categories taken over that the document means.
     *
     * @param course_document $course
     * @param live_course $live
     * @return live_course
     */
    private function adopted(course_document $course, live_course $live): live_course {
        $known = planner::adoptable($course, $live);
        return $known ? $this->live((int)$live->course->id, $known) : $live;
    }

    /**
     * Takes back what was written, and forgets what caches learned of it.
     *
     * @param int $id course
     */
    private function take_back(int $id): void {
        global $DB;
        if ($DB->is_transaction_started()) {
            $DB->force_transaction_rollback();
        }
        \context_helper::reset_caches();
        // The revision of the course went back too: what was cached under a later one would be taken for newer than the truth.
        $cache = \cache::make('core', 'coursemodinfo');
        $cache->acquire_lock($id);
        try {
            $cache->delete($id);
        } finally {
            $cache->release_lock($id);
        }
        \cache::make('core', 'coursecompletion')->purge();
        \cache::make('core', 'grade_categories')->purge();
        rebuild_course_cache($id, true);
    }

    /**
     * Logs what was done.
     *
     * @param item_plan[] $plans
     * @param \stdClass $course
     */
    private function log(array $plans, \stdClass $course): void {
        $counts = [];
        foreach ($plans as $plan) {
            $counts[$plan->status] = ($counts[$plan->status] ?? 0) + 1;
        }
        \local_vsosh\event\content_applied::create([
            'context' => \context_course::instance($course->id),
            'other' => ['counts' => $counts],
        ])->trigger();
    }

    /**
     * The answer for a course that was done.
     *
     * @param course_document $course
     * @param int $id
     * @param item_plan[] $plans
     * @param string $status
     * @return array
     */
    private function answer(course_document $course, int $id, array $plans, string $status): array {
        $items = array_map(function (item_plan $plan) {
            return $plan->answer();
        }, $plans);
        return ['course' => $course->key, 'id' => $id, 'status' => $status, 'items' => array_values($items), 'errors' => []];
    }

    /**
     * The answer for a course whose document is wrong.
     *
     * @param course_document $course
     * @param int $id
     * @return array
     */
    private function refused(course_document $course, int $id): array {
        $errors = array_map(function (problem $problem) {
            return $problem->to_array();
        }, $course->problems);
        return ['course' => $course->key, 'id' => $id, 'status' => 'error', 'items' => [],
            'errors' => array_values(array_unique($errors, SORT_REGULAR))];
    }

    /**
     * The answer for a course that Moodle refused.
     *
     * @param course_document $course
     * @param int $id
     * @param \Throwable $problem
     * @return array
     */
    private function failed(course_document $course, int $id, \Throwable $problem): array {
        $detail = $problem instanceof \moodle_exception
            ? $problem->errorcode . ': ' . strtok((string)$problem->debuginfo ?: $problem->getMessage(), "\n")
            : get_class($problem) . ': ' . $problem->getMessage();
        if (!$problem instanceof \moodle_exception) {
            debugging($detail . ' in ' . $problem->getFile() . ':' . $problem->getLine(), DEBUG_DEVELOPER);
        }
        $course->problems = [new problem('moodle-refused', \core_text::substr($detail, 0, 500), $course->key, 'course', '')];
        return $this->refused($course, $id);
    }
}
