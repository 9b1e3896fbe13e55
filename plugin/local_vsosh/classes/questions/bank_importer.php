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
 * Imports banks.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\questions;

use local_vsosh\access;
use local_vsosh\content\course_upsert;
use local_vsosh\most;
use local_vsosh\problem;

/**
 * Brings question categories to their sources, question by question, each bank in a transaction of its own.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bank_importer {
    /** @var array overwrite: 'all' or 'COURSE/BANK' => true */
    private $overwrite = [];

    /** @var \stdClass[] course key => record */
    private $courses = [];

    /** @var array 'COURSE/BANK' seen => true */
    private $seen = [];

    /**
     * Imports the banks of a document.
     *
     * @param array $document {"banks": […], "overwrite": […]}
     * @return array[] rows of the answer
     * @throws \invalid_parameter_exception when the document has not that shape
     */
    public static function run(array $document): array {
        global $CFG;
        require_once($CFG->libdir . '/questionlib.php');
        \core_php_time_limit::raise();
        $importer = new bank_importer();
        $banks = $document['banks'] ?? null;
        $overwrite = $document['overwrite'] ?? [];
        if (!is_array($banks) || !is_array($overwrite) || $banks !== array_values($banks)
                || array_filter($overwrite, 'is_string') !== $overwrite || array_diff_key($document, ['banks' => 1, 'overwrite' => 1])) {
            throw new \invalid_parameter_exception('document: "banks" is a list of banks, "overwrite" a list of texts');
        }
        foreach ($banks as $number => $one) {
            foreach (['course', 'key', 'name', 'format', 'source'] as $field) {
                if (!is_array($one) || !is_string($one[$field] ?? null)) {
                    throw new \invalid_parameter_exception("document: banks[$number].$field is a text");
                }
            }
        }
        most::check(count($banks), most::BANKS, 'banks');
        $importer->overwrite = array_fill_keys($overwrite, true);
        $importer->courses = access::courses_by_keys(array_values(array_unique(array_column($banks, 'course'))));
        return array_map([$importer, 'import'], $banks);
    }

    /**
     * Imports one bank when nobody else writes its course: two calls that make one category would undo each other.
     *
     * @param array $one
     * @return array row of the answer
     */
    private function import(array $one): array {
        $problems = $this->problems($one);
        if ($problems) {
            return $this->answer($one, 'error', 0, 0, [], $problems);
        }
        $lock = \core\lock\lock_config::get_lock_factory('local_vsosh_course')
            ->get_lock('course' . $this->courses[$one['course']]->id, course_upsert::PATIENCE);
        if (!$lock) {
            $problems[] = new problem('moodle-refused', 'locktimeout', $one['course'], bank::ITEM, $one['key']);
            return $this->answer($one, 'error', 0, 0, [], $problems);
        }
        try {
            return $this->import_alone($one);
        } finally {
            $lock->release();
        }
    }

    /**
     * Imports one sound bank.
     *
     * @param array $one
     * @return array row of the answer
     */
    private function import_alone(array $one): array {
        global $DB;
        $problems = [];
        $bank = new bank($this->courses[$one['course']], $one['key']);
        $force = isset($this->overwrite['all']) || isset($this->overwrite[$one['course'] . '/' . $one['key']]);
        $hash = hash('sha256', $one['source']);
        $done = $this->unchanged($bank, $one, $hash);
        if ($done !== null) {
            return $done;
        }
        $parsed = source::parse($one['format'], $one['source']);
        $prints = new fingerprint();
        $hashes = array_map([$prints, 'of'], $parsed->questions);
        if ($parsed->problems) {
            $prints->clear_drafts();
            $bank->forget_hash();
            foreach ($parsed->problems as [$code, $detail]) {
                $problems[] = new problem($code, $detail, $one['course'], bank::ITEM, $one['key'], 'source');
            }
            return $this->answer($one, 'error', (int)($bank->category->id ?? 0), 0, [], $problems);
        }
        $transaction = $DB->start_delegated_transaction();
        try {
            [$changed, $counts, $kept] = $this->write($bank, $one['name'], $parsed->questions, $hashes, $force);
            $count = $bank->count();
            $bank->remember(['name' => $kept ? $bank->applied['name'] : $one['name'], 'hash' => $hash, 'count' => $count]);
            $transaction->allow_commit();
        } catch (\Throwable $e) {
            try {
                $transaction->rollback($e instanceof \Exception ? $e : new \Exception($e->getMessage(), 0, $e));
            } catch (\Throwable $same) {
                unset($same);
            }
            $prints->clear_drafts();
            $bank = new bank($bank->course, $bank->key);
            $bank->forget_hash();
            return $this->answer($one, 'error', (int)($bank->category->id ?? 0), 0, [], [$this->refusal($e, $one)]);
        }
        $prints->clear_drafts();
        if ($changed) {
            \local_vsosh\event\questions_imported::create(['context' => \context_course::instance($bank->course->id),
                'other' => ['counts' => $counts]])->trigger();
        }
        return $this->answer($one, $changed ? 'ok' : 'unchanged', (int)$bank->category->id, $count, $counts, []);
    }

    /**
     * What is wrong with a bank before its source is read.
     *
     * @param array $one
     * @return problem[]
     */
    private function problems(array $one): array {
        global $CFG;
        $found = [];
        $bad = function (string $code, string $detail, string $field = '') use (&$found, $one) {
            $found[] = new problem($code, $detail, $one['course'], bank::ITEM, $one['key'], $field);
        };
        if (!preg_match('~^[a-z0-9/-]{1,80}$~D', $one['key'])) {
            $bad('key-invalid', 'a key is 1 to 80 of a-z, 0-9, - and /');
        }
        $name = $one['course'] . '/' . $one['key'];
        if (isset($this->seen[$name])) {
            $bad('key-twice', 'the bank is twice in the document');
        }
        $this->seen[$name] = true;
        if (trim($one['name']) === '' || $one['name'] !== trim($one['name']) || \core_text::strlen($one['name']) > 255) {
            $bad('field-invalid', 'a name is a text of 1 to 255 characters without spaces around it', 'name');
        }
        if (!in_array($one['format'], source::FORMATS, true)) {
            $bad('field-invalid', 'one of ' . implode(', ', source::FORMATS) . ' is expected', 'format');
        }
        $course = $this->courses[$one['course']] ?? null;
        if (!$course) {
            $bad('course-missing', 'no course has this key');
        } else if (!access::may_in_course($course, 'local/vsosh:managequestions')) {
            $bad('denied', 'local/vsosh:managequestions is missing in the course');
        } else if ((int)$CFG->branch >= 500) {
            $bad('type-absent', 'from Moodle 5.0 on courses hold no question categories of their own');
        }
        return $found;
    }

    /**
     * The answer for a bank that has this source already and that nobody touched; null when it has to be looked through.
     *
     * @param bank $bank
     * @param array $one
     * @param string $hash
     * @return array|null
     */
    private function unchanged(bank $bank, array $one, string $hash): ?array {
        global $DB;
        $id = (int)($bank->category->id ?? 0);
        if (!$id || ($bank->applied['hash'] ?? '') !== $hash || $bank->category->name !== $one['name']
                || bank_reader::edited([$id])) {
            return null;
        }
        $known = $DB->count_records('local_vsosh_question', ['categoryid' => $id, 'hidden' => 0]);
        return $this->answer($one, 'unchanged', $id, $bank->count(), ['unchanged' => $known], []);
    }

    /**
     * Brings the category to the questions.
     *
     * @param bank $bank
     * @param string $name
     * @param \stdClass[] $questions by key
     * @param string[] $hashes key => content hash
     * @param bool $force whether what was edited in Moodle is written over
     * @return array [whether anything was written, counts, whether the name was kept]
     */
    private function write(bank $bank, string $name, array $questions, array $hashes, bool $force): array {
        global $DB;
        $counts = ['created' => 0, 'updated' => 0, 'unchanged' => 0, 'hidden' => 0, 'kept' => 0];
        $isnew = !$bank->category;
        $bank->make($name);
        $kept = !$force && $bank->is_renamed() && $bank->category->name !== $name;
        $renamed = !$kept && $bank->category->name !== $name;
        if ($renamed) {
            $bank->rename($name);
        }
        $writer = new question_writer($bank->category);
        $live = $bank->questions();
        $show = [];
        foreach ($questions as $key => $question) {
            $row = $live[$key] ?? null;
            $ours = $row && !$row->missing && !$row->edited;
            if ($row && $row->edited && !$force) {
                $counts['kept']++;
            } else if ($ours && $row->contenthash === $hashes[$key]) {
                $counts[$row->hidden ? 'updated' : 'unchanged']++;
                if ($row->hidden) {
                    $show[$row->id] = (int)$row->questionid;
                }
            } else {
                $entryid = $row && !$row->missing && (int)$row->category === (int)$bank->category->id ? (int)$row->entryid : 0;
                [$entryid, $questionid] = $this->save($writer, (string)$key, $question, $entryid);
                $this->track($bank, $row, (string)$key, $entryid, $questionid, $hashes[$key]);
                $counts[$row && !$row->missing ? 'updated' : 'created']++;
            }
        }
        $hide = [];
        foreach (array_diff_key($live, $questions) as $row) {
            if ($row->missing) {
                $DB->delete_records('local_vsosh_question', ['id' => $row->id]);
            } else if ($row->edited && !$force) {
                $counts['kept']++;
            } else if (!$row->hidden || $row->edited) {
                $hide[$row->id] = (int)$row->entryid;
            }
        }
        $counts['hidden'] = count($hide);
        $writer->show($show);
        $writer->hide($hide);
        $this->mark($show, 0);
        $this->mark($hide, 1);
        $changed = $isnew || $renamed || $counts['created'] + $counts['updated'] + $counts['hidden'] > 0;
        return [$changed, $counts, $kept];
    }

    /**
     * Saves a question; a refusal names it.
     *
     * @param question_writer $writer
     * @param string $key
     * @param \stdClass $question
     * @param int $entryid
     * @return int[] [entry, question]
     */
    private function save(question_writer $writer, string $key, \stdClass $question, int $entryid): array {
        try {
            return $writer->save($question, $entryid);
        } catch (\dml_exception $e) {
            throw $e;
        } catch (\Throwable $e) {
            $reason = $e instanceof \moodle_exception && $e->debuginfo ? $e->debuginfo : $e->getMessage();
            throw new \moodle_exception('source-invalid', '', '', null, 'question "' . $key . '": ' . $reason);
        }
    }

    /**
     * Remembers a question that was written.
     *
     * @param bank $bank
     * @param \stdClass|null $row what was remembered
     * @param string $key
     * @param int $entryid
     * @param int $questionid
     * @param string $hash
     */
    private function track(bank $bank, ?\stdClass $row, string $key, int $entryid, int $questionid, string $hash): void {
        global $DB;
        $new = (object)['categoryid' => $bank->category->id, 'qkey' => $key, 'entryid' => $entryid, 'questionid' => $questionid,
            'contenthash' => $hash, 'hidden' => 0, 'timemodified' => time()];
        if ($row) {
            $new->id = $row->id;
            $DB->update_record('local_vsosh_question', $new);
        } else {
            $DB->insert_record('local_vsosh_question', $new, false);
        }
    }

    /**
     * Remembers which questions are hidden.
     *
     * @param int[] $rows row id => anything
     * @param int $hidden
     */
    private function mark(array $rows, int $hidden): void {
        global $DB;
        if ($rows) {
            [$in, $params] = $DB->get_in_or_equal(array_keys($rows));
            $DB->set_field_select('local_vsosh_question', 'hidden', $hidden, "id $in", $params);
        }
    }

    /**
     * The error row of an exception.
     *
     * @param \Throwable $e
     * @param array $one
     * @return problem
     */
    private function refusal(\Throwable $e, array $one): problem {
        $ours = $e instanceof \moodle_exception && $e->errorcode === 'source-invalid';
        $detail = $ours ? $e->debuginfo : ($e instanceof \moodle_exception ? $e->errorcode : get_class($e)) . ': ' . $e->getMessage();
        return new problem($ours ? 'source-invalid' : 'moodle-refused', (string)$detail, $one['course'], bank::ITEM, $one['key'], 'source');
    }

    /**
     * A row of the answer.
     *
     * @param array $one
     * @param string $status
     * @param int $id of the category
     * @param int $count
     * @param int[] $counts
     * @param problem[] $problems
     * @return array
     */
    private function answer(array $one, string $status, int $id, int $count, array $counts, array $problems): array {
        $counts += ['created' => 0, 'updated' => 0, 'unchanged' => 0, 'hidden' => 0, 'kept' => 0];
        ksort($counts);
        return ['course' => $one['course'], 'key' => $one['key'], 'status' => $status, 'id' => $id, 'count' => $count,
            'counts' => json_encode($counts), 'errors' => array_map(function (problem $problem) {
                return $problem->to_array();
            }, $problems)];
    }
}
