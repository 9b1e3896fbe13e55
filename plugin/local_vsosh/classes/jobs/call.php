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
 * A call that a job makes.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\jobs;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * One of the functions that may be queued, with its arguments.
 *
 * Documents of many courses or banks are cut into one call for each course, so that a job's progress can be told and its
 * memory stays small; every course is a transaction of its own in the one call as well.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class call {
    /** @var string[] functions that may be queued => their classes */
    private const CLASSES = [
        'local_vsosh_put_courses' => \local_vsosh\external\put_courses::class,
        'local_vsosh_import_questions' => \local_vsosh\external\import_questions::class,
        'local_vsosh_set_events' => \local_vsosh\external\set_events::class,
        'local_vsosh_set_exceptions' => \local_vsosh\external\set_exceptions::class,
        'local_vsosh_set_members' => \local_vsosh\external\set_members::class,
        'local_vsosh_put_users' => \local_vsosh\external\put_users::class,
    ];

    /** @var string[] functions whose document can be cut => the list of it, which is also the list of the answer */
    private const LISTS = ['local_vsosh_put_courses' => 'courses', 'local_vsosh_import_questions' => 'banks',
        'local_vsosh_set_events' => 'courses', 'local_vsosh_set_exceptions' => 'courses'];

    /** @var string full name of the function */
    private $functionname;
    /** @var array the function's parameters by name */
    private $arguments;

    /**
     * A call, checked as far as it can be without making it.
     *
     * @param string $functionname
     * @param array $arguments
     * @throws \invalid_parameter_exception when there is no such function, or its parameters are others
     */
    public function __construct(string $functionname, array $arguments) {
        $class = self::class_of($functionname);
        $this->functionname = $functionname;
        $this->arguments = \external_api::validate_parameters($class::execute_parameters(), $arguments);
    }

    /**
     * The class of a function that may be queued.
     *
     * @param string $functionname
     * @return string
     * @throws \invalid_parameter_exception when it may not
     */
    public static function class_of(string $functionname): string {
        if (!isset(self::CLASSES[$functionname])) {
            throw new \invalid_parameter_exception('function: must be one of ' . implode(', ', array_keys(self::CLASSES)));
        }
        return self::CLASSES[$functionname];
    }

    /**
     * The parameters as they were checked, defaults among them.
     *
     * @return array
     */
    public function arguments(): array {
        return $this->arguments;
    }

    /**
     * Makes the call as the present user.
     *
     * @param callable $progress is told per cent, 0 to 99, between the parts
     * @return array what the function answers
     */
    public function make(callable $progress): array {
        $class = self::class_of($this->functionname);
        $parts = $this->parts();
        $answer = [];
        foreach ($parts as $i => $part) {
            $progress(intdiv(100 * $i, count($parts)));
            $result = \external_api::clean_returnvalue($class::execute_returns(), $class::execute(...array_values($part)));
            $answer = $answer ? array_merge_recursive($answer, $result) : $result;
        }
        return $answer;
    }

    /**
     * The parameters of each part of the call: one for each course of its document, or the whole.
     *
     * @return array[]
     */
    private function parts(): array {
        $list = self::LISTS[$this->functionname] ?? '';
        $document = $list === '' ? [] : json_decode($this->arguments['document'], true);
        if (!is_array($document[$list] ?? null) || count($document[$list]) < 2) {
            return [$this->arguments];
        }
        $bycourse = [];
        foreach ($document[$list] as $one) {
            // What names no course is refused by the function itself, in a part of its own.
            $bycourse[is_string($one['course'] ?? null) ? "course {$one['course']}" : ''][] = $one;
        }
        $parts = [];
        foreach ($bycourse as $ones) {
            $text = json_encode([$list => $ones] + $document, JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION);
            $parts[] = ['document' => $text] + $this->arguments;
        }
        return $parts;
    }
}
