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
 * What put_courses writes is in the modules' own tables.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\content\course_content;
use local_vsosh\content\course_upsert;
use local_vsosh\content\upsert_options;

/**
 * Every field of the simple types, looked for in the table of its module; a refused course stays as it was.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\content\course_upsert
 * @runTestsInSeparateProcesses
 */
final class content_persisted_test extends \advanced_testcase {
    /** @var string key of the course under test */
    const COURSE = 'vsosh:test:course';

    /** @var \stdClass */
    private $course;

    /**
     * Makes an empty course, as an administrator.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        set_config('enablecompletion', 1);
        $this->course = $this->getDataGenerator()->create_course(['idnumber' => self::COURSE, 'numsections' => 0,
            'enablecompletion' => 1]);
    }

    /**
     * Puts one activity beside a section and gives the course's answer.
     *
     * @param string $type
     * @param array $fields
     * @return array
     */
    private function put(string $type, array $fields): array {
        $document = ['courses' => [[
            'course' => self::COURSE,
            'fields' => ['completion' => true],
            'sections' => [['key' => 'one', 'fields' => ['name' => 'Тема', 'summary' => '<p>О теме</p>']]],
            'activities' => [['key' => 'x', 'type' => $type, 'fields' => ['section' => 'one'] + $fields]],
        ]]];
        return course_upsert::run($document, upsert_options::parse([]))[0];
    }

    /**
     * Types with their fields and the columns these must be found in.
     *
     * @return array[]
     */
    public static function types(): array {
        $intro = ['intro' => '<p>Описание &amp; текст</p>'];
        return [
            'label' => ['label', 'label', $intro, $intro],
            'page' => ['page', 'page', $intro + ['name' => 'П', 'content' => '<p>Тело</p>'],
                $intro + ['name' => 'П', 'content' => '<p>Тело</p>', 'contentformat' => FORMAT_HTML]],
            'url' => ['url', 'url', $intro + ['name' => 'С', 'url' => 'https://ru.wikipedia.org/wiki/Школа', 'display' => 'new'],
                $intro + ['name' => 'С', 'externalurl' => 'https://ru.wikipedia.org/wiki/Школа', 'display' => 3]],
            'folder' => ['folder', 'folder', $intro + ['name' => 'Ф', 'inline' => true], $intro + ['name' => 'Ф', 'display' => 1]],
            'forum' => ['forum', 'forum', $intro + ['name' => 'Ф', 'forum_type' => 'blog', 'subscription' => 'forced',
                'max_attachments' => 4, 'due' => 1800000000, 'cut_off' => 1800000001, 'grade' => 7,
                'completion' => ['tracking' => 'automatic', 'posts' => 3, 'discussions' => 1, 'replies' => 2]],
                $intro + ['name' => 'Ф', 'type' => 'blog', 'forcesubscribe' => 1, 'maxattachments' => 4, 'duedate' => 1800000000,
                'cutoffdate' => 1800000001, 'grade_forum' => 7, 'completionposts' => 3, 'completiondiscussions' => 1,
                'completionreplies' => 2]],
            'choice' => ['choice', 'choice', $intro + ['name' => 'В', 'options' => ['да', 'нет'], 'limit' => 2, 'multiple' => true,
                'update' => true, 'results' => 'always', 'open' => 1700000000, 'close' => 1800000000,
                'completion' => ['tracking' => 'automatic', 'submit' => true]],
                $intro + ['name' => 'В', 'allowmultiple' => 1, 'allowupdate' => 1, 'showresults' => 3, 'limitanswers' => 1,
                'timeopen' => 1700000000, 'timeclose' => 1800000000, 'completionsubmit' => 1]],
        ];
    }

