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
 * One field of an item of the document.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * One field: which values it takes and their canonical form.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class field {
    /** @var int the largest grade: Moodle keeps grades with five decimals, in columns of ten digits */
    const MOST_POINTS = 99999;

    /** @var int the largest whole number that every database takes */
    const MOST_WHOLE = 2147483647;

    /** @var int the last second of the year 9999 */
    const LAST_MOMENT = 253402300799;

    /** @var string kind of value */
    private $kind;

    /** @var bool whether a new item cannot be made without it */
    private $needed = false;

    /** @var bool whether null is a value */
    private $nullable = false;

    /** @var array of a choice, the values; of numbers, [least, most] */
    private $bounds = [];

    /** @var callable|null of a list or json: value => detail of what is wrong, '' when good */
    private $check = null;

    /** @var callable|null value => canonical value */
    private $form = null;

    /**
     * Makes a field by one of the kinds below.
     *
     * @param string $kind
     */
    private function __construct(string $kind) {
        $this->kind = $kind;
    }

    /**
     * A line of text.
     *
     * @param int $longest in characters
     * @return field
     */
    public static function text(int $longest = 255): field {
        $field = new field('text');
        $field->bounds = [0, $longest];
        return $field;
    }

    /**
     * A text with markup.
     *
     * @return field
     */
    public static function html(): field {
        return new field('html');
    }

    /**
     * True or false.
     *
     * @return field
     */
    public static function bool(): field {
        return new field('bool');
    }

    /**
     * A whole number.
     *
     * @param int $least
     * @param int $most
     * @return field
     */
    public static function int(int $least = 0, int $most = self::MOST_WHOLE): field {
        $field = new field('int');
        $field->bounds = [$least, $most];
        return $field;
    }

    /**
     * A number, with at most five decimals as Moodle keeps them.
     *
     * @param float $least
     * @param float $most
     * @return field
     */
    public static function number(float $least = 0, float $most = 1000000): field {
        $field = new field('number');
        $field->bounds = [$least, $most];
        return $field;
    }

    /**
     * A moment: Unix seconds, 0 for none.
     *
     * @return field
     */
    public static function moment(): field {
        $field = new field('int');
        $field->bounds = [0, self::LAST_MOMENT];
        return $field;
    }

    /**
     * One of several words.
     *
     * @param string[] $words
     * @return field
     */
    public static function choice(array $words): field {
        $field = new field('choice');
        $field->bounds = $words;
        return $field;
    }

    /**
     * A list that the callback looks through.
     *
     * @param callable $check takes the list, gives what is wrong with it in English, '' when nothing
     * @param callable|null $form takes a good list, gives its canonical form
     * @return field
     */
    public static function list(callable $check, ?callable $form = null): field {
        $field = new field('list');
        $field->check = $check;
        $field->form = $form;
        return $field;
    }

    /**
     * Any value that the callback looks through.
     *
     * @param callable $check takes the value, gives what is wrong with it in English, '' when nothing
     * @param callable|null $form takes a good value, gives its canonical form
     * @return field
     */
    public static function json(callable $check, ?callable $form = null): field {
        $field = new field('json');
        $field->check = $check;
        $field->form = $form;
        return $field;
    }

    /**
     * The same field, without which a new item cannot be made (text must not be empty then).
     *
     * @return field
     */
    public function required(): field {
        $field = clone $this;
        $field->needed = true;
        return $field;
    }

    /**
     * The same field, which also takes null.
     *
     * @return field
     */
    public function or_null(): field {
        $field = clone $this;
        $field->nullable = true;
        return $field;
    }

    /**
     * Whether a new item cannot be made without it.
     *
     * @return bool
     */
    public function is_required(): bool {
        return $this->needed;
    }

    /**
     * What is wrong with the value.
     *
     * @param mixed $value
     * @return string in English, '' when it is good
     */
    public function wrong($value): string {
        if ($value === null) {
            return $this->nullable ? '' : 'null is not a value of this field';
        }
        switch ($this->kind) {
            case 'text':
            case 'html':
                return $this->wrong_text($value);
            case 'bool':
                return is_bool($value) ? '' : 'true or false is expected';
            case 'int':
            case 'number':
                return $this->wrong_number($value);
            case 'choice':
                return is_string($value) && in_array($value, $this->bounds, true) ? ''
                    : 'one of ' . implode(', ', $this->bounds) . ' is expected';
            case 'list':
                if (!is_array($value) || $value !== array_values($value)) {
                    return 'a list is expected';
                }
        }
        return ($this->check)($value);
    }

    /**
     * The canonical form of a good value.
     *
     * @param mixed $value
     * @return mixed
     */
    public function canonical($value) {
        if ($value === null) {
            return null;
        }
        if ($this->kind === 'number') {
            return canonical::number($value);
        }
        if ($this->kind === 'int') {
            return (int)$value;
        }
        return $this->form === null ? $value : ($this->form)($value);
    }

    /**
     * What is wrong with a text.
     *
     * @param mixed $value
     * @return string
     */
    private function wrong_text($value): string {
        if (!is_string($value)) {
            return 'a text is expected';
        }
        if ($this->needed && trim($value) === '') {
            return 'the text is empty';
        }
        if (strpos($value, "\0") !== false) {
            return 'the text has a zero byte';
        }
        if ($this->kind === 'text') {
            if (\core_text::strlen($value) > $this->bounds[1]) {
                return 'longer than ' . $this->bounds[1] . ' characters';
            }
            if ($value !== trim($value)) {
                return 'begins or ends with a space';
            }
        }
        return '';
    }

    /**
     * What is wrong with a number.
     *
     * @param mixed $value
     * @return string
     */
    private function wrong_number($value): string {
        if (is_float($value) && is_finite($value) && floor($value) === $value && abs($value) < 1e15) {
            $value = (int)$value;
        }
        if (!is_int($value) && ($this->kind === 'int' || !is_float($value))) {
            return $this->kind === 'int' ? 'a whole number is expected' : 'a number is expected';
        }
        if ($value < $this->bounds[0] || $value > $this->bounds[1]) {
            return 'not between ' . $this->bounds[0] . ' and ' . $this->bounds[1];
        }
        return '';
    }
}
