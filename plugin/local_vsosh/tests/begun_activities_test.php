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
 * Tests of activities that pupils have begun.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\external\get_courses;
use local_vsosh\external\import_questions;
use local_vsosh\external\put_courses;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/quiz/locallib.php');
require_once($CFG->dirroot . '/mod/assign/locallib.php');
require_once($CFG->dirroot . '/grade/grading/lib.php');

/**
 * What pupils have begun is left as it is.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @runTestsInSeparateProcesses
 * @covers     \local_vsosh\content\activity\quiz
 */
final class begun_activities_test extends \advanced_testcase {
    /** @var \stdClass */
    private $course;

    /** @var \stdClass */
    private $pupil;

    /**
     * A course with a bank and a pupil.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->course = $this->getDataGenerator()->create_course(['idnumber' => 'vsosh:c', 'enablecompletion' => 1]);
        $this->pupil = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $this->import('1 + 1');
    }

    /**
     * Imports three questions.
     *
     * @param string $text of the first one
     */
    private function import(string $text): void {
        $source = "::one:: $text = {=2 ~3}\n\n::two:: 2 + 2 = {=4 ~5}\n\n::three:: 3 + 3 = {=6 ~5}\n";
        $bank = ['course' => 'vsosh:c', 'key' => 'bank', 'name' => 'Bank', 'format' => 'gift', 'source' => $source];
        $answer = import_questions::execute(json_encode(['banks' => [$bank]]));
        $this->assertSame([], $answer['banks'][0]['errors']);
    }

    /**
     * Puts one activity.
     *
     * @param string $type
     * @param array $fields
     * @return array the item of the answer
     */
    private function put(string $type, array $fields): array {
        $activity = ['key' => 'x', 'type' => $type, 'fields' => $fields + ['name' => 'X', 'section' => 'general']];
        $document = ['uploads' => [], 'courses' => [['course' => 'vsosh:c', 'activities' => [$activity]]]];
        $answer = put_courses::execute(json_encode($document), '{"absent":"keep"}');
        $answer = \external_api::clean_returnvalue(put_courses::execute_returns(), $answer)['courses'][0];
        $this->assertSame([], $answer['errors']);
        return array_values(array_filter($answer['items'], function ($item) {
            return $item['type'] === 'activity';
        }))[0];
    }

    /**
     * The activity as get_courses has it.
     *
     * @return array
     */
    private function live(): array {
        $answer = get_courses::execute(json_encode(['vsosh:c']), '{}');
        $items = json_decode($answer['courses'][0]['content'], true)['items'];
        return array_values(array_filter($items, function ($item) {
            return $item['type'] === 'activity';
        }))[0];
    }

    /**
     * Begins an attempt at a quiz.
     *
     * @param int $quizid
     * @param \stdClass $user
     * @param int $number
     * @param bool $preview
     * @return \stdClass the attempt
     */
    private function attempt(int $quizid, \stdClass $user, int $number = 1, bool $preview = false): \stdClass {
        $this->setUser($user);
        $class = class_exists('\mod_quiz\quiz_settings') ? '\mod_quiz\quiz_settings' : '\quiz';
        $quiz = $class::create($quizid, $user->id);
        $usage = \question_engine::make_questions_usage_by_activity('mod_quiz', $quiz->get_context());
        $usage->set_preferred_behaviour($quiz->get_quiz()->preferredbehaviour);
        $attempt = quiz_create_attempt($quiz, $number, false, time(), $preview, $user->id);
        quiz_start_new_attempt($quiz, $usage, $attempt, $number, time());
        quiz_attempt_save_started($quiz, $usage, $attempt);
        $this->setAdminUser();
        return $attempt;
    }

    /**
     * A quiz with attempts keeps its questions; its other fields are written, grades are scaled.
     */
    public function test_a_quiz_with_attempts_keeps_its_questions(): void {
        global $DB;
        $questions = [['bank' => 'bank', 'question' => 'one', 'points' => 2], ['bank' => 'bank', 'count' => 2, 'points' => 1]];
        $this->put('quiz', ['questions' => $questions, 'grade' => 10, 'per_page' => 1]);
        $quiz = $DB->get_record('quiz', ['course' => $this->course->id]);
        $this->assertEquals(4, $quiz->sumgrades);
        $this->assertEquals([1, 2, 3], $DB->get_fieldset_sql('SELECT page FROM {quiz_slots} ORDER BY slot'));
        $this->attempt($quiz->id, $this->pupil);
        $this->assertSame(['questions'], $this->live()['locked']);
        $item = $this->put('quiz', ['questions' => array_slice($questions, 0, 1), 'grade' => 20, 'per_page' => 5]);
        $this->assertSame(['updated', ['questions']], [$item['status'], $item['kept']]);
        $this->assertEqualsCanonicalizing(['grade', 'per_page'], $item['fields']);
        $this->assertEquals(3, $DB->count_records('quiz_slots', ['quizid' => $quiz->id]));
        $this->assertEquals([1, 2, 3], $DB->get_fieldset_sql('SELECT page FROM {quiz_slots} ORDER BY slot'));
        $item = $this->put('quiz', ['questions' => array_slice($questions, 0, 1), 'grade' => 20, 'per_page' => 5]);
        $this->assertSame(['kept', ['questions'], []], [$item['status'], $item['kept'], $item['fields']]);
    }

