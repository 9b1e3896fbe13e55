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
 * Writes questions into a category.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

use core_question\local\bank\question_version_status;

/**
 * Saves parsed questions the way Moodle's import does, as new questions or as new versions.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class question_writer {
    /** @var \stdClass record of question_categories */
    private $category;

    /** @var \context the category's */
    private $context;

    /**
     * A writer into this category.
     *
     * @param \stdClass $category
     */
    public function __construct(\stdClass $category) {
        $this->category = $category;
        $this->context = \context::instance_by_id($category->contextid);
    }

    /**
     * Saves a question.
     *
     * @param \stdClass $question as parsed; it is changed
     * @param int $entryid of question_bank_entries: its next version; 0: a question of its own
     * @return int[] [entry, question]
     * @throws \moodle_exception source-invalid by its errorcode, when the question type refuses
     */
    public function save(\stdClass $question, int $entryid): array {
        global $DB, $USER;
        $idnumber = $this->free_idnumber((string)($question->idnumber ?? ''), $entryid);
        $question->category = $this->category->id;
        $question->context = $this->context;
        $question->parent = 0;
        $question->stamp = make_unique_id_code();
        $question->createdby = $question->modifiedby = $USER->id;
        $question->timecreated = $question->timemodified = time();
        $question->id = $DB->insert_record('question', $question);
        if (!$entryid) {
            $entryid = $DB->insert_record('question_bank_entries', (object)['questioncategoryid' => $this->category->id,
                'idnumber' => $idnumber, 'ownerid' => $USER->id]);
        }
        $last = (int)$DB->get_field('question_versions', 'MAX(version)', ['questionbankentryid' => $entryid]);
        $DB->insert_record('question_versions', (object)['questionbankentryid' => $entryid, 'questionid' => $question->id,
            'version' => $last + 1, 'status' => question_version_status::QUESTION_STATUS_READY]);
        $this->save_files($question);
        $DB->update_record('question', $question);
        $type = \question_bank::get_qtype($question->qtype);
        $result = $type->save_question_options($question);
        $refused = $result->error ?? $result->notice ?? '';
        if ($refused !== '') {
            throw new \moodle_exception('source-invalid', '', '', null, strip_tags($refused));
        }
        \core\event\question_created::create_from_question_instance($question, $this->context)->trigger();
        $this->save_tags($question);
        return [(int)$entryid, (int)$question->id];
    }

    /**
     * Hides questions from drawing, every version of them: from 4.3 on Moodle draws the last version that is ready.
     *
     * @param int[] $entryids
     */
    public function hide(array $entryids): void {
        $this->set_status($entryids, 'questionbankentryid', question_version_status::QUESTION_STATUS_HIDDEN);
    }

    /**
     * Makes versions ready again.
     *
     * @param int[] $questionids
     */
    public function show(array $questionids): void {
        $this->set_status($questionids, 'questionid', question_version_status::QUESTION_STATUS_READY);
    }

    /**
     * Sets the status of versions.
     *
     * @param int[] $ids
     * @param string $column of question_versions
     * @param string $status
     */
    private function set_status(array $ids, string $column, string $status): void {
        global $DB;
        if (!$ids) {
            return;
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        foreach ($DB->get_fieldset_select('question_versions', 'questionid', "$column $in", $params) as $questionid) {
            \question_bank::notify_question_edited($questionid);
        }
        $DB->set_field_select('question_versions', 'status', $status, "$column $in", $params);
    }

    /**
     * The idnumber, when no other question of the category has it.
     *
     * @param string $idnumber
     * @param int $entryid
     * @return string|null
     */
    private function free_idnumber(string $idnumber, int $entryid): ?string {
        global $DB;
        if ($idnumber === '' || $entryid) {
            return null;
        }
        $taken = $DB->record_exists('question_bank_entries',
            ['questioncategoryid' => $this->category->id, 'idnumber' => $idnumber]);
        return $taken ? null : $idnumber;
    }

    /**
     * Moves files of the text and of the general feedback to the question.
     *
     * @param \stdClass $question
     */
    private function save_files(\stdClass $question): void {
        $options = ['subdirs' => true, 'maxfiles' => -1, 'maxbytes' => 0];
        foreach (['questiontext', 'generalfeedback'] as $area) {
            $draft = (int)($question->{$area . 'itemid'} ?? 0);
            if ($draft) {
                $question->$area = file_save_draft_area_files($draft, $this->context->id, 'question', $area,
                    (int)$question->id, $options, (string)$question->$area);
            }
            foreach ($question->{$area . 'files'} ?? [] as $file) {
                \question_bank::get_qtype($question->qtype)->import_file($this->context, 'question', $area, $question->id, $file);
            }
        }
    }

    /**
     * Sets the tags that the source names.
     *
     * @param \stdClass $question
     */
    private function save_tags(\stdClass $question): void {
        $tags = array_merge($question->coursetags ?? [], $question->tags ?? []);
        if ($tags && \core_tag_tag::is_enabled('core_question', 'question')) {
            \core_tag_tag::set_item_tags('core_question', 'question', $question->id, $this->context, $tags);
        }
    }
}
