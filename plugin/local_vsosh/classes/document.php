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
 * Documents that travel as JSON text in one argument.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * A JSON argument of a function, decoded.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class document {
    /** @var int how deep a document may be nested */
    private const DEPTH = 64;

    /**
     * The value of a JSON text: an object, or a list when one is asked for; objects become associative arrays.
     *
     * @param string $json
     * @param string $argument the argument's name, for the error
     * @param bool $list whether a list is wanted at the top
     * @return array
     * @throws \invalid_parameter_exception when it is no JSON, too deep, or something else at its top
     */
    public static function parse(string $json, string $argument, bool $list = false): array {
        $value = json_decode($json, true, self::DEPTH + 1);
        if (json_last_error() !== JSON_ERROR_NONE) {
            throw new \invalid_parameter_exception("$argument: no JSON (" . json_last_error_msg() . ')');
        }
        $opening = substr(ltrim($json, " \t\r\n"), 0, 1);
        if (!is_array($value) || $opening !== ($list ? '[' : '{')) {
            throw new \invalid_parameter_exception("$argument: must be a JSON " . ($list ? 'list' : 'object'));
        }
        // A database text cannot hold the character NUL, and PostgreSQL refuses the whole statement.
        if (strpos($json, '\u0000') !== false) {
            array_walk_recursive($value, function ($one) use ($argument) {
                if (is_string($one) && strpos($one, "\0") !== false) {
                    throw new \invalid_parameter_exception("$argument: a text with the character NUL");
                }
            });
        }
        return $value;
    }
}
