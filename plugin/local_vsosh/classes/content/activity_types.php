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
 * The types of activities the document knows.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use local_vsosh\content\activity\activity_type;

/**
 * All types by name and by module, and which of them the site has.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class activity_types {
    /** @var string[] names; the class of each has the same name, a keyword gets _activity */
    const NAMES = ['label', 'page', 'url', 'file', 'folder', 'forum', 'assign', 'quiz', 'choice', 'feedback', 'lesson',
        'h5pactivity', 'subsection'];

    /** @var activity_type[]|null by name */
    private static $types = null;

    /** @var int[]|null enabled modules: name => id */
    private static $modules = null;

    /**
     * Every type, by name.
     *
     * @return activity_type[]
     */
    public static function all(): array {
        global $CFG;
        if (self::$types === null) {
            // Constants and functions that the types use, before and after the modules' own libraries are loaded.
            require_once($CFG->libdir . '/filelib.php');
            require_once($CFG->libdir . '/gradelib.php');
            require_once($CFG->libdir . '/completionlib.php');
            self::$types = [];
            foreach (self::NAMES as $name) {
                $class = '\\local_vsosh\\content\\activity\\' . $name;
                if (class_exists($class)) {
                    self::$types[$name] = new $class();
                }
            }
        }
        return self::$types;
    }

    /**
     * The type of this name.
     *
     * @param string $name
     * @return activity_type|null
     */
    public static function by_name(string $name): ?activity_type {
        return self::all()[$name] ?? null;
    }

    /**
     * The type behind which stands this module.
     *
     * @param string $module
     * @return activity_type|null
     */
    public static function by_module(string $module): ?activity_type {
        foreach (self::all() as $type) {
            if ($type->module() === $module) {
                return $type;
            }
        }
        return null;
    }

    /**
     * The id of an enabled module.
     *
     * @param string $module
     * @return int 0 when the site has it not
     */
    public static function module_id(string $module): int {
        global $DB;
        if (self::$modules === null) {
            self::$modules = $DB->get_records_menu('modules', ['visible' => 1], '', 'name, id');
        }
        return (int)(self::$modules[$module] ?? 0);
    }
}
