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
 * Accounts as a document has them.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\people;

use local_vsosh\most;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/user/lib.php');

/**
 * Makes and changes accounts; each row stands for itself.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class accounts {
    /** @var string[] fields of an account that a document may change */
    const CHANGEABLE = ['username', 'firstname', 'lastname', 'middlename', 'email', 'suspended', 'auth'];

    /** @var array[] answers, in the order of the rows */
    private $answers = [];

    /**
     * Makes the accounts of a document so.
     *
     * @param array $document {"users": [...]}
     * @return array[] key, status, id, code, detail of each row, in their order
     */
    public static function put(array $document): array {
        $rows = $document['users'] ?? null;
        if (!is_array($rows) || array_keys($rows) !== array_keys(array_keys($rows)) || count($document) > 1) {
            throw new \invalid_parameter_exception('document: {"users": [...]}');
        }
        most::check(count($rows), most::ACCOUNTS, 'users');
        $accounts = new self();
        $accounts->run($rows);
        return array_values($accounts->answers);
    }

    /**
     * Checks all rows, then writes the good ones.
     *
     * @param array $rows
     */
    private function run(array $rows): void {
        $checked = new account_rows($rows);
        $new = [];
        $places = [];
        $changes = [];
        foreach ($rows as $place => $row) {
            $key = is_array($row) && isset($row['key']) && is_scalar($row['key']) ? (string)$row['key'] : '';
            $this->answers[$place] = ['key' => $key, 'status' => 'unchanged', 'id' => 0, 'code' => '', 'detail' => ''];
            $complaint = $checked->complaint($row);
            if ($complaint) {
                $this->refuse($place, $complaint[0], $complaint[1]);
                continue;
            }
            $account = $checked->account($key);
            $checked->claim($row, $account);
            if (!$account) {
                $new[$key] = $row;
                $places[$key] = $place;
                continue;
            }
            $this->answers[$place]['id'] = (int)$account->id;
            $change = self::change($row, $account);
            if ($change) {
                $changes[$place] = $change;
            }
        }
        $this->create($new, $places);
        foreach ($changes as $place => $change) {
            $this->update($place, $change);
        }
        $this->tell();
    }

    /**
     * Makes new accounts: all at once, and one by one when that fails.
     *
     * @param array[] $rows key => row
     * @param int[] $places key => place of its answer
     */
    private function create(array $rows, array $places): void {
        try {
            $ids = new_accounts::create($rows);
        } catch (\moodle_exception $e) {
            $ids = [];
            foreach ($rows as $key => $row) {
                try {
                    $ids += new_accounts::create([$key => $row]);
                } catch (\moodle_exception $refusal) {
                    $this->refuse($places[$key], 'moodle-refused', $refusal->errorcode);
                }
            }
        }
        foreach ($ids as $key => $id) {
            $this->answers[$places[$key]] = ['status' => 'created', 'id' => $id] + $this->answers[$places[$key]];
        }
    }

    /**
     * What differs between a row and its account.
     *
     * @param array $row
     * @param \stdClass $account
     * @return \stdClass|null the record for user_update_user(), null when nothing differs
     */
    private static function change(array $row, \stdClass $account): ?\stdClass {
        $change = [];
        foreach (self::CHANGEABLE as $field) {
            if (!isset($row[$field])) {
                continue;
            }
            $value = $field === 'suspended' ? (string)(int)$row[$field] : $row[$field];
            if ($value !== (string)$account->$field) {
                $change[$field] = $value;
            }
        }
        return $change ? (object)($change + ['id' => $account->id]) : null;
    }

    /**
     * Changes an account; whoever is suspended is logged out.
     *
     * @param int $place
     * @param \stdClass $change
     */
    private function update(int $place, \stdClass $change): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            user_update_user(clone $change, false, true);
            $transaction->allow_commit();
        } catch (\Exception $e) {
            try {
                $transaction->rollback($e);
            } catch (\moodle_exception $refusal) {
                $this->refuse($place, 'moodle-refused', $refusal->errorcode);
                return;
            }
        }
        if (!empty($change->suspended)) {
            $method = method_exists(\core\session\manager::class, 'destroy_user_sessions') ? 'destroy_user_sessions'
                : 'kill_user_sessions';
            \core\session\manager::$method($change->id);
        }
        $this->answers[$place]['status'] = 'updated';
    }

    /**
     * Answers a row with an error.
     *
     * @param int $place
     * @param string $code
     * @param string $detail
     */
    private function refuse(int $place, string $code, string $detail): void {
        $this->answers[$place] = ['status' => 'error', 'id' => 0, 'code' => $code, 'detail' => $detail] + $this->answers[$place];
    }

    /**
     * Leaves one line in the log for the whole document.
     */
    private function tell(): void {
        $counts = array_count_values(array_column($this->answers, 'status'));
        if (array_diff_key($counts, ['unchanged' => true, 'error' => true])) {
            \local_vsosh\event\people_applied::create([
                'context' => \context_system::instance(), 'other' => ['counts' => $counts],
            ])->trigger();
        }
    }
}
