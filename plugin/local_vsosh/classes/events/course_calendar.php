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
 * Events of one course.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\events;

use local_vsosh\content\canonical;
use local_vsosh\content\live_item;
use local_vsosh\problem;

/**
 * Writes the events of one course: what a person changed since is kept, what a person made is never touched.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_calendar {
    /** @var \stdClass record of the course */
    private $course;

    /** @var string key of the course in the document */
    private $name;

    /** @var string the site's key, "" for a course */
    private $place;

    /** @var live_item[] key => event of ours that is there */
    private $live;

    /** @var int[] key as stored => row of local_vsosh_item, of events that are gone, too */
    private $stale = [];

    /**
     * Reads the events of ours in a course.
     *
     * @param \stdClass $course
     * @param string $name its key in the document
     */
    public function __construct(\stdClass $course, string $name) {
        global $DB;
        $this->course = $course;
        $this->name = $name;
        $this->place = (int)$course->id === (int)SITEID ? $name : '';
        $this->live = event_reader::read_place((int)$course->id, $this->place);
        $rows = $DB->get_records_menu('local_vsosh_item', ['courseid' => $course->id, 'itemtype' => event_reader::ITEM], '',
            'itemkey, id');
        $this->stale = array_map('intval', $rows);
    }

    /**
     * What an event is called in our table.
     *
     * @param string $key
     * @return string
     */
    private function stored(string $key): string {
        return $this->place === '' ? $key : "{$this->place}/$key";
    }

    /**
     * What is wrong with the events of a document, all of it.
     *
     * @param array $events
     * @return problem[]
     */
    public function problems(array $events): array {
        $found = [];
        $seen = [];
        foreach ($events as $one) {
            $key = is_array($one) && is_string($one['key'] ?? null) ? $one['key'] : '';
            $bad = function (string $code, string $detail, string $field = '') use (&$found, $key) {
                $found[] = new problem($code, $detail, $this->name, event_reader::ITEM, $key, $field);
            };
            if (!is_array($one) || array_diff_key($one, ['key' => 1, 'fields' => 1]) || !is_array($one['fields'] ?? null)) {
                $bad('bad-document', 'an event has key and fields');
                continue;
            }
            if (!preg_match('~^[a-z0-9-]{1,60}$~D', $key)) {
                $bad('key-invalid', 'a key is 1 to 60 of a-z, 0-9 and -');
            }
            if (isset($seen[$key])) {
                $bad('key-twice', 'the event is twice in the document');
            }
            $seen[$key] = true;
            foreach ($one['fields'] as $name => $value) {
                if (!in_array((string)$name, event_fields::NAMES, true)) {
                    $bad('field-unknown', 'an event has no such field', (string)$name);
                } else if (($fault = event_fields::fault((string)$name, $value)) !== '') {
                    $bad('field-invalid', $fault, (string)$name);
                }
            }
            foreach (isset($this->live[$key]) ? [] : array_diff(event_fields::NEEDED, array_keys($one['fields'])) as $name) {
                $bad('field-missing', 'a new event needs it', $name);
            }
        }
        return $found;
    }

    /**
     * Writes.
     *
     * @param array[] $events
     * @param string[] $remove keys
     * @param callable $forced whether the hand edits of a key give way
     * @return array[]|problem items of the answer, or why nothing was written
     */
    public function apply(array $events, array $remove, callable $forced) {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/calendar/lib.php');
        $transaction = $DB->start_delegated_transaction();
        try {
            $items = [];
            foreach ($events as $one) {
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
            return new problem('moodle-refused', $detail, $this->name, event_reader::ITEM);
        }
        $counts = array_count_values(array_column($items, 'status'));
        if (array_diff_key($counts, ['unchanged' => 1, 'kept' => 1])) {
            \local_vsosh\event\content_applied::create(['context' => \context_course::instance($this->course->id),
                'other' => ['counts' => $counts]])->trigger();
        }
        return $items;
    }

    /**
     * Makes an event, or changes what no person changed of it.
     *
     * @param string $key
     * @param array $fields
     * @param bool $forced
     * @return array item of the answer
     */
    private function put(string $key, array $fields, bool $forced): array {
        $item = $this->live[$key] ?? null;
        if ($item === null) {
            return $this->create($key, $fields);
        }
        $write = [];
        $kept = [];
        foreach ($fields as $name => $value) {
            $now = $item->fields[$name];
            if (canonical::same($now, $value)) {
                $item->memory->remember($name, $now, $value);
            } else if ($forced || !array_key_exists($name, $item->memory->applied)
                    || canonical::same($item->memory->applied[$name], $now)) {
                $write[$name] = $value;
                $item->memory->remember($name, $value, $value);
            } else {
                $kept[] = $name;
            }
        }
        if ($write) {
            $event = \calendar_event::load($item->id);
            $event->update((object)event_fields::columns($write), false);
        }
        $this->store($key, $item);
        $status = $write ? 'updated' : ($kept ? 'kept' : 'unchanged');
        return self::row($key, $status, $item->id, array_keys($write), $kept);
    }

    /**
     * Makes an event.
     *
     * @param string $key
     * @param array $fields
     * @return array item of the answer
     */
    private function create(string $key, array $fields): array {
        global $USER;
        $columns = event_fields::columns($fields + ['minutes' => 0, 'description' => '']);
        $type = $this->place === '' ? 'course' : 'site';
        $event = \calendar_event::create((object)($columns + ['eventtype' => $type, 'courseid' => $this->course->id, 'groupid' => 0,
            'userid' => $USER->id, 'modulename' => '', 'instance' => 0, 'visible' => 1]), false);
        $item = new live_item(event_reader::ITEM, $key, (int)$event->id, null);
        $item->memory = new \local_vsosh\content\memory();
        $item->memory->id = $this->stale[$this->stored($key)] ?? 0;
        foreach ($fields as $name => $value) {
            $item->memory->remember($name, $value, $value);
        }
        $this->store($key, $item);
        $this->live[$key] = $item;
        return self::row($key, 'created', $item->id, array_keys($fields), []);
    }

    /**
     * Removes an event that no person changed.
     *
     * @param string $key
     * @param bool $forced
     * @return array item of the answer
     */
    private function remove(string $key, bool $forced): array {
        $item = $this->live[$key] ?? null;
        if ($item === null) {
            return self::row($key, 'unchanged', 0, [], []);
        }
        $edited = array_keys($item->edited());
        if ($edited && !$forced) {
            return self::row($key, 'kept', $item->id, [], $edited);
        }
        // Our row goes with it: forgetting observes the deletion.
        \calendar_event::load($item->id)->delete();
        unset($this->live[$key]);
        return self::row($key, 'removed', 0, [], []);
    }

    /**
     * Stores what is remembered of an event.
     *
     * @param string $key
     * @param live_item $item
     */
    private function store(string $key, live_item $item): void {
        global $DB;
        $row = $item->memory->row((int)$this->course->id, event_reader::ITEM, $this->stored($key), $item->id, '');
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
        return ['type' => event_reader::ITEM, 'key' => $key, 'status' => $status, 'id' => $id, 'fields' => $fields,
            'kept' => $kept];
    }
}
