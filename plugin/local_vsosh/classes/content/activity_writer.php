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
 * Writes the activities of a course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Makes and changes activities, and what course modules have in common.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class activity_writer {
    /** @var string[] common fields that are written apart from the module */
    const SEPARATE = ['visible', 'section', 'availability', 'grade_category', 'weight'];

    /** @var course_writer */
    private $writer;

    /** @var module_writer */
    private $modules;

    /** @var \stdClass[] course module id => record, of activities changed without their module */
    private $silent = [];

    /**
     * Takes the course.
     *
     * @param course_writer $writer
     * @param module_writer $modules
     */
    public function __construct(course_writer $writer, module_writer $modules) {
        $this->writer = $writer;
        $this->modules = $modules;
    }

    /**
     * Makes new activities (subsections first, which hold others) and changes those there are.
     *
     * @param item_plan[] $plans
     */
    public function write(array $plans): void {
        $plans = array_filter($plans, function (item_plan $plan) {
            return $plan->type === 'activity' && $plan->wanted !== null && in_array($plan->status, ['created', 'updated'], true);
        });
        foreach ([true, false] as $holders) {
            foreach ($plans as $plan) {
                if (($plan->wanted->kind->name() === 'subsection') !== $holders) {
                    continue;
                }
                // Core functions may print notices, which would spoil the answer.
                ob_start();
                try {
                    if ($plan->status === 'created') {
                        $this->create($plan);
                    } else {
                        $this->update($plan);
                    }
                } finally {
                    ob_end_clean();
                }
            }
        }
    }

    /**
     * Shows and hides activities.
     *
     * @param item_plan[] $plans
     */
    public function write_visibility(array $plans): void {
        global $DB;
        foreach ($plans as $plan) {
            if ($plan->type !== 'activity' || $plan->live === null || !array_key_exists('visible', $plan->write)
                    || $plan->status === 'conflict') {
                continue;
            }
            $cm = $this->record($plan->live->id);
            $visible = $plan->write['visible'] ? 1 : 0;
            if ($DB->get_field('course_sections', 'visible', ['id' => $cm->section])) {
                set_coursemodule_visible($cm->id, $visible, $cm->visibleoncoursepage);
            } else {
                // Inside a hidden section it is hidden anyway: this is what it will be when the section is shown.
                $DB->set_field('course_modules', 'visibleold', $visible, ['id' => $cm->id]);
            }
            $this->silent += [$cm->id => $cm];
        }
    }

    /**
     * Writes restrictions, once everything they name is there.
     *
     * @param item_plan[] $plans
     */
    public function write_availability(array $plans): void {
        global $DB;
        foreach ($plans as $plan) {
            if ($plan->type !== 'activity' || !array_key_exists('availability', $plan->write) || $plan->status === 'conflict') {
                continue;
            }
            $json = availability::to_moodle($plan->write['availability'], $this->writer);
            if ($plan->live === null && $json === null) {
                continue;
            }
            $cm = $this->record($this->writer->activity_cmid($plan->key));
            $DB->set_field('course_modules', 'availability', $json, ['id' => $cm->id]);
            if ($cm->modname === 'subsection') {
                $DB->set_field('course_sections', 'availability', $json,
                    ['course' => $cm->course, 'component' => 'mod_subsection', 'itemid' => $cm->instance]);
            }
            if ($plan->live !== null) {
                $this->silent += [$cm->id => $cm];
            }
        }
    }

    /**
     * Fires the event of activities that were changed without their module.
     */
    public function announce(): void {
        foreach ($this->silent as $cm) {
            $cm = get_coursemodule_from_id($cm->modname, $cm->id, $cm->course, false, MUST_EXIST);
            \core\event\course_module_updated::create_from_cm($cm)->trigger();
        }
        $this->silent = [];
    }

    /**
     * Makes an activity.
     *
     * @param item_plan $plan
     */
    private function create(item_plan $plan): void {
        global $DB;
        $kind = $plan->wanted->kind;
        $fields = $plan->write;
        $this->writer->at(null);
        $section = $this->section($fields['section']);
        $visible = ($fields['visible'] ?? true) ? 1 : 0;
        $info = (object)[
            'modulename' => $kind->module(),
            'module' => activity_types::module_id($kind->module()),
            'add' => $kind->module(),
            'section' => (int)$section->section,
            'visible' => $section->visible ? $visible : 0,
            'visibleoncoursepage' => 1,
            'cmidnumber' => $this->writer->prefix . $plan->key,
            'groupmode' => 0,
            'groupingid' => 0,
            'completion' => 0,
            'completionview' => 0,
            'completionexpected' => 0,
            'introeditor' => ['text' => '', 'format' => FORMAT_HTML, 'itemid' => IGNORE_FILE_MERGE],
        ];
        $this->fill($fields, $info, $plan);
        $kind->creation($fields, $info, $this->writer);
        $info = $this->modules->add($info);
        $cm = $this->record((int)$info->coursemodule);
        $this->writer->made('activity', $plan->key, (int)$cm->id);
        if (!$section->visible && $visible) {
            $DB->set_field('course_modules', 'visibleold', 1, ['id' => $cm->id]);
        }
        if ($cm->groupmode != $info->groupmode || isset($fields['group_mode'])) {
            $this->write_group_mode($cm, $fields['group_mode'] ?? 'none');
        }
        if ($kind->name() === 'subsection') {
            $id = $DB->get_field('course_sections', 'id',
                ['course' => $cm->course, 'component' => 'mod_subsection', 'itemid' => $cm->instance], MUST_EXIST);
            $this->writer->made('section', $plan->key, (int)$id);
        }
        $plan->leave($kind->after_save($fields, $cm, $this->writer, true));
    }

    /**
     * Changes an activity.
     *
     * @param item_plan $plan
     */
    private function update(item_plan $plan): void {
        global $DB;
        $kind = $plan->wanted->kind;
        $this->writer->at($plan->live);
        $cm = $this->record($plan->live->id);
        $changed = $plan->write;
        if (isset($changed['section'])) {
            $section = $this->section($changed['section']);
            if ((int)$section->id !== (int)$cm->section) {
                moveto_module($cm, $section);
                $cm = $this->record($plan->live->id);
                $this->silent += [$cm->id => $cm];
            }
        }
        $module = array_diff_key($changed, array_flip(self::SEPARATE), array_flip($kind->separate_fields()));
        if ($module) {
            $record = $this->record($plan->live->id);
            $full = get_coursemodule_from_id($kind->module(), $cm->id, $cm->course, false, MUST_EXIST);
            $info = $this->present_info($full, $kind->module());
            $this->fill($module, $info, $plan);
            $kind->update($module, $info, $this->writer);
            $this->modules->update($full, $info);
            if (isset($module['group_mode'])) {
                $this->write_group_mode($record, $module['group_mode']);
            }
        } else if (array_intersect(array_keys($changed), $kind->separate_fields())) {
            $this->silent += [$cm->id => $cm];
        }
        $plan->leave($kind->after_save($changed, $cm, $this->writer, false));
    }

    /**
     * What the module's form would load of an activity.
     *
     * @param \stdClass $cm as get_coursemodule_from_id() gives it
     * @param string $module
     * @return \stdClass
     */
    private function present_info(\stdClass $cm, string $module): \stdClass {
        global $DB;
        $info = $DB->get_record($module, ['id' => $cm->instance], '*', MUST_EXIST);
        $info->coursemodule = $cm->id;
        $info->instance = $cm->instance;
        $info->module = $cm->module;
        $info->modulename = $module;
        $info->update = $cm->id;
        $info->section = $cm->sectionnum ?? $DB->get_field('course_sections', 'section', ['id' => $cm->section]);
        $info->cmidnumber = $cm->idnumber;
        foreach (['visible', 'visibleoncoursepage', 'groupmode', 'groupingid', 'completion', 'completionview', 'completionexpected',
                'completionpassgrade', 'completiongradeitemnumber', 'showdescription', 'downloadcontent', 'lang'] as $column) {
            $info->$column = $cm->$column ?? null;
        }
        $info->availability = $cm->availability;
        $info->introeditor = ['text' => $info->intro ?? '', 'format' => $info->introformat ?? FORMAT_HTML,
            'itemid' => IGNORE_FILE_MERGE];
        return $info;
    }

    /**
     * Puts the common fields into what the module is given.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param item_plan $plan
     */
    private function fill(array $fields, \stdClass $info, item_plan $plan): void {
        $info->cmidnumber = $this->writer->prefix . $plan->key;
        if (array_key_exists('name', $fields)) {
            $info->name = $fields['name'];
        }
        if (array_key_exists('intro', $fields)) {
            $info->introeditor = ['text' => $fields['intro'], 'format' => FORMAT_HTML, 'itemid' => IGNORE_FILE_MERGE];
        }
        if (array_key_exists('show_description', $fields)) {
            $info->showdescription = $fields['show_description'] ? 1 : 0;
        }
        if (array_key_exists('group_mode', $fields)) {
            $info->groupmode = array_search($fields['group_mode'], activity_fields::GROUP_MODES, true);
        }
        if (array_key_exists('grouping', $fields)) {
            $info->groupingid = $this->writer->grouping_id($fields['grouping']);
        }
        if (array_key_exists('completion', $fields)) {
            completion::fill($fields['completion'], $info, $plan->wanted->kind);
            $info->completionunlocked = 1;
        }
        if (array_key_exists('completion_expected', $fields)) {
            $info->completionexpected = $fields['completion_expected'];
        }
    }

    /**
     * Writes the group mode, which is left out with a new module in a course that forces its own.
     *
     * @param \stdClass $cm
     * @param string $mode
     */
    private function write_group_mode(\stdClass $cm, string $mode): void {
        global $DB;
        $number = array_search($mode, activity_fields::GROUP_MODES, true);
        $DB->set_field('course_modules', 'groupmode', $number, ['id' => $cm->id]);
    }

    /**
     * The section of a key.
     *
     * @param string $key
     * @return \stdClass record
     */
    private function section(string $key): \stdClass {
        global $DB;
        $id = $this->writer->section_id($key);
        return $DB->get_record('course_sections', ['id' => $id], '*', MUST_EXIST);
    }

    /**
     * A course module with its module's name.
     *
     * @param int $id
     * @return \stdClass record with modname
     */
    private function record(int $id): \stdClass {
        global $DB;
        $sql = "SELECT cm.*, m.name AS modname FROM {course_modules} cm JOIN {modules} m ON m.id = cm.module WHERE cm.id = ?";
        return $DB->get_record_sql($sql, [$id], MUST_EXIST);
    }
}
