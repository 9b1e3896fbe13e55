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
 * Restrictions: the document's form and Moodle's.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * A tree of restrictions in the document's form (keys) and in Moodle's (ids).
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class availability {
    /** @var string[] operators: the document's => Moodle's */
    const OPERATORS = ['all' => '&', 'any' => '|', 'not_all' => '!&', 'not_any' => '!|'];

    /** @var int[] states of an activity: the document's => Moodle's */
    const STATES = ['incomplete' => 0, 'complete' => 1, 'pass' => 2, 'fail' => 3];

    /** @var string[] how a profile field is compared */
    const COMPARISONS = ['isequalto', 'contains', 'doesnotcontain', 'startswith', 'endswith', 'isempty', 'isnotempty'];

    /** @var int trees deeper than this are refused */
    const DEPTH = 8;

    /**
     * What is wrong with the shape of a tree.
     *
     * @param mixed $tree
     * @return string in English, '' when nothing
     */
    public static function wrong($tree): string {
        if (is_array($tree) && ($tree['type'] ?? '') === 'other') {
            return 'a restriction of another kind can be read, not written';
        }
        if (is_array($tree) && array_key_exists('show', $tree) && !is_bool($tree['show'])) {
            return '"show" is true or false';
        }
        if (is_array($tree)) {
            unset($tree['show']);
        }
        return self::wrong_tree($tree, 1);
    }

    /**
     * The canonical form of a good tree.
     *
     * @param array $tree
     * @return array
     */
    public static function canonical(array $tree): array {
        $show = $tree['show'] ?? true;
        $tree = self::canonical_tree($tree);
        return ['op' => $tree['op'], 'show' => $show, 'conditions' => $tree['conditions']];
    }

    /**
     * Every single condition of a tree, whatever its depth.
     *
     * @param array|null $tree
     * @return array[]
     */
    public static function conditions(?array $tree): array {
        $found = [];
        foreach ($tree['conditions'] ?? [] as $condition) {
            if (isset($condition['op'], $condition['conditions'])) {
                $found = array_merge($found, self::conditions($condition));
            } else {
                $found[] = $condition;
            }
        }
        return $found;
    }

    /**
     * Moodle's JSON of a tree.
     *
     * @param array|null $tree canonical
     * @param reference_ids $ids what has which id
     * @return string|null
     */
    public static function to_moodle(?array $tree, reference_ids $ids): ?string {
        if ($tree === null || !$tree['conditions']) {
            return null;
        }
        $moodle = self::moodle_tree($tree, $ids);
        if (in_array($moodle->op, ['&', '!|'], true)) {
            $moodle->showc = array_fill(0, count($moodle->c), $tree['show']);
        } else {
            $moodle->show = $tree['show'];
        }
        return json_encode($moodle);
    }

    /**
     * The document's form of Moodle's JSON.
     *
     * @param string|null $json
     * @param live_course $course whose keys are used
     * @return array|null
     */
    public static function from_moodle(?string $json, live_course $course): ?array {
        if ($json === null || $json === '') {
            return null;
        }
        $other = ['type' => 'other', 'json' => $json];
        $moodle = json_decode($json);
        if (!is_object($moodle) || !isset($moodle->op, $moodle->c) || !is_array($moodle->c)) {
            return $other;
        }
        if (!$moodle->c) {
            return null;
        }
        $op = array_search($moodle->op, self::OPERATORS, true);
        if ($op === false) {
            return $other;
        }
        if ($op === 'all' || $op === 'not_any') {
            $shows = array_values(array_unique(array_map('boolval', (array)($moodle->showc ?? []))));
            if (count($shows) !== 1) {
                return $other;
            }
            $show = $shows[0];
        } else {
            $show = (bool)($moodle->show ?? true);
        }
        return ['op' => $op, 'show' => $show, 'conditions' => self::conditions_from($moodle->c, $course)];
    }

    /**
     * What is wrong with a tree or one of its branches.
     *
     * @param mixed $tree
     * @param int $depth
     * @return string
     */
    private static function wrong_tree($tree, int $depth): string {
        if ($depth > self::DEPTH) {
            return 'restrictions are nested more than ' . self::DEPTH . ' deep';
        }
        if (!is_array($tree) || array_diff(array_keys($tree), ['op', 'conditions'])) {
            return 'a tree of restrictions has "op" and "conditions"';
        }
        if (!isset(self::OPERATORS[self::word($tree['op'] ?? '')])) {
            return '"op" is one of ' . implode(', ', array_keys(self::OPERATORS));
        }
        $conditions = $tree['conditions'] ?? null;
        if (!is_array($conditions) || !$conditions || $conditions !== array_values($conditions)) {
            return '"conditions" is a list with something in it';
        }
        foreach ($conditions as $condition) {
            $wrong = is_array($condition) && isset($condition['op']) && !isset($condition['type'])
                ? self::wrong_tree($condition, $depth + 1) : self::wrong_condition($condition);
            if ($wrong !== '') {
                return $wrong;
            }
        }
        return '';
    }

    /**
     * The value when it is a text.
     *
     * @param mixed $value
     * @return string
     */
    private static function word($value): string {
        return is_string($value) ? $value : '';
    }

    /**
     * What is wrong with a single condition.
     *
     * @param mixed $condition
     * @return string
     */
    private static function wrong_condition($condition): string {
        $type = is_array($condition) ? self::word($condition['type'] ?? '') : '';
        $names = is_array($condition) ? array_keys($condition) : [];
        $has = function (array $fields) use ($names) {
            return !array_diff($names, $fields) && !array_diff($fields, $names);
        };
        switch ($type) {
            case 'date':
                $moment = $condition['from'] ?? $condition['until'] ?? null;
                return ($has(['type', 'from']) || $has(['type', 'until'])) && is_int($moment) && $moment > 0 ? ''
                    : 'a date has "from" or "until", in Unix seconds';
            case 'group':
                return $has(['type', 'group']) && is_string($condition['group']) ? '' : 'a group is named by its key';
            case 'grouping':
                return $has(['type', 'grouping']) && self::word($condition['grouping']) !== '' ? ''
                    : 'a grouping is named by its key';
            case 'grade':
                return self::wrong_grade($condition, $names);
            case 'completion':
                return $has(['type', 'activity', 'state']) && self::word($condition['activity']) !== ''
                    && isset(self::STATES[self::word($condition['state'])]) ? ''
                    : '"completion" has "activity" and "state" (' . implode(', ', array_keys(self::STATES)) . ')';
            case 'profile':
                return self::wrong_profile($condition, $names);
            case 'other':
                return 'a restriction of another kind can be read, not written';
        }
        return 'a restriction is one of date, group, grouping, grade, completion, profile';
    }

    /**
     * What is wrong with a condition on a grade.
     *
     * @param array $condition
     * @param string[] $names
     * @return string
     */
    private static function wrong_grade(array $condition, array $names): string {
        $good = !array_diff($names, ['type', 'activity', 'min', 'max']) && is_string($condition['activity'] ?? null);
        foreach (['min', 'max'] as $bound) {
            $value = $condition[$bound] ?? null;
            $good = $good && ($value === null || (!is_string($value) && is_numeric($value) && $value >= 0 && $value <= 100));
        }
        $good = $good && (($condition['min'] ?? null) !== null || ($condition['max'] ?? null) !== null);
        return $good ? '' : '"grade" has "activity" and "min" or "max", per cent';
    }

    /**
     * What is wrong with a condition on a profile field.
     *
     * @param array $condition
     * @param string[] $names
     * @return string
     */
    private static function wrong_profile(array $condition, array $names): string {
        $good = !array_diff($names, ['type', 'field', 'custom', 'op', 'value'])
            && preg_match('/^[a-zA-Z0-9_]{1,255}$/D', self::word($condition['field'] ?? ''))
            && is_bool($condition['custom'] ?? false) && is_string($condition['value'] ?? '')
            && in_array($condition['op'] ?? '', self::COMPARISONS, true);
        return $good ? '' : '"profile" has "field", "custom", "op" (' . implode(', ', self::COMPARISONS) . ') and "value"';
    }

    /**
     * The canonical form of a good branch, without "show".
     *
     * @param array $tree
     * @return array
     */
    private static function canonical_tree(array $tree): array {
        $conditions = [];
        foreach ($tree['conditions'] as $condition) {
            if (!isset($condition['type'])) {
                $conditions[] = self::canonical_tree($condition);
                continue;
            }
            if ($condition['type'] === 'grade') {
                foreach (['min', 'max'] as $bound) {
                    $value = $condition[$bound] ?? null;
                    $condition[$bound] = $value === null ? null : canonical::number($value);
                }
            }
            if ($condition['type'] === 'profile') {
                $empty = in_array($condition['op'], ['isempty', 'isnotempty'], true);
                $condition = ['type' => 'profile', 'field' => $condition['field'], 'custom' => $condition['custom'] ?? false,
                    'op' => $condition['op'], 'value' => $empty ? '' : ($condition['value'] ?? '')];
            }
            $conditions[] = $condition;
        }
        return ['op' => $tree['op'], 'conditions' => $conditions];
    }

    /**
     * Moodle's object of a branch, without what is shown.
     *
     * @param array $tree
     * @param reference_ids $ids
     * @return \stdClass
     */
    private static function moodle_tree(array $tree, reference_ids $ids): \stdClass {
        $children = [];
        foreach ($tree['conditions'] as $condition) {
            $children[] = isset($condition['type']) ? self::moodle_condition($condition, $ids)
                : self::moodle_tree($condition, $ids);
        }
        return (object)['op' => self::OPERATORS[$tree['op']], 'c' => $children];
    }

    /**
     * Moodle's object of a single condition.
     *
     * @param array $condition
     * @param reference_ids $ids
     * @return \stdClass
     */
    private static function moodle_condition(array $condition, reference_ids $ids): \stdClass {
        $moodle = (object)['type' => $condition['type']];
        switch ($condition['type']) {
            case 'date':
                $moodle->d = isset($condition['from']) ? '>=' : '<';
                $moodle->t = $condition['from'] ?? $condition['until'];
                break;
            case 'group':
                if ($condition['group'] !== '') {
                    $moodle->id = $ids->group_id($condition['group']);
                }
                break;
            case 'grouping':
                $moodle->id = $ids->grouping_id($condition['grouping']);
                break;
            case 'grade':
                $moodle->id = $ids->grade_item_id($condition['activity']);
                foreach (['min', 'max'] as $bound) {
                    if ($condition[$bound] !== null) {
                        $moodle->$bound = $condition[$bound];
                    }
                }
                break;
            case 'completion':
                $moodle->cm = $ids->activity_cmid($condition['activity']);
                $moodle->e = self::STATES[$condition['state']];
                break;
            case 'profile':
                $moodle->{$condition['custom'] ? 'cf' : 'sf'} = $condition['field'];
                $moodle->op = $condition['op'];
                if (!in_array($condition['op'], ['isempty', 'isnotempty'], true)) {
                    $moodle->v = $condition['value'];
                }
        }
        return $moodle;
    }

    /**
     * The document's form of Moodle's list of conditions.
     *
     * @param array $list
     * @param live_course $course
     * @return array
     */
    private static function conditions_from(array $list, live_course $course): array {
        $conditions = [];
        foreach ($list as $moodle) {
            $op = array_search($moodle->op ?? '', self::OPERATORS, true);
            if ($op !== false && isset($moodle->c) && is_array($moodle->c) && !isset($moodle->type)) {
                $conditions[] = ['op' => $op, 'conditions' => self::conditions_from($moodle->c, $course)];
                continue;
            }
            $conditions[] = self::condition_from($moodle, $course) ?? ['type' => 'other', 'json' => json_encode($moodle)];
        }
        return $conditions;
    }

    /**
     * The document's form of one condition, null when the document does not know it.
     *
     * @param \stdClass $moodle
     * @param live_course $course
     * @return array|null
     */
    private static function condition_from(\stdClass $moodle, live_course $course): ?array {
        switch ($moodle->type ?? '') {
            case 'date':
                return ['type' => 'date', ($moodle->d ?? '') === '<' ? 'until' : 'from' => (int)($moodle->t ?? 0)];
            case 'group':
                $key = isset($moodle->id) ? ($course->groups[$moodle->id] ?? '') : null;
                return $key === '' ? null : ['type' => 'group', 'group' => (string)$key];
            case 'grouping':
                $key = isset($moodle->id) ? ($course->groupings[$moodle->id] ?? '') : '';
                return $key === '' ? null : ['type' => 'grouping', 'grouping' => $key];
            case 'grade':
                $key = $course->grade_item_key((int)($moodle->id ?? 0));
                return $key === null ? null : ['type' => 'grade', 'activity' => $key,
                    'min' => isset($moodle->min) ? canonical::number($moodle->min) : null,
                    'max' => isset($moodle->max) ? canonical::number($moodle->max) : null];
            case 'completion':
                $key = $course->activity_key((int)($moodle->cm ?? 0));
                $state = array_search((int)($moodle->e ?? -1), self::STATES, true);
                return $key === null || $state === false ? null
                    : ['type' => 'completion', 'activity' => $key, 'state' => $state];
            case 'profile':
                $custom = isset($moodle->cf);
                return ['type' => 'profile', 'field' => (string)($moodle->cf ?? $moodle->sf ?? ''), 'custom' => $custom,
                    'op' => (string)($moodle->op ?? ''), 'value' => (string)($moodle->v ?? '')];
        }
        return null;
    }
}
