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
 * Tests of courses told whole.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\external\get_course_files;
use local_vsosh\external\get_course_template;

/**
 * What a template is made of: a course of a teacher's own.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @runTestsInSeparateProcesses
 * @covers     \local_vsosh\content\whole_course
 * @covers     \local_vsosh\questions\bank_export
 */
final class whole_course_test extends \advanced_testcase {
    /** @var \stdClass */
    private $course;

    /**
     * A course and an administrator.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->course = $this->getDataGenerator()->create_course(['shortname' => 'GEO', 'numsections' => 2,
            'enablecompletion' => 1]);
    }

    /**
     * The course as the function tells it.
     *
     * @return array content of the answer
     */
    private function tell(): array {
        $answer = get_course_template::execute('GEO');
        $answer = \external_api::clean_returnvalue(get_course_template::execute_returns(), $answer);
        $this->assertSame('ok', $answer['status']);
        return json_decode($answer['content'], true);
    }

    /**
     * The items of a type by name.
     *
     * @param array $content
     * @param string $type
     * @return array[]
     */
    private function items(array $content, string $type): array {
        return array_column(array_filter($content['items'], function ($item) use ($type) {
            return $item['type'] === $type;
        }), null, 'name');
    }

    /**
     * A quiz with two questions of one name, one random draw with what lies below, and one by a tag.
     *
     * @param \context $context of the category
     * @return \stdClass the quiz
     */
    private function quiz(\context $context): \stdClass {
        $questions = $this->getDataGenerator()->get_plugin_generator('core_question');
        $category = $questions->create_question_category(['contextid' => $context->id, 'name' => 'Angles']);
        $below = $questions->create_question_category(['contextid' => $context->id, 'parent' => $category->id]);
        $one = $questions->create_question('truefalse', null, ['category' => $category->id, 'name' => 'Same']);
        $two = $questions->create_question('shortanswer', null, ['category' => $category->id, 'name' => 'Same']);
        $questions->create_question('numerical', null, ['category' => $below->id, 'name' => 'Deep']);
        $quiz = $this->getDataGenerator()->create_module('quiz', ['course' => $this->course->id, 'name' => 'Test']);
        quiz_add_quiz_question($one->id, $quiz);
        quiz_add_quiz_question($two->id, $quiz);
        $this->draw($quiz, $category->id, $context->id, true, []);
        $this->draw($quiz, $category->id, $context->id, false, ['1,hard']);
        return $quiz;
    }

    /**
     * Adds a random draw to a quiz.
     *
     * @param \stdClass $quiz
     * @param int $category
     * @param int $contextid
     * @param bool $under whether what lies below counts too
     * @param string[] $tags
     */
    private function draw(\stdClass $quiz, int $category, int $contextid, bool $under, array $tags): void {
        global $CFG, $DB;
        $slot = $DB->insert_record('quiz_slots', (object)['quizid' => $quiz->id, 'page' => 1, 'maxmark' => 1, 'requireprevious' => 0,
            'slot' => 1 + $DB->count_records('quiz_slots', ['quizid' => $quiz->id])]);
        $condition = ['questioncategoryid' => $category, 'includingsubcategories' => (int)$under, 'tags' => $tags];
        if ($CFG->branch >= 403) {
            $condition = ['filter' => ['category' => ['jointype' => 1, 'values' => [$category],
                'filteroptions' => ['includesubcategories' => $under]]]];
            if ($tags) {
                $condition['filter']['qtagids'] = ['jointype' => 1, 'values' => [1]];
            }
        }
        $DB->insert_record('question_set_references', (object)['usingcontextid' => \context_module::instance($quiz->cmid)->id,
            'component' => 'mod_quiz', 'questionarea' => 'slot', 'itemid' => $slot, 'questionscontextid' => $contextid,
            'filtercondition' => json_encode($condition)]);
    }

