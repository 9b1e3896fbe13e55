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
 * Terms of an activity for one pupil.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\exceptions;

/**
 * Reads and writes what one pupil has otherwise than the others in an activity.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class terms {
    /** @var \stdClass record of the activity */
    protected $instance;

    /** @var \stdClass its course module */
    protected $cm;

    /** @var \context_module */
    protected $context;

    /**
     * The terms of an activity.
     *
     * @param string $module
     * @param int $instanceid
     * @return terms|null null for a type without such terms, and for what is not there
     */
    public static function of(string $module, int $instanceid): ?terms {
        global $DB;
        $classes = ['quiz' => quiz_terms::class, 'assign' => assign_terms::class];
        if (!isset($classes[$module])) {
            return null;
        }
        $instance = $DB->get_record($module, ['id' => $instanceid]);
        $cm = $instance ? get_coursemodule_from_instance($module, $instanceid, $instance->course) : false;
        if (!$cm) {
            return null;
        }
        $terms = new $classes[$module]();
        $terms->instance = $instance;
        $terms->instance->cmid = $cm->id;
        $terms->cm = $cm;
        $terms->context = \context_module::instance($cm->id);
        return $terms;
    }

    /**
     * Whether the caller may write them.
     *
     * @return bool
     */
    public function may(): bool {
        return has_capability($this->capability(), $this->context);
    }

    /**
     * The right it takes.
     *
     * @return string
     */
    abstract public function capability(): string;

    /**
     * The fields there are.
     *
     * @return string[]
     */
    abstract public function names(): array;

    /**
     * What a pupil has of their own.
     *
     * @param int $userid
     * @return \stdClass|null id, row and fields; null for nothing
     */
    abstract public function read(int $userid): ?\stdClass;

    /**
     * Writes.
     *
     * @param int $userid
     * @param array $fields
     * @return int id of what holds them
     */
    abstract public function write(int $userid, array $fields): int;

    /**
     * Takes all of it back.
     *
     * @param int $userid
     */
    abstract public function remove(int $userid): void;
}
