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
 * The files that activities of a course hand out.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;


/**
 * Finds files by their SHA-1 among those of the activities that a template can have.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class handed_out_files {
    /** @var int files in one call at most */
    const MOST_FILES = 200;

    /** @var int bytes of a file at most */
    const MOST_BYTES = 20000000;

    /** @var int bytes of all files of an answer at most; the others are to be asked for in another call */
    const MOST_TOGETHER = 30000000;

    /** @var string[] component => file area */
    const AREAS = ['mod_resource' => 'content', 'mod_folder' => 'content', 'mod_h5pactivity' => 'package'];

    /**
     * Reads files.
     *
     * @param \stdClass $course
     * @param string[] $hashes
     * @return array[] sha1, status (ok, missing, large, later), size, content
     */
    public static function read(\stdClass $course, array $hashes): array {
        $rows = [];
        $together = 0;
        $found = self::find($course, array_values(array_unique($hashes)));
        foreach (array_unique($hashes) as $hash) {
            $row = ['sha1' => $hash, 'status' => 'missing', 'size' => 0, 'content' => ''];
            if (isset($found[$hash])) {
                $file = get_file_storage()->get_file_instance($found[$hash]);
                $row['size'] = (int)$file->get_filesize();
                if ($row['size'] > self::MOST_BYTES) {
                    $row['status'] = 'large';
                } else if ($together && $together + $row['size'] > self::MOST_TOGETHER) {
                    $row['status'] = 'later';
                } else {
                    $together += $row['size'];
                    $row['status'] = 'ok';
                    $row['content'] = base64_encode($file->get_content());
                }
            }
            $rows[] = $row;
        }
        return $rows;
    }

    /**
     * Finds the records of files.
     *
     * @param \stdClass $course
     * @param string[] $hashes
     * @return \stdClass[] SHA-1 => record of files
     */
    private static function find(\stdClass $course, array $hashes): array {
        global $DB;
        if (!$hashes) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($hashes, SQL_PARAMS_NAMED);
        $sql = "SELECT f.*
                  FROM {files} f
                  JOIN {context} x ON x.id = f.contextid AND x.contextlevel = :level
                  JOIN {course_modules} cm ON cm.id = x.instanceid
                 WHERE cm.course = :course AND f.contenthash $in AND f.filename <> '.'";
        $found = [];
        foreach ($DB->get_records_sql($sql, $params + ['level' => CONTEXT_MODULE, 'course' => $course->id]) as $row) {
            if ((self::AREAS[$row->component] ?? null) === $row->filearea) {
                $found[$row->contenthash] = $row;
            }
        }
        return $found;
    }
}
