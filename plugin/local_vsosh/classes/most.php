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
 * How much one call may ask for.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * Bounds of calls: more is refused at once instead of being worked at until PHP or the database gives up.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class most {
    /** @var int courses named in a call */
    const COURSES = 1000;
    /** @var int accounts in a call */
    const ACCOUNTS = 2000;
    /** @var int members of courses and cohorts in a call, cohort syncs among them */
    const MEMBERS = 10000;
    /** @var int items of courses, events or exceptions in a call, those to be removed among them */
    const ITEMS = 5000;
    /** @var int question banks in a call */
    const BANKS = 200;
    /** @var int jobs asked about in a call */
    const JOBS = 1000;
    /** @var int jobs of one user that wait or run */
    const OPEN_JOBS = 500;

    /**
     * Stops a call that asks for too much.
     *
     * @param int $count
     * @param int $bound
     * @param string $what for the error
     * @throws \invalid_parameter_exception
     */
    public static function check(int $count, int $bound, string $what): void {
        if ($count > $bound) {
            throw new \invalid_parameter_exception("$what: $count are too many, at most $bound");
        }
    }

    /**
     * Stops a call whose rows hold too much together.
     *
     * @param array $rows
     * @param string[] $lists names of the lists in a row that count; what is no list counts nothing here
     * @param int $bound
     * @throws \invalid_parameter_exception
     */
    public static function check_lists(array $rows, array $lists, int $bound): void {
        $count = 0;
        foreach ($rows as $row) {
            foreach ($lists as $name) {
                $count += is_array($row) && is_array($row[$name] ?? null) ? count($row[$name]) : 0;
            }
        }
        self::check($count, $bound, implode(', ', $lists));
    }
}
