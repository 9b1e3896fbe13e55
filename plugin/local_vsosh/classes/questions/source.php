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
 * Reads question sources.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

/**
 * Reads GIFT and Moodle XML by Moodle's own formats, collecting what is wrong instead of printing it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class source {
    /** @var string[] formats of the document */
    const FORMATS = ['gift', 'xml'];

    /**
     * The questions of a source; a source with problems is not to be imported.
     *
     * @param string $format gift or xml
     * @param string $text UTF-8
     * @return parsed_source
     */
    public static function parse(string $format, string $text): parsed_source {
        $text = str_replace(["\r\n", "\r"], "\n", \core_text::trim_utf8_bom($text));
        $parsed = new parsed_source();
        if ($text !== fix_utf8($text)) {
            $parsed->problem('source-invalid', 'not UTF-8');
            return $parsed;
        }
        $before = force_current_language('en');
        ob_start();
        try {
            $reader = $format === 'gift' ? new gift_source($parsed) : new xml_source($parsed);
            $reader->read($text);
            self::settle_fractions($parsed);
            if (!$parsed->problems && !$parsed->questions) {
                $parsed->problem('source-invalid', 'no question in it');
            }
        } catch (\Throwable $e) {
            $parsed->problem('source-invalid', $e->getMessage());
        } finally {
            ob_end_clean();
            force_current_language($before);
        }
        return $parsed;
    }

    /**
     * Brings the fractions of answers to those Moodle knows (33.333 % is a third).
     *
     * @param parsed_source $parsed
     */
    private static function settle_fractions(parsed_source $parsed): void {
        $known = \question_bank::fraction_options_full();
        foreach ($parsed->questions as $key => $question) {
            if (empty($question->fraction) || !is_array($question->fraction)) {
                continue;
            }
            foreach ($question->fraction as $number => $fraction) {
                $settled = match_grade_options($known, $fraction, 'error');
                if ($settled === false) {
                    $parsed->problem('source-invalid', 'question "' . $key . '": ' . round(100 * (float)$fraction, 5)
                        . ' % is not among the weights of an answer');
                    break;
                }
                $question->fraction[$number] = $settled;
            }
        }
    }
}
