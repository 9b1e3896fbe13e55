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
 * Events of the whole site.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\events;

/**
 * The place of events that everybody on the site sees: in documents a course whose key begins with @.
 *
 * What follows the sign tells apart whose events they are, so that two schools on one site do not meet.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site_calendar {
    /**
     * Whether a key is the site's, and not a course's.
     *
     * @param string $key
     * @return bool
     */
    public static function is_key(string $key): bool {
        return preg_match('~^@[a-z0-9._:-]{1,38}$~D', $key) === 1;
    }

    /**
     * Whether the caller may do something on the whole site.
     *
     * @param string $capability
     * @return bool
     */
    public static function may(string $capability): bool {
        return has_capability($capability, \context_system::instance());
    }
}
