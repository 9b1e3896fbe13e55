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
 * One form for each value.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * The canonical form of values, by which they are compared, remembered and hashed.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class canonical {
    /**
     * A number: whole where it is integral, else with at most five decimals.
     *
     * @param mixed $value number or numeric string as the database gives it
     * @return int|float
     */
    public static function number($value) {
        $number = round((float)$value, 5);
        return floor($number) === $number && abs($number) < 1e15 ? (int)$number : $number;
    }

    /**
     * JSON with keys sorted at every depth, no spaces, nothing escaped that need not be.
     *
     * @param mixed $value
     * @return string
     */
    public static function json($value): string {
        // Moodle 4.1 writes 33.33 with 17 digits; here a number is the shortest that reads back the same.
        $precision = ini_set('serialize_precision', '-1');
        $json = json_encode(self::sorted($value), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        ini_set('serialize_precision', (string)$precision);
        return $json;
    }

    /**
     * Whether two values are the same in canonical form.
     *
     * @param mixed $one
     * @param mixed $other
     * @return bool
     */
    public static function same($one, $other): bool {
        return $one === $other || self::json($one) === self::json($other);
    }

    /**
     * SHA-1 of the canonical JSON of an item's fields.
     *
     * @param array $fields
     * @return string
     */
    public static function hash(array $fields): string {
        return sha1(self::json((object)$fields));
    }

    /**
     * The value with keys in order and numbers in one form.
     *
     * @param mixed $value
     * @return mixed
     */
    private static function sorted($value) {
        if (is_float($value)) {
            return self::number($value);
        }
        if (is_object($value)) {
            $fields = get_object_vars($value);
            ksort($fields, SORT_STRING);
            return (object)array_map([self::class, 'sorted'], $fields);
        }
        if (!is_array($value)) {
            return $value;
        }
        if ($value !== array_values($value)) {
            ksort($value, SORT_STRING);
        }
        return array_map([self::class, 'sorted'], $value);
    }
}
