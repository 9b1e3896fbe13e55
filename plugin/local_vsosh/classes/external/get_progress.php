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
 * Web service: what learners did.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\access;
use local_vsosh\document;
use local_vsosh\most;
use local_vsosh\progress\learning;
use local_vsosh\state\pages;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');
require_once($CFG->libdir . '/grade/constants.php');

/**
 * Reads completion, grades, submissions and attempts of many courses, as tables.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_progress extends \external_api {
    /**
     * What the function takes.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([
            'courses' => new \external_value(PARAM_RAW, 'JSON: keys of the courses'),
            'options' => new \external_value(
                PARAM_RAW, 'JSON: {"parts": [], "since": 0, "prefix": "vsosh:"}', VALUE_DEFAULT, '{}'),
            'after' => new \external_value(PARAM_RAW, 'cursor of the page before', VALUE_DEFAULT, ''),
            'limit' => new \external_value(PARAM_INT, 'rows of the page; 0: as many as may be', VALUE_DEFAULT, 0),
        ]);
    }

    /**
     * Reads a page.
     *
     * @param string $courses
     * @param string $options
     * @param string $after
     * @param int $limit
     * @return array
     */
    public static function execute($courses, $options = '{}', $after = '', $limit = 0): array {
        $params = self::validate_parameters(self::execute_parameters(), [
            'courses' => $courses, 'options' => $options, 'after' => $after, 'limit' => $limit,
        ]);
        self::validate_context(\context_system::instance());
        $keys = document::parse($params['courses'], 'courses', true);
        if ($keys !== array_filter($keys, 'is_string')) {
            throw new \invalid_parameter_exception('courses: a list of keys');
        }
        most::check(count($keys), most::COURSES, 'courses');
        $options = document::parse($params['options'], 'options') + ['parts' => []];
        if (!is_array($options['parts'])) {
            throw new \invalid_parameter_exception('options: parts is a list');
        }
        $readable = [];
        $denied = [];
        $found = access::courses_by_keys($keys);
        foreach (array_unique($keys) as $key) {
            if (isset($found[$key]) && access::may_in_course($found[$key], 'local/vsosh:readprogress')) {
                $readable[] = (int)$found[$key]->id;
            } else {
                $denied[] = $key;
            }
        }
        $learning = new learning($readable, $options);
        $page = pages::read(pages::chosen($learning->parts(), $options['parts']), $params['after'], $params['limit']);
        if ($readable) {
            \local_vsosh\event\progress_read::create([
                'context' => \context_system::instance(), 'other' => ['counts' => ['courses' => count($readable)]],
            ])->trigger();
        }
        return $page + ['denied' => $denied];
    }

    /**
     * What the function answers.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure(pages::structure() + [
            'denied' => new \external_multiple_structure(
                new \external_value(PARAM_RAW, 'key'), 'courses that are not there or that the token may not read'),
        ]);
    }
}
