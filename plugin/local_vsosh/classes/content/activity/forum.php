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
 * Forums.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\course_writer;
use local_vsosh\content\field;

/**
 * A forum of any of Moodle's kinds.
 *
 * A forum has two grade items, for ratings (0) and for the whole forum (1); the document's grade is the second.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class forum extends activity_type {
    /** @var string[] Moodle's way of subscription => the document's */
    const SUBSCRIPTION = [0 => 'optional', 1 => 'forced', 2 => 'auto', 3 => 'disabled'];

    /** @var string[] rule of completion => column */
    const RULES = ['posts' => 'completionposts', 'discussions' => 'completiondiscussions', 'replies' => 'completionreplies'];

    /** @var string[] field => column, where they hold the same */
    const COLUMNS = ['forum_type' => 'type', 'max_attachments' => 'maxattachments', 'due' => 'duedate', 'cut_off' => 'cutoffdate',
        'grade' => 'grade_forum'];

    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'forum';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'forum_type' => field::choice(['general', 'eachuser', 'single', 'qanda', 'blog']),
            'subscription' => field::choice(array_values(self::SUBSCRIPTION)),
            'max_attachments' => field::int(0, 100),
            'due' => field::moment(),
            'cut_off' => field::moment(),
            'grade' => field::int(0, field::MOST_POINTS),
        ];
    }

    /**
     * A forum may be graded.
     *
     * @return bool
     */
    public function graded(): bool {
        return true;
    }

    /**
     * The grade of the whole forum.
     *
     * @return int
     */
    public function grade_number(): int {
        return 1;
    }

    /**
     * Own completion rules.
     *
     * @return string[]
     */
    public function own_completion(): array {
        return ['posts' => 'int', 'discussions' => 'int', 'replies' => 'int'];
    }

    /**
     * Reads the module's columns.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $read = [];
        foreach ($cms as $id => $cm) {
            $forum = $instances[$id];
            $read[$id] = [
                'forum_type' => (string)$forum->type,
                'subscription' => self::SUBSCRIPTION[(int)$forum->forcesubscribe] ?? 'other',
                'max_attachments' => (int)$forum->maxattachments,
                'due' => (int)$forum->duedate,
                'cut_off' => (int)$forum->cutoffdate,
                'grade' => (int)$forum->grade_forum,
                'completion' => [],
            ];
            foreach (self::RULES as $rule => $column) {
                $read[$id]['completion'][$rule] = (int)$forum->$column;
            }
        }
        return $read;
    }

    /**
     * What cannot be.
     *
     * @param array $fields
     * @param course_writer $course
     * @return \local_vsosh\problem[]
     */
    public function check(array $fields, course_writer $course): array {
        $problems = [];
        $bad = function (string $code, string $detail, string $field) use (&$problems) {
            $problems[] = new \local_vsosh\problem($code, $detail, '', '', '', $field);
        };
        $type = $fields['forum_type'] ?? 'general';
        if ($type === 'single' && trim($fields['intro'] ?? '') === '') {
            $bad('field-missing', 'a single discussion is made from the description', 'intro');
        }
        if ($type === 'single' && !empty($fields['completion']['discussions'])) {
            $bad('completion-impossible', 'nobody starts a discussion in a forum of a single one', 'completion');
        }
        if (!empty($fields['cut_off']) && !empty($fields['due']) && $fields['cut_off'] < $fields['due']) {
            $bad('field-invalid', 'the cut-off is before the due date', 'cut_off');
        }
        if (!empty($fields['completion']['grade']) && empty($fields['grade'])) {
            $bad('completion-impossible', 'a grade is asked for and the forum gives none', 'completion');
        }
        return $problems;
    }

    /**
     * Defaults of the site, and what the document has.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        global $CFG;
        $info->type = 'general';
        $info->maxbytes = $CFG->forum_maxbytes;
        $info->maxattachments = $CFG->forum_maxattachments;
        $info->forcesubscribe = $CFG->forum_subscription;
        $info->trackingtype = $CFG->forum_trackingtype;
        foreach (['assessed', 'scale', 'grade_forum', 'grade_forum_notify', 'duedate', 'cutoffdate', 'warnafter', 'blockafter',
                'blockperiod', 'displaywordcount', 'lockdiscussionafter', 'rsstype', 'rssarticles', 'completionposts',
                'completiondiscussions', 'completionreplies'] as $column) {
            $info->$column = 0;
        }
        $this->write($fields, $info);
    }

    /**
     * What changed.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $this->write($changed, $info);
    }

    /**
     * Puts the fields into the module's.
     *
     * @param array $fields
     * @param \stdClass $info
     */
    private function write(array $fields, \stdClass $info): void {
        foreach (self::COLUMNS as $field => $column) {
            if (array_key_exists($field, $fields)) {
                $info->$column = $fields[$field];
            }
        }
        if (isset($fields['subscription'])) {
            $info->forcesubscribe = array_search($fields['subscription'], self::SUBSCRIPTION, true);
        }
        if (isset($fields['completion'])) {
            foreach (self::RULES as $rule => $column) {
                $info->$column = $fields['completion'][$rule] ?? 0;
            }
        }
    }
}
