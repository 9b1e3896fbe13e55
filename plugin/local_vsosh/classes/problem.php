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
 * What was wrong with one item, as a row of an answer.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * An error row of an answer: which course, item and field is at fault, and how.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class problem {
    /** @var string one of the codes of the contract, such as "field-invalid" */
    public $code;
    /** @var string English, for the log */
    public $detail;
    /** @var string key of the course or cohort */
    public $course;
    /** @var string type of the item */
    public $type;
    /** @var string key of the item */
    public $key;
    /** @var string name of the field */
    public $field;

    /**
     * Says what is wrong and where; what is left out is meant as a whole.
     *
     * @param string $code
     * @param string $detail
     * @param string $course
     * @param string $type
     * @param string $key
     * @param string $field
     */
    public function __construct(string $code, string $detail = '', string $course = '', string $type = '', string $key = '',
            string $field = '') {
        $this->code = $code;
        $this->detail = $detail;
        $this->course = $course;
        $this->type = $type;
        $this->key = $key;
        $this->field = $field;
    }

    /**
     * The row as it is answered.
     *
     * @return string[]
     */
    public function to_array(): array {
        return ['course' => $this->course, 'type' => $this->type, 'key' => $this->key, 'field' => $this->field,
            'code' => $this->code, 'detail' => $this->detail];
    }

    /**
     * The shape of the row, for what a function returns.
     *
     * @return \external_single_structure
     */
    public static function structure(): \external_single_structure {
        return new \external_single_structure([
            'course' => new \external_value(PARAM_RAW, 'key of the course or cohort'),
            'type' => new \external_value(PARAM_RAW, 'type of the item'),
            'key' => new \external_value(PARAM_RAW, 'key of the item'),
            'field' => new \external_value(PARAM_RAW, 'field at fault'),
            'code' => new \external_value(PARAM_RAW, 'what is wrong'),
            'detail' => new \external_value(PARAM_RAW, 'in English, for the log'),
        ]);
    }
}
