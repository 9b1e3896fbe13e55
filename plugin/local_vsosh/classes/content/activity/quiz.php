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
 * Quizzes.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\activity\quiz\grades;
use local_vsosh\content\activity\quiz\overall_feedback;
use local_vsosh\content\activity\quiz\review;
use local_vsosh\content\activity\quiz\slots;
use local_vsosh\content\activity\quiz\wanted_questions;
use local_vsosh\content\canonical;
use local_vsosh\content\course_writer;
use local_vsosh\content\field;
use local_vsosh\problem;

/**
 * Moodle's quiz: questions of our banks, when they are answered and how that is graded.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class quiz extends activity_type {
    /** @var string[] field => column, where they hold the same number */
    const COLUMNS = ['open' => 'timeopen', 'close' => 'timeclose', 'time_limit' => 'timelimit', 'attempts' => 'attempts',
        'per_page' => 'questionsperpage'];

    /** @var string[] Moodle's way of grading => the document's */
    const GRADING = [1 => 'highest', 2 => 'average', 3 => 'first', 4 => 'last'];

    /** @var string[] rule of completion => column */
    const RULES = ['min_attempts' => 'completionminattempts', 'attempts_exhausted' => 'completionattemptsexhausted'];

    /** @var array columns of a new quiz that the document does not name */
    const DEFAULTS = ['overduehandling' => 'autosubmit', 'graceperiod' => 0, 'canredoquestions' => 0, 'attemptonlast' => 0,
        'decimalpoints' => 2, 'questiondecimalpoints' => -1, 'navmethod' => 'free', 'quizpassword' => '', 'subnet' => '',
        'browsersecurity' => '-', 'delay1' => 0, 'delay2' => 0, 'showuserpicture' => 0, 'showblocks' => 0,
        'allowofflineattempts' => 0];

    /** @var wanted_questions|null of the course last looked at */
    private $wanted = null;

    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'quiz';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'open' => field::moment(),
            'close' => field::moment(),
            'time_limit' => field::int(),
            'attempts' => field::int(0, 1000),
            'grading' => field::choice(array_values(self::GRADING)),
            'grade' => field::number(0, field::MOST_POINTS),
            'pass_grade' => field::number(0, field::MOST_POINTS),
            'review' => field::choice(review::WORDS),
            'behaviour' => field::text(32),
            'shuffle' => field::bool(),
            'per_page' => field::int(0, 1000),
            'questions' => field::list([slots::class, 'wrong'], [slots::class, 'canonical']),
            'feedback' => field::list([overall_feedback::class, 'wrong'], [overall_feedback::class, 'canonical']),
        ];
    }

    /**
     * A quiz is graded.
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
        return ['min_attempts' => 'int', 'attempts_exhausted' => 'bool'];
    }

    /**
     * Questions stand in slots, the grade has its own function.
     *
     * @return string[]
     */
    public function separate_fields(): array {
        return ['questions', 'grade'];
    }

    /**
     * Dates, behaviour, completion, and whether the banks have the questions.
     *
     * @param array $fields
     * @param course_writer $course
     * @return problem[]
     */
    public function check(array $fields, course_writer $course): array {
        $problems = [];
        $bad = function (string $field, string $detail, string $code = 'field-invalid') use (&$problems) {
            $problems[] = new problem($code, $detail, '', '', '', $field);
        };
        if (!empty($fields['open']) && !empty($fields['close']) && $fields['close'] <= $fields['open']) {
            $bad('close', 'close is not after open');
        }
        if (isset($fields['behaviour']) && !array_key_exists($fields['behaviour'], \core_component::get_plugin_list('qbehaviour'))) {
            $bad('behaviour', 'the site has no question behaviour ' . $fields['behaviour']);
        }
        if (count($fields['feedback'] ?? []) > 1 && isset($fields['grade']) && !$fields['grade']) {
            $bad('feedback', 'feedback by per cent and no grade');
        }
        $rules = $fields['completion'] ?? [];
        if (!empty($rules['attempts_exhausted']) && (empty($rules['pass_grade']) || empty($fields['attempts']))) {
            $bad('completion', 'attempts_exhausted needs pass_grade and a number of attempts', 'completion-impossible');
        }
        if (!empty($fields['attempts']) && ($rules['min_attempts'] ?? 0) > $fields['attempts']) {
            $bad('completion', 'min_attempts is more than the attempts there are', 'completion-impossible');
        }
        foreach ($this->wanted($course)->problems($fields['questions'] ?? []) as [$code, $detail]) {
            $bad('questions', $detail, $code);
        }
        return $problems;
    }

    /**
     * Reads quizzes with their questions.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $ids = array_keys($cms);
        $passes = grade_passes::read('quiz', $ids);
        $questions = slots::read($ids);
        $feedback = overall_feedback::read(array_intersect_key($instances, $cms));
        $attempted = slots::attempted($ids);
        $read = [];
        foreach ($ids as $id) {
            $row = $instances[$id];
            $read[$id] = [
                'grading' => self::GRADING[(int)$row->grademethod] ?? 'other',
                'grade' => canonical::number($row->grade),
                'pass_grade' => $passes[$id],
                'review' => review::read($row),
                'behaviour' => (string)$row->preferredbehaviour,
                'shuffle' => (bool)$row->shuffleanswers,
                'questions' => $questions[$id],
                'feedback' => $feedback[$id],
                'completion' => rule_columns::read($row, self::RULES, $this->own_completion()),
                '~locked' => isset($attempted[$id]) ? ['questions'] : [],
            ];
            foreach (self::COLUMNS as $field => $column) {
                $read[$id][$field] = (int)$row->$column;
            }
        }
        return $read;
    }

    /**
     * A new quiz.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $fields += ['open' => 0, 'close' => 0, 'time_limit' => 0, 'attempts' => 0, 'grading' => 'highest', 'grade' => 100,
            'review' => 'immediately', 'behaviour' => 'deferredfeedback', 'shuffle' => true, 'per_page' => 1, 'feedback' => []];
        foreach (self::DEFAULTS as $column => $value) {
            $info->$column = $value;
        }
        $info->grade = $fields['grade'];
        $info->sumgrades = 0;
        $this->fill($fields, $info);
        review::fill($info, $fields['review']);
        overall_feedback::fill($info, $fields['feedback']);
    }

    /**
     * Changes of a quiz; what the module would forget is put in as it is.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $info->quizpassword = $info->password;
        $this->fill($changed, $info);
        if (isset($changed['review'])) {
            review::fill($info, $changed['review']);
        } else {
            review::keep($info);
        }
        if (isset($changed['feedback'])) {
            overall_feedback::fill($info, $changed['feedback']);
        } else {
            overall_feedback::keep($info);
        }
    }

    /**
     * Completion, the grade, the questions.
     *
     * @param array $changed
     * @param \stdClass $cm
     * @param course_writer $course
     * @param bool $isnew
     * @return string[]
     */
    public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/mod/quiz/locallib.php');
        rule_columns::write($changed, $cm, self::RULES);
        if (!$isnew && isset($changed['grade'])) {
            grades::set_grade((int)$cm->instance, $changed['grade'], $course->totals);
        }
        if (!isset($changed['questions']) && ($isnew || !isset($changed['per_page']))) {
            return [];
        }
        if (slots::attempted([(int)$cm->instance])) {
            return isset($changed['questions']) ? ['questions'] : [];
        }
        if (isset($changed['questions'])) {
            $wanted = $this->wanted($course)->slots($changed['questions']);
            slots::write($cm, $wanted);
        }
        quiz_repaginate_questions($cm->instance, (int)$DB->get_field('quiz', 'questionsperpage', ['id' => $cm->instance]));
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
        if (isset($fields['grading'])) {
            $info->grademethod = array_search($fields['grading'], self::GRADING, true);
        }
        if (isset($fields['behaviour'])) {
            $info->preferredbehaviour = $fields['behaviour'];
        }
        if (isset($fields['shuffle'])) {
            $info->shuffleanswers = $fields['shuffle'] ? 1 : 0;
        }
    }

    /**
     * The banks of the course.
     *
     * @param course_writer $course
     * @return wanted_questions
     */
    private function wanted(course_writer $course): wanted_questions {
        if ($this->wanted === null || !$this->wanted->is_of($course)) {
            $this->wanted = new wanted_questions($course);
        }
        return $this->wanted;
    }
}
