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
 * English texts.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['event_content_applied'] = 'Content applied to a course';
$string['event_members_applied'] = 'Members applied to a course or cohorts';
$string['event_people_applied'] = 'Accounts applied to the site';
$string['event_progress_read'] = 'Progress of learners read';
$string['event_questions_imported'] = 'Questions imported';
$string['pluginname'] = 'VSOSH';
$string['privacy:jobs'] = 'Queued calls';
$string['privacy:metadata:local_vsosh_job'] = 'Calls that a user put into the queue. They are deleted a week after they ended.';
$string['privacy:metadata:local_vsosh_job:arguments'] = 'What the call was to write: it may hold names, e-mail addresses and first passwords. Emptied when the call has ended.';
$string['privacy:metadata:local_vsosh_job:error'] = 'Why the call failed';
$string['privacy:metadata:local_vsosh_job:functionname'] = 'The function that was called';
$string['privacy:metadata:local_vsosh_job:result'] = 'What the function answered: keys and states of accounts, enrolments and courses';
$string['privacy:metadata:local_vsosh_job:status'] = 'Whether the call waits, runs, or has ended';
$string['privacy:metadata:local_vsosh_job:timecreated'] = 'When the call was queued';
$string['privacy:metadata:local_vsosh_job:timefinished'] = 'When the call ended';
$string['privacy:metadata:local_vsosh_job:userid'] = 'Who queued the call';
$string['privacy:metadata:vsosh_moodle'] = 'The program vsosh-moodle on a computer of the school reads accounts and progress of the learners it manages.';
$string['privacy:metadata:vsosh_moodle:account'] = 'Name, login, e-mail address, groups and enrolments of the accounts that the school made';
$string['privacy:metadata:vsosh_moodle:progress'] = 'Completion, grades, last access, submissions and attempts of these learners';
$string['task_forget_jobs'] = 'Forget old queued calls';
$string['task_run_job'] = 'Make a queued call';
$string['vsosh:managecontent'] = 'Make and change the content of courses through VSOSH';
$string['vsosh:managemembers'] = 'Make and change enrolments, groups and cohorts through VSOSH';
$string['vsosh:managequestions'] = 'Import questions through VSOSH';
$string['vsosh:manageusers'] = 'Create and change accounts through VSOSH';
$string['vsosh:readprogress'] = 'Read progress of learners through VSOSH';
$string['vsosh:readstate'] = 'Read accounts, courses and enrolments through VSOSH';
