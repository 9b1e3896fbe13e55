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
 * Members of many courses and cohorts.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

use local_vsosh\access;
use local_vsosh\problem;

/**
 * Makes the members of courses and cohorts what a document says; each course and cohort is one transaction.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class members {
    /** @var int how often a course is tried when another call wrote the same rows */
    const TRIES = 3;

    /** @var directory */
    private $directory;

    /** @var access_marks */
    private $marks;

    /**
     * Makes the members so.
     *
     * @param array $document {"courses": [...], "cohorts": [...], "roles": [...]}
     * @return array courses and cohorts: as in the answer
     */
    public static function set(array $document): array {
        [$courses, $cohorts, $roles] = members_document::check($document);
        $members = new self();
        $members->directory = new directory($courses, $cohorts, $roles);
        $members->marks = new access_marks();
        $answer = ['courses' => [], 'cohorts' => []];
        try {
            foreach ($courses as $wanted) {
                $answer['courses'][] = ['course' => $wanted['course']] + $members->guarded($wanted['course'], function () use ($members, $wanted) {
                    return $members->set_course($wanted);
                });
            }
            foreach ($cohorts as $wanted) {
                $answer['cohorts'][] = ['cohort' => $wanted['cohort']] + $members->guarded($wanted['cohort'], function () use ($members, $wanted) {
                    return $members->set_cohort($wanted);
                });
            }
        } finally {
            $members->marks->write();
        }
        return $answer;
    }

    /**
     * Does a course or cohort; again, when another call wrote the same rows at the same moment.
     *
     * @param string $key
     * @param callable $work
     * @return array status, counts, errors
     */
    private function guarded(string $key, callable $work): array {
        for ($try = 1; true; $try++) {
            try {
                return $work();
            } catch (\dml_exception $e) {
                if ($try === self::TRIES) {
                    return self::refused([new problem('moodle-refused', $e->errorcode, $key)]);
                }
                usleep(random_int(20000, 120000) * $try);
            } catch (\moodle_exception $e) {
                return self::refused([new problem('moodle-refused', $e->errorcode, $key)]);
            }
        }
    }

    /**
     * Does one course.
     *
     * @param array $wanted
     * @return array status, counts, errors
     */
    private function set_course(array $wanted): array {
        $key = $wanted['course'];
        $course = $this->directory->courses[$key] ?? null;
        if (!$course) {
            return self::refused([new problem('course-missing', 'no course has this key', $key)]);
        }
        if (!access::may_in_course($course, 'local/vsosh:managemembers')) {
            return self::refused([new problem('denied', 'local/vsosh:managemembers', $key)]);
        }
        if ($wanted['problem'] !== '') {
            return self::refused([new problem('bad-document', $wanted['problem'], $key)]);
        }
        $userids = array_intersect_key($this->directory->users, array_column($wanted['members'], 'user', 'user'));
        $groupkeys = array_merge([], ...array_column($wanted['members'], 'join'), ...array_column($wanted['members'], 'leave'));
        $groupkeys = array_merge($groupkeys, array_filter(array_column($wanted['cohort_syncs'], 'group'), 'is_string'));
        $state = new course_state($course, array_values($userids), array_values(array_unique($groupkeys)));
        $plan = new course_plan($state, $this->directory, $wanted['members']);
        $syncs = new cohort_syncs($state, $this->directory, $wanted['cohort_syncs']);
        if ($plan->problems || $syncs->problems) {
            return self::refused(array_merge($plan->problems, $syncs->problems));
        }
        $counts = ['syncs' => $syncs->count(), 'unchanged' => $plan->counts['unchanged'] + $syncs->unchanged] + $plan->counts;
        $writer = new course_writer($state, $plan, $this->marks);
        return $this->written($plan->is_empty() && !$syncs->count(), $counts, $state->context, function () use ($plan, $writer, $syncs) {
            if (!$plan->is_empty()) {
                $writer->write();
            }
            $syncs->write();
        }, [$writer, 'clear_caches']);
    }

    /**
     * Does one cohort.
     *
     * @param array $wanted
     * @return array status, counts, errors
     */
    private function set_cohort(array $wanted): array {
        $key = $wanted['cohort'];
        $cohort = $this->directory->cohorts[$key] ?? null;
        if (!$cohort) {
            return self::refused([new problem('cohort-missing', 'no cohort of the system has this key', $key)]);
        }
        if (!has_capability('local/vsosh:managemembers', \context_system::instance())) {
            return self::refused([new problem('denied', 'local/vsosh:managemembers', $key)]);
        }
        if ($wanted['problem'] !== '') {
            return self::refused([new problem('bad-document', $wanted['problem'], $key)]);
        }
        $members = new cohort_members($cohort, $this->directory, $wanted);
        if ($members->problems) {
            return self::refused($members->problems);
        }
        return $this->written($members->is_empty(), $members->counts, \context_system::instance(), [$members, 'write']);
    }

    /**
     * Writes in one transaction, leaves a line in the log, and answers.
     *
     * @param bool $isempty whether there is nothing to do
     * @param int[] $counts
     * @param \context $context
     * @param callable $write
     * @param callable|null $after when others can see what was written
     * @return array status, counts, errors
     */
    private function written(bool $isempty, array $counts, \context $context, callable $write, ?callable $after = null): array {
        global $DB;
        if (!$isempty) {
            $transaction = $DB->start_delegated_transaction();
            try {
                $write();
                \local_vsosh\event\members_applied::create(['context' => $context, 'other' => ['counts' => $counts]])->trigger();
                $transaction->allow_commit();
            } catch (\Throwable $e) {
                $transaction->rollback($e);
            }
            if ($after) {
                $after();
            }
        }
        return ['status' => $isempty ? 'unchanged' : 'ok', 'counts' => json_encode($counts), 'errors' => []];
    }

    /**
     * The answer for what was left as it was.
     *
     * @param problem[] $problems
     * @return array status, counts, errors
     */
    private static function refused(array $problems): array {
        return ['status' => 'error', 'counts' => '{}', 'errors' => array_map(function (problem $problem) {
            return $problem->to_array();
        }, $problems)];
    }
}
