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
 * Writes the settings of a course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Completion of the course: tracking and criteria.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_settings_writer {
    /** @var course_writer */
    private $writer;

    /**
     * Takes the course.
     *
     * @param course_writer $writer
     */
    public function __construct(course_writer $writer) {
        $this->writer = $writer;
    }

    /**
     * Switches tracking on or off: before activities, which keep no rules without it.
     *
     * @param item_plan[] $plans
     */
    public function write_completion(array $plans): void {
        foreach ($plans as $plan) {
            if ($plan->type === 'course' && array_key_exists('completion', $plan->write)) {
                update_course((object)['id' => $this->writer->course->id,
                    'enablecompletion' => $plan->write['completion'] ? 1 : 0]);
                $this->writer->fresh_course();
            }
        }
    }

    /**
     * Writes the criteria: after activities, which they name.
     *
     * @param item_plan[] $plans
     */
    public function write_criteria(array $plans): void {
        foreach ($plans as $plan) {
            if ($plan->type === 'course' && array_key_exists('completion_criteria', $plan->write)) {
                $this->replace($plan->write['completion_criteria']);
            }
        }
    }

    /**
     * Makes the criteria these. Rows that stay keep what learners have done of them.
     *
     * @param array|null $wanted canonical
     */
    private function replace(?array $wanted): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/completion/criteria/completion_criteria.php');
        $courseid = (int)$this->writer->course->id;
        $rows = $this->rows($wanted);
        foreach ($DB->get_records('course_completion_criteria', ['course' => $courseid]) as $row) {
            $name = $row->criteriatype . ':' . (int)$row->moduleinstance;
            if (isset($rows[$name])) {
                $DB->update_record('course_completion_criteria', (object)(['id' => $row->id] + $rows[$name]));
                unset($rows[$name]);
                continue;
            }
            $DB->delete_records('course_completion_crit_compl', ['criteriaid' => $row->id]);
            $DB->delete_records('course_completion_criteria', ['id' => $row->id]);
        }
        foreach ($rows as $row) {
            $DB->insert_record('course_completion_criteria', (object)(['course' => $courseid] + $row));
        }
        $methods = $wanted === null ? [] : [
            '' => $wanted['aggregation'],
            COMPLETION_CRITERIA_TYPE_ACTIVITY => $wanted['activities_aggregation'],
        ];
        $DB->delete_records('course_completion_aggr_methd', ['course' => $courseid]);
        foreach ($methods as $type => $method) {
            $DB->insert_record('course_completion_aggr_methd', (object)[
                'course' => $courseid,
                'criteriatype' => $type === '' ? null : $type,
                'method' => array_search($method, course_fields::METHODS, true),
            ]);
        }
        \cache::make('core', 'coursecompletion')->purge();
        \core\event\course_completion_updated::create(['courseid' => $courseid,
            'context' => \context_course::instance($courseid)])->trigger();
    }

    /**
     * Rows of course_completion_criteria.
     *
     * @param array|null $wanted canonical
     * @return array[] "type:course module" => columns
     */
    private function rows(?array $wanted): array {
        $rows = [];
        if ($wanted === null) {
            return $rows;
        }
        $types = array_flip(course_fields::CRITERIA);
        if ($wanted['self']) {
            $rows[$types['self'] . ':0'] = ['criteriatype' => $types['self']];
        }
        if ($wanted['date']) {
            $rows[$types['date'] . ':0'] = ['criteriatype' => $types['date'], 'timeend' => $wanted['date']];
        }
        if ($wanted['grade'] !== null) {
            $rows[$types['grade'] . ':0'] = ['criteriatype' => $types['grade'], 'gradepass' => $wanted['grade']];
        }
        foreach ($wanted['activities'] as $key) {
            $cmid = $this->writer->activity_cmid($key);
            [, $cm] = get_course_and_cm_from_cmid($cmid, '', $this->writer->course->id);
            $rows[$types['activities'] . ':' . $cmid] = ['criteriatype' => $types['activities'], 'module' => $cm->modname,
                'moduleinstance' => $cmid];
        }
        return $rows;
    }
}
