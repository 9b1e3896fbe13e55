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
 * Writes one course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * The course being written: what types and writers need to know of it, and the order in which its parts are written.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_writer implements reference_ids {
    /** @var \stdClass record of the course */
    public $course;

    /** @var live_course as it was before */
    public $live;

    /** @var string what course modules' idnumbers begin with */
    public $prefix;

    /** @var upload_area */
    public $uploads;

    /** @var course_totals the gradebook's totals */
    public $totals;

    /** @var \stdClass who writes */
    public $user;

    /** @var int[] activity key => course module, of those made now */
    private $madeactivities = [];

    /** @var int[] section key => section, of those made now; subsections' sections too */
    private $madesections = [];

    /** @var int[] grade category key => id, of those made now */
    private $madegradecategories = [];

    /** @var int course module of the activity being looked at, 0 for a new one */
    private $cmid = 0;

    /**
     * Takes the course.
     *
     * @param live_course $live
     * @param upload_area $uploads
     */
    public function __construct(live_course $live, upload_area $uploads) {
        global $USER;
        $this->live = $live;
        $this->course = $live->course;
        $this->prefix = $live->prefix;
        $this->uploads = $uploads;
        $this->totals = new course_totals((int)$live->course->id);
        $this->user = $USER;
    }

    /**
     * Carries out the plans of the course.
     *
     * @param item_plan[] $plans
     */
    public function write(array $plans): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        require_once($CFG->dirroot . '/course/modlib.php');
        require_once($CFG->libdir . '/gradelib.php');
        require_once($CFG->libdir . '/completionlib.php');
        require_once($CFG->libdir . '/filelib.php');
        $grades = new grade_writer($this);
        $sections = new section_writer($this);
        $modules = new module_writer($this);
        $activities = new activity_writer($this, $modules);
        $criteria = new course_settings_writer($this);
        $criteria->write_completion($plans);
        $grades->write_categories($plans);
        $sections->write($plans);
        $activities->write($plans);
        $sections->write_orders($plans);
        $sections->write_visibility($plans, true);
        $activities->write_visibility($plans);
        $sections->write_visibility($plans, false);
        $sections->write_availability($plans);
        $activities->write_availability($plans);
        $grades->write_items($plans);
        $modules->finish();
        $criteria->write_criteria($plans);
        $activities->announce();
        \course_modinfo::purge_course_cache((int)$this->course->id);
        rebuild_course_cache((int)$this->course->id, true);
    }

    /**
     * The record of the course as it is now: core functions compare its cacherev with their caches.
     *
     * @return \stdClass
     */
    public function fresh_course(): \stdClass {
        global $DB;
        $this->course = $DB->get_record('course', ['id' => $this->course->id], '*', MUST_EXIST);
        return $this->course;
    }

    /**
     * Notes what was made for a key.
     *
     * @param string $type
     * @param string $key
     * @param int $id
     */
    public function made(string $type, string $key, int $id): void {
        if ($type === 'activity') {
            $this->madeactivities[$key] = $id;
        } else if ($type === 'section') {
            $this->madesections[$key] = $id;
        } else {
            $this->madegradecategories[$key] = $id;
        }
    }

    /**
     * Sections and grade categories of ours, though some are not remembered yet.
     *
     * @return string[][] type => id => key
     */
    public function known(): array {
        $known = ['section' => [], 'grade_category' => []];
        foreach ($this->live->items as $item) {
            if (isset($known[$item->type])) {
                $known[$item->type][$item->id] = $item->key;
            }
        }
        foreach ($this->madesections as $key => $id) {
            if (!isset($this->madeactivities[$key])) {
                $known['section'][$id] = (string)$key;
            }
        }
        foreach ($this->madegradecategories as $key => $id) {
            $known['grade_category'][$id] = (string)$key;
        }
        return $known;
    }

    /**
     * Says which activity is looked at: its files are at hand then.
     *
     * @param live_item|null $item null for a new one
     */
    public function at(?live_item $item): void {
        $this->cmid = $item === null ? 0 : $item->id;
    }

    /**
     * The id of a section, or of a subsection's.
     *
     * @param string $key
     * @return int 0 when there is none
     */
    public function section_id(string $key): int {
        if (isset($this->madesections[$key])) {
            return $this->madesections[$key];
        }
        $found = array_search($key, array_map('strval', $this->live->sectionkeys), true);
        return $found === false ? 0 : (int)$found;
    }

    /**
     * The id of a grade category.
     *
     * @param string $key '' is the course's own
     * @return int
     */
    public function grade_category_id(string $key): int {
        if ($key === '') {
            return (int)\grade_category::fetch_course_category($this->course->id)->id;
        }
        $live = $this->live->item('grade_category', $key);
        return $this->madegradecategories[$key] ?? ($live === null ? 0 : $live->id);
    }

    /**
     * The course module of an activity of ours.
     *
     * @param string $key
     * @return int 0 when there is none
     */
    public function activity_cmid(string $key): int {
        $live = $this->live->item('activity', $key);
        return $this->madeactivities[$key] ?? ($live === null ? 0 : $live->id);
    }

    /**
     * The grade item of an activity of ours.
     *
     * @param string $key '' is the course's own
     * @return int 0 when there is none
     */
    public function grade_item_id(string $key): int {
        if ($key === '') {
            return (int)\grade_item::fetch_course_item($this->course->id)->id;
        }
        $item = grade_writer::activity_item($this->activity_cmid($key));
        return $item === null ? 0 : (int)$item->id;
    }

    /**
     * A group of the course.
     *
     * @param string $key
     * @return int 0 when there is none
     */
    public function group_id(string $key): int {
        return $key === '' ? 0 : (int)array_search($key, $this->live->groups, true);
    }

    /**
     * A grouping of the course.
     *
     * @param string $key
     * @return int 0 when there is none
     */
    public function grouping_id(string $key): int {
        return $key === '' ? 0 : (int)array_search($key, $this->live->groupings, true);
    }

    /**
     * The question category of a bank of the course.
     *
     * @param string $key
     * @return int|null null when there is none
     */
    public function bank_category(string $key): ?int {
        global $DB;
        $id = $DB->get_field('local_vsosh_item', 'instanceid', ['courseid' => $this->course->id, 'itemtype' => 'question_bank',
            'itemkey' => $key]);
        return $id ? (int)$id : null;
    }

    /**
     * The largest file the course takes, whoever sends it.
     *
     * @return int bytes, 0 or less when there is no limit
     */
    public function most_bytes(): int {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        return (int)get_max_upload_file_size($CFG->maxbytes, $this->course->maxbytes);
    }

    /**
     * A draft area of the user that holds exactly these files, for a form's file manager.
     *
     * @param array $files canonical
     * @param string $component where the activity's present files are, such as 'mod_h5pactivity'
     * @param string $filearea
     * @return int its item id
     */
    public function draft_files(array $files, string $component = '', string $filearea = 'content'): int {
        $fs = get_file_storage();
        $present = [];
        if ($this->cmid && $component !== '') {
            $contextid = \context_module::instance($this->cmid)->id;
            $present = $fs->get_area_files($contextid, $component, $filearea, 0, 'id', false);
        }
        $draftid = file_get_unused_draft_itemid();
        $usercontext = \context_user::instance($this->user->id);
        foreach ($files as $number => $file) {
            [$path, $name] = file_area::split($file['name']);
            $fs->create_file_from_storedfile(['contextid' => $usercontext->id, 'component' => 'user', 'filearea' => 'draft',
                'itemid' => $draftid, 'filepath' => $path, 'filename' => $name, 'sortorder' => $number === 0 ? 1 : 0,
                'userid' => $this->user->id], $this->uploads->file($file['sha1'], $present));
        }
        return $draftid;
    }

    /**
     * Writes the field 'files' into the activity's content area, when it is among the changed ones.
     *
     * @param array $changed
     * @param \stdClass $cm record of course_modules with modname
     * @param bool $mainfirst whether the first file is the main one
     */
    public function save_files(array $changed, \stdClass $cm, bool $mainfirst = false): void {
        global $DB;
        if (!array_key_exists('files', $changed)) {
            return;
        }
        file_area::write(\context_module::instance($cm->id)->id, 'mod_' . $cm->modname, 'content', $changed['files'],
            $this->uploads, $mainfirst);
        // Addresses of files carry the revision, so that browsers do not show old ones.
        $row = $DB->get_record($cm->modname, ['id' => $cm->instance], 'id, revision', MUST_EXIST);
        $DB->update_record($cm->modname, (object)['id' => $row->id, 'revision' => $row->revision + 1, 'timemodified' => time()]);
    }
}
