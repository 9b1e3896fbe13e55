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
 * Reads the banks of many courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

use core_question\local\bank\question_version_status;
use local_vsosh\content\canonical;

/**
 * Banks as items of get_courses, in a few statements for all courses.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bank_reader {
    /**
     * The banks of courses.
     *
     * @param int[] $courseids
     * @return array[][] course id => items: type, key, id, module, fields, edited, locked, hash
     */
    public static function items(array $courseids): array {
        global $DB;
        $items = array_fill_keys($courseids, []);
        if (!$courseids) {
            return $items;
        }
        [$in, $params] = $DB->get_in_or_equal($courseids);
        $sql = "SELECT i.id, i.courseid, i.itemkey, i.instanceid, i.applied, c.name
                  FROM {local_vsosh_item} i
                  JOIN {question_categories} c ON c.id = i.instanceid
                 WHERE i.courseid $in AND i.itemtype = ?
              ORDER BY i.courseid, i.itemkey";
        $rows = $DB->get_records_sql($sql, array_merge($params, [bank::ITEM]));
        $categoryids = array_values(array_map('intval', array_column($rows, 'instanceid')));
        $counts = self::counts($categoryids);
        $edited = self::edited($categoryids);
        foreach ($rows as $row) {
            $id = (int)$row->instanceid;
            $applied = json_decode((string)$row->applied, true) ?: [];
            $hash = $applied['hash'] ?? '';
            $changes = [];
            if (($applied['name'] ?? $row->name) !== $row->name) {
                $changes['name'] = $applied['name'];
            }
            if (isset($edited[$id])) {
                $changes['hash'] = $hash;
            }
            $fields = ['name' => $row->name, 'hash' => $hash, 'count' => $counts[$id] ?? 0];
            $items[$row->courseid][] = ['type' => bank::ITEM, 'key' => $row->itemkey, 'id' => $id, 'module' => '',
                'fields' => $fields, 'edited' => $changes, 'locked' => [], 'hash' => canonical::hash($fields)];
        }
        return $items;
    }

    /**
     * How many questions of categories can be drawn at random.
     *
     * @param int[] $categoryids
     * @return int[] category id => number; none for an empty category
     */
    public static function counts(array $categoryids): array {
        global $CFG, $DB;
        require_once($CFG->libdir . '/questionlib.php');
        if (!$categoryids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($categoryids, SQL_PARAMS_NAMED, 'c');
        $useless = array_keys(array_filter(\question_bank::get_all_qtypes(), function ($type) {
            return !$type->is_usable_by_random();
        }));
        [$notin, $typeparams] = $DB->get_in_or_equal($useless ?: ['-'], SQL_PARAMS_NAMED, 't', false);
        // Before 4.3 the last version had to be ready, since then it is the last one that is ready.
        $ready = ($CFG->branch ?? 0) >= 403 ? 'AND w.status = :ready2' : '';
        $sql = "SELECT e.questioncategoryid AS category, COUNT(1) AS number
                  FROM {question_bank_entries} e
                  JOIN {question_versions} v ON v.questionbankentryid = e.id
                  JOIN {question} q ON q.id = v.questionid
                 WHERE e.questioncategoryid $in AND q.parent = 0 AND v.status = :ready AND q.qtype $notin
                       AND v.version = (SELECT MAX(w.version) FROM {question_versions} w
                                         WHERE w.questionbankentryid = e.id $ready)
              GROUP BY e.questioncategoryid";
        $status = question_version_status::QUESTION_STATUS_READY;
        $params += $typeparams + ['ready' => $status] + ($ready === '' ? [] : ['ready2' => $status]);
        return array_map('intval', $DB->get_records_sql_menu($sql, $params));
    }

    /**
     * The categories some question of which was changed, hidden, moved or deleted in Moodle since it was written.
     *
     * @param int[] $categoryids
     * @return int[] category id => number of such questions
     */
    public static function edited(array $categoryids): array {
        global $DB;
        if (!$categoryids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($categoryids, SQL_PARAMS_NAMED, 'c');
        $sql = "SELECT t.categoryid, COUNT(1) AS number
                  FROM {local_vsosh_question} t
             LEFT JOIN {question_bank_entries} e ON e.id = t.entryid
             LEFT JOIN {question_versions} v ON v.questionbankentryid = e.id
                       AND v.version = (SELECT MAX(w.version) FROM {question_versions} w WHERE w.questionbankentryid = e.id)
                 WHERE t.categoryid $in AND (v.id IS NULL OR v.questionid <> t.questionid OR e.questioncategoryid <> t.categoryid
                       OR (t.hidden = 0 AND v.status <> :ready) OR (t.hidden = 1 AND v.status <> :hidden))
              GROUP BY t.categoryid";
        $params += ['ready' => question_version_status::QUESTION_STATUS_READY,
            'hidden' => question_version_status::QUESTION_STATUS_HIDDEN];
        return array_map('intval', $DB->get_records_sql_menu($sql, $params));
    }
}