    /**
     * What is none of ours has keys made of ids, and everything that refers to it says those.
     */
    public function test_references_name_what_is_none_of_ours(): void {
        global $DB;
        $generator = $this->getDataGenerator();
        $group = $generator->create_group(['courseid' => $this->course->id, 'name' => 'Strong']);
        $page = $generator->create_module('page', ['course' => $this->course->id, 'section' => 1, 'name' => 'Page', 'completion' => 1]);
        $choice = $generator->create_module('choice', ['course' => $this->course->id, 'section' => 2, 'name' => 'Choice']);
        $tree = ['op' => '&', 'c' => [['type' => 'completion', 'cm' => (int)$page->cmid, 'e' => 1],
            ['type' => 'group', 'id' => (int)$group->id]], 'showc' => [true, true]];
        $DB->set_field('course_modules', 'availability', json_encode($tree), ['id' => $choice->cmid]);
        $generator->create_module('glossary', ['course' => $this->course->id, 'section' => 2, 'name' => 'Words']);
        $content = $this->tell();
        $activities = $this->items($content, 'activity');
        $this->assertSame(['op' => 'all', 'show' => true, 'conditions' => [
            ['type' => 'completion', 'activity' => '?' . $page->cmid, 'state' => 'complete'],
            ['type' => 'group', 'group' => '?' . $group->id],
        ]], $activities['Choice']['fields']['availability']);
        $this->assertSame(['section' => $activities['Choice']['fields']['section']], $activities['Words']['fields']);
        $this->assertSame('glossary', $activities['Words']['module']);
        $this->assertFalse($activities['Page']['ours']);
    }

    /**
     * Questions have keys of their own, draws their banks; what says more than a category is noted.
     */
    public function test_questions_of_a_teacher_are_told(): void {
        $quiz = $this->quiz(\context_course::instance($this->course->id));
        $content = $this->tell();
        $banks = array_column($content['banks'], null, 'key');
        $this->assertCount(2, $banks);
        [$named, $whole] = array_keys($banks);
        $this->assertSame($named . '+', $whole);
        $this->assertSame([['bank' => $named, 'question' => 'Same', 'points' => 1], ['bank' => $named, 'question' => 'q2', 'points' => 1],
            ['bank' => $whole, 'count' => 1, 'points' => 1]], $this->items($content, 'activity')['Test']['fields']['questions']);
        $this->assertSame([2, 3], array_column($content['banks'], 'count'));
        $this->assertStringContainsString('<idnumber>q2</idnumber>', $banks[$named]['source']);
        $this->assertStringContainsString('Deep', $banks[$whole]['source']);
        $this->assertSame([['item' => '?' . $quiz->cmid, 'code' => 'question-other', 'detail' => '4']], $content['notes']);
    }

    /**
     * Who may read courses but no questions gets the course, and no question.
     */
    public function test_questions_are_told_to_those_who_may_read_them(): void {
        $this->quiz(\context_system::instance());
        $user = $this->getDataGenerator()->create_user();
        $role = $this->getDataGenerator()->create_role();
        assign_capability('local/vsosh:readstate', CAP_ALLOW, $role, \context_system::instance());
        role_assign($role, $user->id, \context_system::instance());
        $this->setUser($user);
        foreach ($this->tell()['banks'] as $bank) {
            $this->assertSame(['denied', ''], [$bank['status'], $bank['source']]);
        }
    }

    /**
     * Without the right nothing is told, and no file is given.
     */
    public function test_nothing_is_told_without_the_right(): void {
        $this->setUser($this->getDataGenerator()->create_and_enrol($this->course, 'editingteacher'));
        $answer = get_course_template::execute('GEO');
        $this->assertSame(['denied', ['items' => []]], [$answer['status'], json_decode($answer['content'], true)]);
        $this->assertSame('denied', get_course_files::execute('GEO', json_encode([sha1('x')]))['status']);
    }

    /**
     * Only files that activities hand out are given: not what pupils handed in.
     */
    public function test_other_files_of_the_course_are_not_given(): void {
        $assign = $this->getDataGenerator()->create_module('assign', ['course' => $this->course->id]);
        $place = ['contextid' => \context_module::instance($assign->cmid)->id, 'component' => 'assignsubmission_file',
            'filearea' => 'submission_files', 'itemid' => 1, 'filepath' => '/', 'filename' => 'work.txt'];
        get_file_storage()->create_file_from_string($place, 'a pupil\'s work');
        $answer = get_course_files::execute('GEO', json_encode([sha1('a pupil\'s work')]));
        $this->assertSame('missing', $answer['files'][0]['status']);
    }
}
