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
 * What was written last, field by field.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * One row of local_vsosh_item: what was written last into an item, as Moodle kept it.
 *
 * The column "applied" is a JSON object field => value. Under "~asked" stand the values of the document where Moodle spells them
 * differently, under "~absent" that the last document left the item out.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class memory {
    /** @var int row of the table, 0 when not stored yet */
    public $id = 0;

    /** @var int what it is about: course module, section, grade category or course */
    public $instanceid = 0;

    /** @var string type of an activity, '' otherwise */
    public $module = '';

    /** @var array field => value */
    public $applied = [];

    /** @var array field => value in the document, where it differs from the applied one */
    public $asked = [];

    /** @var bool whether the last document left the item out */
    public $absent = false;

    /** @var string the column as it was read */
    private $stored = '';

    /**
     * From a row of the table.
     *
     * @param \stdClass $row
     * @return memory
     */
    public static function from_row(\stdClass $row): memory {
        $memory = new memory();
        $memory->id = (int)$row->id;
        $memory->instanceid = (int)$row->instanceid;
        $memory->module = $row->module;
        $memory->stored = (string)$row->applied;
        $applied = json_decode($memory->stored, true);
        $applied = is_array($applied) ? $applied : [];
        $memory->asked = $applied['~asked'] ?? [];
        $memory->absent = !empty($applied['~absent']);
        unset($applied['~asked'], $applied['~absent']);
        $memory->applied = $applied;
        return $memory;
    }

    /**
     * Remembers what a field became.
     *
     * @param string $field
     * @param mixed $live as Moodle kept it
     * @param mixed $asked as the document has it
     */
    public function remember(string $field, $live, $asked): void {
        $this->applied[$field] = $live;
        if (canonical::same($live, $asked)) {
            unset($this->asked[$field]);
        } else {
            $this->asked[$field] = $asked;
        }
    }

    /**
     * Whether nothing has to be done to have this value: it was asked for before, and Moodle still has what it made of it.
     *
     * @param string $field
     * @param mixed $asked
     * @param mixed $live
     * @return bool
     */
    public function is_settled(string $field, $asked, $live): bool {
        return array_key_exists($field, $this->asked) && canonical::same($this->asked[$field], $asked)
            && canonical::same($this->applied[$field], $live);
    }

    /**
     * The row to be stored, null when it is stored as it is.
     *
     * @param int $courseid
     * @param string $type
     * @param string $key
     * @param int $instanceid
     * @param string $module
     * @return \stdClass|null
     */
    public function row(int $courseid, string $type, string $key, int $instanceid, string $module): ?\stdClass {
        $json = $this->json();
        if ($this->id && $this->stored === $json && $this->instanceid === $instanceid && $this->module === $module) {
            return null;
        }
        $row = (object)['courseid' => $courseid, 'itemtype' => $type, 'itemkey' => $key, 'instanceid' => $instanceid,
            'module' => $module, 'applied' => $json, 'timemodified' => time()];
        if ($this->id) {
            $row->id = $this->id;
        } else {
            $row->timecreated = $row->timemodified;
        }
        return $row;
    }

    /**
     * The column's text.
     *
     * @return string
     */
    private function json(): string {
        $all = $this->applied;
        if ($this->asked) {
            $all['~asked'] = $this->asked;
        }
        if ($this->absent) {
            $all['~absent'] = true;
        }
        return canonical::json((object)$all);
    }
}
