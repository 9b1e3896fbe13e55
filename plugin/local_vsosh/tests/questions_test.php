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
 * Tests of question banks.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\external\get_courses;
use local_vsosh\external\import_questions;

/**
 * Question banks that people work with in Moodle meanwhile.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @runTestsInSeparateProcesses
 * @covers     \local_vsosh\questions\bank_importer
 */
final class questions_test extends \advanced_testcase {
    /** @var string two questions in GIFT */
    const SOURCE = "::one:: 1 + 1 = {=2 ~3}\n\n::two:: 2 + 2 = {=4 ~5}\n";

    /** @var \stdClass */
    private $course;

    /**
     * A course and an administrator.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->course = $this->getDataGenerator()->create_course(['idnumber' => 'vsosh:c']);
    }

    /**
     * Imports a source into the bank.
     *
     * @param string $source
     * @param string[] $overwrite
     * @param string $format
     * @return array the answer's row, counts that are not 0 among it
     */
    private function import(string $source, array $overwrite = [], string $format = 'gift'): array {
        $document = ['banks' => [['course' => 'vsosh:c', 'key' => 'bank', 'name' => 'Bank', 'format' => $format,
            'source' => $source]], 'overwrite' => $overwrite];
        $answer = import_questions::execute(json_encode($document));
        $row = \external_api::clean_returnvalue(import_questions::execute_returns(), $answer)['banks'][0];
        $row['counts'] = array_filter(json_decode($row['counts'], true));
        return $row;
    }

    /**
     * The bank as get_courses has it.
     *
     * @return array
     */
    private function bank(): array {
        $answer = get_courses::execute(json_encode(['vsosh:c']), '{}');
        $items = json_decode($answer['courses'][0]['content'], true)['items'];
        return array_values(array_filter($items, function ($item) {
            return $item['type'] === 'question_bank';
        }))[0];
    }

    /**
     * The record of the last version of a question.
     *
     * @param string $key
     * @return \stdClass with version and status
     */
    private function last(string $key): \stdClass {
        global $DB;
        $sql = "SELECT q.*, v.version, v.status
                  FROM {local_vsosh_question} t
                  JOIN {question_versions} v ON v.questionbankentryid = t.entryid
                  JOIN {question} q ON q.id = v.questionid
                 WHERE t.qkey = ?
              ORDER BY v.version DESC";
        return array_values($DB->get_records_sql($sql, [$key], 0, 1))[0];
    }

    /**
     * A teacher's version of a question is kept and listed, and written over when asked for.
     */
    public function test_an_edited_question_is_kept(): void {
        $this->import(self::SOURCE);
        $generator = $this->getDataGenerator()->get_plugin_generator('core_question');
        $edited = $generator->update_question(\question_bank::load_question_data($this->last('one')->id), null,
            ['name' => 'one', 'questiontext' => ['text' => 'By hand', 'format' => FORMAT_HTML]]);
        $this->assertSame($this->bank()['fields']['hash'], $this->bank()['edited']['hash']);
        $changed = str_replace('1 + 1', '1 plus 1', self::SOURCE);
        $this->assertSame(['kept' => 1, 'unchanged' => 1], $this->import($changed)['counts']);
        $this->assertEquals($edited->id, $this->last('one')->id);
        $row = $this->import($changed, ['vsosh:c/bank']);
        $this->assertSame(['unchanged' => 1, 'updated' => 1], $row['counts']);
        $this->assertStringContainsString('1 plus 1', $this->last('one')->questiontext);
        $this->assertEquals(3, $this->last('one')->version);
        $this->assertSame([], $this->bank()['edited']);
    }

    /**
     * A question that a person hid stays hidden, one that was deleted is added anew.
     */
    public function test_hidden_and_deleted_questions(): void {
        global $DB;
        $this->import(self::SOURCE);
        $DB->set_field('question_versions', 'status', 'hidden', ['questionid' => $this->last('one')->id]);
        question_delete_question($this->last('two')->id);
        $row = $this->import(self::SOURCE);
        $this->assertSame(['created' => 1, 'kept' => 1], $row['counts']);
        $this->assertSame(1, $row['count']);
        $this->assertSame('hidden', $this->last('one')->status);
    }

    /**
     * What leaves the source is hidden in all its versions: 4.3 and later draw the last version that is ready.
     */
    public function test_every_version_is_hidden(): void {
        global $DB;
        $this->import(self::SOURCE);
        $this->import(str_replace('1 + 1', '1 plus 1', self::SOURCE));
        $row = $this->import("::two:: 2 + 2 = {=4 ~5}\n");
        $this->assertSame(1, $row['count']);
        $loader = new \core_question\local\bank\random_question_loader(new \qubaid_list([]));
        $drawn = [];
        for ($try = 0; $try < 2; $try++) {
            if (method_exists($loader, 'get_next_filtered_question_id')) {
                $drawn[] = $loader->get_next_filtered_question_id(['category' => ['jointype' => 1, 'values' => [$row['id']],
                    'filteroptions' => ['includesubcategories' => false]]]);
            } else {
                $drawn[] = $loader->get_next_question_id($row['id'], false);
            }
        }
        $this->assertEquals([$this->last('two')->id, null], $drawn);
    }

