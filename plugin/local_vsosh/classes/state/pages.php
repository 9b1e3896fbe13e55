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
 * Pages of tables.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\state;

/**
 * Reads parts page by page.
 *
 * The cursor names the part, its source and the last number read, so that rows that come or go in between move no other row
 * from one page to another.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pages {
    /** @var int rows of a page at most */
    const MOST_ROWS = 50000;

    /**
     * A page.
     *
     * @param part[] $parts in their order
     * @param string $after cursor, '' for the first page
     * @param int $limit rows of all parts together; 0: as many as may be
     * @return array parts, next, time: as in the answer
     */
    public static function read(array $parts, string $after, int $limit): array {
        $time = time();
        $left = $limit > 0 ? min($limit, self::MOST_ROWS) : self::MOST_ROWS;
        [$first, $source, $number] = self::place($parts, $after);
        $answer = [];
        $next = '';
        foreach (array_slice($parts, $first) as $part) {
            [$rows, $cursor] = self::cut($part, $source, $number, $left);
            [$source, $number] = [0, 0];
            $answer[] = self::table($part, $rows);
            if ($cursor !== null) {
                $next = "{$part->name}:{$cursor}";
                break;
            }
            $left -= count($rows);
        }
        return ['parts' => $answer, 'next' => $next, 'time' => $time];
    }

    /**
     * Where the cursor points.
     *
     * @param part[] $parts
     * @param string $after
     * @return array place of the part, source, number
     */
    private static function place(array $parts, string $after): array {
        if ($after === '') {
            return [0, 0, 0];
        }
        if (preg_match('/^([a-z_]+):(\d{1,2})-(\d{1,18})$/', $after, $found)) {
            foreach ($parts as $place => $part) {
                if ($part->name === $found[1] && isset($part->sources[(int)$found[2]])) {
                    return [$place, (int)$found[2], (int)$found[3]];
                }
            }
        }
        throw new \invalid_parameter_exception('after: not a cursor of these parts');
    }

    /**
     * Rows of a part from a place on.
     *
     * @param part $part
     * @param int $source
     * @param int $number
     * @param int $left rows that still fit
     * @return array rows, and the cursor when there are more (null: none)
     */
    private static function cut(part $part, int $source, int $number, int $left): array {
        $rows = [];
        for (; $source < count($part->sources); $source++, $number = 0) {
            $more = $part->rows($source, $number, $left - count($rows) + 1);
            if (count($rows) + count($more) > $left) {
                array_pop($more);
                $last = $more ? array_key_last($more) : $number;
                return [array_merge($rows, array_values($more)), "{$source}-{$last}"];
            }
            $rows = array_merge($rows, array_values($more));
        }
        return [$rows, null];
    }

    /**
     * A part of the answer.
     *
     * @param part $part
     * @param array $rows
     * @return array
     */
    private static function table(part $part, array $rows): array {
        if ($part->finish && $rows) {
            $rows = call_user_func($part->finish, $rows);
        }
        return [
            'name' => $part->name,
            'columns' => array_keys($part->columns),
            'rows' => json_encode($rows, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE),
        ];
    }

    /**
     * The parts asked for, in the order of the answer.
     *
     * @param part[] $parts all there are
     * @param string[] $names none: all
     * @return part[]
     */
    public static function chosen(array $parts, array $names): array {
        $known = array_map(function (part $part) {
            return $part->name;
        }, $parts);
        foreach ($names as $name) {
            if (!is_string($name) || !in_array($name, $known, true)) {
                throw new \invalid_parameter_exception('parts: there is no part ' . (is_string($name) ? $name : 'that is no text'));
            }
        }
        return array_values(array_filter($parts, function (part $part) use ($names) {
            return !$names || in_array($part->name, $names, true);
        }));
    }

    /**
     * The structure of the tables in an answer.
     *
     * @return array
     */
    public static function structure(): array {
        return [
            'parts' => new \external_multiple_structure(new \external_single_structure([
                'name' => new \external_value(PARAM_ALPHANUMEXT, 'name of the part'),
                'columns' => new \external_multiple_structure(new \external_value(PARAM_ALPHANUMEXT, 'column')),
                'rows' => new \external_value(PARAM_RAW, 'JSON: list of rows, each a list in the order of the columns'),
            ])),
            'next' => new \external_value(PARAM_RAW, 'cursor of the next page, empty at the end'),
            'time' => new \external_value(PARAM_INT, 'the site\'s clock before the first row was read'),
        ];
    }
}
