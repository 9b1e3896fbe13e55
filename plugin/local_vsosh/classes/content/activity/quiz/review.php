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
 * What pupils see of their attempts.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\quiz;

/**
 * The review options of a quiz as one word.
 *
 * Bits of each column: during the attempt, immediately after it, later while the quiz is open, after it is closed. The bit
 * "during" belongs to the behaviour and is not looked at: Moodle's form drops it where the behaviour has no use for it. So it does
 * with "after it is closed" where the quiz never closes.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class review {
    /** @var string[] words of the document */
    const WORDS = ['immediately', 'after_close', 'never'];

    /** @var string[] names of the columns after "review" */
    const COLUMNS = ['attempt', 'correctness', 'marks', 'specificfeedback', 'generalfeedback', 'rightanswer', 'overallfeedback'];

    /** @var int[] moment of the form => bit */
    const MOMENTS = ['during' => 0x10000, 'immediately' => 0x01000, 'open' => 0x00100, 'closed' => 0x00010];

    /** @var int[] word => bits after the attempt */
    const BITS = ['immediately' => 0x01110, 'after_close' => 0x00010, 'never' => 0];

    /**
     * The word for a quiz.
     *
     * @param \stdClass $quiz record
     * @return string 'other' for what the document has no word for
     */
    public static function read(\stdClass $quiz): string {
        $word = self::word_for($quiz, 0x01110);
        return $word === null && !(int)$quiz->timeclose ? self::word_for($quiz, 0x01100) ?? 'other' : $word ?? 'other';
    }

    /**
     * The word whose bits a quiz has, of those that matter.
     *
     * @param \stdClass $quiz record
     * @param int $mask
     * @return string|null null when there is none
     */
    private static function word_for(\stdClass $quiz, int $mask): ?string {
        foreach (self::BITS as $word => $bits) {
            $same = true;
            foreach (self::COLUMNS as $column) {
                $same = $same && ((int)$quiz->{'review' . $column} & $mask) === ($bits & $mask);
            }
            if ($same) {
                return $word;
            }
        }
        return null;
    }

    /**
     * Ticks the boxes of the form for a word.
     *
     * @param \stdClass $info
     * @param string $word
     */
    public static function fill(\stdClass $info, string $word): void {
        foreach (array_merge(self::COLUMNS, ['maxmarks']) as $column) {
            $during = $word === 'immediately' || $column === 'attempt' || $column === 'maxmarks' ? 0x10000 : 0;
            self::tick($info, $column, $during | self::BITS[$word]);
        }
    }

    /**
     * Ticks the boxes of the form as the quiz has them.
     *
     * @param \stdClass $info with the columns of the record
     */
    public static function keep(\stdClass $info): void {
        foreach (array_merge(self::COLUMNS, ['maxmarks']) as $column) {
            self::tick($info, $column, (int)($info->{'review' . $column} ?? 0));
        }
    }

    /**
     * Ticks the boxes of one column.
     *
     * @param \stdClass $info
     * @param string $column
     * @param int $bits
     */
    private static function tick(\stdClass $info, string $column, int $bits): void {
        foreach (self::MOMENTS as $moment => $bit) {
            $info->{$column . $moment} = $bits & $bit ? 1 : 0;
        }
    }
}
