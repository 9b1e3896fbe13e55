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
 * Writes the sections of a course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Makes and changes sections, and puts sections and activities in order.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class section_writer {
    /** @var course_writer */
    private $writer;

    /**
     * Takes the course.
     *
     * @param course_writer $writer
     */
    public function __construct(course_writer $writer) {
        $this->writer = $writer;
    }

    /**
     * Makes new sections and writes names and summaries.
     *
     * @param item_plan[] $plans
     */
    public function write(array $plans): void {
        global $DB;
        foreach ($plans as $plan) {
            if ($plan->type !== 'section') {
                continue;
            }
            $row = array_intersect_key($plan->write, ['name' => 1, 'summary' => 1]);
            if (array_key_exists('name', $row) && $row['name'] === '') {
                $row['name'] = null;
            }
            if (array_key_exists('summary', $row)) {
                $row['summaryformat'] = FORMAT_HTML;
            }
            if ($plan->live === null) {
                $section = course_create_section($this->writer->course->id);
                $this->writer->made('section', $plan->key, (int)$section->id);
            } else if ($row) {
                $section = $DB->get_record('course_sections', ['id' => $plan->live->id], '*', MUST_EXIST);
            }
            if ($row) {
                $this->save($section, $row);
            }
        }
    }

    /**
     * Puts sections in their order, and our activities inside sections and subsections.
     *
     * @param item_plan[] $plans
     */
    public function write_orders(array $plans): void {
        foreach ($plans as $plan) {
            if (!array_key_exists('order', $plan->write) || $plan->status === 'conflict') {
                continue;
            }
            if ($plan->type === 'course') {
                $this->order_sections($plan->write['order']);
            } else {
                $this->order_activities($this->writer->section_id($plan->key), $plan->write['order']);
            }
        }
    }

    /**
     * Shows or hides sections, with what is in them.
     *
     * @param item_plan[] $plans
     * @param bool $visible which of both
     */
    public function write_visibility(array $plans, bool $visible): void {
        global $DB;
        foreach ($plans as $plan) {
            if ($plan->type !== 'section' || ($plan->write['visible'] ?? null) !== $visible) {
                continue;
            }
            $id = $this->writer->section_id($plan->key);
            $section = $DB->get_record('course_sections', ['id' => $id], '*', MUST_EXIST);
            if ((bool)$section->visible !== $visible && (int)$section->section !== 0) {
                course_update_section($this->writer->fresh_course(), $section, ['visible' => $visible ? 1 : 0]);
            }
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
            if ($plan->type !== 'section' || !array_key_exists('availability', $plan->write)) {
                continue;
            }
            $json = availability::to_moodle($plan->write['availability'], $this->writer);
            if ($plan->live === null && $json === null) {
                continue;
            }
            $id = $this->writer->section_id($plan->key);
            $this->save($DB->get_record('course_sections', ['id' => $id], '*', MUST_EXIST), ['availability' => $json]);
        }
    }

    /**
     * Writes columns of a section.
     *
     * @param \stdClass $section record
     * @param array $row
     */
    private function save(\stdClass $section, array $row): void {
        global $DB;
        $DB->update_record('course_sections', (object)($row + ['id' => $section->id, 'timemodified' => time()]));
        \course_modinfo::purge_course_section_cache_by_id((int)$this->writer->course->id, (int)$section->id);
        \core\event\course_section_updated::create([
            'objectid' => $section->id,
            'courseid' => $this->writer->course->id,
            'context' => \context_course::instance($this->writer->course->id),
            'other' => ['sectionnum' => $section->section],
        ])->trigger();
    }

    /**
     * Puts our sections in order on the places that ours have; others stay where they are.
     *
     * @param string[] $order keys
     */
    private function order_sections(array $order): void {
        global $DB;
        $wanted = array_values(array_filter(array_map([$this->writer, 'section_id'], $order)));
        $params = ['course' => $this->writer->course->id];
        $present = [];
        foreach ($DB->get_records('course_sections', $params, 'section') as $section) {
            if ((int)$section->section > 0 && empty($section->component)) {
                $present[] = (int)$section->id;
            }
        }
        $arranged = self::arranged($present, $wanted);
        foreach ($arranged as $place => $id) {
            if ($present[$place] === $id) {
                continue;
            }
            $from = array_search($id, $present, true);
            $numbers = $DB->get_records_list('course_sections', 'id', [$id, $present[$place]], '', 'id, section');
            move_section_to($this->writer->fresh_course(), (int)$numbers[$id]->section,
                (int)$numbers[$present[$place]]->section, true);
            array_splice($present, $from, 1);
            array_splice($present, $place, 0, [$id]);
        }
    }

    /**
     * Puts our activities of a section in order on the places that ours have; others stay where they are.
     *
     * @param int $id section
     * @param string[] $order keys
     */
    private function order_activities(int $id, array $order): void {
        global $DB;
        $section = $DB->get_record('course_sections', ['id' => $id], '*', IGNORE_MISSING);
        if (!$section) {
            return;
        }
        $present = array_map('intval', array_filter(explode(',', (string)$section->sequence)));
        $wanted = array_map([$this->writer, 'activity_cmid'], $order);
        $arranged = self::arranged($present, $wanted);
        if ($arranged !== $present) {
            $this->save($section, ['sequence' => implode(',', $arranged)]);
        }
    }

    /**
     * The list with the wanted ones in their order, on the places they take up together.
     *
     * @param int[] $present
     * @param int[] $wanted
     * @return int[]
     */
    private static function arranged(array $present, array $wanted): array {
        $present = array_values($present);
        $movable = array_values(array_intersect($wanted, $present));
        foreach ($present as $place => $id) {
            if (in_array($id, $movable, true)) {
                $places[] = $place;
            }
        }
        foreach ($places ?? [] as $number => $place) {
            $present[$place] = $movable[$number];
        }
        return $present;
    }
}
