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
 * What learners did.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\progress;

use local_vsosh\state\part;

/**
 * What the tables of local_vsosh_get_progress hold.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class learning {
    /** @var string[] the parts in the order of the answer: what later versions added stands at the end */
    const ORDER = ['people', 'activities', 'courses', 'completion', 'course_completion', 'grades', 'access', 'submissions',
        'attempts', 'enrolments', 'posts'];

    /** @var request what is asked for */
    private $request;

    /**
     * The parts of what learners did.
     *
     * @param int[] $courseids courses that the token may read
     * @param array $options prefix, since; parts are somebody else's business
     */
    public function __construct(array $courseids, array $options) {
        $this->request = new request($courseids, $options);
    }

    /**
     * All parts, in the order of the answer.
     *
     * @return part[]
     */
    public function parts(): array {
        $parts = (new people_tables($this->request))->parts() + (new content_tables($this->request))->parts()
            + (new result_tables($this->request))->parts();
        return array_values(array_replace(array_flip(self::ORDER), $parts));
    }
}
