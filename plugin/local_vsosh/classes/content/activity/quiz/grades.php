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
 * The grade of a quiz.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\quiz;

use local_vsosh\content\course_totals;

/**
 * What depends on the grades of a quiz, through Moodle's functions of each release.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grades {
    /**
     * Sets what the quiz is graded out of; grades given are scaled.
     *
     * @param int $quizid
     * @param int|float $grade
     * @param course_totals $totals of the quiz's course
     */
    public static function set_grade(int $quizid, $grade, course_totals $totals): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/mod/quiz/locallib.php');
        self::prepare_item($quizid, $grade, $totals);
        $class = '\mod_quiz\grade_calculator';
        if (class_exists($class)) {
            $class::create(\mod_quiz\quiz_settings::create($quizid))->update_quiz_maximum_grade($grade);
            return;
        }
        $quiz = $DB->get_record('quiz', ['id' => $quizid], '*', MUST_EXIST);
        $quiz->instance = $quiz->id;
        quiz_set_grade($grade, $quiz);
    }

    /**
     * Tells the gradebook first, where nobody has a grade of the quiz yet: the quiz then has no grades reckoned.
     *
     * @param int $quizid
     * @param int|float $grade
     * @param course_totals $totals
     */
    private static function prepare_item(int $quizid, $grade, course_totals $totals): void {
        global $DB;
        $item = \grade_item::fetch(['itemtype' => 'mod', 'itemmodule' => 'quiz', 'iteminstance' => $quizid, 'itemnumber' => 0]);
        if (!$item || (int)$item->gradetype !== GRADE_TYPE_VALUE || $grade <= 0
                || $DB->record_exists('grade_grades', ['itemid' => $item->id])) {
            return;
        }
        if (grade_floats_different($item->grademax, $grade)) {
            $item->grademax = $grade;
            $item->update();
            $totals->want();
        }
        $totals->hold();
    }
}
