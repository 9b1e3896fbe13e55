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
 * Tells Moodle about new members.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

/**
 * Events and hooks of a course's members, sent when all its rows are written.
 *
 * The events are those of Moodle's own functions, one for each enrolment, role and group member. Two of Moodle's own modules
 * answer each of them with a query: mod_quiz looks for running attempts with an override for the group (an update over nine
 * tables, 1.9 ms), mod_forum for forums that subscribe everybody. Where one query for the whole course shows that they would
 * find nothing, they are not asked person by person ({@see idle_observers}).
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class announcements {
    /** @var course_state */
    private $state;

    /** @var \core\event\base[] */
    private $events = [];

    /** @var array[] class and arguments of hooks */
    private $hooks = [];

    /** @var bool whether somebody joined a group */
    private $isjoined = false;

    /** @var bool whether somebody got a role */
    private $isassigned = false;

    /**
     * Announcements of one course.
     *
     * @param course_state $state
     */
    public function __construct(course_state $state) {
        $this->state = $state;
    }

    /**
     * People were enrolled.
     *
     * @param \stdClass[] $rows of user_enrolments
     */
    public function enrolled(array $rows): void {
        if (!$rows) {
            return;
        }
        // Whoever listens gets a copy of the instance that asks for no welcome message.
        $instance = clone $this->state->instance;
        $instance->customint1 = 0;
        foreach ($rows as $row) {
            $this->events[] = \core\event\user_enrolment_created::create($this->enrolment($row));
            $this->hooks[] = ['\core_enrol\hook\after_user_enrolled', [$instance, $row, null]];
        }
    }

    /**
     * An enrolment is about to be changed.
     *
     * @param \stdClass $before
     * @param \stdClass $after
     */
    public function before_change(\stdClass $before, \stdClass $after): void {
        $this->dispatch('\core_enrol\hook\before_user_enrolment_updated', [
            $this->state->instance, $after, $before->status != $after->status, $before->timeend != $after->timeend,
        ]);
    }

    /**
     * Enrolments were changed.
     *
     * @param \stdClass[] $rows of user_enrolments
     */
    public function changed(array $rows): void {
        foreach ($rows as $row) {
            $this->events[] = \core\event\user_enrolment_updated::create($this->enrolment($row));
        }
    }

    /**
     * Roles were given.
     *
     * @param \stdClass[] $rows of role_assignments
     */
    public function assigned(array $rows): void {
        foreach ($rows as $row) {
            $event = \core\event\role_assigned::create([
                'context' => $this->state->context, 'objectid' => $row->roleid, 'relateduserid' => $row->userid,
                'other' => ['id' => $row->id, 'component' => $row->component, 'itemid' => $row->itemid],
            ]);
            $event->add_record_snapshot('role_assignments', $row);
            $this->events[] = $event;
            $this->hooks[] = ['\core\hook\access\after_role_assigned', [$this->state->context, (int)$row->userid]];
            $this->isassigned = true;
        }
    }

    /**
     * People joined groups.
     *
     * @param array[] $joined group record and accounts, of each group
     */
    public function joined(array $joined): void {
        foreach ($joined as [$group, $userids]) {
            foreach ($userids as $userid) {
                $event = \core\event\group_member_added::create([
                    'context' => $this->state->context, 'objectid' => $group->id, 'relateduserid' => $userid,
                    'other' => ['component' => '', 'itemid' => 0],
                ]);
                $event->add_record_snapshot('groups', $group);
                $this->events[] = $event;
            }
            $this->isjoined = true;
            $this->hooks[] = ['\core_group\hook\after_group_membership_added', [$group, $userids]];
        }
    }

    /**
     * Sends everything.
     */
    public function send(): void {
        $idle = [];
        if ($this->isjoined && !idle_observers::has_open_attempts((int)$this->state->course->id)) {
            $idle[] = idle_observers::QUIZ;
        }
        if ($this->isassigned && !idle_observers::has_subscribing_forums((int)$this->state->course->id)) {
            $idle[] = idle_observers::FORUM;
        }
        idle_observers::without($idle, function () {
            foreach ($this->events as $event) {
                $event->trigger();
            }
        });
        foreach ($this->hooks as [$class, $arguments]) {
            $this->dispatch($class, $arguments);
        }
    }

    /**
     * What an event of an enrolment holds.
     *
     * @param \stdClass $row of user_enrolments
     * @return array
     */
    private function enrolment(\stdClass $row): array {
        return [
            'objectid' => $row->id, 'courseid' => $this->state->course->id, 'context' => $this->state->context,
            'relateduserid' => $row->userid, 'other' => ['enrol' => 'manual'],
        ];
    }

    /**
     * Dispatches a hook, where Moodle has it (4.4 and later).
     *
     * @param string $class
     * @param array $arguments
     */
    private function dispatch(string $class, array $arguments): void {
        if (class_exists($class) && class_exists('\core\hook\manager')) {
            \core\hook\manager::get_instance()->dispatch(new $class(...$arguments));
        }
    }
}
