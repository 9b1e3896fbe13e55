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
 * The function local_vsosh_get_info.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\external;

use local_vsosh\limits;
use local_vsosh\setup\account;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/externallib.php');

/**
 * What the site is and allows.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_info extends \external_api {
    /**
     * What the function takes: nothing.
     *
     * @return \external_function_parameters
     */
    public static function execute_parameters(): \external_function_parameters {
        return new \external_function_parameters([]);
    }

    /**
     * Tells versions, languages, modules, roles and limits.
     *
     * @return array
     */
    public static function execute(): array {
        global $CFG, $DB, $USER;
        self::validate_context(\context_system::instance());
        $plugin = new \stdClass();
        require(__DIR__ . '/../../version.php');
        $roles = [];
        foreach ($DB->get_records('role', null, 'id', 'id, shortname, archetype') as $role) {
            $roles[] = ['id' => (int)$role->id, 'shortname' => $role->shortname, 'archetype' => $role->archetype];
        }
        return [
            'version' => $plugin->version,
            'release' => $plugin->release,
            'moodle' => $CFG->release,
            'branch' => (string)$CFG->branch,
            'time' => time(),
            'timezone' => \core_date::get_server_timezone(),
            'lang' => $CFG->lang,
            'langs' => array_keys(get_string_manager()->get_list_of_translations()),
            'modules' => limits::modules(),
            'features' => limits::features(),
            'roles' => $roles,
            'limits' => limits::of_calls(),
            'passwords' => limits::of_passwords(),
            'tokens' => account::loose_tokens((int)$USER->id),
        ];
    }

    /**
     * What the function answers.
     *
     * @return \external_single_structure
     */
    public static function execute_returns(): \external_single_structure {
        return new \external_single_structure([
            'version' => new \external_value(PARAM_INT, 'version of the plugin'),
            'release' => new \external_value(PARAM_RAW, 'release of the plugin'),
            'moodle' => new \external_value(PARAM_RAW, 'release of Moodle'),
            'branch' => new \external_value(PARAM_RAW, 'branch of Moodle, such as 405'),
            'time' => new \external_value(PARAM_INT, 'now'),
            'timezone' => new \external_value(PARAM_RAW, 'time zone of the site'),
            'lang' => new \external_value(PARAM_RAW, 'language of the site'),
            'langs' => new \external_multiple_structure(new \external_value(PARAM_RAW, 'language that is installed')),
            'modules' => new \external_multiple_structure(new \external_value(PARAM_RAW, 'name of an enabled module')),
            'features' => new \external_multiple_structure(new \external_value(PARAM_RAW, 'name of what the site can do')),
            'roles' => new \external_multiple_structure(new \external_single_structure([
                'id' => new \external_value(PARAM_INT, 'id of the role'),
                'shortname' => new \external_value(PARAM_RAW, 'short name'),
                'archetype' => new \external_value(PARAM_RAW, 'archetype'),
            ])),
            'limits' => new \external_single_structure([
                'max_input_vars' => new \external_value(PARAM_INT, 'form fields of a call'),
                'post_max_size' => new \external_value(PARAM_INT, 'bytes of a call'),
                'max_execution_time' => new \external_value(PARAM_INT, 'seconds of a call'),
                'max_file_size' => new \external_value(PARAM_INT, 'bytes of a file'),
            ]),
            'passwords' => new \external_single_structure([
                'min_length' => new \external_value(PARAM_INT, 'least length of a password'),
                'digits' => new \external_value(PARAM_INT, 'least number of digits'),
                'lower' => new \external_value(PARAM_INT, 'least number of lower case letters'),
                'upper' => new \external_value(PARAM_INT, 'least number of upper case letters'),
                'signs' => new \external_value(PARAM_INT, 'least number of characters that are neither'),
                'most_identical' => new \external_value(PARAM_INT, 'most equal characters in a row, 0 for any number'),
            ]),
            'tokens' => new \external_single_structure([
                'anywhere' => new \external_value(PARAM_INT, 'tokens of the caller that are good from any address'),
                'forever' => new \external_value(PARAM_INT, 'tokens of the caller that never expire'),
            ]),
        ]);
    }
}
