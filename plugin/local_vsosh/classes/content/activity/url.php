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
 * Links.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity;

use local_vsosh\content\course_writer;
use local_vsosh\content\field;

/**
 * A link to a page elsewhere.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class url extends activity_type {
    /** @var string[] Moodle's way of showing => the document's */
    const DISPLAY = [0 => 'auto', 1 => 'embed', 5 => 'open', 6 => 'popup', 3 => 'new'];

    /**
     * The type's name.
     *
     * @return string
     */
    public function name(): string {
        return 'url';
    }

    /**
     * Own fields.
     *
     * @return field[]
     */
    public function fields(): array {
        return [
            'url' => field::json(function ($value) {
                $good = is_string($value) && strlen($value) <= 2000
                    && preg_match('~^((https?|ftp)://[^\s/:@<>"]+(:\d+)?([/?#][^\s<>"]*)?|mailto:[^\s@<>"]+@[^\s@<>"]+)$~iuD', $value);
                return $good ? '' : 'an address with http, https, ftp or mailto is expected';
            })->required(),
            'display' => field::choice(array_values(self::DISPLAY)),
        ];
    }

    /**
     * Reads addresses.
     *
     * @param array $instances
     * @param array $cms
     * @return array[]
     */
    public function read(array $instances, array $cms): array {
        $read = [];
        foreach ($cms as $id => $cm) {
            $read[$id] = [
                'url' => (string)$instances[$id]->externalurl,
                'display' => self::DISPLAY[(int)$instances[$id]->display] ?? 'other',
            ];
        }
        return $read;
    }

    /**
     * The address, and how it opens.
     *
     * @param array $fields
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function creation(array $fields, \stdClass $info, course_writer $course): void {
        $defaults = get_config('url');
        $info->display = $defaults->display;
        $info->popupwidth = $defaults->popupwidth;
        $info->popupheight = $defaults->popupheight;
        $info->printintro = $defaults->printintro;
        $this->write($fields, $info);
    }

    /**
     * The present look, and what changed.
     *
     * @param array $changed
     * @param \stdClass $info
     * @param course_writer $course
     */
    public function update(array $changed, \stdClass $info, course_writer $course): void {
        $options = (array)unserialize_array((string)$info->displayoptions);
        $defaults = get_config('url');
        $info->popupwidth = $options['popupwidth'] ?? $defaults->popupwidth;
        $info->popupheight = $options['popupheight'] ?? $defaults->popupheight;
        $info->printintro = $options['printintro'] ?? $defaults->printintro;
        $number = 0;
        foreach ((array)unserialize_array((string)$info->parameters) as $parameter => $variable) {
            $info->{'parameter_' . $number} = $parameter;
            $info->{'variable_' . $number} = $variable;
            $number++;
        }
        $this->write($changed, $info);
    }

    /**
     * Puts the fields into the module's.
     *
     * @param array $fields
     * @param \stdClass $info
     */
    private function write(array $fields, \stdClass $info): void {
        if (isset($fields['url'])) {
            $info->externalurl = $fields['url'];
        }
        if (isset($fields['display'])) {
            $info->display = array_search($fields['display'], self::DISPLAY, true);
        }
    }
}
