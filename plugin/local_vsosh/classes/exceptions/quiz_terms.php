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
 * Overrides of a quiz.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\exceptions;

/**
 * The override of one pupil in a quiz; a field that it leaves alone reads as the quiz has it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class quiz_terms extends terms {
    /** @var string[] columns of an override */
    private const COLUMNS = ['timeopen', 'timeclose', 'timelimit', 'attempts', 'password'];

    /**
     * The right it takes.
     *
     * @return string
     */
    public function capability(): string {
        return 'mod/quiz:manageoverrides';
    }

    /**
     * The fields there are.
     *
     * @return string[]
     */
    public function names(): array {
        return ['due', 'minutes', 'attempts'];
    }

    /**
     * What a pupil has of their own.
     *
     * @param int $userid
     * @return \stdClass|null
     */
    public function read(int $userid): ?\stdClass {
        $row = $this->row($userid);
        if ($row === null) {
            return null;
        }
        return (object)['id' => (int)$row->id, 'row' => $row, 'fields' => [
            'due' => (int)($row->timeclose ?? $this->instance->timeclose),
            'minutes' => intdiv((int)($row->timelimit ?? $this->instance->timelimit), MINSECS),
            'attempts' => (int)($row->attempts ?? $this->instance->attempts),
        ]];
    }

    /**
     * Writes.
     *
     * @param int $userid
     * @param array $fields
     * @return int
     */
    public function write(int $userid, array $fields): int {
        $row = $this->row($userid);
        $data = ['quiz' => (int)$this->instance->id, 'userid' => $userid];
        foreach (self::COLUMNS as $column) {
            $data[$column] = $row === null ? null : $row->$column;
        }
        if ($row !== null) {
            $data['id'] = (int)$row->id;
        }
        if (isset($fields['due'])) {
            $data['timeclose'] = $fields['due'];
        }
        if (isset($fields['minutes'])) {
            $data['timelimit'] = $fields['minutes'] * MINSECS;
        }
        if (isset($fields['attempts'])) {
            $data['attempts'] = $fields['attempts'];
        }
        // From 4.4 on Moodle compares with the moment of opening only where the override has one of its own.
        $opens = $data['timeopen'] ?? $this->instance->timeopen;
        if ($data['timeclose'] && $opens && $data['timeclose'] <= $opens) {
            throw new \invalid_parameter_exception('the quiz would close before it opens');
        }
        if (class_exists('\mod_quiz\local\override_manager')) {
            $manager = new \mod_quiz\local\override_manager($this->instance, $this->context);
            return $manager->save_override($data);
        }
        return $this->save_before_44($data);
    }

    /**
     * Takes all of it back.
     *
     * @param int $userid
     */
    public function remove(int $userid): void {
        global $CFG;
        require_once($CFG->dirroot . '/mod/quiz/locallib.php');
        $row = $this->row($userid);
        if ($row === null) {
            return;
        }
        if (class_exists('\mod_quiz\local\override_manager')) {
            (new \mod_quiz\local\override_manager($this->instance, $this->context))->delete_overrides([$row]);
        } else {
            quiz_delete_override($this->instance, $row->id);
        }
    }

    /**
     * The override of a pupil.
     *
     * @param int $userid
     * @return \stdClass|null
     */
    private function row(int $userid): ?\stdClass {
        global $DB;
        return $DB->get_record('quiz_overrides', ['quiz' => $this->instance->id, 'userid' => $userid]) ?: null;
    }

    /**
     * Stores an override where Moodle has no function for it: before 4.4 its page alone wrote them.
     *
     * @param array $data
     * @return int
     */
    private function save_before_44(array $data): int {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/mod/quiz/locallib.php');
        foreach (self::COLUMNS as $column) {
            if ($data[$column] !== null && $data[$column] == $this->instance->$column) {
                $data[$column] = null;
            }
        }
        $set = array_filter(array_intersect_key($data, array_flip(self::COLUMNS)), function ($value): bool {
            return $value !== null;
        });
        if (!$set) {
            throw new \invalid_parameter_exception('nothing differs');
        }
        $isnew = empty($data['id']);
        if ($isnew) {
            $data['id'] = $DB->insert_record('quiz_overrides', (object)$data);
        } else {
            $DB->update_record('quiz_overrides', (object)$data);
        }
        \cache::make('mod_quiz', 'overrides')->delete("{$data['quiz']}_u_{$data['userid']}");
        $class = $isnew ? '\mod_quiz\event\user_override_created' : '\mod_quiz\event\user_override_updated';
        $class::create(['context' => $this->context, 'objectid' => $data['id'], 'relateduserid' => $data['userid'],
            'other' => ['quizid' => $data['quiz']]])->trigger();
        quiz_update_open_attempts(['quizid' => $data['quiz']]);
        quiz_update_events($this->instance, (object)$data);
        return (int)$data['id'];
    }
}
