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
 * Reads Moodle XML.
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
require_once($CFG->dirroot . '/question/format/xml/format.php');

/**
 * Moodle XML, question by question, with the name of each.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class xml_source extends \qformat_xml {
    use source_reading;

    /** @var string as in import_from_xml() of question types */
    const FORMAT = 'xml';

    /**
     * Reads a source.
     *
     * @param string $text
     */
    public function read(string $text): void {
        if (!$this->is_well_formed($text)) {
            return;
        }
        $tree = xmlize($text, 0, 'UTF-8', true);
        foreach ($tree['quiz']['#']['question'] ?? [] as $number => $node) {
            $name = $node['#']['name'][0]['#']['text'][0]['#'] ?? '';
            $this->place = 'question ' . ($number + 1) . (is_string($name) && trim($name) !== '' ? ' "' . trim($name) . '"' : '');
            $this->faults = 0;
            $type = $node['@']['type'] ?? '';
            if ($type === '') {
                $this->error('the attribute "type" is missing');
                continue;
            }
            $installed = $this->type_behind($type);
            if ($installed !== '' && !\question_bank::is_qtype_installed($installed)) {
                $this->parsed->problem('type-absent', $this->place . ': the site has no question type ' . $type);
                continue;
            }
            try {
                $this->take($this->import_question($node));
            } catch (\Throwable $e) {
                $this->error($e->getMessage());
            }
        }
    }

    /**
     * The question type behind a type of the source.
     *
     * @param string $type
     * @return string '' for what is no question
     */
    private function type_behind(string $type): string {
        $others = ['matching' => 'match', 'cloze' => 'multianswer', 'category' => ''];
        return $others[$type] ?? $type;
    }

    /**
     * Whether it is XML of the right root; notes what is wrong, with the line.
     *
     * @param string $text
     * @return bool
     */
    private function is_well_formed(string $text): bool {
        if (stripos($text, '<!DOCTYPE') !== false || stripos($text, '<!ENTITY') !== false) {
            $this->parsed->problem('source-invalid', 'a document type and entities of one\'s own are not taken');
            return false;
        }
        $before = libxml_use_internal_errors(true);
        $document = new \DOMDocument();
        $good = $document->loadXML($text, LIBXML_NONET | LIBXML_COMPACT | LIBXML_PARSEHUGE);
        $errors = libxml_get_errors();
        libxml_clear_errors();
        libxml_use_internal_errors($before);
        if (!$good) {
            $error = reset($errors);
            $this->parsed->problem('source-invalid', $error ? 'line ' . $error->line . ': ' . $error->message : 'not XML');
            return false;
        }
        if ($document->documentElement->nodeName !== 'quiz') {
            $this->parsed->problem('source-invalid', 'line 1: the root is not <quiz>');
            return false;
        }
        return true;
    }
}
