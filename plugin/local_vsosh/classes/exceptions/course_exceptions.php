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
 * Exceptions of one course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\exceptions;

use local_vsosh\content\canonical;
use local_vsosh\content\live_item;
use local_vsosh\content\memory;
use local_vsosh\problem;

/**
 * Writes the exceptions of one course: what a person changed or made by hand is kept.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_exceptions {
    /** @var int the last moment of a column of ten digits that every system takes */
    private const LAST = 2147483647;

    /** @var int[] the largest number each field takes */
    private const MOST = ['due' => self::LAST, 'minutes' => 1440, 'attempts' => 10];

    /** @var \stdClass record of the course */
    private $course;

    /** @var string key of the course in the document */
    private $name;

    /** @var live_item[] key => exception of ours that is there */
    private $live;

    /** @var int[] key => row of local_vsosh_item, of what is gone, too */
    private $stale;

    /** @var terms[] key => terms of its activity */
    private $terms = [];

    /** @var int[] key => pupil */
    private $users = [];

    /**
     * Reads the exceptions of ours in a course.
     *
     * @param \stdClass $course
     * @param string $name its key in the document
     */
    public function __construct(\stdClass $course, string $name) {
        global $DB;
        $this->course = $course;
        $this->name = $name;
        $this->live = exception_reader::read([(int)$course->id])[(int)$course->id];
        $rows = $DB->get_records_menu('local_vsosh_item', ['courseid' => $course->id, 'itemtype' => exception_reader::ITEM], '',
            'itemkey, id');
        $this->stale = array_map('intval', $rows);
    }

    /**
     * What is wrong with the exceptions of a document, all of it.
     *
     * @param array $listed
     * @param string[] $remove keys
     * @return problem[]
     */
    public function problems(array $listed, array $remove): array {
        $found = [];
        $seen = [];
        foreach ($listed as $one) {
            $key = is_array($one) && is_string($one['key'] ?? null) ? $one['key'] : '';
            $bad = function (string $code, string $detail, string $field = '') use (&$found, $key) {
                $found[] = new problem($code, $detail, $this->name, exception_reader::ITEM, $key, $field);
            };
            if (!is_array($one) || array_diff_key($one, ['key' => 1, 'fields' => 1]) || !is_array($one['fields'] ?? null)) {
                $bad('bad-document', 'an exception has key and fields');
                continue;
            }
            if (isset($seen[$key])) {
                $bad('key-twice', 'the exception is twice in the document');
            }
            $seen[$key] = true;
            [$code, $detail] = $this->find($key);
            if ($code !== '') {
                $bad($code, $detail);
                continue;
            }
            if (!$one['fields']) {
                $bad('field-missing', 'an exception changes something', 'due');
            }
            foreach ($one['fields'] as $name => $value) {
                if (!in_array((string)$name, $this->terms[$key]->names(), true)) {
                    $bad('field-unknown', 'the activity has no such term', (string)$name);
                } else if (!is_int($value) || $value < 1 || $value > self::MOST[$name]) {
                    $bad('field-invalid', 'a whole number from 1 to ' . self::MOST[$name], (string)$name);
                }
            }
        }
        foreach ($remove as $key) {
            if (is_string($key) && isset($this->live[$key]) && $this->find($key)[0] === 'denied') {
                $found[] = new problem('denied', $this->find($key)[1], $this->name, exception_reader::ITEM, $key);
            }
        }
        return $found;
    }

    /**
     * Finds the activity and the pupil of a key.
     *
     * @param string $key
     * @return string[] code and detail of what is wrong, '' for nothing
     */
    private function find(string $key): array {
        global $DB;
        if (isset($this->terms[$key])) {
            return ['', ''];
        }
        if (!preg_match('~^([a-z0-9-]{1,60})/(\S{1,39})$~D', $key, $parts)) {
            return ['key-invalid', 'a key is the key of an activity, / and the idnumber of a pupil'];
        }
        $row = $DB->get_record('local_vsosh_item', ['courseid' => $this->course->id, 'itemtype' => 'activity',
            'itemkey' => $parts[1]]);
        $cm = $row ? get_coursemodule_from_id('', $row->instanceid, $this->course->id) : false;
        if (!$cm) {
            return ['reference-unknown', "no activity has the key {$parts[1]}"];
        }
        $terms = terms::of($cm->modname, (int)$cm->instance);
        if ($terms === null) {
            return ['field-unknown', 'only quizzes and assignments have exceptions'];
        }
        if (!$terms->may()) {
            return ['denied', $terms->capability()];
        }
        $users = $DB->get_records('user', ['idnumber' => $parts[2], 'deleted' => 0], 'id', 'id', 0, 1);
        $userid = $users ? (int)reset($users)->id : 0;
        if (!$userid || !is_enrolled(\context_course::instance($this->course->id), $userid)) {
            return ['user-missing', 'the course has no such pupil'];
        }
        $this->terms[$key] = $terms;
        $this->users[$key] = $userid;
        return ['', ''];
    }

    /**
     * Writes.
     *
     * @param array[] $listed
     * @param string[] $remove keys
     * @param callable $forced whether the hand edits of a key give way
     * @return array[]|problem items of the answer, or why nothing was written
     */
    public function apply(array $listed, array $remove, callable $forced) {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $items = [];
            foreach ($listed as $one) {
                $items[] = $this->put($one['key'], $one['fields'], $forced($one['key']));
            }
            foreach ($remove as $key) {
                $items[] = $this->remove((string)$key, $forced((string)$key));
            }
            $transaction->allow_commit();
        } catch (\Throwable $e) {
            try {
                $transaction->rollback($e instanceof \Exception ? $e : new \Exception($e->getMessage(), 0, $e));
            } catch (\Throwable $same) {
                unset($same);
            }
            $detail = ($e instanceof \moodle_exception ? $e->errorcode : get_class($e)) . ': ' . $e->getMessage();
            return new problem('moodle-refused', $detail, $this->name, exception_reader::ITEM);
        }
        $counts = array_count_values(array_column($items, 'status'));
        if (array_diff_key($counts, ['unchanged' => 1, 'kept' => 1])) {
            \local_vsosh\event\content_applied::create(['context' => \context_course::instance($this->course->id),
                'other' => ['counts' => $counts]])->trigger();
        }
        return $items;
    }

    /**
     * Makes an exception, or changes what no person changed of it.
     *
     * What a person made before us counts as changed by hand: it is remembered as if we had asked for our terms.
     *
     * @param string $key
     * @param array $fields
     * @param bool $forced
     * @return array item of the answer
     */
    private function put(string $key, array $fields, bool $forced): array {
        $terms = $this->terms[$key];
        $there = $terms->read($this->users[$key]);
        $item = $this->live[$key] ?? null;
        if ($item === null) {
            $item = new live_item(exception_reader::ITEM, $key, $there === null ? 0 : $there->id, null);
            $item->memory = new memory();
            $item->memory->id = $this->stale[$key] ?? 0;
            foreach ($there === null ? [] : $fields as $name => $value) {
                $item->memory->remember($name, $value, $value);
            }
        }
        $write = [];
        $kept = [];
        foreach ($fields as $name => $value) {
            $now = $there === null ? null : $there->fields[$name];
            if ($there !== null && canonical::same($now, $value)) {
                $item->memory->remember($name, $now, $value);
            } else if ($there === null || $forced || !array_key_exists($name, $item->memory->applied)
                    || canonical::same($item->memory->applied[$name], $now)) {
                $write[$name] = $value;
                $item->memory->remember($name, $value, $value);
            } else {
                $kept[] = $name;
            }
        }
        if ($write) {
            $item->id = $terms->write($this->users[$key], $write);
        }
        $this->store($key, $item);
        $this->live[$key] = $item;
        $status = $write ? ($there === null ? 'created' : 'updated') : ($kept ? 'kept' : 'unchanged');
        return self::row($key, $status, $item->id, array_keys($write), $kept);
    }

    /**
     * Takes back an exception that no person changed.
     *
     * @param string $key
     * @param bool $forced
     * @return array item of the answer
     */
    private function remove(string $key, bool $forced): array {
        global $DB;
        $item = $this->live[$key] ?? null;
        if ($item === null) {
            return self::row($key, 'unchanged', 0, [], []);
        }
        $edited = array_keys($item->edited());
        if ($edited && !$forced) {
            return self::row($key, 'kept', $item->id, [], $edited);
        }
        [$code, $detail] = $this->find($key);
        // Whose enrolment ended keeps nothing of the course: there is nothing to be taken back by Moodle's own function.
        if ($code === '') {
            $this->terms[$key]->remove($this->users[$key]);
        } else if ($code !== 'user-missing') {
            throw new \moodle_exception('invalidparameter', 'debug', '', null, $detail);
        }
        $DB->delete_records('local_vsosh_item', ['id' => $item->memory->id]);
        unset($this->live[$key]);
        return self::row($key, 'removed', 0, [], []);
    }

    /**
     * Stores what is remembered of an exception.
     *
     * @param string $key
     * @param live_item $item
     */
    private function store(string $key, live_item $item): void {
        global $DB;
        [$activity] = explode('/', $key);
        $cmid = (int)$DB->get_field('local_vsosh_item', 'instanceid', ['courseid' => $this->course->id, 'itemtype' => 'activity',
            'itemkey' => $activity], MUST_EXIST);
        $module = $this->terms[$key] instanceof quiz_terms ? 'quiz' : 'assign';
        $row = $item->memory->row((int)$this->course->id, exception_reader::ITEM, $key, $cmid, $module);
        if ($row === null) {
            return;
        }
        if (isset($row->id)) {
            $DB->update_record('local_vsosh_item', $row);
        } else {
            $item->memory->id = $DB->insert_record('local_vsosh_item', $row);
        }
    }

    /**
     * An item of the answer.
     *
     * @param string $key
     * @param string $status
     * @param int $id
     * @param string[] $fields
     * @param string[] $kept
     * @return array
     */
    private static function row(string $key, string $status, int $id, array $fields, array $kept): array {
        return ['type' => exception_reader::ITEM, 'key' => $key, 'status' => $status, 'id' => $id, 'fields' => $fields,
            'kept' => $kept];
    }
}
