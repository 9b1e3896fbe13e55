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
 * What every slot of a quiz stands for, whosever questions they are.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\quiz;

/**
 * Slots as rows: a question of a category, or a draw from a category.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class draws {
    /**
     * Reads the slots of quizzes.
     *
     * @param int[] $ids quizzes
     * @return array[][] quiz => rows in order: points; entry and version (0 for a draw, version 0 for the newest); category of the
     *                   question or the draw (0 when there is more to a draw than a category); under (whether what lies below
     *                   it counts too); qkey and imported (key and category of a question as it was imported; null and 0 else)
     */
    public static function read(array $ids): array {
        global $DB;
        $read = array_fill_keys($ids, []);
        if (!$ids) {
            return $read;
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        $sql = "SELECT s.id, s.quizid, s.maxmark, e.id AS entry, e.questioncategoryid AS category, r.version, d.filtercondition,
                       t.qkey, t.categoryid AS imported
                  FROM {quiz_slots} s
                  JOIN {course_modules} cm ON cm.instance = s.quizid
                  JOIN {modules} m ON m.id = cm.module AND m.name = 'quiz'
                  JOIN {context} x ON x.instanceid = cm.id AND x.contextlevel = " . CONTEXT_MODULE . "
             LEFT JOIN {question_references} r ON r.usingcontextid = x.id AND r.itemid = s.id AND r.component = 'mod_quiz'
                       AND r.questionarea = 'slot'
             LEFT JOIN {question_bank_entries} e ON e.id = r.questionbankentryid
             LEFT JOIN {local_vsosh_question} t ON t.entryid = r.questionbankentryid
             LEFT JOIN {question_set_references} d ON d.usingcontextid = x.id AND d.itemid = s.id AND d.component = 'mod_quiz'
                       AND d.questionarea = 'slot'
                 WHERE s.quizid $in
              ORDER BY s.quizid, s.slot";
        foreach ($DB->get_records_sql($sql, $params) as $row) {
            $isdraw = $row->filtercondition !== null;
            [$category, $under] = $isdraw ? slots::drawn_from($row->filtercondition) : [(int)$row->category, false];
            $read[$row->quizid][] = ['points' => (float)$row->maxmark, 'entry' => $isdraw ? 0 : (int)$row->entry,
                'version' => (int)$row->version, 'category' => $category, 'under' => $under,
                'qkey' => $isdraw ? null : $row->qkey, 'imported' => $isdraw ? 0 : (int)$row->imported];
        }
        return $read;
    }
}