    /**
     * Fields stand in the module's table, and a second call writes nothing.
     *
     * @dataProvider types
     * @param string $type
     * @param string $table
     * @param array $fields
     * @param array $columns
     */
    public function test_fields_stand_in_the_table(string $type, string $table, array $fields, array $columns): void {
        global $DB;
        $answer = $this->put($type, $fields);
        $this->assertSame([], $answer['errors']);
        $this->assertSame('ok', $answer['status']);
        $record = $DB->get_record($table, ['course' => $this->course->id, 'name' => $fields['name'] ?? $this->label_name()],
            '*', MUST_EXIST);
        foreach ($columns as $column => $value) {
            $this->assertEquals($value, $record->$column, $column);
        }
        $cm = get_coursemodule_from_instance($table, $record->id, 0, false, MUST_EXIST);
        $this->assertSame('vsosh:x', $cm->idnumber);
        $this->assertEquals($record->id, $cm->instance);
        $this->assertSame('unchanged', $this->put($type, $fields)['status']);
        $before = $DB->get_record('course_modules', ['id' => $cm->id]);
        $this->assertEquals('ok', $this->put($type, ['intro' => '<p>2</p>'] + $fields)['status']);
        $after = $DB->get_record($table, ['id' => $record->id]);
        $this->assertSame('<p>2</p>', $after->intro);
        foreach (array_diff_key($columns, ['intro' => 1]) as $column => $value) {
            $this->assertEquals($value, $after->$column, $column);
        }
        $this->assertEquals($before, $DB->get_record('course_modules', ['id' => $cm->id]));
    }

    /**
     * A choice's options are rows of their own, which keep their ids.
     */
    public function test_options_of_a_choice_keep_their_rows(): void {
        global $DB;
        $fields = ['name' => 'В', 'options' => ['да', 'нет'], 'limit' => 2];
        $this->put('choice', $fields);
        $before = $DB->get_records_menu('choice_options', [], 'id', 'id, text');
        $this->assertSame(['да', 'нет'], array_values($before));
        $this->put('choice', ['options' => ['да', 'нет', 'позже']] + $fields);
        $after = $DB->get_records_menu('choice_options', [], 'id', 'id, text');
        $this->assertSame($before, array_slice($after, 0, 2, true));
        $this->assertSame(['2', '2', '2'], $DB->get_fieldset_select('choice_options', 'maxanswers', '1 = 1'));
        $choice = $DB->get_record('choice', []);
        $DB->insert_record('choice_answers', (object)['choiceid' => $choice->id, 'userid' => 2,
            'optionid' => array_key_first($after), 'timemodified' => 1]);
        $answer = $this->put('choice', $fields);
        $this->assertSame(['options'], end($answer['items'])['kept']);
        $this->assertSame(array_values($after), $DB->get_fieldset_select('choice_options', 'text', '1 = 1 ORDER BY id'));
    }

    /**
     * A form with mistakes leaves the course as it was, and all mistakes are told.
     */
    public function test_mistakes_leave_the_course_as_it_was(): void {
        global $DB;
        $answer = $this->put('page', ['name' => '', 'visible' => 1, 'strange' => 2]);
        $this->assertSame('error', $answer['status']);
        $this->assertEqualsCanonicalizing(['name', 'visible', 'strange'], array_column($answer['errors'], 'field'));
        $this->assertSame(0, $DB->count_records('page'));
        $this->assertSame(1, $DB->count_records('course_sections', ['course' => $this->course->id]));
        $this->assertSame(0, $DB->count_records('local_vsosh_item'));
    }

    /**
     * Without the capability a course is denied, and not told of.
     */
    public function test_rights_are_asked_for_in_each_course(): void {
        $this->put('page', ['name' => 'П']);
        $this->setUser($this->getDataGenerator()->create_user());
        $answer = $this->put('page', ['name' => 'Другое']);
        $this->assertSame(['denied'], array_column($answer['errors'], 'code'));
        $read = course_content::read([self::COURSE, 'none'], true, 'vsosh:');
        $this->assertSame(['denied', 'missing'], array_column($read, 'status'));
        $this->assertSame('{"items":[]}', $read[0]['content']);
    }

    /**
     * The name Moodle gave the only label.
     *
     * @return string
     */
    private function label_name(): string {
        global $DB;
        return (string)$DB->get_field('label', 'name', ['course' => $this->course->id]);
    }
}
