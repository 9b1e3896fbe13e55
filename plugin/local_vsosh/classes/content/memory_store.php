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
 * Stores what was written.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Writes what is remembered of items into local_vsosh_item, in few statements and only where it changed.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class memory_store {
    /**
     * Remembers what became of the plans.
     *
     * @param item_plan[] $plans
     * @param live_course $live as it is after them
     */
    public static function remember(array $plans, live_course $live): void {
        global $DB;
        foreach ($plans as $plan) {
            $item = $live->item($plan->type, $plan->key);
            if ($item !== null) {
                $item->absent = $plan->wanted === null;
            }
        }
        $live->refresh_orders();
        $new = [];
        foreach ($plans as $plan) {
            $item = $live->item($plan->type, $plan->key);
            if ($item === null || $plan->status === 'conflict') {
                continue;
            }
            $plan->live = $item;
            $memory = $item->memory ?? new memory();
            self::note($plan, $item, $memory);
            $module = $item->kind === null ? '' : $item->kind->name();
            $row = $memory->row((int)$live->course->id, $item->type, $item->key, $item->id, $module);
            if ($row === null) {
                continue;
            }
            if (isset($row->id)) {
                $DB->update_record('local_vsosh_item', $row);
            } else {
                $new[] = $row;
            }
        }
        if ($new) {
            $DB->insert_records('local_vsosh_item', $new);
        }
    }

    /**
     * Notes the fields of one item.
     *
     * @param item_plan $plan
     * @param live_item $item
     * @param memory $memory
     */
    private static function note(item_plan $plan, live_item $item, memory $memory): void {
        if ($plan->wanted === null) {
            $memory->absent = true;
            if (isset($memory->applied['visible']) || array_key_exists('visible', $plan->write)) {
                $memory->remember('visible', $item->fields['visible'] ?? false, false);
            }
            return;
        }
        $memory->absent = false;
        foreach (array_merge(array_keys($plan->write), $plan->equal) as $name) {
            if (array_key_exists($name, $item->fields)) {
                $asked = array_key_exists($name, $plan->wanted->raw) ? $plan->wanted->raw[$name] : $plan->write[$name];
                $memory->remember($name, $item->fields[$name], $asked);
            }
        }
    }
}
