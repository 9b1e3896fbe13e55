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
 * Options of put_courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * How a document is to be applied.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class upsert_options {
    /** @var string[] items whose hand edits are written over */
    public $overwrite = [];

    /** @var bool whether what the document leaves out is hidden */
    public $hideabsent = true;

    /** @var bool whether nothing is written */
    public $dryrun = false;

    /** @var string what course modules' idnumbers begin with */
    public $prefix = 'vsosh:';

    /**
     * Reads the options.
     *
     * @param array $raw
     * @return upsert_options
     * @throws \invalid_parameter_exception
     */
    public static function parse(array $raw): upsert_options {
        $options = new upsert_options();
        if ($unknown = array_diff(array_keys($raw), ['overwrite', 'absent', 'dry_run', 'prefix'])) {
            throw new \invalid_parameter_exception('unknown option: ' . reset($unknown));
        }
        $options->overwrite = $raw['overwrite'] ?? [];
        if (!is_array($options->overwrite) || array_filter($options->overwrite, 'is_string') !== $options->overwrite) {
            throw new \invalid_parameter_exception('overwrite is a list of names');
        }
        $absent = $raw['absent'] ?? 'hide';
        $options->dryrun = $raw['dry_run'] ?? false;
        if (!in_array($absent, ['hide', 'keep'], true) || !is_bool($options->dryrun)) {
            throw new \invalid_parameter_exception('absent is hide or keep, dry_run is true or false');
        }
        $options->hideabsent = $absent === 'hide';
        $options->prefix = self::prefix($raw);
        return $options;
    }

    /**
     * The prefix of idnumbers.
     *
     * @param array $raw
     * @return string
     * @throws \invalid_parameter_exception
     */
    public static function prefix(array $raw): string {
        $prefix = $raw['prefix'] ?? 'vsosh:';
        if (!is_string($prefix) || !preg_match('/^[^\s\x00-\x1f]{3,40}$/Du', $prefix)) {
            throw new \invalid_parameter_exception('prefix has 3 to 40 characters');
        }
        return $prefix;
    }
}
