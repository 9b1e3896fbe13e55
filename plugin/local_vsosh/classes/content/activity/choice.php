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
 * Choices.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\course_writer;
use local_vsosh\content\field;

/**
 * One question with options.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class choice extends activity_type {
    /** @var string[] Moodle's number => the document's word */
    const RESULTS = [0 => 'never', 1 => 'answered', 2 => 'closed', 3 => 'always'];

    /** @var string[] field => column, where they hold the same */
    const COLUMNS = ['multiple' => 'allowmultiple', 'update' => 'allowupdate', 'open' => 'timeopen', 'close' => 'timeclose'];

    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'choice';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'options' => field::list(function (array $options) {
                foreach ($options as $option) {
                    if (!is_string($option) || $option === '' || trim($option) !== $option) {
                        return 'an option is a text';
                    }
                }
                if (count(array_unique($options)) !== count($options)) {
                    return 'an option stands in it twice';
                }
                return $options ? '' : 'no option';
            })->required(),
            'limit' => field::int(0, 100000),
            'multiple' => field::bool(),
            'update' => field::bool(),
            'results' => field::choice(array_values(self::RESULTS)),
            'open' => field::moment(),
            'close' => field::moment(),
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
     * Reads the module's columns and options.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        global $DB;
        $options = [];
        foreach ($DB->get_records_list('choice_options', 'choiceid', array_keys($cms), 'id') as $row) {
            $options[$row->choiceid][] = $row;
        }
        $answered = $this->answered(array_keys($cms));
        $read = [];
        foreach ($cms as $id => $cm) {
            $choice = $instances[$id];
            $limits = array_unique(array_map('intval', array_column($options[$id] ?? [], 'maxanswers')));
            $read[$id] = [
                'options' => array_column($options[$id] ?? [], 'text'),
                'limit' => !$choice->limitanswers ? 0 : (count($limits) === 1 ? reset($limits) : -1),
                'multiple' => (bool)$choice->allowmultiple,
                'update' => (bool)$choice->allowupdate,
                'results' => self::RESULTS[(int)$choice->showresults] ?? 'other',
                'open' => (int)$choice->timeopen,
                'close' => (int)$choice->timeclose,
                'completion' => ['submit' => (bool)$choice->completionsubmit],
            ];
            if (isset($answered[$id])) {
                $read[$id]['~locked'] = ['options'];
            }
        }
        return $read;
    }

    /**
     * What cannot be.
     *
     * @param array $fields
     * @param course_writer $course
     * @return \local_vsosh\problem[]
     */
    public function check(array $fields, course_writer $course): array {
        if (!empty($fields['open']) && !empty($fields['close']) && $fields['close'] <= $fields['open']) {
            return [new \local_vsosh\problem('field-invalid', 'it closes before it opens', '', '', '', 'close')];
        }
        return [];
    }

    /**
     * Defaults, and what the document has.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        foreach (['publish', 'showresults', 'display', 'allowupdate', 'allowmultiple', 'showunanswered', 'limitanswers', 'timeopen',
                'timeclose', 'showpreview', 'completionsubmit', 'showavailable'] as $column) {
            $info->$column = 0;
        }
        $info->includeinactive = 1;
        $this->write($fields, $info);
        $this->write_options($fields['options'] ?? [], [], (int)($fields['limit'] ?? 0), $info);
    }

    /**
     * What changed. Options keep their rows by place, since Moodle shows them in the order of their rows.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        global $DB;
        $present = array_values($DB->get_records('choice_options', ['choiceid' => $info->instance], 'id'));
        $this->write($changed, $info);
        $options = $changed['options'] ?? array_column($present, 'text');
        $limit = array_key_exists('limit', $changed) ? $changed['limit'] : null;
        $this->write_options($options, $present, $limit, $info);
    }

    /**
     * Puts the options into the form's fields.
     *
     * @param string[] $options
     * @param \stdClass[] $present rows there are
     * @param int|null $limit for each; null leaves the limits there are
     * @param \stdClass $info
     */
    private function write_options(array $options, array $present, ?int $limit, \stdClass $info): void {
        $info->option = $options;
        $info->optionid = [];
        $info->limit = [];
        $usual = $limit === null && $present ? (int)$present[0]->maxanswers : (int)$limit;
        foreach ($options as $number => $text) {
            $info->limit[$number] = $limit === null && isset($present[$number]) ? (int)$present[$number]->maxanswers : $usual;
        }
        foreach ($present as $number => $row) {
            $info->optionid[$number] = $row->id;
            if (!isset($options[$number])) {
                $info->option[$number] = '';
            }
        }
    }

    /**
     * Puts the fields into the module's.
     *
     * @param array $fields
     * @param \stdClass $info
     */
    private function write(array $fields, \stdClass $info): void {
        foreach (self::COLUMNS as $field => $column) {
            if (array_key_exists($field, $fields)) {
                $info->$column = (int)$fields[$field];
            }
        }
        if (isset($fields['results'])) {
            $info->showresults = array_search($fields['results'], self::RESULTS, true);
        }
        if (array_key_exists('limit', $fields)) {
            $info->limitanswers = $fields['limit'] ? 1 : 0;
        }
        if (isset($fields['completion'])) {
            $info->completionsubmit = empty($fields['completion']['submit']) ? 0 : 1;
        }
    }

    /**
     * Which choices were answered.
     *
     * @param int[] $ids
     * @return array by choice id
     */
    private function answered(array $ids): array {
        global $DB;
        if (!$ids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        return $DB->get_records_sql("SELECT DISTINCT choiceid FROM {choice_answers} WHERE choiceid $in", $params);
    }
}
