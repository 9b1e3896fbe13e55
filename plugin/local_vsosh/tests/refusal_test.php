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
 * Tests of what happens when Moodle itself refuses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\content\activity\activity_type;
use local_vsosh\content\activity_types;
use local_vsosh\content\course_upsert;
use local_vsosh\content\course_writer;
use local_vsosh\content\upsert_options;

/**
 * A course that Moodle refuses in the middle is as it was, in the database and in the caches; other courses go on.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\content\course_upsert
 * @runTestsInSeparateProcesses
 */
final class refusal_test extends \advanced_testcase {
    /** @var string[] tables that a refused course must leave alone */
    const TABLES = ['course_modules', 'course_sections', 'page', 'url', 'assign', 'grade_items', 'grade_categories', 'event',
        'local_vsosh_item'];

    /**
     * A type of activity is refused once everything else of the course was written.
     */
    public function test_a_refused_course_is_as_it_was(): void {
        global $DB;
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->setAdminUser();
        set_config('enablecompletion', 1);
        $ids = [];
        foreach (['a', 'b'] as $key) {
            $ids[$key] = $this->getDataGenerator()->create_course(['idnumber' => 'vsosh:test:' . $key, 'numsections' => 0])->id;
        }
        $this->assertSame(['ok', 'ok'], array_column($this->put(['name' => 'Было']), 'status'));
        $before = $this->rows();
        $this->refuse_addresses();
        $address = ['key' => 'z', 'type' => 'url', 'fields' => ['name' => 'С', 'section' => 'one']];
        $work = ['key' => 'w', 'type' => 'assign', 'fields' => ['name' => 'З', 'section' => 'two', 'due' => 1900000000]];
        [$refused, $other] = $this->put(['name' => 'Стало'], [$work, $address]);
        $this->assertSame('error', $refused['status']);
        $this->assertSame([], $refused['items']);
        $error = ['course' => 'vsosh:test:a', 'type' => 'course', 'key' => '', 'field' => '', 'code' => 'moodle-refused',
            'detail' => 'cannotaddcoursemodule: on purpose'];
        $this->assertEqualsCanonicalizing([$error], $refused['errors']);
        $this->assertSame('ok', $other['status']);
        $this->assertFalse($DB->is_transaction_started());
        foreach ($this->rows() as $table => $rows) {
            $known = array_intersect_key($rows, $before[$table]);
            $this->assertSame($this->of($ids['a'], $before[$table]), $this->of($ids['a'], $known), $table);
            $this->assertSame([], $this->of($ids['a'], array_diff_key($rows, $known)), $table);
        }
        $modinfo = get_fast_modinfo($ids['a']);
        $this->assertSame(['Было'], array_values(array_map(function (\cm_info $cm) {
            return $cm->name;
        }, $modinfo->get_cms())));
        $this->assertSame(['ok', 'unchanged'], array_column($this->put(['name' => 'Стало']), 'status'));
    }

    /**
     * Puts both courses: a page whose fields are given, and other activities of the first.
     *
     * @param array $page
     * @param array[] $others
     * @return array[] answers
     */
    private function put(array $page, array $others = []): array {
        $sections = [['key' => 'one', 'fields' => ['name' => 'Первая']]];
        if ($others) {
            $sections[] = ['key' => 'two', 'fields' => ['name' => 'Вторая']];
        }
        $page = ['key' => 'p', 'type' => 'page', 'fields' => ['section' => 'one'] + $page];
        $courses = [
            ['course' => 'vsosh:test:a', 'sections' => $sections, 'activities' => array_merge([$page], $others)],
            ['course' => 'vsosh:test:b', 'sections' => [$sections[0]], 'activities' => [$page]],
        ];
        if ($others) {
            $courses[0]['grade_categories'] = [['key' => 'c', 'fields' => ['name' => 'К']]];
        }
        return course_upsert::run(['courses' => $courses], upsert_options::parse([]));
    }

    /**
     * Makes the last step of every new address fail, as a module's own function might.
     */
    private function refuse_addresses(): void {
        $type = new class extends activity_type {
            /**
             * The type's name.
             *
             * @return string
             */
            public function name(): string {
                return 'url';
            }

            /**
             * Own fields.
             *
             * @return array
             */
            public function fields(): array {
                return [];
            }

            /**
             * Reads nothing.
             *
             * @param array $instances
             * @param array $cms
             * @return array
             */
            public function read(array $instances, array $cms): array {
                return array_fill_keys(array_keys($cms), []);
            }

            /**
             * A sound address.
             *
             * @param array $fields
             * @param \stdClass $info
             * @param course_writer $course
             */
            public function creation(array $fields, \stdClass $info, course_writer $course): void {
                $info->externalurl = 'https://example.org/';
                $info->display = 0;
            }

            /**
             * Refuses.
             *
             * @param array $changed
             * @param \stdClass $cm
             * @param course_writer $course
             * @param bool $isnew
             * @return array
             */
            public function after_save(array $changed, \stdClass $cm, course_writer $course, bool $isnew): array {
                throw new \moodle_exception('cannotaddcoursemodule', '', '', null, 'on purpose');
            }
        };
        $types = new \ReflectionProperty(activity_types::class, 'types');
        $types->setAccessible(true);
        $types->setValue(null, ['url' => $type] + activity_types::all());
    }

    /**
     * The rows of the tables.
     *
     * @return array[] table => id => row
     */
    private function rows(): array {
        global $DB;
        $rows = [];
        foreach (self::TABLES as $table) {
            $rows[$table] = array_map(function ($row) {
                return (array)$row;
            }, $DB->get_records($table, [], 'id'));
        }
        return $rows;
    }

    /**
     * The rows of a course among others.
     *
     * @param int|string $course
     * @param array[] $rows
     * @return array[]
     */
    private function of($course, array $rows): array {
        return array_filter($rows, function (array $row) use ($course) {
            return ($row['course'] ?? $row['courseid']) == $course;
        });
    }
}
