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
 * The questions of a quiz.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\quiz;

use local_vsosh\content\canonical;
use local_vsosh\content\field;

/**
 * The field "questions": slots of a quiz, each with one question or one drawn from a category.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class slots {
    /**
     * What is wrong with a list of questions.
     *
     * @param array $questions
     * @return string in English, '' when nothing
     */
    public static function wrong(array $questions): string {
        $number = 0;
        $total = 0;
        $fixed = [];
        foreach ($questions as $one) {
            if (!is_array($one) || array_diff(array_keys($one), ['bank', 'count', 'question', 'points'])
                    || !is_string($one['bank'] ?? null) || isset($one['count']) === isset($one['question'])) {
                return 'a row has "bank", and "count" or "question"';
            }
            if (!preg_match('~^[a-z0-9/-]{1,80}$~D', $one['bank'])) {
                return 'not the key of a bank: ' . $one['bank'];
            }
            if (isset($one['count']) && (!is_int($one['count']) || $one['count'] < 1)) {
                return '"count" is a whole number from 1';
            }
            if (isset($one['question']) && (!is_string($one['question']) || $one['question'] === '')) {
                return '"question" is a text';
            }
            $points = $one['points'] ?? 1;
            if ((!is_int($points) && !is_float($points)) || $points < 0 || $points > 10000) {
                return '"points" is a number from 0 to 10000';
            }
            if (isset($one['question'])) {
                $name = $one['bank'] . ' ' . $one['question'];
                if (isset($fixed[$name])) {
                    return 'the question "' . $one['question'] . '" is there twice';
                }
                $fixed[$name] = true;
            }
            $number += $one['count'] ?? 1;
            $total += $points * ($one['count'] ?? 1);
        }
        if ($number > 500) {
            return 'more than 500 questions';
        }
        return $total > field::MOST_POINTS ? 'more than ' . field::MOST_POINTS . ' points together' : '';
    }

    /**
     * Neighbouring draws from one bank for the same points are one row.
     *
     * @param array $questions
     * @return array
     */
    public static function canonical(array $questions): array {
        $rows = [];
        foreach ($questions as $one) {
            $points = canonical::number($one['points'] ?? 1);
            $last = count($rows) - 1;
            if (isset($one['question'])) {
                $rows[] = ['bank' => $one['bank'], 'question' => $one['question'], 'points' => $points];
            } else if ($last >= 0 && isset($rows[$last]['count']) && $rows[$last]['bank'] === $one['bank']
                    && $rows[$last]['points'] == $points) {
                $rows[$last]['count'] += $one['count'];
            } else {
                $rows[] = ['bank' => $one['bank'], 'count' => $one['count'], 'points' => $points];
            }
        }
        return $rows;
    }

    /**
     * Reads the questions of many quizzes.
     *
     * What is none of ours (another category, tags, a question made by hand) has the bank "".
     *
     * @param int[] $ids
     * @return array[] id => rows
     */
    public static function read(array $ids): array {
        $draws = draws::read($ids);
        $categories = [];
        foreach ($draws as $rows) {
            foreach ($rows as $row) {
                $categories[$row['imported'] ?: $row['category']] = true;
            }
        }
        $banks = self::banks(array_filter(array_keys($categories)));
        return array_map(function (array $rows) use ($banks) {
            return self::canonical(array_map(function (array $row) use ($banks) {
                $one = ['bank' => '', 'points' => $row['points']];
                if ($row['entry']) {
                    // A question that a person made, or one whose bank is another course's affair, has no key.
                    $one['bank'] = $row['qkey'] === null ? '' : $banks[$row['imported']] ?? '';
                } else if (!$row['under']) {
                    $one['bank'] = $banks[$row['category']] ?? '';
                }
                return $row['entry'] && $row['qkey'] !== null ? $one + ['question' => $row['qkey']] : $one + ['count' => 1];
            }, $rows));
        }, $draws);
    }

    /**
     * The quizzes pupils have begun.
     *
     * @param int[] $ids
     * @return array id => anything
     */
    public static function attempted(array $ids): array {
        global $DB;
        if (!$ids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        $sql = "SELECT q.id FROM {quiz} q
                 WHERE q.id $in AND EXISTS (SELECT 1 FROM {quiz_attempts} a WHERE a.quiz = q.id AND a.preview = 0)";
        return $DB->get_records_sql($sql, $params);
    }

    /**
     * Makes the quiz have these questions; slots there are keep their ids as far as they go.
     *
     * @param \stdClass $cm record of course_modules
     * @param array[] $wanted [question category or 0, bank entry or 0, points]
     */
    public static function write(\stdClass $cm, array $wanted): void {
        global $DB;
        $quiz = $DB->get_record('quiz', ['id' => $cm->instance], '*', MUST_EXIST);
        // Teachers' own tries, as Moodle's page of questions does.
        quiz_delete_previews($quiz);
        $slots = array_values($DB->get_records('quiz_slots', ['quizid' => $quiz->id], 'slot'));
        $spare = array_splice($slots, count($wanted));
        if ($spare) {
            $DB->delete_records_list('quiz_slots', 'id', array_column($spare, 'id'));
        }
        $new = [];
        for ($place = count($slots); $place < count($wanted); $place++) {
            $page = $quiz->questionsperpage ? intdiv($place, (int)$quiz->questionsperpage) + 1 : 1;
            $new[] = (object)['quizid' => $quiz->id, 'slot' => $place + 1, 'page' => $page, 'requireprevious' => 0,
                'maxmark' => $wanted[$place][2]];
        }
        if ($new) {
            $DB->insert_records('quiz_slots', $new);
        }
        foreach ($slots as $place => $slot) {
            if ((float)$slot->maxmark !== (float)$wanted[$place][2] || $slot->requireprevious) {
                $DB->update_record('quiz_slots',
                    (object)['id' => $slot->id, 'maxmark' => $wanted[$place][2], 'requireprevious' => 0]);
            }
        }
        $ids = $DB->get_fieldset_sql('SELECT id FROM {quiz_slots} WHERE quizid = ? ORDER BY slot', [$quiz->id]);
        self::write_references($cm, array_combine($ids, $wanted));
        $DB->delete_records_select('quiz_sections', 'quizid = ? AND firstslot > ?', [$quiz->id, max(1, count($wanted))]);
        $sum = array_sum(array_column($wanted, 2));
        $DB->update_record('quiz', (object)['id' => $quiz->id, 'sumgrades' => $sum, 'timemodified' => time()]);
    }

    /**
     * Writes what the slots stand for.
     *
     * @param \stdClass $cm
     * @param array[] $wanted slot => [question category or 0, bank entry or 0, points]
     */
    private static function write_references(\stdClass $cm, array $wanted): void {
        global $DB;
        $place = ['usingcontextid' => \context_module::instance($cm->id)->id, 'component' => 'mod_quiz', 'questionarea' => 'slot'];
        $DB->delete_records('question_references', $place);
        $DB->delete_records('question_set_references', $place);
        $draws = [];
        $fixed = [];
        $contexts = $DB->get_records_list('question_categories', 'id', array_unique(array_filter(array_column($wanted, 0))), '',
            'id, contextid');
        foreach ($wanted as $slot => [$category, $entry]) {
            if ($category) {
                $contextid = (int)$contexts[$category]->contextid;
                $draws[] = (object)($place + ['itemid' => $slot, 'questionscontextid' => $contextid,
                    'filtercondition' => self::condition($category, $contextid)]);
            } else {
                $fixed[] = (object)($place + ['itemid' => $slot, 'questionbankentryid' => $entry, 'version' => null]);
            }
        }
        if ($draws) {
            $DB->insert_records('question_set_references', $draws);
        }
        if ($fixed) {
            $DB->insert_records('question_references', $fixed);
        }
    }

    /**
     * The condition of a draw from a category alone, as this release writes it.
     *
     * @param int $category
     * @param int $contextid
     * @return string JSON
     */
    private static function condition(int $category, int $contextid): string {
        global $CFG;
        if ((int)$CFG->branch < 403) {
            return json_encode(['questioncategoryid' => $category, 'includingsubcategories' => 0]);
        }
        return json_encode(['filter' => ['category' => ['jointype' => 1, 'values' => [$category],
            'filteroptions' => ['includesubcategories' => false]]], 'cat' => "$category,$contextid", 'tabname' => 'questions',
            'qpage' => 0, 'qperpage' => 100, 'jointype' => 2]);
    }

    /**
     * The category a draw is from, and whether what lies below it counts too.
     *
     * @param string $json
     * @return array the category, 0 when there is more to it (tags, several categories); true or false
     */
    public static function drawn_from(string $json): array {
        $condition = json_decode($json, true) ?: [];
        if (isset($condition['questioncategoryid'])) {
            $plain = empty($condition['tags']);
            return [$plain ? (int)$condition['questioncategoryid'] : 0, !empty($condition['includingsubcategories'])];
        }
        $filters = $condition['filter'] ?? [];
        $category = $filters['category'] ?? [];
        unset($filters['category'], $filters['hidden']);
        $under = $category['filteroptions']['includesubcategories'] ?? $category['includesubcategories'] ?? false;
        $plain = !array_filter(array_column($filters, 'values')) && count($category['values'] ?? []) === 1;
        return [$plain ? (int)reset($category['values']) : 0, (bool)$under];
    }

    /**
     * The keys of banks behind categories.
     *
     * @param int[] $ids
     * @return string[] category => key
     */
    public static function banks(array $ids): array {
        global $DB;
        if (!$ids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        return $DB->get_records_select_menu('local_vsosh_item', "itemtype = 'question_bank' AND instanceid $in", $params, '',
            'instanceid, itemkey');
    }
}
