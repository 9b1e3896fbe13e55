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
 * The functions of web services, and the service that lists all a school's computer calls.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$functions = [
    'local_vsosh_get_info' => [
        'classname' => 'local_vsosh\external\get_info',
        'methodname' => 'execute',
        'description' => 'What the site is and allows.',
        'type' => 'read',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_get_state' => [
        'classname' => 'local_vsosh\external\get_state',
        'methodname' => 'execute',
        'description' => 'Everything with keys of a prefix, as tables.',
        'type' => 'read',
        'capabilities' => 'local/vsosh:readstate',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_put_users' => [
        'classname' => 'local_vsosh\external\put_users',
        'methodname' => 'execute',
        'description' => 'Creates and updates accounts by key.',
        'type' => 'write',
        'capabilities' => 'local/vsosh:manageusers',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_set_members' => [
        'classname' => 'local_vsosh\external\set_members',
        'methodname' => 'execute',
        'description' => 'Makes enrolments, roles, groups and cohorts as a document says.',
        'type' => 'write',
        'capabilities' => 'local/vsosh:managemembers',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_put_courses' => [
        'classname' => 'local_vsosh\external\put_courses',
        'methodname' => 'execute',
        'description' => 'Makes the content of courses as a document says.',
        'type' => 'write',
        'capabilities' => 'local/vsosh:managecontent',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_get_courses' => [
        'classname' => 'local_vsosh\external\get_courses',
        'methodname' => 'execute',
        'description' => 'Reads the content of courses in the form of the document.',
        'type' => 'read',
        'capabilities' => 'local/vsosh:readstate',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_get_course_template' => [
        'classname' => 'local_vsosh\external\get_course_template',
        'methodname' => 'execute',
        'description' => 'Reads a course whole, as a template is made of it.',
        'type' => 'read',
        'capabilities' => 'local/vsosh:readstate, local/vsosh:managequestions',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_get_course_files' => [
        'classname' => 'local_vsosh\external\get_course_files',
        'methodname' => 'execute',
        'description' => 'Gives files that activities of a course hand out.',
        'type' => 'read',
        'capabilities' => 'local/vsosh:managecontent',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_import_questions' => [
        'classname' => 'local_vsosh\external\import_questions',
        'methodname' => 'execute',
        'description' => 'Imports GIFT and Moodle XML into question banks by key.',
        'type' => 'write',
        'capabilities' => 'local/vsosh:managequestions',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_set_events' => [
        'classname' => 'local_vsosh\external\set_events',
        'methodname' => 'execute',
        'description' => 'Sets events of courses in the calendar by key.',
        'type' => 'write',
        'capabilities' => 'local/vsosh:managecontent',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_set_exceptions' => [
        'classname' => 'local_vsosh\external\set_exceptions',
        'methodname' => 'execute',
        'description' => 'Sets terms of single pupils in quizzes and assignments by key.',
        'type' => 'write',
        'capabilities' => 'local/vsosh:managecontent',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_get_progress' => [
        'classname' => 'local_vsosh\external\get_progress',
        'methodname' => 'execute',
        'description' => 'Enrolments, completion, grades, access, submissions, attempts and posts of many courses.',
        'type' => 'read',
        'capabilities' => 'local/vsosh:readprogress',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_queue_job' => [
        'classname' => 'local_vsosh\external\queue_job',
        'methodname' => 'execute',
        'description' => 'Puts a long call of this plugin into the queue of ad hoc tasks.',
        'type' => 'write',
        'ajax' => false,
        'loginrequired' => true,
    ],
    'local_vsosh_get_jobs' => [
        'classname' => 'local_vsosh\external\get_jobs',
        'methodname' => 'execute',
        'description' => 'How the jobs of the caller stand, and what they answered.',
        'type' => 'read',
        'ajax' => false,
        'loginrequired' => true,
    ],
];

// Own functions, and every core function that vsosh-moodle calls (vsosh_moodle/moodle/functions.py; a test keeps both equal).
$services = [
    'VSOSH provisioning' => [
        'shortname' => 'vsosh_provisioning',
        'functions' => [
            'local_vsosh_get_info',
            'local_vsosh_get_state',
            'local_vsosh_put_users',
            'local_vsosh_set_members',
            'local_vsosh_put_courses',
            'local_vsosh_get_courses',
            'local_vsosh_get_course_template',
            'local_vsosh_get_course_files',
            'local_vsosh_import_questions',
            'local_vsosh_set_events',
            'local_vsosh_set_exceptions',
            'local_vsosh_get_progress',
            'local_vsosh_queue_job',
            'local_vsosh_get_jobs',
            'core_cohort_add_cohort_members',
            'core_cohort_create_cohorts',
            'core_cohort_delete_cohort_members',
            'core_cohort_delete_cohorts',
            'core_cohort_get_cohort_members',
            'core_cohort_get_cohorts',
            'core_cohort_update_cohorts',
            'core_completion_get_activities_completion_status',
            'core_completion_get_course_completion_status',
            'core_course_create_categories',
            'core_course_create_courses',
            'core_course_delete_categories',
            'core_course_delete_courses',
            'core_course_get_categories',
            'core_course_get_contents',
            'core_course_get_course_module',
            'core_course_get_courses',
            'core_course_get_courses_by_field',
            'core_course_update_categories',
            'core_course_update_courses',
            'core_courseformat_update_course',
            'core_enrol_get_enrolled_users',
            'core_group_add_group_members',
            'core_group_assign_grouping',
            'core_group_create_groupings',
            'core_group_create_groups',
            'core_group_delete_group_members',
            'core_group_delete_groupings',
            'core_group_delete_groups',
            'core_group_get_course_groupings',
            'core_group_get_course_groups',
            'core_group_get_group_members',
            'core_group_get_groupings',
            'core_group_get_groups',
            'core_group_unassign_grouping',
            'core_group_update_groupings',
            'core_group_update_groups',
            'core_role_unassign_roles',
            'core_update_inplace_editable',
            'core_user_create_users',
            'core_user_delete_users',
            'core_user_get_users_by_field',
            'core_user_update_users',
            'core_webservice_get_site_info',
            'enrol_manual_enrol_users',
            'enrol_manual_unenrol_users',
            'gradereport_user_get_grade_items',
            'mod_assign_get_submissions',
            'tool_mobile_call_external_functions',
            'tool_mobile_get_config',
        ],
        'restrictedusers' => 1,
        'enabled' => 1,
        'uploadfiles' => 1,
        'downloadfiles' => 0,
    ],
];
