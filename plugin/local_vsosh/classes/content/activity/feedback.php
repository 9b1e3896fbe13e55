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
 * Questionnaires.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\activity\feedback\items;
use local_vsosh\content\course_writer;
use local_vsosh\content\field;
use local_vsosh\problem;

/**
 * Moodle's feedback: a questionnaire.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class feedback extends activity_type {
    /** @var string[] field => column, where they hold the same */
    const COLUMNS = ['open' => 'timeopen', 'close' => 'timeclose'];

    /** @var string[] rule of completion => column */
    const RULES = ['submit' => 'completionsubmit'];

    /** @var int Moodle's numbers of anonymous answers and of answers with names */
    const ANONYMOUS = 1, NAMED = 2;

    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'feedback';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'anonymous' => field::bool(),
            'repeat' => field::bool(),
            'open' => field::moment(),
            'close' => field::moment(),
            'items' => field::list([items::class, 'wrong'], [items::class, 'canonical']),
        ];
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
     * The questions stand in a table of their own.
     *
     * @return string[]
     */
    public function separate_fields(): array {
        return ['items'];
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
     * Reads questionnaires with their questions.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $ids = array_keys($cms);
        $items = items::read($ids);
        $answered = items::answered($ids);
        $read = [];
        foreach ($ids as $id) {
            $row = $instances[$id];
            $read[$id] = [
                'anonymous' => (int)$row->anonymous === self::ANONYMOUS,
                'repeat' => (bool)$row->multiple_submit,
                'items' => $items[$id],
                'completion' => rule_columns::read($row, self::RULES, $this->own_completion()),
                '~locked' => isset($answered[$id]) ? ['items'] : [],
            ];
            foreach (self::COLUMNS as $field => $column) {
                $read[$id][$field] = (int)$row->$column;
            }
        }
        return $read;
    }

    /**
     * A new questionnaire.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $info->email_notification = 0;
        $info->autonumbering = 1;
        $info->publish_stats = 0;
        $info->site_after_submit = '';
        $info->page_after_submit = '';
        $info->page_after_submitformat = FORMAT_HTML;
        $this->update($fields + ['anonymous' => true, 'repeat' => false, 'open' => 0, 'close' => 0], $info, $course);
    }

    /**
     * Changes of a questionnaire.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $info->page_after_submit_editor = ['text' => '', 'format' => FORMAT_HTML, 'itemid' => 0];
        foreach (self::COLUMNS as $field => $column) {
            if (array_key_exists($field, $changed)) {
                $info->$column = $changed[$field];
            }
        }
        if (isset($changed['anonymous'])) {
            $info->anonymous = $changed['anonymous'] ? self::ANONYMOUS : self::NAMED;
        }
        if (isset($changed['repeat'])) {
            $info->multiple_submit = $changed['repeat'] ? 1 : 0;
        }
    }

    /**
     * Completion and the questions.
     *
     * @param array $changed
     * @param \stdClass $cm
     * @param course_writer $course
     * @param bool $isnew
     * @return string[]
     */
    public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
        rule_columns::write($changed, $cm, self::RULES);
        if (!isset($changed['items'])) {
            return [];
        }
        if (!$isnew && items::answered([(int)$cm->instance])) {
            return ['items'];
        }
        items::write($cm, $changed['items']);
        return [];
    }
}
