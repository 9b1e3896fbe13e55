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
 * What the readers of both formats share.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

/**
 * Collects questions and problems in place of the page output of Moodle's formats.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
trait source_reading {
    /** @var parsed_source */
    private $parsed;

    /** @var string where the reader stands */
    private $place = '';

    /** @var int problems of the question being read */
    private $faults = 0;

    /**
     * A reader into this result.
     *
     * @param parsed_source $parsed
     */
    public function __construct(parsed_source $parsed) {
        $this->parsed = $parsed;
        $this->set_display_progress(false);
    }

    /**
     * Takes note of what the format found wrong.
     *
     * @param string $message
     * @param string $text the part of the source
     * @param string $questionname
     */
    protected function error($message, $text = '', $questionname = '') {
        $this->faults++;
        $this->importerrors++;
        $detail = $this->place . ($questionname === '' ? '' : ' "' . $questionname . '"') . ': ' . $message;
        if (trim((string)$text) !== '') {
            $detail .= ' | ' . \core_text::substr(trim((string)$text), 0, 120);
        }
        $this->parsed->problem('source-invalid', $detail);
    }

    /**
     * Asks the question types to read what the format does not know.
     *
     * Moodle's own finds the format by the name of the class, which is another one here.
     *
     * @param mixed $data
     * @param mixed $question
     * @param mixed $extra
     * @param string $qtypehint
     * @return mixed a question, false when no type knows it
     */
    public function try_importing_using_qtypes($data, $question = null, $extra = null, $qtypehint = '') {
        $method = 'import_from_' . self::FORMAT;
        $types = \question_bank::get_all_qtypes();
        if ($qtypehint !== '' && isset($types[$qtypehint])) {
            $types = [$qtypehint => $types[$qtypehint]] + $types;
        }
        foreach ($types as $type) {
            $found = method_exists($type, $method) ? $type->$method($data, $question, $this, $extra) : false;
            if ($found) {
                return $found;
            }
        }
        return false;
    }

    /**
     * Takes a question that was read, unless it is a category, which sources may name and banks do without.
     *
     * @param mixed $question
     */
    private function take($question): void {
        if (!is_object($question)) {
            if ($this->faults === 0) {
                $this->parsed->problem('source-invalid', $this->place . ': not understood');
            }
            return;
        }
        if (($question->qtype ?? '') === 'category' || $this->faults) {
            return;
        }
        if (!\question_bank::is_qtype_installed((string)$question->qtype)) {
            $this->parsed->problem('type-absent', $this->place . ': the site has no question type ' . $question->qtype);
            return;
        }
        $this->parsed->add($question, $this->place);
    }
}
