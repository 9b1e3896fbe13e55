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
$string['privacy:metadata:vsosh_moodle'] = 'The program vsosh-moodle on a computer of the school reads accounts and progress of the learners and teachers it manages.';
$string['privacy:metadata:vsosh_moodle:account'] = 'Name, login, e-mail address, groups and enrolments of the accounts that the school made';
$string['privacy:metadata:vsosh_moodle:progress'] = 'Enrolments, completion, grades, first and last access, submissions, attempts and forum posts (when, not what) of these people';
$string['setup_advise_expires'] = 'The token never expires. A school year is safer: --new-token --expires=YYYY-MM-DD.';
$string['setup_advise_ip'] = 'The token is good from any address. One is safer: --new-token --ip=ADDRESS of the school\'s computer, as the site sees it.';
$string['setup_ask'] = 'This is about to change {$a->url}: switch on web services with REST, make or mend the role {$a->role} and the user {$a->user}, and make a token. Go on?';
$string['setup_ask_revoke'] = 'This takes all tokens and the role away from the user {$a} and suspends the account. Go on?';
$string['setup_bad_date'] = '--expires: "{$a}" is no date. Write it as 2027-06-30.';
$string['setup_bad_ip'] = '--ip: "{$a}" is no address. Write 192.0.2.10 or 192.0.2.0/24, several with commas.';
$string['setup_check_assignable'] = 'The role {$a} may not be given to others by the service user.';
$string['setup_check_authorised'] = 'The user {$a} is not among the authorised users of the service.';
$string['setup_check_function'] = 'The service lacks the function {$a}.';
$string['setup_check_function_more'] = 'The service has a function that nothing calls: {$a}.';
$string['setup_check_rest'] = 'Web services or the protocol REST are switched off.';
$string['setup_check_right'] = 'The role lacks the capability {$a}.';
$string['setup_check_right_forbidden'] = 'The capability {$a} is given by the role and forbidden by another role of the user.';
$string['setup_check_right_more'] = 'The role has a capability that nothing needs: {$a}.';
$string['setup_check_role'] = 'There is no role {$a}.';
$string['setup_check_role_given'] = 'The user {$a} does not have the role for the whole site.';
$string['setup_check_role_more'] = 'The user {$a} has other roles for the whole site, besides the one needed.';
$string['setup_check_service'] = 'There is no service {$a}: the plugin is not installed whole. Run admin/cli/upgrade.php.';
$string['setup_check_service_off'] = 'The service {$a} is switched off.';
$string['setup_check_service_open'] = 'The service {$a} is open to all users, not only to authorised ones.';
$string['setup_check_service_upload'] = 'The service {$a} does not take files.';
$string['setup_check_token'] = 'The user {$a} has no token that is still good.';
$string['setup_check_token_more'] = 'The user {$a} has tokens for other services.';
$string['setup_check_user'] = 'There is no user {$a}.';
$string['setup_check_user_admin'] = 'The user {$a} is an administrator of the site: that is far more than is needed.';
$string['setup_check_user_suspended'] = 'The account {$a} is suspended.';
$string['setup_help'] = 'Sets this site up for vsosh-moodle: web services, role, service user, token.
What is right already stays as it is; run it again after an update of the plugin.

  php local/vsosh/cli/setup.php [--yes] [--ip=ADDRESSES] [--expires=YYYY-MM-DD] [--new-token]
  php local/vsosh/cli/setup.php --check
  php local/vsosh/cli/setup.php --revoke [--yes]

--ip         from where the token is good: 192.0.2.10 or 192.0.2.0/24, several with commas
--expires    the last day on which the token is good
--new-token  makes another token; the ones before it stop working
--check      says what is missing or superfluous, changes nothing; exit code 0 if all is well, 1 if not
--revoke     deletes the tokens, takes the role away, suspends the service user
--yes, -y    does not ask
--help, -h   this text';
$string['setup_left'] = 'Nothing was changed.';
$string['setup_made'] = 'Web services, role and service user are as they should be.';
$string['setup_mend'] = 'To mend this: php local/vsosh/cli/setup.php. What is superfluous and not taken away by it, an administrator takes away by hand.';
$string['setup_next'] = 'It is shown only now. On the school\'s computer: site.url {$a}, then vsosh-moodle doctor.';
$string['setup_no_value'] = '--{$a} needs a value, as in --{$a}=...';
$string['setup_one_of'] = 'Give either --check or --revoke.';
$string['setup_past_date'] = '--expires: {$a} is over.';
$string['setup_revoked'] = 'Done. Tokens deleted: {$a}. The role and the service stay; setup.php without --revoke gives everything back.';
$string['setup_role'] = 'VSOSH provisioning';
$string['setup_role_description'] = 'The service user of vsosh-moodle: makes accounts, courses, enrolments and course content from the school\'s files. Kept by local/vsosh/cli/setup.php.';
$string['setup_token'] = 'The token:';
$string['setup_token_kept'] = 'There is a good token already; it is not shown again. Another one: --new-token.';
$string['setup_token_options'] = '--ip and --expires are for a new token: add --new-token.';
$string['setup_unknown'] = 'Unknown: {$a}. See --help.';
$string['setup_well'] = 'All is well.';
$string['task_forget_jobs'] = 'Forget old queued calls';
$string['task_run_job'] = 'Make a queued call';
$string['vsosh:managecontent'] = 'Make and change the content of courses through VSOSH';
$string['vsosh:managemembers'] = 'Make and change enrolments, groups and cohorts through VSOSH';
$string['vsosh:managequestions'] = 'Import questions through VSOSH';
$string['vsosh:manageusers'] = 'Create and change accounts through VSOSH';
$string['vsosh:readprogress'] = 'Read progress of learners through VSOSH';
$string['vsosh:readstate'] = 'Read accounts, courses and enrolments through VSOSH';
