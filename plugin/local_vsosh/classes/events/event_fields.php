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
 * Fields of an event.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\events;

/**
 * The fields of an event in the document and in Moodle's table.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class event_fields {
    /** @var string[] all of them */
    const NAMES = ['name', 'start', 'minutes', 'description'];

    /** @var string[] those an event cannot be made without */
    const NEEDED = ['name', 'start'];

    /** @var int minutes of a year: nothing lasts longer */
    private const LONGEST = 525600;

    /** @var int the last moment of a column of ten digits that every system takes */
    private const LAST = 2147483647;

    /**
     * The fields of a row of the table event.
     *
     * @param \stdClass $row
     * @return array
     */
    public static function read(\stdClass $row): array {
        return ['name' => (string)$row->name, 'start' => (int)$row->timestart,
            'minutes' => intdiv((int)$row->timeduration, MINSECS), 'description' => (string)$row->description];
    }

    /**
     * Columns of the table event for some fields.
     *
     * @param array $fields
     * @return array
     */
    public static function columns(array $fields): array {
        $columns = [];
        foreach ($fields as $name => $value) {
            if ($name === 'name') {
                $columns['name'] = $value;
            } else if ($name === 'start') {
                $columns['timestart'] = $value;
                $columns['timesort'] = $value;
            } else if ($name === 'minutes') {
                $columns['timeduration'] = $value * MINSECS;
            } else {
                $columns['description'] = $value;
                $columns['format'] = FORMAT_HTML;
            }
        }
        return $columns;
    }

    /**
     * What is wrong with the value of a field.
     *
     * @param string $name
     * @param mixed $value
     * @return string in English, '' for nothing
     */
    public static function fault(string $name, $value): string {
        switch ($name) {
            case 'name':
                $good = is_string($value) && $value !== '' && trim($value) === $value && \core_text::strlen($value) <= 255
                    && clean_param($value, PARAM_TEXT) === $value;
                return $good ? '' : 'a name is a text of 1 to 255 characters without tags and spaces around it';
            case 'start':
                return is_int($value) && $value > 0 && $value <= self::LAST ? '' : 'a moment is expected';
            case 'minutes':
                return is_int($value) && $value >= 0 && $value <= self::LONGEST ? '' : 'minutes of a year at most';
            default:
                return is_string($value) ? '' : 'a text is expected';
        }
    }
}
