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
 * Questions that quizzes ask for.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\quiz;

use local_vsosh\content\course_writer;
use local_vsosh\questions\bank_reader;

/**
 * Finds the categories and questions behind the keys of a course's banks.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class wanted_questions {
    /** @var course_writer */
    private $course;

    /** @var array bank => question category, null when there is none */
    private $categories = [];

    /** @var int[] question category => how many can be drawn */
    private $counts = [];

    /** @var int[][] question category => [question key => bank entry] */
    private $entries = [];

    /**
     * Questions of a course.
     *
     * @param course_writer $course
     */
    public function __construct(course_writer $course) {
        $this->course = $course;
    }

    /**
     * Whether it is of this writer.
     *
     * @param course_writer $course
     * @return bool
     */
    public function is_of(course_writer $course): bool {
        return $this->course === $course;
    }

    /**
     * What of the questions is not to be had.
     *
     * @param array $questions canonical
     * @return array[] [code, detail]
     */
    public function problems(array $questions): array {
        $problems = [];
        $needed = [];
        foreach ($questions as $one) {
            $bank = $one['bank'];
            if ($bank === '') {
                continue;
            }
            $category = $this->category($bank);
            if ($category === null) {
                $problems['bank ' . $bank] = ['bank-missing', 'the course has no bank ' . $bank];
            } else if (isset($one['question']) && !isset($this->entries($category)[$one['question']])) {
                $problems[] = ['reference-unknown', 'bank ' . $bank . ' has no question "' . $one['question'] . '"'];
            } else {
                $needed[$bank] = ($needed[$bank] ?? 0) + ($one['count'] ?? 1);
            }
        }
        foreach ($needed as $bank => $number) {
            $there = $this->count($this->category((string)$bank));
            if ($number > $there) {
                $problems[] = ['bank-too-small', "bank $bank has $there questions to draw, $number are asked for"];
            }
        }
        return array_values($problems);
    }

    /**
     * The slots that questions take.
     *
     * @param array $questions canonical
     * @return array[] [question category or 0, bank entry or 0, points]
     * @throws \moodle_exception when a bank or a question is gone since it was checked
     */
    public function slots(array $questions): array {
        $slots = [];
        foreach ($questions as $one) {
            $category = $this->category($one['bank']);
            if ($category === null) {
                throw new \moodle_exception('bank-missing', '', '', null, $one['bank']);
            }
            if (isset($one['question'])) {
                $slots[] = [0, $this->entries($category)[$one['question']], $one['points']];
                continue;
            }
            for ($number = 0; $number < $one['count']; $number++) {
                $slots[] = [$category, 0, $one['points']];
            }
        }
        return $slots;
    }

    /**
     * The category of a bank.
     *
     * @param string $bank
     * @return int|null
     */
    private function category(string $bank): ?int {
        if (!array_key_exists($bank, $this->categories)) {
            $this->categories[$bank] = $this->course->bank_category($bank);
        }
        return $this->categories[$bank];
    }

    /**
     * How many questions of a category can be drawn.
     *
     * @param int $category
     * @return int
     */
    private function count(int $category): int {
        if (!isset($this->counts[$category])) {
            $this->counts[$category] = bank_reader::counts([$category])[$category] ?? 0;
        }
        return $this->counts[$category];
    }

    /**
     * The questions of a category by key.
     *
     * @param int $category
     * @return int[] key => bank entry
     */
    private function entries(int $category): array {
        global $DB;
        if (!isset($this->entries[$category])) {
            $sql = "SELECT t.qkey, t.entryid FROM {local_vsosh_question} t JOIN {question_bank_entries} e ON e.id = t.entryid
                     WHERE t.categoryid = ? AND t.hidden = 0";
            $this->entries[$category] = array_map('intval', $DB->get_records_sql_menu($sql, [$category]));
        }
        return $this->entries[$category];
    }
}
