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
 * Tests of what the site tells of itself.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * The rules for passwords are those that check_password_policy() goes by.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\limits
 */
class limits_test extends \advanced_testcase {
    /**
     * What is told is what is asked for, and nothing once the policy is off.
     */
    public function test_the_rules_for_passwords(): void {
        global $CFG;
        $this->resetAfterTest();
        $CFG->passwordpolicy = 1;
        $CFG->minpasswordlength = 12;
        $CFG->minpassworddigits = 2;
        $CFG->minpasswordlower = 0;
        $CFG->minpasswordupper = 1;
        $CFG->minpasswordnonalphanum = 3;
        $CFG->maxconsecutiveidentchars = 2;
        $this->assertSame(
            ['min_length' => 12, 'digits' => 2, 'lower' => 0, 'upper' => 1, 'signs' => 3, 'most_identical' => 2],
            limits::of_passwords());
        $error = '';
        $this->assertTrue(check_password_policy('A22-+*345678', $error));
        $this->assertFalse(check_password_policy('A22-+x345678', $error));
        $CFG->passwordpolicy = 0;
        $this->assertSame([0], array_values(array_unique(limits::of_passwords())));
    }
}
