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
 * Feedback on the whole of an attempt.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\quiz;

use local_vsosh\content\canonical;

/**
 * The overall feedback of a quiz, by per cent of its grade.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class overall_feedback {
    /**
     * What is wrong with it.
     *
     * @param array $rows
     * @return string in English, '' when nothing
     */
    public static function wrong(array $rows): string {
        $above = 100.00001;
        foreach ($rows as $row) {
            $from = $row['from'] ?? null;
            if (!is_array($row) || array_diff(array_keys($row), ['from', 'text']) || !is_string($row['text'] ?? null)
                    || (!is_int($from) && !is_float($from))) {
                return 'a row has "from", a number, and "text"';
            }
            if ($from < 0 || $from >= $above) {
                return '"from" goes down from at most 100';
            }
            $above = $from;
        }
        return $rows && $above != 0 ? 'the last row is from 0' : '';
    }

    /**
     * The canonical form.
     *
     * @param array $rows
     * @return array
     */
    public static function canonical(array $rows): array {
        return array_map(function ($row) {
            return ['from' => canonical::number($row['from']), 'text' => trim($row['text'])];
        }, $rows);
    }

    /**
     * Reads the feedback of many quizzes.
     *
     * @param \stdClass[] $quizzes id => record
     * @return array[] id => rows
     */
    public static function read(array $quizzes): array {
        global $DB;
        $read = array_fill_keys(array_keys($quizzes), []);
        foreach ($DB->get_records_list('quiz_feedback', 'quizid', array_keys($quizzes), 'quizid, mingrade DESC') as $row) {
            $grade = (float)$quizzes[$row->quizid]->grade;
            // Grades have five decimals, so per cent have fewer that mean anything.
            $from = $grade > 0 ? round(100 * (float)$row->mingrade / $grade, 2) : 0;
            $read[$row->quizid][] = ['from' => canonical::number($from), 'text' => (string)$row->feedbacktext];
        }
        foreach ($read as $id => $rows) {
            // A form that was saved with nothing in it leaves one empty row.
            if (implode('', array_column($rows, 'text')) === '') {
                $read[$id] = [];
            }
        }
        return $read;
    }

    /**
     * Puts feedback into what is saved.
     *
     * @param \stdClass $info with the grade of the quiz as it is saved
     * @param array $rows canonical
     */
    public static function fill(\stdClass $info, array $rows): void {
        unset($info->feedbacktext, $info->feedbackboundaries);
        foreach ($rows as $number => $row) {
            $info->feedbacktext[$number] = ['text' => $row['text'], 'format' => FORMAT_HTML, 'itemid' => IGNORE_FILE_MERGE];
            if ($row['from'] > 0) {
                // The form counts from the top, and takes no boundary at the grade itself.
                $boundary = min($row['from'] * $info->grade / 100, $info->grade - 0.00001);
                $info->feedbackboundaries[$number] = sprintf('%.5F', $boundary);
            }
        }
        if ($rows) {
            $info->feedbackboundaries = $info->feedbackboundaries ?? [];
        }
    }

    /**
     * Puts the feedback there is into what is saved: the module writes it anew.
     *
     * @param \stdClass $info
     */
    public static function keep(\stdClass $info): void {
        global $DB;
        unset($info->feedbacktext, $info->feedbackboundaries);
        $context = \context_module::instance($info->coursemodule);
        $number = 0;
        foreach ($DB->get_records('quiz_feedback', ['quizid' => $info->instance], 'mingrade DESC') as $row) {
            $text = (string)$row->feedbacktext;
            $draft = IGNORE_FILE_MERGE;
            if (strpos($text, '@@PLUGINFILE@@') !== false) {
                $draft = 0;
                $text = file_prepare_draft_area($draft, $context->id, 'mod_quiz', 'feedback', $row->id, null, $text);
            }
            $info->feedbacktext[$number] = ['text' => $text, 'format' => $row->feedbacktextformat, 'itemid' => $draft];
            $info->feedbackboundaries = $info->feedbackboundaries ?? [];
            if ((float)$row->mingrade > 0) {
                $info->feedbackboundaries[$number] = sprintf('%.5F', $row->mingrade);
            }
            $number++;
        }
    }
}
