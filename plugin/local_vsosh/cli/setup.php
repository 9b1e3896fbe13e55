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
 * Sets a site up for vsosh-moodle: web services, role, service user, token.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

use local_vsosh\setup\account;
use local_vsosh\setup\inspection;
use local_vsosh\setup\provisioning;
use local_vsosh\setup\revocation;

[$options, $unknown] = cli_get_params(
    ['help' => false, 'yes' => false, 'check' => false, 'revoke' => false, 'new-token' => false, 'ip' => '', 'expires' => ''],
    ['h' => 'help', 'y' => 'yes']
);

/**
 * A text of the plugin in the site's language.
 *
 * @param string $name
 * @param mixed $about
 * @return string
 */
function say(string $name, $about = null): string {
    return get_string($name, 'local_vsosh', $about);
}

/**
 * Stops with a message; nothing was changed.
 *
 * @param string $message
 * @param int $code
 */
function stop(string $message, int $code = 2): void {
    fwrite(STDERR, $message . "\n");
    exit($code);
}

/**
 * Asks before something is changed, unless --yes was given.
 *
 * @param string $question
 * @param bool $yes
 */
function ask(string $question, bool $yes): void {
    if ($yes) {
        return;
    }
    echo $question, ' [y/N] ';
    $answer = trim((string)fgets(STDIN));
    if (!in_array(core_text::strtolower($answer), ['y', 'yes', 'д', 'да'], true)) {
        stop(say('setup_left'), 1);
    }
}

/**
 * The end of a day that was given as YYYY-MM-DD, in the site's time zone.
 *
 * @param string $date
 * @return int Unix seconds, 0 for no date
 */
function end_of_day(string $date): int {
    if ($date === '') {
        return 0;
    }
    $day = DateTime::createFromFormat('!Y-m-d', $date, core_date::get_server_timezone_object());
    if (!$day || $day->format('Y-m-d') !== $date) {
        stop(say('setup_bad_date', $date));
    }
    $until = $day->setTime(23, 59, 59)->getTimestamp();
    if ($until <= time()) {
        stop(say('setup_past_date', $date));
    }
    return $until;
}

/**
 * Addresses as they were given, checked.
 *
 * @param string $list
 * @return string
 */
function addresses(string $list): string {
    foreach (array_filter(array_map('trim', explode(',', $list)), 'strlen') as $one) {
        [$address, $bits] = array_pad(explode('/', $one, 2), 2, '0');
        $whole = filter_var($address, FILTER_VALIDATE_IP) && ctype_digit($bits) && (int)$bits <= 128;
        if (!$whole && !preg_match('/^\d{1,3}(\.\d{1,3}){0,2}\.?$|^\d{1,3}(\.\d{1,3}){3}-\d{1,3}$/', $one)) {
            stop(say('setup_bad_ip', $one));
        }
    }
    return $list;
}

/**
 * Says what would make the site safer.
 */
function advise(): void {
    foreach (inspection::advice() as $advice) {
        echo '* ', $advice, "\n";
    }
}

if ($unknown) {
    stop(say('setup_unknown', implode(', ', $unknown)));
}
if ($options['help']) {
    echo say('setup_help'), "\n";
    exit(0);
}
foreach (['ip', 'expires'] as $name) {
    if (!is_string($options[$name])) {
        stop(say('setup_no_value', $name));
    }
}
if ($options['check'] && $options['revoke']) {
    stop(say('setup_one_of'));
}

if ($options['check']) {
    $complaints = inspection::complaints();
    foreach ($complaints as $complaint) {
        echo '- ', $complaint, "\n";
    }
    echo $complaints ? say('setup_mend') : say('setup_well'), "\n";
    advise();
    exit($complaints ? 1 : 0);
}

// What is made is logged as an administrator's doing.
\core\session\manager::set_user(get_admin());

if ($options['revoke']) {
    ask(say('setup_ask_revoke', account::USER), (bool)$options['yes']);
    echo say('setup_revoked', revocation::run()), "\n";
    exit(0);
}

$ip = addresses($options['ip']);
$until = end_of_day($options['expires']);
ask(say('setup_ask', (object)['role' => account::ROLE, 'user' => account::USER, 'url' => $CFG->wwwroot]), (bool)$options['yes']);
provisioning::run();
echo say('setup_made'), "\n";

$user = account::user();
$had = account::good_tokens((int)$user->id, (int)account::service()->id);
if ($had && !$options['new-token']) {
    echo say('setup_token_kept'), "\n";
    advise();
    if ($ip !== '' || $until) {
        stop(say('setup_token_options'), 1);
    }
    exit(0);
}
$token = provisioning::make_token($ip, $until);
if ($had) {
    $DB->delete_records_list('external_tokens', 'id', array_keys($had));
}
echo say('setup_token'), "\n", $token, "\n", say('setup_next', $CFG->wwwroot), "\n";
advise();
