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
 * What is asked for.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\progress;

/**
 * Which courses, whose keys, since when.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class request {
    /** @var int[] ids of the courses */
    public $courseids;

    /** @var string prefix of the keys of our people and activities */
    public $prefix;

    /** @var int moment since which rows changed, 0: all */
    public $since;

    /** @var int the site's clock */
    public $now;

    /**
     * What is asked for.
     *
     * @param int[] $courseids courses that the token may read
     * @param array $options prefix, since; parts are somebody else's business
     */
    public function __construct(array $courseids, array $options) {
        foreach (array_diff_key($options, ['parts' => 1, 'prefix' => 1, 'since' => 1]) as $name => $value) {
            throw new \invalid_parameter_exception("options: there is no option {$name}");
        }
        $options += ['prefix' => 'vsosh:', 'since' => 0];
        if (!is_string($options['prefix']) || $options['prefix'] === '') {
            throw new \invalid_parameter_exception('options: prefix is a text');
        }
        if (!is_int($options['since']) || $options['since'] < 0) {
            throw new \invalid_parameter_exception('options: since is a moment in Unix seconds');
        }
        $this->courseids = $courseids;
        $this->prefix = $options['prefix'];
        $this->since = $options['since'];
        $this->now = time();
    }
}
