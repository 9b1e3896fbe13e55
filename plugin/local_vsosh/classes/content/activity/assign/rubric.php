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
 * Rubrics of assignments.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\assign;

use local_vsosh\content\canonical;
use local_vsosh\content\field;

/**
 * A rubric: criteria with levels, through Moodle's advanced grading.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rubric {
    /** @var int states of a grading that counts, as in gradingform_instance */
    const ACTIVE = 1, NEEDS_UPDATE = 2;

    /**
     * What is wrong with a rubric.
     *
     * @param array $criteria
     * @return string in English, '' when nothing
     */
    public static function wrong(array $criteria): string {
        if (!$criteria) {
            return 'a rubric without criteria; null is no rubric';
        }
        foreach ($criteria as $one) {
            if (!is_array($one) || array_diff(array_keys($one), ['criterion', 'levels'])
                    || !is_string($one['criterion'] ?? null) || trim($one['criterion']) === '') {
                return 'a criterion has "criterion", a text, and "levels"';
            }
            $levels = $one['levels'] ?? null;
            if (!is_array($levels) || !$levels || $levels !== array_values($levels)) {
                return 'a criterion has levels';
            }
            foreach ($levels as $level) {
                $points = $level['points'] ?? null;
                if (!is_array($level) || array_diff(array_keys($level), ['points', 'text']) || !is_string($level['text'] ?? null)
                        || (!is_int($points) && !is_float($points)) || $points < 0 || $points > field::MOST_POINTS) {
                    return 'a level has "points", a number from 0 to ' . field::MOST_POINTS . ', and "text"';
                }
            }
        }
        return '';
    }

    /**
     * Texts without spaces around them, levels from the lowest.
     *
     * @param array $criteria
     * @return array
     */
    public static function canonical(array $criteria): array {
        return array_map(function ($one) {
            $levels = array_map(function ($level) {
                return ['points' => canonical::number($level['points']), 'text' => trim($level['text'])];
            }, $one['levels']);
            usort($levels, function ($one, $other) {
                return [$one['points'], $one['text']] <=> [$other['points'], $other['text']];
            });
            return ['criterion' => trim($one['criterion']), 'levels' => $levels];
        }, $criteria);
    }

    /**
     * Reads the rubrics of many course modules.
     *
     * @param \stdClass[] $cms
     * @return array[] course module id => rubric, null without; another method is {"method": name}
     */
    public static function read(array $cms): array {
        global $DB;
        $read = [];
        foreach ($cms as $cm) {
            $read[$cm->id] = null;
        }
        [$in, $params] = $DB->get_in_or_equal(array_keys($read), SQL_PARAMS_NAMED);
        $sql = "SELECT a.id, x.instanceid, a.activemethod
                  FROM {grading_areas} a JOIN {context} x ON x.id = a.contextid
                 WHERE x.contextlevel = :level AND x.instanceid $in AND a.component = 'mod_assign' AND a.areaname = 'submissions'
                       AND a.activemethod IS NOT NULL AND a.activemethod <> ''";
        $areas = $DB->get_records_sql($sql, $params + ['level' => CONTEXT_MODULE]);
        if (!$areas) {
            return $read;
        }
        [$in, $params] = $DB->get_in_or_equal(array_keys($areas), SQL_PARAMS_NAMED);
        $sql = "SELECT l.id, d.areaid, c.id AS criterion, c.description, l.score, l.definition
                  FROM {grading_definitions} d
                  JOIN {gradingform_rubric_criteria} c ON c.definitionid = d.id
                  JOIN {gradingform_rubric_levels} l ON l.criterionid = c.id
                 WHERE d.method = 'rubric' AND d.areaid $in
              ORDER BY d.areaid, c.sortorder, c.id, l.score, l.id";
        $criteria = [];
        foreach ($DB->get_records_sql($sql, $params) as $row) {
            $criteria[$row->areaid][$row->criterion]['criterion'] = $row->description;
            $criteria[$row->areaid][$row->criterion]['levels'][] = ['points' => (float)$row->score, 'text' => $row->definition];
        }
        foreach ($areas as $area) {
            if ($area->activemethod === 'rubric') {
                $read[$area->instanceid] = self::canonical(array_values($criteria[$area->id] ?? []));
            } else {
                $read[$area->instanceid] = ['method' => $area->activemethod];
            }
        }
        return $read;
    }

    /**
     * The course modules in which somebody was graded by a rubric.
     *
     * @param \stdClass[] $cms
     * @return array course module id => anything
     */
    public static function graded(array $cms): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal(array_values(array_map(function ($cm) {
            return (int)$cm->id;
        }, $cms)), SQL_PARAMS_NAMED);
        $sql = "SELECT DISTINCT x.instanceid
                  FROM {grading_areas} a
                  JOIN {context} x ON x.id = a.contextid
                  JOIN {grading_definitions} d ON d.areaid = a.id AND d.method = a.activemethod
                 WHERE x.contextlevel = :level AND x.instanceid $in AND a.component = 'mod_assign' AND a.areaname = 'submissions'
                       AND a.activemethod = 'rubric'
                       AND EXISTS (SELECT 1 FROM {grading_instances} i WHERE i.definitionid = d.id AND i.status IN (:active, :old))";
        return $DB->get_records_sql($sql, $params + ['level' => CONTEXT_MODULE, 'active' => self::ACTIVE, 'old' => self::NEEDS_UPDATE]);
    }

    /**
     * Makes the assignment graded by this rubric.
     *
     * @param \stdClass $cm record of course_modules
     * @param array|null $criteria canonical; null: graded simply
     * @return bool false when it was left: pupils are graded by criteria that would go
     */
    public static function write(\stdClass $cm, ?array $criteria): bool {
        global $CFG;
        require_once($CFG->dirroot . '/grade/grading/lib.php');
        $manager = get_grading_manager(\context_module::instance($cm->id), 'mod_assign', 'submissions');
        if ($criteria === null) {
            $manager->set_active_method(null);
            return true;
        }
        $controller = $manager->get_controller('rubric');
        $definition = self::definition($controller, $criteria);
        if ($controller->is_form_defined() && $controller->has_active_instances()
                && $controller->update_or_check_rubric(clone $definition, null, false) >= 3) {
            return false;
        }
        $controller->update_definition($definition);
        $manager->set_active_method('rubric');
        return true;
    }

    /**
     * The definition as the rubric's form would give it; criteria and levels that there are keep their ids.
     *
     * @param \gradingform_rubric_controller $controller
     * @param array $criteria canonical
     * @return \stdClass
     */
    private static function definition(\gradingform_rubric_controller $controller, array $criteria): \stdClass {
        $live = $controller->is_form_defined() ? $controller->get_definition(true)->rubric_criteria : [];
        $ids = self::match($criteria, $live, ['criterion' => 'description']);
        $new = 0;
        $rows = [];
        foreach ($criteria as $number => $one) {
            $levels = [];
            $old = $live[$ids[$number]]['levels'] ?? [];
            $levelids = self::match($one['levels'], $old, ['points' => 'score', 'text' => 'definition']);
            foreach ($one['levels'] as $place => $level) {
                $levels[$levelids[$place] ?? 'NEWID' . ++$new] = ['score' => (string)$level['points'],
                    'definition' => $level['text']];
            }
            $rows[$ids[$number] ?? 'NEWID' . ++$new] = ['sortorder' => $number + 1, 'description' => $one['criterion'],
                'levels' => $levels];
        }
        $options = $controller->is_form_defined() ? $controller->get_options() : \gradingform_rubric_controller::get_default_options();
        return (object)['name' => $live ? $controller->get_definition()->name : 'Rubric',
            'description_editor' => ['text' => $live ? (string)$controller->get_definition()->description : '', 'format' => FORMAT_HTML,
                'itemid' => IGNORE_FILE_MERGE],
            'status' => \gradingform_controller::DEFINITION_STATUS_READY,
            'rubric' => ['criteria' => $rows, 'options' => $options]];
    }

    /**
     * Which live rows stand for the wanted ones: the same in all columns first, then in the first one, then by place.
     *
     * @param array[] $wanted
     * @param array[] $live id => row
     * @param string[] $columns name in the document => column
     * @return array number => id, null for a new one
     */
    private static function match(array $wanted, array $live, array $columns): array {
        $found = array_fill_keys(array_keys($wanted), null);
        foreach ([$columns, array_slice($columns, 0, 1), []] as $same) {
            foreach ($wanted as $number => $row) {
                if ($found[$number] !== null) {
                    continue;
                }
                foreach ($live as $id => $other) {
                    $alike = true;
                    foreach ($same as $name => $column) {
                        $alike = $alike && (string)$row[$name] === trim((string)$other[$column]);
                    }
                    if ($alike) {
                        $found[$number] = $id;
                        unset($live[$id]);
                        break;
                    }
                }
            }
        }
        return $found;
    }
}
