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
 * The banks that quizzes draw on, as Moodle XML.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

use core_question\local\bank\question_version_status;
use local_vsosh\access;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/questionlib.php');
require_once($CFG->dirroot . '/question/format.php');
require_once($CFG->dirroot . '/question/format/xml/format.php');

/**
 * Gives the banks of a course keys, and their questions as text.
 *
 * A category of ours keeps its key; another one is «?ID», with what lies below it «?ID+».
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bank_export {
    /** @var int bytes of one bank's text at most */
    const MOST_BYTES = 20000000;

    /** @var \stdClass record of the course */
    private $course;

    /** @var array[][] quiz => rows of draws */
    private $draws;

    /** @var array[] key => category, under, whole (whether all of it is drawn from), entries (id => version asked for) */
    private $banks = [];

    /** @var string[][] key => entry => key of the question */
    private $keys = [];

    /** @var array[][] quiz => pairs of code and detail */
    private $notes = [];

    /** @var \stdClass[][] key => entry => row of entry, questionid, name and idnumber */
    private $questions = [];

    /** @var string[] category => key of ours in this course */
    private $ours;

    /**
     * Takes what the quizzes draw.
     *
     * @param \stdClass $course
     * @param array[][] $draws of draws::read()
     */
    public function __construct(\stdClass $course, array $draws) {
        global $DB;
        $this->course = $course;
        $this->draws = $draws;
        $this->ours = $DB->get_records_menu('local_vsosh_item', ['courseid' => $course->id, 'itemtype' => bank::ITEM], '',
            'instanceid, itemkey');
        foreach ($draws as $rows) {
            foreach ($rows as $row) {
                if (!$row['category']) {
                    continue;
                }
                $key = $this->key($row);
                $this->banks += [$key => ['category' => $row['category'], 'under' => $row['under'], 'whole' => false, 'entries' => [],
                    'ours' => strncmp($key, '?', 1) !== 0]];
                if ($row['entry']) {
                    $this->banks[$key]['entries'][$row['entry']] = $row['version'];
                } else {
                    $this->banks[$key]['whole'] = true;
                }
            }
        }
        foreach (array_keys($this->banks) as $key) {
            $this->questions[$key] = $this->find_questions($this->banks[$key]);
            $this->keys[$key] = self::question_keys($this->questions[$key]);
        }
    }

    /**
     * The rows of a quiz, with keys of banks and questions.
     *
     * @param int $quizid
     * @return array[] bank, count or question, points; what has no bank is left out, and noted
     */
    public function rows(int $quizid): array {
        $rows = [];
        foreach ($this->draws[$quizid] ?? [] as $number => $row) {
            $key = $row['category'] ? $this->key($row) : '';
            $question = $row['entry'] ? ($this->keys[$key][$row['entry']] ?? null) : null;
            if ($key === '' || ($row['entry'] && $question === null)) {
                $this->notes[$quizid][] = ['question-other', (string)($number + 1)];
                continue;
            }
            $rows[] = ['bank' => $key, 'points' => $row['points']] + ($row['entry'] ? ['question' => $question] : ['count' => 1]);
        }
        return $rows;
    }

    /**
     * What of a quiz could not be told; to be asked after rows().
     *
     * @param int $quizid
     * @return array[] pairs of code and detail
     */
    public function notes(int $quizid): array {
        return $this->notes[$quizid] ?? [];
    }

    /**
     * The banks with their questions.
     *
     * @param string[] $known SHA-256 of sources the caller has: what was imported from one and not edited since is not told again
     * @return array[] key, name, ours, hash (of the source last imported, '' when it was edited or is none of ours), count,
     *                 status (ok, denied, large) and source
     */
    public function banks(array $known): array {
        global $DB;
        $rows = [];
        $categories = $DB->get_records_list('question_categories', 'id', array_column($this->banks, 'category'), '', 'id, name, contextid');
        $edited = bank_reader::edited(array_column($this->banks, 'category'));
        foreach ($this->banks as $key => $bank) {
            $category = $categories[$bank['category']];
            $hash = '';
            if ($bank['ours'] && !isset($edited[$category->id])) {
                $memory = new bank($this->course, $key);
                $hash = (string)($memory->applied['hash'] ?? '');
            }
            $row = ['key' => (string)$key, 'name' => (string)$category->name, 'ours' => $bank['ours'], 'hash' => $hash,
                'count' => count($this->questions[$key]), 'status' => 'ok', 'source' => ''];
            if (!$this->may_read((int)$category->contextid)) {
                $row['status'] = 'denied';
            } else if ($hash === '' || !in_array($hash, $known, true)) {
                $row['source'] = $this->source((string)$key, (string)$category->name);
                if (strlen($row['source']) > self::MOST_BYTES) {
                    $row['status'] = 'large';
                    $row['source'] = '';
                }
            }
            $rows[] = $row;
        }
        return $rows;
    }

    /**
     * The key of the bank a slot draws on.
     *
     * @param array $row of draws::read()
     * @return string
     */
    private function key(array $row): string {
        $ours = $row['under'] ? null : $this->ours[$row['category']] ?? null;
        return $ours ?? '?' . $row['category'] . ($row['under'] ? '+' : '');
    }

    /**
     * Whether the caller may read a category's questions.
     *
     * @param int $contextid
     * @return bool
     */
    private function may_read(int $contextid): bool {
        $context = \context::instance_by_id($contextid, IGNORE_MISSING);
        if (!$context) {
            return false;
        }
        $inside = $context->get_course_context(false);
        if ($inside && (int)$inside->instanceid === (int)$this->course->id
                && access::may_in_course($this->course, 'local/vsosh:managequestions')) {
            return true;
        }
        return has_capability('moodle/question:viewall', $context);
    }

    /**
     * The questions of a bank: all that can be drawn when it is drawn from, else those that are named.
     *
     * @param array $bank
     * @return \stdClass[] by entry, in order of entries
     */
    private function find_questions(array $bank): array {
        global $DB;
        $found = [];
        if ($bank['whole']) {
            $ids = $bank['under'] ? question_categorylist($bank['category']) : [$bank['category']];
            [$in, $params] = $DB->get_in_or_equal($ids);
            $sql = "SELECT e.id AS entry, q.id AS questionid, q.name, e.idnumber
                      FROM {question_bank_entries} e
                      JOIN {question_versions} v ON v.questionbankentryid = e.id
                      JOIN {question} q ON q.id = v.questionid
                     WHERE e.questioncategoryid $in AND q.parent = 0 AND v.status = ?
                           AND v.version = (SELECT MAX(w.version) FROM {question_versions} w
                                             WHERE w.questionbankentryid = e.id AND w.status = ?)";
            $ready = question_version_status::QUESTION_STATUS_READY;
            $found = $DB->get_records_sql($sql, array_merge($params, [$ready, $ready]));
        }
        if ($bank['entries']) {
            [$in, $params] = $DB->get_in_or_equal(array_keys($bank['entries']));
            $sql = "SELECT v.id, e.id AS entry, q.id AS questionid, q.name, e.idnumber, v.version, v.status
                      FROM {question_bank_entries} e
                      JOIN {question_versions} v ON v.questionbankentryid = e.id
                      JOIN {question} q ON q.id = v.questionid
                     WHERE e.id $in
                  ORDER BY v.version";
            foreach ($DB->get_records_sql($sql, $params) as $row) {
                $asked = $bank['entries'][$row->entry];
                if ($asked ? (int)$row->version === $asked : $row->status !== question_version_status::QUESTION_STATUS_DRAFT) {
                    $found[$row->entry] = $row;
                }
            }
        }
        ksort($found);
        return $found;
    }

    /**
     * The keys of questions: the idnumber, else the name; of several alike all but the first get one of their own.
     *
     * @param \stdClass[] $questions
     * @return string[] entry => key
     */
    private static function question_keys(array $questions): array {
        $keys = [];
        $number = 0;
        foreach ($questions as $entry => $row) {
            $number++;
            $key = trim((string)$row->idnumber);
            $key = $key !== '' ? $key : trim(preg_replace('/\s+/u', ' ', (string)$row->name));
            $keys[$entry] = in_array($key, $keys, true) || $key === '' ? 'q' . $number : $key;
        }
        return $keys;
    }

    /**
     * A bank as Moodle XML.
     *
     * @param string $key
     * @param string $name
     * @return string
     */
    private function source(string $key, string $name): string {
        $format = new \qformat_xml();
        $format->set_display_progress(false);
        $text = '';
        foreach ($this->questions[$key] as $entry => $row) {
            $question = \question_bank::load_question_data((int)$row->questionid);
            $own = $this->keys[$key][$entry];
            $isname = $own === trim(preg_replace('/\s+/u', ' ', (string)$question->name));
            $question->idnumber = $isname ? '' : $own;
            // The comment tells the question's number here, which is another one elsewhere.
            $text .= preg_replace('/^\s*<!--.*?-->\s*/s', '', (string)$format->writequestion($question));
        }
        $path = htmlspecialchars('top/' . str_replace('/', '//', $name), ENT_NOQUOTES | ENT_XML1);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?" . ">\n<quiz>\n  <question type=\"category\">\n    <category>\n      <text>"
            . $path . "</text>\n    </category>\n  </question>\n" . $text . "</quiz>\n";
    }
}
