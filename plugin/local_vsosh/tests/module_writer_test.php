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
 * Tests of saving modules.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\content\course_upsert;
use local_vsosh\content\course_writer;
use local_vsosh\content\live_reader;
use local_vsosh\content\module_writer;
use local_vsosh\content\upload_area;
use local_vsosh\content\upsert_options;

/**
 * A module is saved as Moodle saves it, and many cost no more each than few.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\content\module_writer
 * @runTestsInSeparateProcesses
 */
final class module_writer_test extends \advanced_testcase {
    /** @var array[] table => columns that tell rows apart and when they were made */
    const TABLES = [
        'course_modules' => ['id', 'course', 'instance', 'section', 'added'],
        'assign' => ['id', 'course', 'timemodified'],
        'assign_plugin_config' => ['id', 'assignment'],
        'grade_items' => ['id', 'courseid', 'categoryid', 'iteminstance', 'timecreated', 'timemodified'],
        'event' => ['id', 'courseid', 'instance', 'uuid', 'timemodified'],
    ];

    /**
     * Administrator, and completion on.
     */
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        set_config('enablecompletion', 1);
        require_once($CFG->dirroot . '/course/modlib.php');
    }

    /**
     * The rows are those of add_moduleinfo() and update_moduleinfo(), and so are the events.
     */
    public function test_rows_and_events_are_those_of_moodle(): void {
        [$theirs, $ours] = [$this->course(), $this->course()];
        $writer = $this->writer($ours);
        $modules = new module_writer($writer);
        $sink = $this->redirectEvents();
        $told = [];
        $infos = [];
        $infos[] = add_moduleinfo($this->info($theirs), $theirs);
        $told[] = $this->told($sink);
        $infos[] = $modules->add($this->info($ours));
        $modules->finish();
        $told[] = $this->told($sink);
        $this->assertNotEmpty($told[0]);
        $this->assertSame($told[0], $told[1]);
        $this->assertSame($this->rows($theirs->id), $this->rows($ours->id));

        foreach ([$theirs, $ours] as $number => $course) {
            $cm = get_coursemodule_from_id('assign', $infos[$number]->coursemodule, 0, false, MUST_EXIST);
            $info = $this->info($course);
            [$info->coursemodule, $info->instance, $info->update] = [$cm->id, $cm->instance, $cm->id];
            [$info->name, $info->duedate, $info->grade, $info->gradepass] = ['Другое', 1900000500, 40, 15];
            [$info->completion, $info->completionusegrade, $info->completionunlocked] = [2, 1, 1];
            unset($info->add);
            if ($course === $theirs) {
                update_moduleinfo($cm, $info, get_course($course->id));
            } else {
                $modules->update($cm, $info);
                $modules->finish();
            }
            $told[$number] = $this->told($sink);
        }
        $this->assertSame($told[0], $told[1]);
        $this->assertSame($this->rows($theirs->id), $this->rows($ours->id));
        $this->assertSame('Другое', get_fast_modinfo($ours->id)->get_cm($infos[1]->coursemodule)->name);
    }

    /**
     * Twice as many graded activities need about twice as many statements (four times, if each reckoned all grades).
     */
    public function test_many_activities_cost_no_more_each_than_few(): void {
        global $DB;
        $statements = [];
        foreach ([6, 12, 24] as $number) {
            $course = $this->course();
            $before = $DB->perf_get_queries();
            $activities = [];
            for ($place = 0; $place < $number; $place++) {
                $activities[] = ['key' => "w$place", 'type' => $place % 2 ? 'quiz' : 'assign',
                    'fields' => ['name' => "З $place", 'section' => 'one']];
            }
            $document = ['courses' => [['course' => $course->idnumber, 'fields' => ['aggregation' => 'natural'],
                'sections' => [['key' => 'one', 'fields' => ['name' => 'Тема']]], 'activities' => $activities]]];
            $this->assertSame('ok', course_upsert::run($document, upsert_options::parse([]))[0]['status']);
            $statements[] = $DB->perf_get_queries() - $before;
        }
        $this->assertLessThan(2.5 * ($statements[1] - $statements[0]), $statements[2] - $statements[1]);
    }

    /**
     * A course.
     *
     * @return \stdClass
     */
    private function course(): \stdClass {
        static $number = 0;
        $number++;
        return $this->getDataGenerator()->create_course(['idnumber' => "vsosh:test:$number", 'numsections' => 1,
            'enablecompletion' => 1]);
    }

    /**
     * A writer of the course.
     *
     * @param \stdClass $course
     * @return course_writer
     */
    private function writer(\stdClass $course): course_writer {
        return new course_writer(live_reader::read([$course], 'vsosh:')[$course->id], new upload_area([]));
    }

    /**
     * An assignment as the form would send it.
     *
     * @param \stdClass $course
     * @return \stdClass
     */
    private function info(\stdClass $course): \stdClass {
        global $DB;
        return (object)['modulename' => 'assign', 'module' => $DB->get_field('modules', 'id', ['name' => 'assign']),
            'add' => 'assign', 'section' => 1, 'visible' => 1, 'visibleoncoursepage' => 1, 'cmidnumber' => 'vsosh:a',
            'name' => 'Задание', 'groupmode' => 1, 'groupingid' => 0, 'showdescription' => 1, 'completion' => 2,
            'completionview' => 1, 'completionexpected' => 1900000000, 'gradepass' => 30,
            'introeditor' => ['text' => '<p>Что сделать</p>', 'format' => FORMAT_HTML, 'itemid' => IGNORE_FILE_MERGE],
            'alwaysshowdescription' => 1, 'submissiondrafts' => 0, 'requiresubmissionstatement' => 0, 'sendnotifications' => 0,
            'sendlatenotifications' => 0, 'sendstudentnotifications' => 1, 'duedate' => 1900000100, 'cutoffdate' => 0,
            'gradingduedate' => 0, 'allowsubmissionsfromdate' => 0, 'grade' => 50, 'teamsubmission' => 0,
            'requireallteammemberssubmit' => 0, 'teamsubmissiongroupingid' => 0, 'blindmarking' => 0, 'markingworkflow' => 0,
            'markingallocation' => 0, 'attemptreopenmethod' => 'manual', 'maxattempts' => 1, 'hidegrader' => 0, 'timelimit' => 0,
            'submissionattachments' => 0, 'markinganonymous' => 0, 'assignsubmission_file_enabled' => 1,
            'assignsubmission_file_maxfiles' => 3, 'assignsubmission_file_maxsizebytes' => 0,
            'assignsubmission_file_filetypes' => ''];
    }

    /**
     * What the tables hold of a course's assignment.
     *
     * @param int|string $courseid
     * @return array[]
     */
    private function rows($courseid): array {
        global $DB;
        $rows = [];
        $assign = $DB->get_field('assign', 'id', ['course' => $courseid], MUST_EXIST);
        foreach (self::TABLES as $table => $volatile) {
            $of = $table === 'assign_plugin_config' ? ['assignment' => $assign]
                : [in_array('courseid', $volatile, true) ? 'courseid' : 'course' => $courseid];
            foreach ($DB->get_records($table, $of, 'id') as $row) {
                $rows[$table][] = array_diff_key((array)$row, array_flip($volatile));
            }
        }
        return $rows;
    }

    /**
     * The names of the events since the last time, each once.
     *
     * @param \phpunit_event_sink $sink
     * @return string[]
     */
    private function told(\phpunit_event_sink $sink): array {
        $names = array_unique(array_map('get_class', $sink->get_events()));
        sort($names);
        $sink->clear();
        return $names;
    }
}
