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
 * The questions of one source.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

/**
 * What came out of a source: its questions by key, and what is wrong with it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class parsed_source {
    /** @var \stdClass[] key => question as question_type::save_question_options() takes it */
    public $questions = [];

    /** @var array[] [code, detail] */
    public $problems = [];

    /**
     * Notes a problem.
     *
     * @param string $code source-invalid, question-twice or type-absent
     * @param string $detail in English
     */
    public function problem(string $code, string $detail): void {
        $detail = trim(preg_replace('/\s+/u', ' ', strip_tags($detail)) ?? '');
        $this->problems[] = [$code, \core_text::substr($detail, 0, 400)];
    }

    /**
     * Takes a question under its key: its idnumber, else its name.
     *
     * @param \stdClass $question
     * @param string $place where it stands in the source
     */
    public function add(\stdClass $question, string $place): void {
        $idnumber = trim((string)($question->idnumber ?? ''));
        $name = trim((string)$question->name);
        if (\core_text::strlen($idnumber) > 100) {
            $this->problem('source-invalid', $place . ': the id is longer than 100 characters');
            return;
        }
        $key = $idnumber !== '' ? $idnumber : $name;
        if (isset($this->questions[$key])) {
            $this->problem('question-twice', $place . ': there is another question "' . $key . '" before it');
            return;
        }
        $question->name = $name;
        $question->idnumber = $idnumber;
        $this->questions[$key] = $question;
    }
}
