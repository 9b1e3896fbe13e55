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
 * Texts that an editor spells in another way.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Tells a text that was edited from one that only went through a form.
 *
 * Whoever saves a form saves all of its texts, and the editor writes them with its own line breaks, quotation marks and ends of
 * empty tags. That is no edit: such a text is taken for what was written last.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class spelling {
    /** @var string[] fields that pass through an editor */
    const TEXTS = ['intro', 'content', 'summary', 'description'];

    /** @var string[] spellings of the same */
    private const SAME = ['&quot;' => '"', '&#34;' => '"', '&#39;' => "'", '&#039;' => "'", '&apos;' => "'", '&nbsp;' => "\u{a0}"];

    /**
     * Takes the texts of an item that differ in spelling only for what was written last.
     *
     * @param live_item $item
     */
    public static function settle(live_item $item): void {
        foreach (self::TEXTS as $name) {
            $live = $item->fields[$name] ?? null;
            $last = $item->memory->applied[$name] ?? null;
            if (is_string($live) && is_string($last) && $live !== $last && self::fold($live) === self::fold($last)) {
                $item->fields[$name] = $last;
            }
        }
    }

    /**
     * A text without what editors spell in their own way; one with preformatted parts is left as it is.
     *
     * @param string $html
     * @return string
     */
    public static function fold(string $html): string {
        if (preg_match('~<(pre|textarea|script)\b~i', $html)) {
            return str_replace("\r\n", "\n", $html);
        }
        $html = strtr($html, self::SAME);
        $html = preg_replace('~\s*/>~', '>', $html);
        $html = preg_replace('~[ \t\r\n]+~', ' ', $html);
        $blocks = 'p|div|ul|ol|li|table|thead|tbody|tr|td|th|h[1-6]|blockquote|hr|br|dl|dt|dd|details|summary';
        return trim(preg_replace("~ ?(</?(?:$blocks)\\b[^>]*>) ?~i", '$1', $html));
    }
}
