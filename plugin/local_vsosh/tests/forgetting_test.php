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
 * Tests of what the plugin forgets.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * Rows go with what they are about.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\forgetting
 */
final class forgetting_test extends \advanced_testcase {
    /**
     * Remembers an item.
     *
     * @param int $courseid
     * @param string $type
     * @param int $instanceid
     */
    private function remember(int $courseid, string $type, int $instanceid): void {
        global $DB;
        $DB->insert_record('local_vsosh_item', (object)['courseid' => $courseid, 'itemtype' => $type,
            'itemkey' => "k$instanceid", 'instanceid' => $instanceid, 'module' => '', 'applied' => '{}']);
    }

    /**
     * The types of what is remembered of a course.
     *
     * @param int $courseid
     * @return string[]
     */
    private function remembered(int $courseid): array {
        global $DB;
        return array_values($DB->get_fieldset_select('local_vsosh_item', 'itemtype', 'courseid = ? ORDER BY id', [$courseid]));
    }

    /**
     * One by one, then the course with the rest.
     */
    public function test_items_and_course(): void {
        global $DB;
        $this->resetAfterTest();
        $this->setAdminUser();
        $course = $this->getDataGenerator()->create_course(['numsections' => 2], ['createsections' => true]);
        $other = $this->getDataGenerator()->create_course();
        $page = $this->getDataGenerator()->create_module('page', ['course' => $course->id]);
        $section = get_fast_modinfo($course)->get_section_info(2);
        $generator = $this->getDataGenerator()->get_plugin_generator('core_question');
        $context = \context_course::instance($course->id);
        $first = $generator->create_question_category(['contextid' => $context->id]);
        $bank = $generator->create_question_category(['contextid' => $context->id]);
        $this->remember($course->id, 'activity', $page->cmid);
        $this->remember($course->id, 'section', $section->id);
        $this->remember($course->id, 'question_bank', $first->id);
        $this->remember($course->id, 'question_bank', $bank->id);
        $this->remember($course->id, 'course', $course->id);
        $this->remember($other->id, 'course', $other->id);
        foreach ([$first, $bank] as $category) {
            $DB->insert_record('local_vsosh_question', (object)['categoryid' => $category->id, 'qkey' => 'q', 'entryid' => 1,
                'questionid' => 1, 'contenthash' => '']);
        }

        course_delete_module($page->cmid);
        $this->assertSame(['section', 'question_bank', 'question_bank', 'course'], $this->remembered($course->id));
        course_delete_section($course, $section, true);
        $this->assertSame(['question_bank', 'question_bank', 'course'], $this->remembered($course->id));
        \core\event\question_category_deleted::create_from_question_category_instance($first)->trigger();
        $this->assertSame(['question_bank', 'course'], $this->remembered($course->id));
        $this->assertSame(1, $DB->count_records('local_vsosh_question'));
        delete_course($course, false);
        $this->assertSame([], $this->remembered($course->id));
        $this->assertSame(0, $DB->count_records('local_vsosh_question'));
        $this->assertSame(['course'], $this->remembered($other->id));
    }
}