    /**
     * Pictures of an XML source come with the question, and the same picture is no change.
     */
    public function test_pictures(): void {
        $picture = base64_encode('not really a picture');
        $source = '<quiz><question type="truefalse"><name><text>p</text></name><questiontext format="html">'
            . '<text><![CDATA[<img src=" * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
PLUGINFILE * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
/p.png" alt="">]]></text><file name="p.png" path="/" encoding="base64">'
            . $picture . '</file></questiontext><answer fraction="100"><text>true</text></answer>'
            . '<answer fraction="0"><text>false</text></answer></question></quiz>';
        $this->import($source, [], 'xml');
        $context = \context_course::instance($this->course->id);
        $fs = get_file_storage();
        $files = $fs->get_area_files($context->id, 'question', 'questiontext', $this->last('p')->id, 'id', false);
        $this->assertSame('not really a picture', reset($files)->get_content());
        $this->assertSame(['unchanged' => 1], $this->import($source . "\n", [], 'xml')['counts']);
        $this->assertSame(['updated' => 1],
            $this->import(str_replace($picture, base64_encode('another'), $source), [], 'xml')['counts']);
        $this->assertEmpty($fs->get_area_files(\context_user::instance(get_admin()->id)->id, 'user', 'draft', false, 'id', false));
    }

    /**
     * All kinds of questions of both formats come in.
     */
    public function test_kinds_of_questions(): void {
        $gift = "::a:: x {~%50%a ~%50%b ~%-100%c}\n\n::b:: x {=y}\n\n::c:: x {#5:1}\n\n::d:: x {=a -> 1 =b -> 2 =c -> 3}\n\n"
            . "::e:: x {}\n\n::f:: x\n\n::g:: x {F}\n\n::h:: The {=cat ~dog} sat.\n";
        $this->assertSame(['created' => 8], $this->import($gift)['counts']);
        foreach (['a' => 'multichoice', 'b' => 'shortanswer', 'c' => 'numerical', 'd' => 'match', 'e' => 'essay',
                'f' => 'description', 'g' => 'truefalse', 'h' => 'multichoice'] as $key => $type) {
            $this->assertSame($type, $this->last($key)->qtype);
            \question_bank::load_question($this->last($key)->id);
        }
        $words = '<generalfeedback format="html"><text></text></generalfeedback><shuffleanswers>0</shuffleanswers>';
        $xml = '<quiz><question type="gapselect"><name><text>i</text></name><questiontext format="html"><text>[[1]] [[2]]</text>'
            . "</questiontext>$words<selectoption><text>a</text><group>1</group></selectoption><selectoption><text>b</text>"
            . '<group>1</group></selectoption></question><question type="cloze"><name><text>j</text></name>'
            . '<questiontext format="html"><text>{{1:SHORTANSWER:=a}} {{1:NUMERICAL:=4}}</text></questiontext></question></quiz>';
        $row = $this->import($xml, [], 'xml');
        $this->assertSame(['created' => 2, 'hidden' => 8], $row['counts']);
        $this->assertSame(2, $row['count']);
        $changed = str_replace('=4', '=5', $xml);
        $this->assertSame(['unchanged' => 1, 'updated' => 1], $this->import($changed, [], 'xml')['counts']);
        $this->assertCount(2, \question_bank::load_question($this->last('j')->id)->subquestions);
    }

    /**
     * What a question type refuses leaves the bank as it was.
     */
    public function test_a_refusal_leaves_the_bank(): void {
        global $DB;
        $this->import(self::SOURCE);
        $xml = '<quiz><question type="truefalse"><name><text>new</text></name><questiontext format="html"><text>x</text>'
            . '</questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
            . '</question><question type="shortanswer"><name><text>bad</text></name><questiontext format="html"><text>x</text>'
            . '</questiontext><answer fraction="50"><text>half</text></answer></question></quiz>';
        $this->preventResetByRollback();
        $before = $DB->count_records('question');
        $row = $this->import($xml, [], 'xml');
        $this->assertSame('error', $row['status']);
        $this->assertSame(['source-invalid'], array_column($row['errors'], 'code'));
        $this->assertStringContainsString('"bad"', $row['errors'][0]['detail']);
        $this->assertSame($before, $DB->count_records('question'));
        $this->assertSame('', $this->bank()['fields']['hash']);
        $this->assertFalse($DB->is_transaction_started());
    }

    /**
     * Without the right nothing is imported.
     */
    public function test_the_right_is_asked_for(): void {
        $this->setUser($this->getDataGenerator()->create_and_enrol($this->course, 'student'));
        $row = $this->import(self::SOURCE);
        $this->assertSame(['denied'], array_column($row['errors'], 'code'));
    }
}
