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
 * A question category of ours.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

use core_question\local\bank\question_version_status;

/**
 * One bank as it is: its category, what is remembered of it, its questions.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bank {
    /** @var string type of the rows of local_vsosh_item */
    const ITEM = 'question_bank';

    /** @var \stdClass record of the course */
    public $course;

    /** @var string */
    public $key;

    /** @var \stdClass|null record of question_categories, null when there is none yet */
    public $category = null;

    /** @var \stdClass|null row of local_vsosh_item */
    private $row = null;

    /** @var array name, hash and count as written last */
    public $applied = [];

    /**
     * Looks a bank up.
     *
     * @param \stdClass $course
     * @param string $key
     */
    public function __construct(\stdClass $course, string $key) {
        global $DB;
        $this->course = $course;
        $this->key = $key;
        $this->row = $DB->get_record('local_vsosh_item',
            ['courseid' => $course->id, 'itemtype' => self::ITEM, 'itemkey' => $key]) ?: null;
        if ($this->row) {
            $this->applied = json_decode((string)$this->row->applied, true) ?: [];
            $this->category = $DB->get_record('question_categories', ['id' => $this->row->instanceid]) ?: null;
        }
        if (!$this->category) {
            $this->category = $DB->get_record('question_categories',
                ['contextid' => \context_course::instance($course->id)->id, 'idnumber' => 'vsosh:' . $key]) ?: null;
        }
    }

    /**
     * Makes the category, when there is none.
     *
     * @param string $name
     */
    public function make(string $name): void {
        global $DB;
        if ($this->category) {
            return;
        }
        $context = \context_course::instance($this->course->id);
        $top = question_get_top_category($context->id, true);
        $category = (object)['name' => $name, 'contextid' => $context->id, 'info' => '', 'infoformat' => FORMAT_HTML,
            'stamp' => make_unique_id_code(), 'parent' => $top->id, 'sortorder' => 999, 'idnumber' => 'vsosh:' . $this->key];
        $category->id = $DB->insert_record('question_categories', $category);
        $this->category = $category;
        \core\event\question_category_created::create_from_question_category_instance($category, $context)->trigger();
    }

    /**
     * Gives the category another name.
     *
     * @param string $name
     */
    public function rename(string $name): void {
        global $DB;
        $this->category->name = $name;
        $DB->update_record('question_categories', (object)['id' => $this->category->id, 'name' => $name]);
        \core\event\question_category_updated::create_from_question_category_instance($this->category)->trigger();
    }

    /**
     * Whether somebody gave the category another name since.
     *
     * @return bool
     */
    public function is_renamed(): bool {
        return $this->category && isset($this->applied['name']) && $this->applied['name'] !== $this->category->name;
    }

    /**
     * Remembers what was written.
     *
     * @param array $applied name, hash, count
     */
    public function remember(array $applied): void {
        global $DB;
        ksort($applied);
        $row = (object)['courseid' => $this->course->id, 'itemtype' => self::ITEM, 'itemkey' => $this->key,
            'instanceid' => $this->category->id, 'module' => '',
            'applied' => \local_vsosh\content\canonical::json((object)$applied), 'timemodified' => time()];
        if (!$this->row) {
            $row->timecreated = $row->timemodified;
            $row->id = $DB->insert_record('local_vsosh_item', $row);
        } else if ($this->row->applied !== $row->applied || (int)$this->row->instanceid !== (int)$row->instanceid) {
            $row->id = $this->row->id;
            $DB->update_record('local_vsosh_item', $row);
        }
        $this->applied = $applied;
    }

    /**
     * After an import that failed: the hash matches no source, so that the next one is read.
     */
    public function forget_hash(): void {
        if ($this->row && $this->category && ($this->applied['hash'] ?? '') !== '') {
            $this->remember(['hash' => ''] + $this->applied);
        }
    }

    /**
     * The questions of ours with what they are now.
     *
     * @return \stdClass[] key => row of local_vsosh_question with "edited" (somebody changed, hid or moved it) and "missing"
     */
    public function questions(): array {
        global $DB;
        if (!$this->category) {
            return [];
        }
        $sql = "SELECT t.id, t.qkey, t.entryid, t.questionid, t.contenthash, t.hidden, e.questioncategoryid AS category,
                       v.questionid AS lastquestion, v.status
                  FROM {local_vsosh_question} t
             LEFT JOIN {question_bank_entries} e ON e.id = t.entryid
             LEFT JOIN {question_versions} v ON v.questionbankentryid = e.id
                       AND v.version = (SELECT MAX(w.version) FROM {question_versions} w WHERE w.questionbankentryid = e.id)
                 WHERE t.categoryid = ?";
        $questions = [];
        foreach ($DB->get_records_sql($sql, [$this->category->id]) as $row) {
            $row->missing = $row->lastquestion === null;
            $row->edited = !$row->missing && self::is_edited($row, (int)$this->category->id);
            $questions[$row->qkey] = $row;
        }
        return $questions;
    }

    /**
     * Whether somebody changed a question since it was written.
     *
     * @param \stdClass $row as in questions()
     * @param int $categoryid
     * @return bool
     */
    private static function is_edited(\stdClass $row, int $categoryid): bool {
        $status = $row->hidden ? question_version_status::QUESTION_STATUS_HIDDEN : question_version_status::QUESTION_STATUS_READY;
        return (int)$row->lastquestion !== (int)$row->questionid || $row->status !== $status
            || (int)$row->category !== $categoryid;
    }

    /**
     * How many questions can be drawn at random.
     *
     * @return int
     */
    public function count(): int {
        return $this->category ? (bank_reader::counts([(int)$this->category->id])[(int)$this->category->id] ?? 0) : 0;
    }
}
