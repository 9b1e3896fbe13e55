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
 * Rows of accounts, checked.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\people;

/**
 * Checks the rows of a document of accounts against each other and against the site.
 *
 * Each row is good or has one complaint; a row's claim to a login or an address holds against the rows after it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class account_rows {
    /** @var string[] fields that are texts, with their greatest length */
    const TEXTS = [
        'username' => 100, 'password' => 128, 'firstname' => 100, 'lastname' => 100, 'middlename' => 255, 'email' => 100, 'auth' => 20,
    ];

    /** @var string[] fields that a new account needs */
    const NEEDED = ['username', 'password', 'firstname', 'lastname', 'email'];

    /** @var \stdClass[][] accounts of the site by key */
    private $present = [];

    /** @var int[] login => account, 0 for one that is to be made */
    private $logins = [];

    /** @var int[][] address in lower case => account => true */
    private $emails = [];

    /** @var bool[] keys of the rows before */
    private $seen = [];

    /** @var bool[] authentication methods of the site */
    private $auths;

    /** @var bool[] account => true, of accounts that are not to be changed */
    private $outofreach;

    /**
     * Reads what the site has of the rows' keys, logins and addresses.
     *
     * @param array $rows
     */
    public function __construct(array $rows) {
        global $CFG, $DB;
        $this->auths = \core_component::get_plugin_list('auth');
        unset($this->auths['mnet'], $this->auths['webservice']);
        $this->outofreach = \local_vsosh\access::out_of_reach();
        $keys = $this->texts($rows, 'key');
        foreach ($this->accounts('u.idnumber', $keys) as $account) {
            $this->present[$account->idnumber][] = $account;
        }
        foreach ($this->accounts('u.username', $this->texts($rows, 'username')) as $account) {
            $this->logins[$account->username] = (int)$account->id;
        }
        if (empty($CFG->allowaccountssameemail)) {
            $emails = array_map([\core_text::class, 'strtolower'], $this->texts($rows, 'email'));
            foreach ($this->accounts('LOWER(u.email)', $emails) as $account) {
                $this->emails[\core_text::strtolower($account->email)][(int)$account->id] = true;
            }
        }
    }

    /**
     * The account that a key has.
     *
     * @param string $key
     * @return \stdClass|null
     */
    public function account(string $key): ?\stdClass {
        return $this->present[$key][0] ?? null;
    }

    /**
     * What is wrong with a row.
     *
     * @param mixed $row
     * @return string[]|null code and detail, null when nothing is
     */
    public function complaint($row): ?array {
        if (!is_array($row) || !isset($row['key']) || !is_string($row['key']) || trim($row['key']) === '') {
            return ['field-missing', 'key'];
        }
        if (\core_text::strlen($row['key']) > 255) {
            return ['field-invalid', 'key'];
        }
        if (isset($this->seen[$row['key']]) || count($this->present[$row['key']] ?? []) > 1) {
            return ['key-twice', isset($this->seen[$row['key']]) ? 'in the document' : 'on the site'];
        }
        $this->seen[$row['key']] = true;
        $account = $this->account($row['key']);
        if ($account && (is_siteadmin($account->id) || isset($this->outofreach[(int)$account->id]))) {
            return ['not-allowed', 'an administrator, the guest, the service user or oneself'];
        }
        return $this->shape_complaint($row) ?: $this->taken_complaint($row, $account) ?: $this->name_complaint($row, $account)
            ?: $this->login_complaint($row, $account) ?: $this->email_complaint($row, $account) ?: $this->password_complaint($row, $account);
    }

    /**
     * Fields of the wrong type or too long.
     *
     * @param array $row
     * @return string[]|null
     */
    private function shape_complaint(array $row): ?array {
        foreach ($row as $field => $value) {
            if (isset(self::TEXTS[$field])) {
                if (!is_string($value) || \core_text::strlen($value) > self::TEXTS[$field] || $value !== fix_utf8($value)) {
                    return [$field === 'email' ? 'email-invalid' : 'field-invalid', $field];
                }
            } else if (in_array($field, ['suspended', 'force_password_change', 'new'], true)) {
                if (!is_bool($value) && $value !== 0 && $value !== 1) {
                    return ['field-invalid', $field];
                }
            } else if ($field !== 'key') {
                return ['field-invalid', (string)$field];
            }
        }
        if (isset($row['auth']) && !isset($this->auths[$row['auth']])) {
            return ['field-invalid', 'auth'];
        }
        return null;
    }

    /**
     * An account that is there although the row is for one to be made.
     *
     * @param array $row
     * @param \stdClass|null $account
     * @return string[]|null
     */
    private function taken_complaint(array $row, ?\stdClass $account): ?array {
        return $account && !empty($row['new']) ? ['key-taken', 'made meanwhile'] : null;
    }

    /**
     * Fields left out and names without a letter.
     *
     * @param array $row
     * @param \stdClass|null $account
     * @return string[]|null
     */
    private function name_complaint(array $row, ?\stdClass $account): ?array {
        foreach ($account ? [] : self::NEEDED as $field) {
            if (!isset($row[$field])) {
                return ['field-missing', $field];
            }
        }
        foreach (['firstname', 'lastname', 'middlename'] as $field) {
            if (!isset($row[$field])) {
                continue;
            }
            if ($field !== 'middlename' && trim($row[$field]) === '') {
                return ['name-missing', $field];
            }
            if ($row[$field] !== clean_param($row[$field], PARAM_NOTAGS)) {
                return ['field-invalid', $field];
            }
        }
        return null;
    }

    /**
     * Logins that Moodle does not take, or that somebody has.
     *
     * @param array $row
     * @param \stdClass|null $account
     * @return string[]|null
     */
    private function login_complaint(array $row, ?\stdClass $account): ?array {
        if (!isset($row['username']) || ($account && $account->username === $row['username'])) {
            return null;
        }
        $login = $row['username'];
        if (trim($login) === '' || $login !== \core_text::strtolower($login) || $login !== \core_user::clean_field($login, 'username')) {
            return ['username-invalid', $login];
        }
        if (isset($this->logins[$login]) && (!$account || $this->logins[$login] !== (int)$account->id)) {
            return ['username-taken', $login];
        }
        return null;
    }

    /**
     * Addresses that are none, or that somebody has.
     *
     * @param array $row
     * @param \stdClass|null $account
     * @return string[]|null
     */
    private function email_complaint(array $row, ?\stdClass $account): ?array {
        if (!isset($row['email']) || ($account && $account->email === $row['email'])) {
            return null;
        }
        if (!validate_email($row['email'])) {
            return ['email-invalid', $row['email']];
        }
        $owners = $this->emails[\core_text::strtolower($row['email'])] ?? [];
        if ($account) {
            unset($owners[(int)$account->id]);
        }
        return $owners ? ['email-taken', $row['email']] : null;
    }

    /**
     * Passwords of new accounts that the site's policy refuses.
     *
     * @param array $row
     * @param \stdClass|null $account
     * @return string[]|null
     */
    private function password_complaint(array $row, ?\stdClass $account): ?array {
        if ($account || !get_auth_plugin($row['auth'] ?? 'manual')->is_internal()) {
            return null;
        }
        $message = '';
        $user = (object)array_diff_key($row, ['password' => true]);
        if (check_password_policy($row['password'], $message, $user)) {
            return null;
        }
        return ['password-policy', trim(html_to_text($message, 0, false))];
    }

    /**
     * Takes the login and the address of a good row.
     *
     * @param array $row
     * @param \stdClass|null $account
     */
    public function claim(array $row, ?\stdClass $account): void {
        global $CFG;
        $id = $account ? (int)$account->id : 0;
        if (isset($row['username'])) {
            $this->logins[$row['username']] = $id;
        }
        if (isset($row['email']) && empty($CFG->allowaccountssameemail)) {
            $this->emails[\core_text::strtolower($row['email'])][$id ?: -count($this->seen)] = true;
        }
    }

    /**
     * Texts of a field, each once.
     *
     * @param array $rows
     * @param string $field
     * @return string[]
     */
    private function texts(array $rows, string $field): array {
        $texts = [];
        foreach ($rows as $row) {
            if (is_array($row) && isset($row[$field]) && is_string($row[$field]) && $row[$field] !== '') {
                $texts[$row[$field]] = $row[$field];
            }
        }
        return array_values($texts);
    }

    /**
     * Accounts of this site whose column holds one of the values.
     *
     * @param string $column
     * @param string[] $values
     * @return \stdClass[] by id, ascending
     */
    private function accounts(string $column, array $values): array {
        global $CFG, $DB;
        $accounts = [];
        foreach (array_chunk($values, 5000) as $chunk) {
            [$sql, $params] = $DB->get_in_or_equal($chunk, SQL_PARAMS_NAMED);
            $deleted = $column === 'u.idnumber' ? 'AND u.deleted = 0' : '';
            $accounts += $DB->get_records_sql(
                "SELECT u.id, u.idnumber, u.username, u.firstname, u.lastname, u.middlename, u.email, u.suspended, u.auth
                   FROM {user} u
                  WHERE {$column} {$sql} AND u.mnethostid = :host {$deleted}
               ORDER BY u.id", $params + ['host' => $CFG->mnet_localhost_id]);
        }
        return $accounts;
    }
}
