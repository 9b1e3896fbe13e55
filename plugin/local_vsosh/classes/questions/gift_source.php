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
 * Reads GIFT.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/questionlib.php');
require_once($CFG->dirroot . '/question/format.php');
require_once($CFG->dirroot . '/question/format/gift/format.php');

/**
 * GIFT, question by question, with the line each begins at.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class gift_source extends \qformat_gift {
    use source_reading;

    /** @var string as in import_from_gift() of question types */
    const FORMAT = 'gift';

    /**
     * Reads a source: questions are parted by blank lines.
     *
     * @param string $text
     */
    public function read(string $text): void {
        $block = [];
        $first = 0;
        foreach (array_merge(explode("\n", $text), ['']) as $number => $line) {
            $line = trim($line);
            if ($line !== '') {
                $first = $block ? $first : $number + 1;
                $block[] = $line;
            } else if ($block) {
                $this->read_block($block, $first);
                $block = [];
            }
        }
    }

    /**
     * Reads the lines of one question.
     *
     * @param string[] $lines
     * @param int $first number of the first one
     */
    private function read_block(array $lines, int $first): void {
        $told = array_filter($lines, function ($line) {
            return substr($line, 0, 2) !== '//';
        });
        if (!$told) {
            return;
        }
        $this->place = 'line ' . ($first + array_key_first($told));
        $this->faults = 0;
        try {
            $this->take($this->readquestion($lines));
        } catch (\Throwable $e) {
            $this->error($e->getMessage(), implode("\n", $told));
        }
    }
}
