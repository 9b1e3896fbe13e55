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
 * The ids behind the keys of a document.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Gives ids for keys, while a course is written.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
interface reference_ids {
    /**
     * The id of a group of the course.
     *
     * @param string $key
     * @return int 0 when there is none
     */
    public function group_id(string $key): int;

    /**
     * The id of a grouping of the course.
     *
     * @param string $key
     * @return int 0 when there is none
     */
    public function grouping_id(string $key): int;

    /**
     * The course module of an activity of ours.
     *
     * @param string $key
     * @return int 0 when there is none
     */
    public function activity_cmid(string $key): int;

    /**
     * The grade item of an activity of ours.
     *
     * @param string $key '' is the course's own
     * @return int 0 when there is none
     */
    public function grade_item_id(string $key): int;
}
