<?php
// Makes a user with a token on a test site, as holders.py wishes; it comes on the standard input of php, run in Moodle's folder.
define('CLI_SCRIPT', true);
require('config.php');
require_once($CFG->libdir . '/externallib.php');
require_once($CFG->dirroot . '/user/lib.php');

$wish = json_decode(WISH, true);
\core\session\manager::set_user(get_admin());
$name = 'holder-' . bin2hex(random_bytes(6));
$userid = user_create_user((object)['username' => $name, 'auth' => 'manual', 'password' => 'Abcd1234!' . $name, 'confirmed' => 1,
    'mnethostid' => $CFG->mnet_localhost_id, 'firstname' => 'Holder', 'lastname' => $name, 'email' => "$name@holder.invalid",
    'idnumber' => $wish['key']]);
$system = context_system::instance();
foreach ($wish['lends'] as [$login, $key]) {
    $DB->set_field('user', 'idnumber', $key, ['username' => $login, 'mnethostid' => $CFG->mnet_localhost_id]);
}

// One role for each set of rights, kept: a site that is tested often would fill up with them.
$role = function (array $capabilities) use ($DB, $system): int {
    $short = 'holder_' . substr(sha1(implode(',', $capabilities)), 0, 12);
    $id = $DB->get_field('role', 'id', ['shortname' => $short]) ?: create_role($short, $short, '');
    set_role_contextlevels($id, [CONTEXT_SYSTEM, CONTEXT_COURSE]);
    foreach ($capabilities as $one) {
        assign_capability($one, CAP_ALLOW, $id, $system->id, true);
    }
    return (int)$id;
};
$contexts = array_map(function ($course) {
    return context_course::instance($course);
}, $wish['courses']) ?: [$system];
role_assign($role(['webservice/rest:use']), $userid, $system->id);
$roles = $wish['capabilities'] ? [$role($wish['capabilities'])] : [];
if ($wish['archetype'] !== '') {
    $roles[] = (int)current(get_archetype_roles($wish['archetype']))->id;
}
foreach ($roles as $one) {
    foreach ($contexts as $context) {
        role_assign($one, $userid, $context->id);
    }
}
accesslib_clear_all_caches(true);
$service = $DB->get_record('external_services', ['shortname' => 'vsosh_provisioning'], '*', MUST_EXIST);
$DB->insert_record('external_services_users', (object)['externalserviceid' => $service->id, 'userid' => $userid]);
$parts = [0, $service, $userid, $system, $wish['until'], $wish['ip']];
$token = class_exists('\core_external\util') ? \core_external\util::generate_token(...$parts) : external_generate_token(...$parts);
if ($wish['ip'] !== '' || $wish['until']) {
    $DB->set_field('external_tokens', 'validuntil', $wish['until'], ['token' => $token]);
}
echo "\n", json_encode(['token' => $token, 'userid' => (int)$userid]), "\n";
