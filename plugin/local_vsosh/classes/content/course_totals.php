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
 * The totals of a course's gradebook, while the course is written.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Has the grades of a course reckoned once, when all is written.
 *
 * Moodle marks items and the course's total as changed, and many of its functions reckon all grades anew when they meet the mark of
 * the total. It is taken away for a while here; the marks of the items stay, and so nothing is forgotten.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_totals {
    /** @var int */
    private $courseid;

    /** @var bool whether the mark was taken away */
    private $held = false;

    /** @var bool|null whether somebody has a grade in the course, null while that is not known */
    private $graded = null;

    /** @var bool whether grades are to be reckoned in any case */
    private $wanted = false;

    /**
     * Takes the course.
     *
     * @param int $courseid
     */
    public function __construct(int $courseid) {
        $this->courseid = $courseid;
    }

    /**
     * Lets changes made so far wait for reckon().
     */
    public function hold(): void {
        global $DB;
        $total = ['courseid' => $this->courseid, 'itemtype' => 'course'];
        if ($DB->get_field('grade_items', 'needsupdate', $total)) {
            $DB->set_field('grade_items', 'needsupdate', 0, $total);
            $this->held = true;
        }
    }

    /**
     * The same in a course where nobody has a grade yet; elsewhere Moodle goes on as it is used to.
     */
    public function hold_if_ungraded(): void {
        global $DB;
        if ($this->graded === null) {
            $sql = "SELECT 1 FROM {grade_items} i JOIN {grade_grades} g ON g.itemid = i.id WHERE i.courseid = ?";
            $this->graded = $DB->record_exists_sql($sql, [$this->courseid]);
        }
        if (!$this->graded) {
            $this->hold();
        }
    }

    /**
     * Asks for reckon() to see whether anything is to be reckoned.
     */
    public function want(): void {
        $this->wanted = true;
    }

    /**
     * Reckons the grades of the course, if something changed.
     */
    public function reckon(): void {
        if ($this->held) {
            \grade_item::fetch_course_item($this->courseid)->force_regrading();
        }
        if ($this->held || $this->wanted) {
            grade_regrade_final_grades($this->courseid);
        }
        $this->held = $this->wanted = false;
    }
}
