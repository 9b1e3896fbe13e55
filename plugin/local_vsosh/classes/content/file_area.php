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
 * Files of activities.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * The field 'files': its shape, reading it from Moodle's file areas and writing it there.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class file_area {
    /**
     * The field of a file area.
     *
     * @param int $most how many files at most, 0 for any number
     * @param bool $mainfirst whether the first file is the main one and stays first
     * @return field
     */
    public static function field(int $most = 0, bool $mainfirst = false): field {
        return field::list(function (array $files) use ($most) {
            return self::wrong($files, $most);
        }, function (array $files) use ($mainfirst) {
            return self::canonical($files, $mainfirst);
        });
    }

    /**
     * What is wrong with a list of files.
     *
     * @param array $files
     * @param int $most
     * @return string
     */
    private static function wrong(array $files, int $most): string {
        $names = [];
        foreach ($files as $file) {
            if (!is_array($file) || !is_string($file['name'] ?? null) || !is_string($file['sha1'] ?? null)
                    || array_diff(array_keys($file), ['name', 'sha1'])) {
                return 'a file has "name" and "sha1"';
            }
            if (!preg_match('/^[0-9a-f]{40}$/D', $file['sha1'])) {
                return '"sha1" is 40 hexadecimal digits';
            }
            foreach (explode('/', $file['name']) as $part) {
                if ($part === '' || $part !== clean_param($part, PARAM_FILE)) {
                    return 'not the name of a file: ' . $file['name'];
                }
            }
            if (\core_text::strlen($file['name']) > 200) {
                return 'a file\'s name is longer than 200 characters';
            }
            if (isset($names[$file['name']])) {
                return 'two files have the name ' . $file['name'];
            }
            $names[$file['name']] = true;
        }
        return $most && count($files) > $most ? 'no more than ' . $most . ' here' : '';
    }

    /**
     * Files in order of their names, the main one first if asked for.
     *
     * @param array $files
     * @param bool $mainfirst
     * @return array
     */
    public static function canonical(array $files, bool $mainfirst): array {
        $main = $mainfirst ? array_splice($files, 0, 1) : [];
        usort($files, function ($one, $other) {
            return strcmp($one['name'], $other['name']);
        });
        return array_map(function ($file) {
            return ['name' => $file['name'], 'sha1' => $file['sha1']];
        }, array_merge($main, $files));
    }

    /**
     * Reads the files of many course modules.
     *
     * @param string $component such as 'mod_page'
     * @param string $filearea
     * @param \stdClass[] $cms records of course_modules
     * @param bool $mainfirst
     * @return array[] course module id => files
     */
    public static function read(string $component, string $filearea, array $cms, bool $mainfirst = false): array {
        global $DB;
        $found = [];
        foreach ($cms as $cm) {
            $found[$cm->id] = [];
        }
        if (!$found) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal(array_keys($found), SQL_PARAMS_NAMED);
        $sql = "SELECT f.id, x.instanceid, f.filepath, f.filename, f.contenthash, f.sortorder
                  FROM {files} f JOIN {context} x ON x.id = f.contextid
                 WHERE x.contextlevel = :level AND f.component = :component AND f.filearea = :filearea AND f.itemid = 0
                   AND f.filename <> '.' AND x.instanceid $in
              ORDER BY f.sortorder DESC, f.filepath, f.filename";
        $params += ['level' => CONTEXT_MODULE, 'component' => $component, 'filearea' => $filearea];
        foreach ($DB->get_records_sql($sql, $params) as $row) {
            $file = ['name' => ltrim($row->filepath . $row->filename, '/'), 'sha1' => $row->contenthash];
            $found[$row->instanceid][] = $file;
        }
        return array_map(function ($files) use ($mainfirst) {
            return self::canonical($files, $mainfirst);
        }, $found);
    }

    /**
     * Makes an area hold exactly these files.
     *
     * @param int $contextid
     * @param string $component
     * @param string $filearea
     * @param array $files canonical
     * @param upload_area $uploads
     * @param bool $mainfirst
     */
    public static function write(int $contextid, string $component, string $filearea, array $files, upload_area $uploads,
            bool $mainfirst = false): void {
        $fs = get_file_storage();
        $present = [];
        foreach ($fs->get_area_files($contextid, $component, $filearea, 0, 'id', false) as $file) {
            $present[ltrim($file->get_filepath() . $file->get_filename(), '/')] = $file;
        }
        $sources = [];
        foreach ($files as $file) {
            $sources[$file['sha1']] = $sources[$file['sha1']] ?? $uploads->file($file['sha1'], $present);
        }
        $wanted = array_column($files, 'sha1', 'name');
        $kept = [];
        $old = [];
        foreach ($present as $name => $file) {
            if (($wanted[$name] ?? '') === $file->get_contenthash()) {
                $kept[$name] = true;
            } else {
                $old[] = $file;
                // Its name is needed at once, its content perhaps still.
                $file->rename($file->get_filepath(), 'vsosh-old-' . $file->get_id());
            }
        }
        foreach ($files as $number => $file) {
            [$path, $name] = self::split($file['name']);
            if (!isset($kept[$file['name']])) {
                $fs->create_file_from_storedfile(['contextid' => $contextid, 'component' => $component,
                    'filearea' => $filearea, 'itemid' => 0, 'filepath' => $path, 'filename' => $name],
                    $sources[$file['sha1']]);
            }
            if ($mainfirst) {
                file_set_sortorder($contextid, $component, $filearea, 0, $path, $name, $number === 0 ? 1 : 0);
            }
        }
        foreach ($old as $file) {
            $file->delete();
        }
    }

    /**
     * Path and name as Moodle keeps them.
     *
     * @param string $name with slashes between folders
     * @return string[]
     */
    public static function split(string $name): array {
        $slash = strrpos($name, '/');
        return $slash === false ? ['/', $name] : ['/' . substr($name, 0, $slash + 1), substr($name, $slash + 1)];
    }
}
