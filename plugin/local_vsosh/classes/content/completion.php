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
 * When an activity counts as completed.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

use local_vsosh\content\activity\activity_type;

/**
 * Completion rules in the document's form: {"tracking": …} and, when automatic, the rules that hold.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class completion {
    /** @var string[] Moodle's tracking => the document's */
    const TRACKING = [0 => 'none', 1 => 'manual', 2 => 'automatic'];

    /** @var string[] rules every module may have */
    const COMMON = ['view', 'grade', 'pass_grade'];

    /**
     * What is wrong with the shape.
     *
     * @param mixed $value
     * @return string in English, '' when nothing
     */
    public static function wrong($value): string {
        if (!is_array($value) || !in_array($value['tracking'] ?? null, self::TRACKING, true)) {
            return '"tracking" is one of ' . implode(', ', self::TRACKING);
        }
        unset($value['tracking']);
        foreach ($value as $rule => $wanted) {
            if (in_array($rule, self::COMMON, true) && !is_bool($wanted)) {
                return '"' . $rule . '" is true or false';
            }
            if (!is_bool($wanted) && !(is_int($wanted) && $wanted >= 0 && $wanted <= field::MOST_WHOLE)) {
                return '"' . $rule . '" is true, false or a whole number';
            }
        }
        return '';
    }

    /**
     * The canonical form: what does not hold is left out; a passing grade asks for a grade.
     *
     * @param array $value
     * @return array
     */
    public static function canonical(array $value): array {
        if ($value['tracking'] !== 'automatic') {
            return ['tracking' => $value['tracking']];
        }
        $value = array_filter($value);
        if (!empty($value['pass_grade'])) {
            $value['grade'] = true;
        }
        return $value;
    }

    /**
     * The rules of a live activity.
     *
     * @param \stdClass $cm record of course_modules
     * @param array $own own rules that hold, as the type read them
     * @return array
     */
    public static function read(\stdClass $cm, array $own): array {
        $value = ['tracking' => self::TRACKING[(int)$cm->completion] ?? 'none'];
        if ($value['tracking'] !== 'automatic') {
            return $value;
        }
        if ($cm->completionview) {
            $value['view'] = true;
        }
        if ($cm->completiongradeitemnumber !== null) {
            $value['grade'] = true;
            if ($cm->completionpassgrade) {
                $value['pass_grade'] = true;
            }
        }
        return $value + array_filter($own);
    }

    /**
     * Puts the common rules into what add_moduleinfo() and update_moduleinfo() are given.
     *
     * @param array $value canonical
     * @param \stdClass $info
     * @param activity_type $type
     */
    public static function fill(array $value, \stdClass $info, activity_type $type): void {
        unset($info->completionusegrade);
        $info->completion = array_search($value['tracking'], self::TRACKING, true);
        $info->completionview = empty($value['view']) ? 0 : 1;
        $info->completiongradeitemnumber = empty($value['grade']) ? null : $type->grade_number();
        $info->completionpassgrade = empty($value['pass_grade']) ? 0 : 1;
    }

    /**
     * Problems of the rules for this activity.
     *
     * @param array $value canonical
     * @param activity_type $type
     * @param array $fields all fields as they will be
     * @return \local_vsosh\problem[]
     */
    public static function problems(array $value, activity_type $type, array $fields): array {
        $problems = [];
        $bad = function (string $code, string $detail) use (&$problems) {
            $problems[] = new \local_vsosh\problem($code, $detail, '', '', '', 'completion');
        };
        $own = $type->own_completion();
        foreach ($value as $rule => $wanted) {
            if ($rule === 'tracking') {
                continue;
            }
            if ($rule === 'view' && !plugin_supports('mod', $type->module(), FEATURE_COMPLETION_TRACKS_VIEWS, false)) {
                $bad('completion-unsupported', $type->name() . ' cannot be completed by viewing');
            } else if (($rule === 'grade' || $rule === 'pass_grade') && !$type->graded()) {
                $bad('completion-unsupported', $type->name() . ' has no grade');
            } else if (!in_array($rule, self::COMMON, true) && !isset($own[$rule])) {
                $bad('completion-unsupported', $type->name() . ' has no rule ' . $rule);
            } else if (isset($own[$rule]) && ($own[$rule] === 'bool') !== is_bool($wanted)) {
                $bad('field-invalid', $rule . ' is ' . ($own[$rule] === 'bool' ? 'true or false' : 'a whole number'));
            }
        }
        if ($value['tracking'] === 'automatic' && count($value) === 1) {
            $bad('completion-impossible', 'automatic completion without a rule');
        }
        if ($type->graded() && !empty($value['grade']) && array_key_exists('grade', $fields) && !$fields['grade']) {
            $bad('completion-impossible', 'a grade is asked for and the activity gives none');
        } else if (!empty($value['pass_grade']) && array_key_exists('pass_grade', $type->fields())
                && empty($fields['pass_grade'])) {
            $bad('completion-impossible', 'a passing grade is asked for and none is set');
        }
        return $problems;
    }
}
