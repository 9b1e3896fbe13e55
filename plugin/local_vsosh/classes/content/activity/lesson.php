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
 * Lessons.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\activity\lesson\pages;
use local_vsosh\content\course_writer;
use local_vsosh\content\field;
use local_vsosh\problem;

/**
 * Moodle's lesson: pages and questions with jumps between them.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class lesson extends activity_type {
    /** @var string[] field => column, where they hold the same */
    const COLUMNS = ['grade' => 'grade', 'time_limit' => 'timelimit', 'open' => 'available', 'close' => 'deadline'];

    /** @var string[] rule of completion => column */
    const RULES = ['end_reached' => 'completionendreached', 'time_spent' => 'completiontimespent'];

    /** @var array columns of a new lesson that the document does not name */
    const DEFAULTS = ['practice' => 0, 'modattempts' => 0, 'usepassword' => 0, 'password' => '', 'dependency' => 0, 'timespent' => 0,
        'completed' => 0, 'gradebetterthan' => 0, 'custom' => 1, 'ongoing' => 0, 'usemaxgrade' => 1, 'maxanswers' => 10,
        'maxattempts' => 0, 'review' => 0, 'nextpagedefault' => 0, 'feedback' => 1, 'minquestions' => 0, 'maxpages' => 0,
        'activitylink' => 0, 'mediaheight' => 480, 'mediawidth' => 640, 'mediaclose' => 0,
        'slideshow' => 0, 'width' => 640, 'height' => 480, 'bgcolor' => '#FFFFFF', 'displayleft' => 0, 'displayleftif' => 0,
        'progressbar' => 0, 'allowofflineattempts' => 0];

    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'lesson';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'pages' => field::list([pages::class, 'wrong'], [pages::class, 'canonical']),
            'grade' => field::int(0, field::MOST_POINTS),
            'pass_grade' => field::number(0, field::MOST_POINTS),
            'attempts' => field::int(0, 1),
            'time_limit' => field::int(),
            'open' => field::moment(),
            'close' => field::moment(),
        ];
    }

    /**
     * A lesson is graded.
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
        return ['end_reached' => 'bool', 'time_spent' => 'int'];
    }

    /**
     * The pages stand in tables of their own.
     *
     * @return string[]
     */
    public function separate_fields(): array {
        return ['pages'];
    }

    /**
     * Dates in their order.
     *
     * @param array $fields
     * @param course_writer $course
     * @return problem[]
     */
    public function check(array $fields, course_writer $course): array {
        if (!empty($fields['open']) && !empty($fields['close']) && $fields['close'] <= $fields['open']) {
            return [new problem('field-invalid', 'close is not after open', '', '', '', 'close')];
        }
        return [];
    }

    /**
     * Reads lessons with their pages.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $ids = array_keys($cms);
        $passes = grade_passes::read('lesson', $ids);
        $pages = pages::read($cms);
        $begun = pages::begun($ids);
        $read = [];
        foreach ($ids as $id) {
            $row = $instances[$id];
            $read[$id] = [
                'pages' => $pages[$id],
                'pass_grade' => $passes[$id],
                'attempts' => $row->retake ? 0 : 1,
                'completion' => rule_columns::read($row, self::RULES, $this->own_completion()),
                '~locked' => isset($begun[$id]) ? ['pages'] : [],
            ];
            foreach (self::COLUMNS as $field => $column) {
                $read[$id][$field] = (int)$row->$column;
            }
        }
        return $read;
    }

    /**
     * A new lesson.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        foreach (self::DEFAULTS as $column => $value) {
            $info->$column = $value;
        }
        $info->mediafile = IGNORE_FILE_MERGE;
        $this->fill($fields + ['grade' => 100, 'attempts' => 0, 'time_limit' => 0, 'open' => 0, 'close' => 0], $info);
    }

    /**
     * Changes of a lesson.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $conditions = unserialize_object((string)$info->conditions);
        foreach (['timespent', 'completed', 'gradebetterthan'] as $name) {
            $info->$name = $conditions->$name ?? 0;
        }
        $info->mediafile = IGNORE_FILE_MERGE;
        $this->fill($changed, $info);
    }

    /**
     * Completion and the pages.
     *
     * @param array $changed
     * @param \stdClass $cm
     * @param course_writer $course
     * @param bool $isnew
     * @return string[]
     */
    public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
        rule_columns::write($changed, $cm, self::RULES);
        if (!isset($changed['pages'])) {
            return [];
        }
        if (!$isnew && pages::begun([(int)$cm->instance])) {
            return ['pages'];
        }
        pages::write($cm, $changed['pages']);
        return [];
    }

    /**
     * Puts columns of the table into what is saved.
     *
     * @param array $fields
     * @param \stdClass $info
     */
    private function fill(array $fields, \stdClass $info): void {
        foreach (self::COLUMNS as $field => $column) {
            if (array_key_exists($field, $fields)) {
                $info->$column = $fields[$field];
            }
        }
        if (isset($fields['pass_grade'])) {
            $info->gradepass = $fields['pass_grade'];
        }
        if (isset($fields['attempts'])) {
            $info->retake = $fields['attempts'] === 1 ? 0 : 1;
        }
    }
}
