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
 * The document of members, checked.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\members;

use local_vsosh\most;

/**
 * The shape of a document of members.
 *
 * What is wrong with its top stops the call; what is wrong inside a course or cohort becomes the error row of that one.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class members_document {
    /** @var string[] fields of a member */
    const MEMBER = ['user', 'role', 'status', 'start', 'end', 'join', 'leave'];

    /** @var string[] fields of a cohort sync */
    const SYNC = ['cohort', 'role', 'group', 'status'];

    /**
     * The courses, cohorts and roles of a document, every list in its place.
     *
     * @param array $document
     * @return array[] courses, cohorts, roles; in each of the first two "problem" tells what is wrong, '' when nothing is
     */
    public static function check(array $document): array {
        if (array_diff_key($document, ['courses' => 1, 'cohorts' => 1, 'roles' => 1])) {
            throw new \invalid_parameter_exception('document: {"courses": [...], "cohorts": [...], "roles": [...]}');
        }
        $roles = $document['roles'] ?? [];
        if (!self::is_list($roles) || $roles !== array_filter($roles, 'is_int')) {
            throw new \invalid_parameter_exception('document: roles is a list of numbers');
        }
        $parts = [];
        foreach (['courses' => 'course', 'cohorts' => 'cohort'] as $name => $key) {
            $parts[$name] = $document[$name] ?? [];
            if (!self::is_list($parts[$name])) {
                throw new \invalid_parameter_exception("document: {$name} is a list");
            }
            most::check(count($parts[$name]), most::COURSES, $name);
            most::check_lists($parts[$name], ['members', 'cohort_syncs', 'join', 'leave'], most::MEMBERS);
            $seen = [];
            foreach ($parts[$name] as $row) {
                if (!is_array($row) || !isset($row[$key]) || !is_string($row[$key]) || isset($seen[$row[$key]])) {
                    throw new \invalid_parameter_exception("document: {$name} have a {$key} each, once");
                }
                $seen[$row[$key]] = true;
            }
        }
        return [
            array_map([self::class, 'course'], $parts['courses']), array_map([self::class, 'cohort'], $parts['cohorts']), $roles,
        ];
    }

    /**
     * A course.
     *
     * @param array $row
     * @return array
     */
    private static function course(array $row): array {
        $course = ['course' => $row['course'], 'members' => [], 'cohort_syncs' => [], 'problem' => ''];
        $fields = ['members' => ['user', self::MEMBER], 'cohort_syncs' => ['cohort', self::SYNC]];
        foreach (array_diff_key($row, $course) as $field => $value) {
            $course['problem'] = "unknown field {$field}";
        }
        foreach ($fields as $name => [$key, $known]) {
            $list = $row[$name] ?? [];
            if (!self::is_list($list)) {
                $course['problem'] = "{$name} is a list";
                continue;
            }
            foreach ($list as $one) {
                if (!is_array($one) || !isset($one[$key]) || !is_string($one[$key]) || array_diff(array_keys($one), $known)) {
                    $course['problem'] = "{$name} are objects with " . implode(', ', $known);
                    continue;
                }
                if ($name === 'members') {
                    $one = ['join' => $one['join'] ?? [], 'leave' => $one['leave'] ?? []] + $one;
                    if (!self::is_list_of_texts($one['join']) || !self::is_list_of_texts($one['leave'])) {
                        $course['problem'] = 'join and leave are lists of keys';
                        continue;
                    }
                }
                $course[$name][] = $one;
            }
        }
        return $course;
    }

    /**
     * A cohort.
     *
     * @param array $row
     * @return array
     */
    private static function cohort(array $row): array {
        $cohort = ['cohort' => $row['cohort'], 'join' => $row['join'] ?? [], 'leave' => $row['leave'] ?? [], 'problem' => ''];
        if (array_diff_key($row, $cohort) || !self::is_list_of_texts($cohort['join']) || !self::is_list_of_texts($cohort['leave'])) {
            return ['join' => [], 'leave' => [], 'problem' => 'join and leave are lists of keys'] + $cohort;
        }
        return $cohort;
    }

    /**
     * Whether a value is a list.
     *
     * @param mixed $value
     * @return bool
     */
    private static function is_list($value): bool {
        return is_array($value) && array_keys($value) === array_keys(array_keys($value));
    }

    /**
     * Whether a value is a list of texts.
     *
     * @param mixed $value
     * @return bool
     */
    private static function is_list_of_texts($value): bool {
        return self::is_list($value) && $value === array_filter($value, 'is_string');
    }
}
