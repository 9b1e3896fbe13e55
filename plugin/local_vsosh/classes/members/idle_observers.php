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
 * Observers that would find nothing to do.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

/**
 * Leaves observers out that are known to find nothing.
 *
 * Moodle has no event for many members at once, and no way to tell an observer that there is nothing to do. The observers named
 * here begin with a query that gives nothing for anybody when it gives nothing for the whole course or cohort: that is asked
 * once. Every event is still fired, and logged, and seen by all other observers. The list of observers is that of this request
 * only. Where Moodle keeps it otherwise, or the setting local_vsosh | askallobservers is on, all are asked.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class idle_observers {
    /** @var string what mod_quiz does when somebody joins a group */
    const QUIZ = 'mod_quiz\group_observers::group_member_added';

    /** @var string what mod_quiz does when somebody leaves a group */
    const QUIZ_LEAVING = 'mod_quiz\group_observers::group_member_removed';

    /** @var string what mod_forum does when somebody gets a role */
    const FORUM = 'mod_forum_observer::role_assigned';

    /** @var string what enrol_cohort does when somebody joins a cohort */
    const COHORT = 'enrol_cohort_handler::member_added';

    /** @var string what badges do when somebody joins a cohort */
    const BADGES = 'core_badges_observer::cohort_criteria_review';

    /**
     * Does some work without some observers.
     *
     * @param string[] $idle
     * @param callable $work
     */
    public static function without(array $idle, callable $work): void {
        $property = $idle ? self::property() : null;
        $all = $property ? \core\event\manager::get_all_observers() : null;
        if (!is_array($all)) {
            $work();
            return;
        }
        $kept = array_map(function ($observers) use ($idle) {
            return array_filter($observers, function ($observer) use ($idle) {
                return !is_string($observer->callable) || !in_array(ltrim($observer->callable, '\\'), $idle, true);
            });
        }, $all);
        $property->setValue(null, $kept);
        try {
            $work();
        } finally {
            $property->setValue(null, $all);
        }
    }

    /**
     * Where Moodle keeps the observers of this request.
     *
     * @return \ReflectionProperty|null
     */
    private static function property(): ?\ReflectionProperty {
        if (get_config('local_vsosh', 'askallobservers') || !property_exists(\core\event\manager::class, 'allobservers')) {
            return null;
        }
        $property = new \ReflectionProperty(\core\event\manager::class, 'allobservers');
        $property->setAccessible(true);
        return $property->isStatic() ? $property : null;
    }

    /**
     * Whether an attempt at a quiz of the course is running that an override for a group might touch.
     *
     * @param int $courseid
     * @return bool
     */
    public static function has_open_attempts(int $courseid): bool {
        global $DB;
        return $DB->record_exists_sql(
            "SELECT 1
               FROM {quiz} q
               JOIN {quiz_overrides} qo ON qo.quiz = q.id AND qo.groupid IS NOT NULL
               JOIN {quiz_attempts} qa ON qa.quiz = q.id AND qa.state IN ('inprogress', 'overdue')
              WHERE q.course = ?", [$courseid]);
    }

    /**
     * Whether a forum of the course subscribes everybody at first.
     *
     * @param int $courseid
     * @return bool
     */
    public static function has_subscribing_forums(int $courseid): bool {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/mod/forum/lib.php');
        return $DB->record_exists('forum', ['course' => $courseid, 'forcesubscribe' => FORUM_INITIALSUBSCRIBE]);
    }

    /**
     * Whether an enrolment follows the cohort.
     *
     * @param int $cohortid
     * @return bool
     */
    public static function has_syncs(int $cohortid): bool {
        global $DB;
        return $DB->record_exists('enrol', ['enrol' => 'cohort', 'customint1' => $cohortid, 'status' => ENROL_INSTANCE_ENABLED]);
    }

    /**
     * Whether a badge is given to members of the cohort.
     *
     * @param int $cohortid
     * @return bool
     */
    public static function has_badges(int $cohortid): bool {
        global $DB;
        return $DB->record_exists('badge_criteria_param', ['name' => "cohort_{$cohortid}"]);
    }
}
