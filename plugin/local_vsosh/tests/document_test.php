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
 * Tests of JSON arguments.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

/**
 * What is taken for a document, and what is refused.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_vsosh\document
 */
final class document_test extends \basic_testcase {
    /**
     * Objects and lists are told apart, empty ones too.
     */
    public function test_the_top_is_as_asked(): void {
        $this->assertSame(['a' => [1, null]], document::parse(' {"a": [1, null]} ', 'document'));
        $this->assertSame([], document::parse('{}', 'document'));
        $this->assertSame(['x'], document::parse('["x"]', 'courses', true));
        $this->assertSame([], document::parse('[]', 'courses', true));
    }

    /**
     * Refuses what is no document.
     *
     * @dataProvider bad_documents
     * @param string $json
     * @param bool $list
     */
    public function test_refused(string $json, bool $list = false): void {
        $this->expectException(\invalid_parameter_exception::class);
        document::parse($json, 'document', $list);
    }

    /**
     * Texts that are refused.
     *
     * @return array[]
     */
    public static function bad_documents(): array {
        return [
            'nothing' => [''],
            'no JSON' => ['{a: 1}'],
            'cut off' => ['{"a": "b'],
            'a number' => ['5'],
            'null' => ['null'],
            'a list for an object' => ['[]'],
            'an object for a list' => ['{}', true],
            'too deep' => [str_repeat('{"a":', 65) . '1' . str_repeat('}', 65)],
            'not UTF-8' => ["{\"a\": \"\xff\"}"],
            'the character NUL' => ['{"a": [{"b": "x\u0000"}]}'],
        ];
    }

    /**
     * A backslash before u0000 is text, and 64 levels are taken.
     */
    public function test_taken_though_it_looks_bad(): void {
        $this->assertSame(['a' => '\u0000'], document::parse('{"a": "\\\\u0000"}', 'document'));
        $deep = str_repeat('{"a":', 64) . '1' . str_repeat('}', 64);
        $this->assertCount(1, document::parse($deep, 'document'));
    }
}
