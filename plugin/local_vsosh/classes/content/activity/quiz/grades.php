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
     */
    public static function set_grade(int $quizid, $grade): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/mod/quiz/locallib.php');
        $class = '\mod_quiz\grade_calculator';
        if (class_exists($class)) {
            $class::create(\mod_quiz\quiz_settings::create($quizid))->update_quiz_maximum_grade($grade);
            return;
        }
        $quiz = $DB->get_record('quiz', ['id' => $quizid], '*', MUST_EXIST);
        $quiz->instance = $quiz->id;
        quiz_set_grade($grade, $quiz);
    }
}
