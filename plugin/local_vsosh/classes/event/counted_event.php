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
 * What the plugin's events have in common.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\event;

/**
 * An event of one call, with what it did counted by kind.
 *
 * Trigger one for each course: content_applied::create(['context' => \context_course::instance($id),
 * 'other' => ['counts' => ['created' => 3]]])->trigger().
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class counted_event extends \core\event\base {
    /** @var string c, r, u or d, as core's events have it */
    protected const CRUD = 'u';

    /**
     * Sets what is the same in all events of a kind.
     */
    protected function init() {
        $this->data['crud'] = static::CRUD;
        $this->data['edulevel'] = self::LEVEL_OTHER;
    }

    /**
     * What was done, in English, as the log has it.
     *
     * @return string
     */
    abstract protected function deed(): string;

    /**
     * The event in a sentence.
     *
     * @return string
     */
    public function get_description() {
        $counts = [];
        foreach ($this->other['counts'] as $name => $count) {
            $counts[] = "$name: $count";
        }
        $where = $this->contextlevel == CONTEXT_COURSE ? "the course with id '{$this->courseid}'" : 'the site';
        return "The user with id '{$this->userid}' {$this->deed()} $where through the plugin VSOSH ("
            . ($counts ? implode(', ', $counts) : 'nothing changed') . ').';
    }

    /**
     * The page where the result can be seen.
     *
     * @return \moodle_url
     */
    public function get_url() {
        return $this->contextlevel == CONTEXT_COURSE
            ? new \moodle_url('/course/view.php', ['id' => $this->courseid]) : new \moodle_url('/admin/search.php');
    }

    /**
     * Checks that the counts are there: name => number.
     */
    protected function validate_data() {
        parent::validate_data();
        if (!isset($this->other['counts']) || !is_array($this->other['counts'])) {
            throw new \coding_exception("The value 'counts' must be set in other.");
        }
    }

    /**
     * Counts hold no ids: a restore has nothing to map.
     *
     * @return bool
     */
    public static function get_other_mapping() {
        return false;
    }
}