    /**
     * A teacher's preview is taken away and stands in nobody's way.
     */
    public function test_a_preview_does_not_count(): void {
        global $DB;
        $this->put('quiz', ['questions' => [['bank' => 'bank', 'count' => 1, 'points' => 1]]]);
        $quiz = $DB->get_record('quiz', ['course' => $this->course->id]);
        $this->attempt($quiz->id, get_admin(), 1, true);
        $item = $this->put('quiz', ['questions' => [['bank' => 'bank', 'count' => 3, 'points' => 1]]]);
        $this->assertSame([['questions'], []], [$item['fields'], $item['kept']]);
        $this->assertEquals(0, $DB->count_records('quiz_attempts'));
        $this->assertEquals(3, $DB->count_records('question_set_references', ['component' => 'mod_quiz']));
        $this->put('quiz', ['questions' => []]);
        $this->assertEquals(0, $DB->count_records('question_set_references', ['component' => 'mod_quiz']));
        $this->assertEquals(0, $DB->get_field('quiz', 'sumgrades', ['id' => $quiz->id]));
    }

    /**
     * A question imported anew leaves begun attempts with the version they have.
     */
    public function test_attempts_keep_their_version(): void {
        global $DB;
        $this->put('quiz', ['questions' => [['bank' => 'bank', 'question' => 'one', 'points' => 1]]]);
        $quiz = $DB->get_record('quiz', ['course' => $this->course->id]);
        $before = $this->attempt($quiz->id, $this->pupil);
        $this->import('1 plus 1');
        $after = $this->attempt($quiz->id, $this->getDataGenerator()->create_and_enrol($this->course, 'student'));
        $text = function (\stdClass $attempt) {
            return \question_engine::load_questions_usage_by_activity($attempt->uniqueid)->get_question(1)->questiontext;
        };
        $this->assertStringContainsString('1 + 1', $text($before));
        $this->assertStringContainsString('1 plus 1', $text($after));
    }

    /**
     * An answered questionnaire keeps its questions.
     */
    public function test_an_answered_questionnaire(): void {
        global $DB;
        $items = [['question' => 'Q', 'answer' => 'text', 'options' => [], 'required' => true]];
        $this->put('feedback', ['items' => $items, 'anonymous' => true]);
        $feedback = $DB->get_record('feedback', ['course' => $this->course->id]);
        $DB->insert_record('feedback_completed', (object)['feedback' => $feedback->id, 'userid' => $this->pupil->id,
            'timemodified' => time(), 'random_response' => 0, 'anonymous_response' => 1, 'courseid' => 0]);
        $item = $this->put('feedback', ['items' => [], 'anonymous' => false]);
        $this->assertSame([['anonymous'], ['items']], [$item['fields'], $item['kept']]);
        $this->assertEquals(1, $DB->count_records('feedback_item'));
    }

    /**
     * A lesson that somebody began keeps its pages; pages of one that nobody began keep their ids.
     */
    public function test_a_begun_lesson(): void {
        global $DB;
        $page = ['key' => 'a', 'title' => 'A', 'content' => '<p>a</p>', 'kind' => 'content', 'answers' => [
            ['text' => 'On', 'response' => '', 'jump' => 'next', 'score' => 0]]];
        $this->put('lesson', ['pages' => [$page]]);
        $id = $DB->get_field('lesson_pages', 'id', []);
        $this->put('lesson', ['pages' => [['key' => 'b'] + $page, ['title' => 'Other'] + $page]]);
        $this->assertSame('Other', $DB->get_field('lesson_pages', 'title', ['id' => $id]));
        $lesson = $DB->get_record('lesson', ['course' => $this->course->id]);
        $DB->insert_record('lesson_timer', (object)['lessonid' => $lesson->id, 'userid' => $this->pupil->id,
            'starttime' => time(), 'lessontime' => time(), 'completed' => 0, 'timemodifiedoffline' => 0]);
        $item = $this->put('lesson', ['pages' => [], 'time_limit' => 60]);
        $this->assertSame([['time_limit'], ['pages']], [$item['fields'], $item['kept']]);
        $this->assertEquals(2, $DB->count_records('lesson_pages'));
    }

