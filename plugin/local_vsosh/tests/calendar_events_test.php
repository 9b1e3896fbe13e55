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
 * Tests of events in the calendar.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\external\get_courses;
use local_vsosh\external\set_events;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/calendar/lib.php');

/**
 * Events of courses that people change in the calendar meanwhile.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @runTestsInSeparateProcesses
 * @covers     \local_vsosh\events\course_calendar
 * @covers     \local_vsosh\events\events_document
 */
final class calendar_events_test extends \advanced_testcase {
    /** @var array fields of an event */
    const MOCK = ['name' => 'Mock', 'start' => 1800000000, 'minutes' => 235, 'description' => '<p>Room 12</p>'];

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
     * Sets events.
     *
     * @param array[] $events key => fields
     * @param string[] $remove
     * @param string[] $overwrite
     * @return array the course's row of the answer
     */
    private function set(array $events, array $remove = [], array $overwrite = []): array {
        $rows = [];
        foreach ($events as $key => $fields) {
            $rows[] = ['key' => $key, 'fields' => $fields];
        }
        $document = ['courses' => [['course' => 'vsosh:c', 'events' => $rows, 'remove' => $remove]], 'overwrite' => $overwrite];
        $answer = set_events::execute(json_encode($document));
        return \external_api::clean_returnvalue(set_events::execute_returns(), $answer)['courses'][0];
    }

    /**
     * The events as get_courses has them.
     *
     * @return array[] key => item
     */
    private function events(): array {
        $answer = get_courses::execute(json_encode(['vsosh:c']), '{}');
        $items = json_decode($answer['courses'][0]['content'], true)['items'];
        return array_column(array_filter($items, function ($item) {
            return $item['type'] === 'event';
        }), null, 'key');
    }

    /**
     * What a teacher changed is kept, and written over when asked for.
     */
    public function test_an_edited_event_is_kept(): void {
        $id = $this->set(['mock' => self::MOCK])['items'][0]['id'];
        $edit = ['timestart' => 1800003600, 'description' => "<p>Room 12</p>\r\n"];
        \calendar_event::load($id)->update((object)$edit, false);
        $this->assertSame(['start' => 1800000000], $this->events()['mock']['edited']);
        $item = $this->set(['mock' => ['name' => 'Mock exam', 'start' => 1800000000]])['items'][0];
        $this->assertSame([['name'], ['start']], [$item['fields'], $item['kept']]);
        $item = $this->set([], ['mock'])['items'][0];
        $this->assertSame(['kept', ['start']], [$item['status'], $item['kept']]);
        $item = $this->set(['mock' => ['start' => 1800000000]], [], ['vsosh:c/event:mock'])['items'][0];
        $this->assertSame('updated', $item['status']);
        $this->assertSame('removed', $this->set([], ['mock'])['items'][0]['status']);
        $this->assertSame([], $this->events());
    }

    /**
     * An event that a person deleted is forgotten, and made anew when it is sent again.
     */
    public function test_a_deleted_event_is_made_anew(): void {
        global $DB;
        $id = $this->set(['mock' => self::MOCK])['items'][0]['id'];
        \calendar_event::load($id)->delete();
        $this->assertFalse($DB->record_exists('local_vsosh_item', ['itemtype' => 'event']));
        $this->assertSame([], $this->events());
        $this->assertSame('created', $this->set(['mock' => self::MOCK])['items'][0]['status']);
    }

    /**
     * Events of people and of activities stay as they are.
     */
    public function test_other_events_are_not_touched(): void {
        global $DB;
        $this->getDataGenerator()->create_module('assign', ['course' => $this->course->id, 'duedate' => 1800000000]);
        \calendar_event::create((object)['name' => 'Own', 'description' => '', 'format' => FORMAT_HTML, 'eventtype' => 'course',
            'courseid' => $this->course->id, 'timestart' => 1800000000, 'timeduration' => 0], false);
        $before = $DB->get_records('event');
        $this->set(['mock' => self::MOCK]);
        $this->set([], ['mock']);
        $this->assertEquals($before, $DB->get_records('event'));
    }

    /**
     * Without the right to the course's content nothing is written.
     */
    public function test_the_right_is_needed(): void {
        $teacher = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $this->setUser($teacher);
        $row = $this->set(['mock' => self::MOCK]);
        $this->assertSame(['error', 'denied'], [$row['status'], $row['errors'][0]['code']]);
    }
}
