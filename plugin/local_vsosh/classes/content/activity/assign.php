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
 * Assignments.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\activity\assign\plugin_settings;
use local_vsosh\content\activity\assign\rubric;
use local_vsosh\content\course_writer;
use local_vsosh\content\field;
use local_vsosh\problem;

/**
 * Moodle's assign: what is handed in, when, and how it is graded.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class assign extends activity_type {
    /** @var string[] field => column, where they hold the same */
    const COLUMNS = ['open' => 'allowsubmissionsfromdate', 'due' => 'duedate', 'cut_off' => 'cutoffdate', 'grade' => 'grade'];

    /** @var string[] rule of completion => column */
    const RULES = ['submit' => 'completionsubmit'];

    /** @var array columns of a new assignment that the document does not name */
    const DEFAULTS = ['alwaysshowdescription' => 1, 'submissiondrafts' => 0, 'requiresubmissionstatement' => 0,
        'sendnotifications' => 0, 'sendlatenotifications' => 0, 'sendstudentnotifications' => 1, 'gradingduedate' => 0,
        'timelimit' => 0, 'requireallteammemberssubmit' => 0, 'teamsubmissiongroupingid' => 0, 'blindmarking' => 0,
        'hidegrader' => 0, 'preventsubmissionnotingroup' => 0, 'markingworkflow' => 0, 'markingallocation' => 0,
        'markinganonymous' => 0, 'submissionattachments' => 0];

    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'assign';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'submission' => field::list(function (array $ways) {
                return array_diff($ways, ['file', 'text']) ? '"file" and "text" are known' : '';
            }, function (array $ways) {
                $ways = array_values(array_unique($ways));
                sort($ways);
                return $ways;
            }),
            'max_files' => field::int(1, 1000),
            'word_limit' => field::int(0, 1000000),
            'open' => field::moment(),
            'due' => field::moment(),
            'cut_off' => field::moment(),
            'grade' => field::int(0, field::MOST_POINTS),
            'pass_grade' => field::number(0, field::MOST_POINTS),
            'attempts' => field::int(0, 1000),
            'group_work' => field::bool(),
            'rubric' => field::list([rubric::class, 'wrong'], [rubric::class, 'canonical'])->or_null(),
        ];
    }

    /**
     * An assignment is graded.
     *
     * @return bool
     */
    public function graded(): bool {
        return true;
    }

    /**
     * Own completion rules.
     *
     * @return string[]
     */
    public function own_completion(): array {
        return ['submit' => 'bool'];
    }

    /**
     * The rubric is Moodle's advanced grading.
     *
     * @return string[]
     */
    public function separate_fields(): array {
        return ['rubric'];
    }

    /**
     * Dates in their order, and a grade for the rubric.
     *
     * @param array $fields
     * @param course_writer $course
     * @return problem[]
     */
    public function check(array $fields, course_writer $course): array {
        $problems = [];
        $open = $fields['open'] ?? 0;
        $due = $fields['due'] ?? 0;
        $cutoff = $fields['cut_off'] ?? 0;
        if ($open && $due && $due <= $open) {
            $problems[] = new problem('field-invalid', 'due is not after open', '', '', '', 'due');
        }
        if ($cutoff && $cutoff < max($open, $due)) {
            $problems[] = new problem('field-invalid', 'cut_off is before open or due', '', '', '', 'cut_off');
        }
        if (!empty($fields['rubric']) && isset($fields['grade']) && !$fields['grade']) {
            $problems[] = new problem('field-invalid', 'a rubric and no grade', '', '', '', 'rubric');
        }
        if (!empty($fields['completion']['submit']) && ($fields['submission'] ?? ['file']) === []) {
            $problems[] = new problem('completion-impossible', 'nothing is handed in on the site', '', '', '', 'completion');
        }
        return $problems;
    }

    /**
     * Reads assignments with their plugins' settings and rubrics.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $ids = array_keys($cms);
        $passes = grade_passes::read('assign', $ids);
        $settings = plugin_settings::read($ids);
        $rubrics = rubric::read($cms);
        $begun = self::begun($ids);
        $graded = rubric::graded($cms);
        $read = [];
        foreach ($cms as $id => $cm) {
            $row = $instances[$id];
            $read[$id] = $settings[$id] + [
                'pass_grade' => $passes[$id],
                'attempts' => self::attempts($row),
                'group_work' => (bool)$row->teamsubmission,
                'rubric' => $rubrics[$cm->id],
                'completion' => rule_columns::read($row, self::RULES, $this->own_completion()),
                '~locked' => array_merge(isset($begun[$id]) ? ['group_work'] : [], isset($graded[$cm->id]) ? ['rubric'] : []),
            ];
            foreach (self::COLUMNS as $field => $column) {
                $read[$id][$field] = (int)$row->$column;
            }
        }
        return $read;
    }

    /**
     * A new assignment.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $fields += ['submission' => ['file', 'text'], 'max_files' => 5, 'word_limit' => 0, 'open' => 0, 'due' => 0, 'cut_off' => 0,
            'grade' => 100, 'attempts' => 1, 'group_work' => false];
        foreach (self::DEFAULTS as $column => $value) {
            $info->$column = $value;
        }
        $this->fill($fields, $info);
        plugin_settings::fill($info, $fields, 0);
    }

    /**
     * Changes of an assignment.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $info->markinganonymous = $info->markinganonymous ?? 0;
        $this->fill($changed, $info);
        plugin_settings::fill($info, $changed, (int)$info->instance);
    }

    /**
     * Settings of the plugins that are off, completion, the rubric.
     *
     * @param array $changed
     * @param \stdClass $cm
     * @param course_writer $course
     * @param bool $isnew
     * @return string[]
     */
    public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
        plugin_settings::write((int)$cm->instance, $changed);
        rule_columns::write($changed, $cm, self::RULES);
        if (!array_key_exists('rubric', $changed) || ($isnew && $changed['rubric'] === null)) {
            return [];
        }
        return rubric::write($cm, $changed['rubric']) ? [] : ['rubric'];
    }

    /**
     * Puts columns of the table into what is saved.
     *
     * @param array $fields
     * @param \stdClass $info
     */
    private function fill(array $fields, \stdClass $info): void {
        global $CFG;
        foreach (self::COLUMNS as $field => $column) {
            if (array_key_exists($field, $fields)) {
                $info->$column = $fields[$field];
            }
        }
        if (array_key_exists('pass_grade', $fields)) {
            $info->gradepass = $fields['pass_grade'];
        }
        if (array_key_exists('group_work', $fields)) {
            $info->teamsubmission = $fields['group_work'] ? 1 : 0;
        }
        if (array_key_exists('attempts', $fields)) {
            // One attempt is "never reopened" before 4.5, and one of one attempts since.
            $once = $fields['attempts'] === 1;
            $old = (int)$CFG->branch < 405;
            $info->maxattempts = $fields['attempts'] === 0 || ($once && $old) ? -1 : $fields['attempts'];
            $info->attemptreopenmethod = $once && $old ? 'none' : 'manual';
        }
    }

    /**
     * How often work may be handed in.
     *
     * @param \stdClass $row
     * @return int 0 for any number
     */
    private static function attempts(\stdClass $row): int {
        if ($row->attemptreopenmethod === 'none') {
            return 1;
        }
        return max(0, (int)$row->maxattempts);
    }

    /**
     * The assignments in which something was handed in or graded.
     *
     * @param int[] $ids
     * @return array id => anything
     */
    private static function begun(array $ids): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($ids);
        $sql = "SELECT a.id FROM {assign} a
                 WHERE a.id $in AND (EXISTS (SELECT 1 FROM {assign_submission} s WHERE s.assignment = a.id AND s.status <> 'new')
                       OR EXISTS (SELECT 1 FROM {assign_grades} g WHERE g.assignment = a.id AND g.grade >= 0))";
        return $DB->get_records_sql($sql, $params);
    }
}