    /**
     * A rubric is changed in place until pupils were graded by it; work handed in fixes who hands it in.
     */
    public function test_a_rubric_pupils_were_graded_by(): void {
        global $DB;
        $rubric = [['criterion' => 'C', 'levels' => [['points' => 0, 'text' => 'no'], ['points' => 2, 'text' => 'yes']]]];
        $this->put('assign', ['rubric' => $rubric, 'grade' => 10, 'group_work' => false]);
        $criterion = $DB->get_field('gradingform_rubric_criteria', 'id', []);
        $rubric[0]['levels'][1]['text'] = 'yes indeed';
        $rubric[] = ['criterion' => 'D', 'levels' => [['points' => 0, 'text' => 'no']]];
        $this->put('assign', ['rubric' => $rubric]);
        $this->assertEquals(2, $DB->count_records('gradingform_rubric_criteria'));
        $this->assertSame('C', $DB->get_field('gradingform_rubric_criteria', 'description', ['id' => $criterion]));
        $cm = get_coursemodule_from_instance('assign', $DB->get_field('assign', 'id', []));
        $controller = get_grading_manager(\context_module::instance($cm->id), 'mod_assign', 'submissions')->get_active_controller();
        $this->assertTrue($controller->is_form_available());
        $controller->set_grade_range([0 => '0', 10 => '10'], true);
        $levels = [];
        foreach ($controller->get_definition()->rubric_criteria as $id => $one) {
            $levels[$id] = ['levelid' => array_keys($one['levels'])[0], 'remark' => ''];
        }
        $assign = new \assign(\context_module::instance($cm->id), null, null);
        $grade = $assign->get_user_grade($this->pupil->id, true);
        $controller->get_or_create_instance(0, get_admin()->id, $grade->id)->submit_and_get_grade(['criteria' => $levels], $grade->id);
        $submission = $assign->get_user_submission($this->pupil->id, true);
        $DB->set_field('assign_submission', 'status', 'submitted', ['id' => $submission->id]);
        $item = $this->put('assign', ['rubric' => null, 'group_work' => true, 'grade' => 20]);
        $this->assertEqualsCanonicalizing(['rubric', 'group_work'], $item['kept']);
        $this->assertSame(['grade'], $item['fields']);
        $this->assertNotNull($this->live()['fields']['rubric']);
    }

    /**
     * What a teacher set beside the document is still there after the next change.
     */
    public function test_other_settings_stay(): void {
        global $DB;
        $this->put('quiz', ['grade' => 10, 'feedback' => [['from' => 0, 'text' => '<p>f</p>']], 'review' => 'after_close']);
        $quiz = $DB->get_record('quiz', ['course' => $this->course->id]);
        $DB->update_record('quiz', (object)['id' => $quiz->id, 'password' => 'secret', 'reviewmarks' => 0x10110, 'navmethod' => 'sequential']);
        $this->put('quiz', ['attempts' => 3]);
        $quiz = $DB->get_record('quiz', ['id' => $quiz->id]);
        $this->assertSame(['secret', 'sequential', 0x10110], [$quiz->password, $quiz->navmethod, (int)$quiz->reviewmarks]);
        $this->assertSame('<p>f</p>', $DB->get_field('quiz_feedback', 'feedbacktext', ['quizid' => $quiz->id]));
    }

    /**
     * Plugins of an assignment that the document does not name stay on.
     */
    public function test_other_plugins_of_an_assignment_stay(): void {
        global $DB;
        $this->put('assign', ['submission' => ['file'], 'max_files' => 2]);
        $id = $DB->get_field('assign', 'id', []);
        $place = ['assignment' => $id, 'plugin' => 'file', 'subtype' => 'assignfeedback', 'name' => 'enabled'];
        $DB->set_field('assign_plugin_config', 'value', 1, $place);
        $types = ['assignment' => $id, 'plugin' => 'file', 'subtype' => 'assignsubmission', 'name' => 'filetypeslist'];
        $DB->set_field('assign_plugin_config', 'value', '.pdf', $types);
        $this->put('assign', ['name' => 'Y', 'max_files' => 4]);
        $this->assertEquals(1, $DB->get_field('assign_plugin_config', 'value', $place));
        $this->assertSame('.pdf', $DB->get_field('assign_plugin_config', 'value', $types));
        $this->assertEquals(4, $this->live()['fields']['max_files']);
    }
}
