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
 * A table of an answer.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\state;

/**
 * One part of an answer: which rows, which columns, in which order they are numbered.
 *
 * The rows come from one or more sources that are read one after the other, each by its own number: what is read later
 * may then start behind the last number read, whatever came in between.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class part {
    /** @var string name of the part */
    public $name;

    /** @var string[] column => 'int', 'text', 'number' (null stays null) */
    public $columns;

    /** @var array[] sources: ['id' => SQL, 'select' => [column => SQL], 'from' => SQL, 'where' => SQL, 'params' => []] */
    public $sources;

    /** @var callable|null gets the rows of a page (lists, without their numbers) and returns them finished */
    public $finish;

    /**
     * A part.
     *
     * @param string $name
     * @param array $columns column => type
     * @param array $sources
     * @param callable|null $finish
     */
    public function __construct(string $name, array $columns, array $sources, ?callable $finish = null) {
        $this->name = $name;
        $this->columns = $columns;
        $this->sources = $sources;
        $this->finish = $finish;
    }

    /**
     * A part with one source.
     *
     * @param string $name
     * @param string $id SQL of the number that rows are sorted by
     * @param array $columns column => [type, SQL]
     * @param string $from
     * @param string $where
     * @param array $params
     * @return self
     */
    public static function of(string $name, string $id, array $columns, string $from, string $where, array $params): self {
        $select = [];
        $types = [];
        foreach ($columns as $column => [$type, $sql]) {
            $types[$column] = $type;
            $select[$column] = $sql;
        }
        return new self($name, $types, [self::source($id, $select, $from, $where, $params)]);
    }

    /**
     * A source of rows.
     *
     * @param string $id SQL of the number that rows are sorted by
     * @param array $select column => SQL
     * @param string $from
     * @param string $where
     * @param array $params
     * @return array
     */
    public static function source(string $id, array $select, string $from, string $where, array $params): array {
        return ['id' => $id, 'select' => $select, 'from' => $from, 'where' => $where, 'params' => $params];
    }

    /**
     * Rows of a source behind a number, at most so many.
     *
     * @param int $number which source
     * @param int $after
     * @param int $limit
     * @return array[] number => list of values; a number that comes twice is not possible
     */
    public function rows(int $number, int $after, int $limit): array {
        global $DB;
        $source = $this->sources[$number];
        $fields = ["{$source['id']} AS rowid"];
        $types = [];
        foreach (array_keys($this->columns) as $place => $column) {
            $fields[] = "{$source['select'][$column]} AS c{$place}";
            $types["c{$place}"] = $this->columns[$column];
        }
        $sql = 'SELECT ' . implode(', ', $fields) . " FROM {$source['from']} WHERE {$source['where']}"
            . " AND {$source['id']} > :rowafter ORDER BY {$source['id']}";
        $rows = [];
        $recordset = $DB->get_recordset_sql($sql, $source['params'] + ['rowafter' => $after], 0, $limit);
        foreach ($recordset as $record) {
            $row = [];
            foreach ($types as $name => $type) {
                $value = $record->$name;
                if ($type === 'int') {
                    $row[] = (int)$value;
                } else if ($type === 'text') {
                    $row[] = (string)$value;
                } else {
                    $row[] = $value === null ? null : $value + 0;
                }
            }
            $rows[(int)$record->rowid] = $row;
        }
        $recordset->close();
        return $rows;
    }
}
