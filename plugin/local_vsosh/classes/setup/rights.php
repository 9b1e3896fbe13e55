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
 * The capabilities of the service user.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\setup;

/**
 * Exactly what the service user may do, and what for.
 *
 * Not here, though a function of the service asks for it: moodle/user:delete and moodle/course:delete, as vsosh-moodle deletes
 * neither (whoever tries it on a test site gives them by hand), and moodle/course:manageactivities, by which core tells what this
 * plugin tells anyway.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rights {
    /** @var string[] every capability of the role */
    public const CAPABILITIES = [
        // Functions of this plugin.
        'local/vsosh:managecontent',
        'local/vsosh:managemembers',
        'local/vsosh:managequestions',
        'local/vsosh:manageusers',
        'local/vsosh:readprogress',
        'local/vsosh:readstate',
        // To call at all.
        'webservice/rest:use',
        // Categories, courses, sections: core's functions.
        'moodle/category:manage',
        'moodle/category:viewcourselist',
        'moodle/category:viewhiddencategories',
        'moodle/course:changecategory',
        'moodle/course:changefullname',
        'moodle/course:changeidnumber',
        'moodle/course:changeshortname',
        'moodle/course:changesummary',
        'moodle/course:create',
        'moodle/course:update',
        'moodle/course:view',
        'moodle/course:viewhiddencourses',
        'moodle/course:viewhiddensections',
        'moodle/course:visibility',
        // A forum's due date is an event of the calendar, and Moodle asks for this when it is written.
        'moodle/calendar:manageentries',
        // Terms of single pupils.
        'mod/assign:grantextension',
        'mod/quiz:manageoverrides',
        // Cohorts and groups.
        'moodle/cohort:assign',
        'moodle/cohort:manage',
        'moodle/cohort:view',
        'moodle/course:managegroups',
        // Results, by core's functions: what this plugin's own answer is compared with.
        'gradereport/user:view',
        'mod/assign:viewgrades',
        'mod/assign:view',
        'mod/bigbluebuttonbn:view',
        'mod/data:view',
        'mod/feedback:view',
        'mod/glossary:view',
        'mod/h5pactivity:view',
        'mod/lti:view',
        'mod/quiz:view',
        'mod/workshop:view',
        'moodle/course:ignoreavailabilityrestrictions',
        'moodle/course:viewhiddenactivities',
        'moodle/course:viewsuspendedusers',
        'moodle/grade:viewall',
        'moodle/grade:viewhidden',
        'report/completion:view',
        'report/progress:view',
        // Enrolments and roles.
        'enrol/manual:enrol',
        'enrol/manual:unenrol',
        'moodle/course:enrolreview',
        'moodle/course:viewparticipants',
        'moodle/role:assign',
        'moodle/role:review',
        'moodle/site:accessallgroups',
        // Accounts.
        'moodle/site:viewfullnames',
        'moodle/site:viewuseridentity',
        'moodle/user:create',
        'moodle/user:update',
        'moodle/user:viewalldetails',
        'moodle/user:viewdetails',
        'moodle/user:viewhiddendetails',
    ];

    /** @var string[] archetypes of the roles that the service user may give to others */
    public const ASSIGNABLE = ['student', 'teacher', 'editingteacher'];

    /**
     * The capabilities that this site has; a plugin that was removed takes its own away.
     *
     * @return string[]
     */
    public static function here(): array {
        return array_values(array_filter(self::CAPABILITIES, function (string $name): bool {
            return (bool)get_capability_info($name);
        }));
    }

    /**
     * Ids of the roles that may be given to others.
     *
     * @return int[]
     */
    public static function assignable_roles(): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal(self::ASSIGNABLE);
        return array_map('intval', $DB->get_fieldset_select('role', 'id', "archetype $in", $params));
    }
}
