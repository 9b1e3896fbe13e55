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
 * What the plugin forgets when Moodle deletes it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$observers = [
    [
        'eventname' => '\core\event\course_deleted',
        'callback' => '\local_vsosh\forgetting::course',
    ],
    [
        'eventname' => '\core\event\course_module_deleted',
        'callback' => '\local_vsosh\forgetting::activity',
    ],
    [
        'eventname' => '\core\event\course_section_deleted',
        'callback' => '\local_vsosh\forgetting::section',
    ],
    [
        'eventname' => '\core\event\question_category_deleted',
        'callback' => '\local_vsosh\forgetting::bank',
    ],
    [
        'eventname' => '\core\event\calendar_event_deleted',
        'callback' => '\local_vsosh\forgetting::event',
    ],
    [
        'eventname' => '\core\event\user_deleted',
        'callback' => '\local_vsosh\forgetting::person',
    ],
];
