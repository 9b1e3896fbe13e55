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
 * Questions of questionnaires.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\feedback;

/**
 * The field "items": questions of a questionnaire, each a row of feedback_item.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class items {
    /** @var string[] kinds of answers */
    const ANSWERS = ['text', 'number', 'one', 'many', 'rating'];

    /** @var string presentation of a rating without words of its own: a number from 1 to 5 */
    const ONE_TO_FIVE = '1|5';

    /**
     * What is wrong with a list of questions.
     *
     * @param array $items
     * @return string in English, '' when nothing
     */
    public static function wrong(array $items): string {
        foreach ($items as $one) {
            if (!is_array($one) || array_diff(array_keys($one), ['question', 'answer', 'options', 'required'])
                    || !is_string($one['question'] ?? null) || trim($one['question']) === '') {
                return 'an item has "question", a text';
            }
            if (\core_text::strlen($one['question']) > 255) {
                return 'a question is longer than 255 characters';
            }
            if (!in_array($one['answer'] ?? null, self::ANSWERS, true)) {
                return '"answer" is one of ' . implode(', ', self::ANSWERS);
            }
            if (!is_bool($one['required'] ?? false)) {
                return '"required" is true or false';
            }
            $wrong = self::wrong_options($one['answer'], $one['options'] ?? []);
            if ($wrong !== '') {
                return $wrong;
            }
        }
        return '';
    }

    /**
     * What is wrong with the options of a question.
     *
     * @param string $answer
     * @param mixed $options
     * @return string
     */
    private static function wrong_options(string $answer, $options): string {
        if (!is_array($options) || $options !== array_values($options)) {
            return '"options" is a list';
        }
        if (in_array($answer, ['text', 'number'], true) && $options) {
            return 'an answer of the kind ' . $answer . ' has no options';
        }
        if (in_array($answer, ['one', 'many'], true) && count($options) < 2) {
            return 'an answer of the kind ' . $answer . ' has at least two options';
        }
        foreach ($options as $option) {
            if (!is_string($option) || trim($option) === '') {
                return 'an option is a text';
            }
            if (preg_match('/[|\n]|>>>>>|<<<<<|####/', trim($option))) {
                return 'an option without |, >>>>>, <<<<<, #### and line breaks: Moodle parts options by them';
            }
        }
        return '';
    }

    /**
     * The canonical form.
     *
     * @param array $items
     * @return array
     */
    public static function canonical(array $items): array {
        return array_map(function ($one) {
            return ['question' => trim($one['question']), 'answer' => $one['answer'],
                'options' => array_map('trim', $one['options'] ?? []), 'required' => $one['required'] ?? false];
        }, $items);
    }

    /**
     * Reads the questions of many questionnaires.
     *
     * @param int[] $ids
     * @return array[] id => items; kinds the document does not know are "other"
     */
    public static function read(array $ids): array {
        global $DB;
        $read = array_fill_keys($ids, []);
        foreach ($DB->get_records_list('feedback_item', 'feedback', $ids, 'feedback, position, id') as $row) {
            [$answer, $options] = self::answer($row);
            $read[$row->feedback][] = ['question' => (string)$row->name, 'answer' => $answer, 'options' => $options,
                'required' => (bool)$row->required];
        }
        return $read;
    }

    /**
     * The questionnaires somebody answered.
     *
     * @param int[] $ids
     * @return array id => anything
     */
    public static function answered(array $ids): array {
        global $DB;
        if (!$ids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        $sql = "SELECT f.id FROM {feedback} f
                 WHERE f.id $in AND EXISTS (SELECT 1 FROM {feedback_completed} c WHERE c.feedback = f.id)";
        return $DB->get_records_sql($sql, $params);
    }

    /**
     * Makes the questionnaire have these questions.
     *
     * @param \stdClass $cm record of course_modules
     * @param array $items canonical
     */
    public static function write(\stdClass $cm, array $items): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/mod/feedback/lib.php');
        $live = array_values($DB->get_records('feedback_item', ['feedback' => $cm->instance], 'position, id'));
        foreach (array_splice($live, count($items)) as $row) {
            feedback_delete_item($row->id, false);
        }
        // Answers begun and not sent belong to questions that change now.
        $DB->delete_records_select('feedback_valuetmp',
            'completed IN (SELECT id FROM {feedback_completedtmp} WHERE feedback = ?)', [$cm->instance]);
        $DB->delete_records('feedback_completedtmp', ['feedback' => $cm->instance]);
        $new = [];
        foreach ($items as $number => $one) {
            [$typ, $presentation] = self::presentation($one);
            $row = (object)['feedback' => $cm->instance, 'template' => 0, 'name' => $one['question'], 'label' => '',
                'presentation' => $presentation, 'typ' => $typ, 'hasvalue' => 1, 'position' => $number + 1,
                'required' => $one['required'] ? 1 : 0, 'dependitem' => 0, 'dependvalue' => '', 'options' => ''];
            if (isset($live[$number])) {
                $row->id = $live[$number]->id;
                $DB->update_record('feedback_item', $row);
            } else {
                $new[] = $row;
            }
        }
        if ($new) {
            $DB->insert_records('feedback_item', $new);
        }
    }

    /**
     * Moodle's type and presentation of an item.
     *
     * @param array $one
     * @return string[]
     */
    private static function presentation(array $one): array {
        switch ($one['answer']) {
            case 'text':
                return ['textarea', '30|5'];
            case 'number':
                return ['numeric', '-|-'];
            case 'one':
                return ['multichoice', 'r>>>>>' . implode('|', $one['options'])];
            case 'many':
                return ['multichoice', 'c>>>>>' . implode('|', $one['options'])];
        }
        if (!$one['options']) {
            return ['numeric', self::ONE_TO_FIVE];
        }
        $lines = [];
        foreach ($one['options'] as $number => $option) {
            $lines[] = ($number + 1) . '####' . $option;
        }
        return ['multichoicerated', 'r>>>>>' . implode('|', $lines)];
    }

    /**
     * Kind of answer and options of a row.
     *
     * @param \stdClass $row
     * @return array
     */
    private static function answer(\stdClass $row): array {
        $presentation = (string)$row->presentation;
        $parts = explode('>>>>>', $presentation, 2);
        $list = explode('<<<<<', $parts[1] ?? '', 2)[0];
        $options = $list === '' ? [] : array_map('trim', explode('|', $list));
        switch ($row->typ) {
            case 'textarea':
            case 'textfield':
                return ['text', []];
            case 'numeric':
                return [$presentation === self::ONE_TO_FIVE ? 'rating' : 'number', []];
            case 'multichoice':
                return [$parts[0] === 'c' ? 'many' : 'one', $options];
            case 'multichoicerated':
                return ['rating', array_map(function ($option) {
                    $words = explode('####', $option, 2);
                    return trim($words[1] ?? $words[0]);
                }, $options)];
        }
        return ['other', [$row->typ]];
    }
}
