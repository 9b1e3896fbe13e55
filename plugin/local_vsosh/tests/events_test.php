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
 * Tests of events.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * Events can be made, logged and read.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\event\counted_event
 */
final class events_test extends \advanced_testcase {
    /**
     * Each event says who did what where, and how much.
     *
     * @dataProvider kinds
     * @param string $class
     */
    public function test_event(string $class): void {
        $this->resetAfterTest();
        $course = $this->getDataGenerator()->create_course();
        $sink = $this->redirectEvents();
        $class::create(['context' => \context_course::instance($course->id), 'other' => ['counts' => ['created' => 3]]])->trigger();
        $class::create(['context' => \context_system::instance(), 'other' => ['counts' => []]])->trigger();
        [$first, $second] = $sink->get_events();
        $this->assertStringContainsString("'$course->id'", $first->get_description());
        $this->assertStringContainsString('created: 3', $first->get_description());
        $this->assertStringContainsString('nothing changed', $second->get_description());
        $this->assertNotEmpty($class::get_name());
        $this->assertNotEmpty($first->get_url()->out());
        $this->assertEventContextNotUsed($first);
    }

    /**
     * The events.
     *
     * @return array[]
     */
    public static function kinds(): array {
        return [
            'content' => [event\content_applied::class],
            'members' => [event\members_applied::class],
            'people' => [event\people_applied::class],
            'questions' => [event\questions_imported::class],
            'progress' => [event\progress_read::class],
        ];
    }

    /**
     * Counts must be there.
     */
    public function test_without_counts(): void {
        $this->expectException(\coding_exception::class);
        event\content_applied::create(['context' => \context_system::instance()]);
    }
}
