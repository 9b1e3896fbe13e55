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
 * Tests of spellings.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\content\spelling;

/**
 * What an editor spells in its own way is no edit.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\content\spelling
 */
class spelling_test extends \basic_testcase {
    /**
     * Texts that say the same.
     *
     * @return string[][]
     */
    public static function same_provider(): array {
        return [
            'line breaks in a paragraph' => ["<p>One\nline</p>", '<p>One line</p>'],
            'line breaks between blocks' => ["<ul>\n<li>a</li>\n</ul>", '<ul><li>a</li></ul>'],
            'quotation marks' => ['<p>&quot;so&quot;</p>', '<p>"so"</p>'],
            'ends of empty tags' => ['<p>a<br />b</p>', '<p>a<br>b</p>'],
            'hard spaces' => ["<p>1\u{a0}m</p>", '<p>1&nbsp;m</p>'],
        ];
    }

    /**
     * The same text spelled in two ways.
     *
     * @dataProvider same_provider
     * @param string $one
     * @param string $other
     */
    public function test_the_same_text(string $one, string $other): void {
        $this->assertSame(spelling::fold($one), spelling::fold($other));
    }

    /**
     * Texts that differ.
     *
     * @return string[][]
     */
    public static function different_provider(): array {
        return [
            'words' => ['<p>One</p>', '<p>Two</p>'],
            'spaces between words in inline tags' => ['<p>a <em>b</em></p>', '<p>a<em>b</em></p>'],
            'a paragraph more' => ['<p>a</p><p>b</p>', '<p>a b</p>'],
            'lines of preformatted text' => ["<pre>a\nb</pre>", '<pre>a b</pre>'],
            'an escaped tag' => ['<p>&lt;b&gt;</p>', '<p><b></p>'],
        ];
    }

    /**
     * Another text.
     *
     * @dataProvider different_provider
     * @param string $one
     * @param string $other
     */
    public function test_another_text(string $one, string $other): void {
        $this->assertNotSame(spelling::fold($one), spelling::fold($other));
    }
}
