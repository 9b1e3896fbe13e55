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
 * What is to be done with one item.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * The outcome of the three-way comparison of one item, and afterwards what became of it.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class item_plan {
    /** @var string */
    public $type;

    /** @var string */
    public $key;

    /** @var document_item|null as it is wanted; null when the document left it out */
    public $wanted;

    /** @var live_item|null as it is; null when it is to be made */
    public $live;

    /** @var array fields to be written: name => canonical value */
    public $write = [];

    /** @var string[] names of fields that differ and are left as they are */
    public $kept = [];

    /** @var string[] names of fields that are as they are wanted */
    public $equal = [];

    /** @var string created, updated, unchanged, kept, hidden or conflict */
    public $status = 'unchanged';

    /**
     * Makes a plan with nothing to be done.
     *
     * @param string $type
     * @param string $key
     * @param document_item|null $wanted
     * @param live_item|null $live
     */
    public function __construct(string $type, string $key, ?document_item $wanted, ?live_item $live) {
        $this->type = $type;
        $this->key = $key;
        $this->wanted = $wanted;
        $this->live = $live;
    }

    /**
     * Whether something is to be written.
     *
     * @return bool
     */
    public function is_writing(): bool {
        return in_array($this->status, ['created', 'updated', 'hidden'], true);
    }

    /**
     * Moves fields that could not be written to those that were kept.
     *
     * @param string[] $names
     */
    public function leave(array $names): void {
        foreach ($names as $name) {
            if (array_key_exists($name, $this->write)) {
                unset($this->write[$name]);
                $this->kept[] = $name;
            }
        }
        if ($this->status === 'updated' && !$this->write) {
            $this->status = 'kept';
        }
    }

    /**
     * The row of the call's answer.
     *
     * @return array
     */
    public function answer(): array {
        sort($this->kept);
        return ['type' => $this->type, 'key' => $this->key, 'status' => $this->status,
            'id' => $this->live === null ? 0 : $this->live->id, 'fields' => array_keys($this->write), 'kept' => $this->kept];
    }
}
