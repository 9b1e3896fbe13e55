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
 * Passing grades of activities.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\canonical;

/**
 * The passing grades of a module's instances, which Moodle keeps in the gradebook.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_passes {
    /**
     * Reads the passing grades of instances.
     *
     * @param string $module
     * @param int[] $ids of instances
     * @return array id => number, 0 without
     */
    public static function read(string $module, array $ids): array {
        global $DB;
        $passes = array_fill_keys($ids, 0);
        if (!$ids) {
            return $passes;
        }
        [$in, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        $select = "itemtype = 'mod' AND itemmodule = :module AND itemnumber = 0 AND iteminstance $in";
        $rows = $DB->get_records_select_menu('grade_items', $select, $params + ['module' => $module], '', 'iteminstance, gradepass');
        foreach ($rows as $id => $pass) {
            $passes[$id] = canonical::number($pass);
        }
        return $passes;
    }
}
