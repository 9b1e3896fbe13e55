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
 * Saves the modules of a course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use core_grades\component_gradeitems;

/**
 * Does for many modules what add_moduleinfo() and update_moduleinfo() do for one.
 *
 * These two reckon the grades of the whole course anew, and let its cache be built anew, after each module: with many graded
 * activities nearly all the time goes there. Here that is done once, by finish(), and everything that Moodle does after it
 * (resetting completion, telling plugins and observers of a change) follows there. Releases whose two functions were not compared
 * with this one are left to Moodle's own functions, and so are subsections, which hold sections.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class module_writer {
    /** @var int[] first and last branch of Moodle whose course/modlib.php was read: 4.1 and 4.5 */
    const BRANCHES = [401, 405];

    /** @var string[] modules that are left to Moodle's own functions */
    const APART = ['subsection'];

    /** @var course_writer */
    private $writer;

    /** @var array[] module info, course module (null of a new one) and old name of what finish() is to see to */
    private $saved = [];

    /**
     * Takes the course.
     *
     * @param course_writer $writer
     */
    public function __construct(course_writer $writer) {
        $this->writer = $writer;
    }

    /**
     * Makes a module, as add_moduleinfo().
     *
     * @param \stdClass $info what add_moduleinfo() takes: no tags, outcomes, language, and no files in the description
     * @return \stdClass it with coursemodule and instance
     * @throws \moodle_exception when the module refuses
     */
    public function add(\stdClass $info): \stdClass {
        global $DB;
        $course = $this->writer->course;
        if (!self::is_known($info)) {
            return add_moduleinfo($info, $course);
        }
        $this->writer->totals->hold();
        include_modulelib($info->modulename);
        $info->course = $course->id;
        $info = set_moduleinfo_defaults($info);
        if (!empty($course->groupmodeforce) || !isset($info->groupmode)) {
            $info->groupmode = 0;
        }
        $info->coursemodule = add_course_module((object)([
            'course' => $course->id,
            'module' => $info->module,
            'instance' => 0,
            'idnumber' => $info->cmidnumber,
            'visible' => $info->visible,
            'visibleold' => $info->visible,
            'visibleoncoursepage' => $info->visibleoncoursepage,
            'downloadcontent' => $info->downloadcontent,
            'groupmode' => $info->groupmode,
            'groupingid' => $info->groupingid,
            'showdescription' => $info->showdescription ?? 0,
        ] + $this->completion($info)));
        self::take_intro($info);
        $function = $info->modulename . '_add_instance';
        $instance = $function($info, null);
        if (!$instance || !is_number($instance)) {
            throw new \moodle_exception('cannotaddnewmodule', '', '', $info->modulename, is_string($instance) ? $instance : '');
        }
        $info->instance = $instance;
        $DB->set_field('course_modules', 'instance', $instance, ['id' => $info->coursemodule]);
        course_add_cm_to_section($course, $info->coursemodule, $info->section);
        $data = clone $info;
        $data->modname = $info->modulename;
        $data->id = $info->coursemodule;
        $context = \context_module::instance($info->coursemodule);
        \core\event\course_module_created::create_from_cm($data, $context)->trigger();
        $this->write_grade_items($info, true);
        $this->saved[] = [$info, null, $info->name];
        return $info;
    }

    /**
     * Changes a module, as update_moduleinfo(); visibility, restrictions and the key stay as they are.
     *
     * @param \stdClass $cm as get_coursemodule_from_id() gives it
     * @param \stdClass $info what update_moduleinfo() takes
     * @throws \moodle_exception when the module refuses
     */
    public function update(\stdClass $cm, \stdClass $info): void {
        global $DB;
        $course = $this->writer->fresh_course();
        if (!self::is_known($info)) {
            update_moduleinfo($cm, $info, $course);
            return;
        }
        $this->writer->totals->hold_if_ungraded();
        include_modulelib($info->modulename);
        $info->course = $course->id;
        $info = set_moduleinfo_defaults($info);
        if (!empty($course->groupmodeforce) || !isset($info->groupmode)) {
            $info->groupmode = $cm->groupmode;
        }
        $columns = ['groupmode' => $info->groupmode, 'groupingid' => $info->groupingid,
            'showdescription' => $info->showdescription ?? 0];
        $completion = $this->completion($info);
        if (empty($info->completionunlocked)) {
            $completion = array_intersect_key($completion, ['completionexpected' => 1]);
        }
        foreach ($columns + $completion as $column => $value) {
            $cm->$column = $value;
        }
        $DB->update_record('course_modules', (object)(['id' => $cm->id] + $columns + $completion));
        self::take_intro($info);
        $function = $info->modulename . '_update_instance';
        if (!$function($info, null)) {
            throw new \moodle_exception('cannotupdatemod', '', '', $info->modulename);
        }
        $this->write_grade_items($info, false);
        $this->saved[] = [$info, $cm, $cm->name];
    }

    /**
     * What the course needs once, after everything was saved: its cache dropped, grades reckoned, completion reset, all told.
     */
    public function finish(): void {
        global $CFG;
        $course = $this->writer->course;
        if ($this->saved) {
            \course_modinfo::purge_course_cache((int)$course->id);
            rebuild_course_cache((int)$course->id, true);
        }
        $this->writer->totals->reckon();
        $course = $this->writer->fresh_course();
        $completion = new \completion_info($course);
        foreach ($this->saved as [$info, $cm, $name]) {
            $info = plugin_extend_coursemodule_edit_post_actions($info, $course);
            if (!empty($CFG->enableplagiarism)) {
                self::tell_old_plagiarism_plugins($info);
            }
            if ($cm === null) {
                continue;
            }
            if (!empty($info->completionunlocked) && $completion->is_enabled()) {
                $completion->reset_all_state(get_fast_modinfo($course)->get_cm($cm->id));
            }
            if ($name !== $info->name && class_exists('\core_courseformat\hook\after_cm_name_edited')) {
                $hook = new \core_courseformat\hook\after_cm_name_edited(get_fast_modinfo($course)->get_cm($cm->id), $info->name);
                \core\di::get(\core\hook\manager::class)->dispatch($hook);
            }
            $cm->name = $info->name;
            \core\event\course_module_updated::create_from_cm($cm, \context_module::instance($cm->id))->trigger();
        }
        $this->saved = [];
    }

    /**
     * Whether the module may be saved here.
     *
     * @param \stdClass $info
     * @return bool
     */
    private static function is_known(\stdClass $info): bool {
        global $CFG;
        $branch = (int)$CFG->branch;
        return $branch >= self::BRANCHES[0] && $branch <= self::BRANCHES[1] && !in_array($info->modulename, self::APART, true);
    }

    /**
     * The columns of course_modules about completion; none when the course does not track it.
     *
     * @param \stdClass $info
     * @return array
     */
    private function completion(\stdClass $info): array {
        if (!(new \completion_info($this->writer->course))->is_enabled()) {
            return [];
        }
        $number = $info->completiongradeitemnumber;
        return [
            'completion' => $info->completion,
            'completionview' => $info->completionview,
            'completionexpected' => $info->completionexpected,
            'completionpassgrade' => $info->completionpassgrade ?? 0,
            'completiongradeitemnumber' => $number === '' ? null : $number,
        ];
    }

    /**
     * Puts the description where the module takes it from.
     *
     * @param \stdClass $info
     */
    private static function take_intro(\stdClass $info): void {
        if (isset($info->introeditor) && plugin_supports('mod', $info->modulename, FEATURE_MOD_INTRO, true)) {
            $info->intro = $info->introeditor['text'];
            $info->introformat = $info->introeditor['format'];
            unset($info->introeditor);
        }
    }

    /**
     * Gives the module's grade items its key, the grade to pass and, new ones, what their category reckons with.
     *
     * @param \stdClass $info
     * @param bool $isnew
     */
    private function write_grade_items(\stdClass $info, bool $isnew): void {
        if (plugin_supports('mod', $info->modulename, FEATURE_GRADE_HAS_GRADE, false)) {
            $this->writer->totals->want();
        }
        $items = \grade_item::fetch_all(['itemtype' => 'mod', 'itemmodule' => $info->modulename, 'iteminstance' => $info->instance,
            'courseid' => $this->writer->course->id]);
        foreach ($items ?: [] as $item) {
            $written = false;
            if ((int)$item->itemnumber === 0 && $item->idnumber != $info->cmidnumber) {
                $item->idnumber = $info->cmidnumber;
                $written = true;
            }
            $pass = component_gradeitems::get_field_name_for_itemnumber('mod_' . $info->modulename, $item->itemnumber, 'gradepass');
            if (isset($info->$pass) && $info->$pass != $item->gradepass) {
                $item->gradepass = $info->$pass;
                $written = true;
            }
            if ($isnew && $item->set_aggregation_fields_for_aggregation(0, $item->get_parent_category()->aggregation)) {
                $written = true;
            }
            if ($written) {
                $item->update();
            }
        }
    }

    /**
     * Plagiarism plugins of the old kind are told on releases that still have it.
     *
     * @param \stdClass $info
     */
    private static function tell_old_plagiarism_plugins(\stdClass $info): void {
        global $CFG;
        require_once($CFG->libdir . '/plagiarismlib.php');
        if (function_exists('plagiarism_save_form_elements')) {
            plagiarism_save_form_elements($info);
        }
    }
}
