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
 * One item of a document.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * An item as the document wants it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class document_item {
    /** @var string course, grade_category, section or activity */
    public $type;

    /** @var string */
    public $key;

    /** @var activity\activity_type|null of an activity */
    public $kind;

    /** @var array field => value as it was sent */
    public $raw;

    /** @var array field => canonical value */
    public $fields = [];

    /**
     * Makes an item.
     *
     * @param string $type
     * @param string $key
     * @param array $raw
     * @param activity\activity_type|null $kind
     */
    public function __construct(string $type, string $key, array $raw, ?activity\activity_type $kind = null) {
        $this->type = $type;
        $this->key = $key;
        $this->raw = $raw;
        $this->kind = $kind;
    }

    /**
     * Its name in a call's answer and in "overwrite".
     *
     * @return string
     */
    public function name(): string {
        return $this->type . ':' . $this->key;
    }
}
