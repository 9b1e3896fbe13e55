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
 * Settings of an assignment's plugins.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\assign;

/**
 * How work is handed in: the plugins of an assignment and their settings.
 *
 * Moodle turns off what the form does not name and forgets the settings of what is off; both are minded here.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class plugin_settings {
    /** @var string[] way of the document => submission plugin */
    const WAYS = ['file' => 'file', 'text' => 'onlinetext'];

    /** @var string[] form field => [subtype, plugin, setting] that the form saves under another name */
    const FORM = [
        'assignsubmission_file_maxfiles' => ['assignsubmission', 'file', 'maxfilesubmissions'],
        'assignsubmission_file_maxsizebytes' => ['assignsubmission', 'file', 'maxsubmissionsizebytes'],
        'assignsubmission_file_filetypes' => ['assignsubmission', 'file', 'filetypeslist'],
        'assignsubmission_onlinetext_wordlimit' => ['assignsubmission', 'onlinetext', 'wordlimit'],
        'assignsubmission_onlinetext_wordlimit_enabled' => ['assignsubmission', 'onlinetext', 'wordlimitenabled'],
        'assignfeedback_comments_commentinline' => ['assignfeedback', 'comments', 'commentinline'],
    ];

    /**
     * Reads the settings of many assignments.
     *
     * @param int[] $ids
     * @return array[] id => submission, max_files, word_limit
     */
    public static function read(array $ids): array {
        $read = [];
        foreach (self::rows($ids) as $id => $rows) {
            $value = function (string $plugin, string $name) use ($rows) {
                return (int)($rows["assignsubmission $plugin $name"]->value ?? 0);
            };
            $ways = array_filter(self::WAYS, function ($plugin) use ($value) {
                return $value($plugin, 'enabled') === 1;
            });
            $read[$id] = ['submission' => array_keys($ways), 'max_files' => max(1, $value('file', 'maxfilesubmissions')),
                'word_limit' => $value('onlinetext', 'wordlimitenabled') ? $value('onlinetext', 'wordlimit') : 0];
        }
        return $read;
    }

    /**
     * Puts the plugins' settings into what is saved: those there are, with the changes over them.
     *
     * @param \stdClass $info
     * @param array $fields
     * @param int $id of the assignment, 0 for a new one
     */
    public static function fill(\stdClass $info, array $fields, int $id): void {
        $rows = $id ? self::rows([$id])[$id] : [];
        foreach ($rows as $row) {
            if ($row->name === 'enabled') {
                $info->{$row->subtype . '_' . $row->plugin . '_enabled'} = (int)$row->value;
            }
        }
        foreach (self::FORM as $name => $place) {
            $info->$name = $rows[implode(' ', $place)]->value ?? 0;
        }
        if (!$id) {
            $info->assignsubmission_file_filetypes = '';
            $info->assignsubmission_comments_enabled = 1;
            $info->assignfeedback_comments_enabled = 1;
            $info->assignfeedback_editpdf_enabled = (int)get_config('assignfeedback_editpdf', 'default');
        }
        if (isset($fields['submission'])) {
            foreach (self::WAYS as $way => $plugin) {
                $info->{'assignsubmission_' . $plugin . '_enabled'} = in_array($way, $fields['submission'], true) ? 1 : 0;
            }
        }
        if (isset($fields['max_files'])) {
            $info->assignsubmission_file_maxfiles = $fields['max_files'];
        }
        if (isset($fields['word_limit'])) {
            $info->assignsubmission_onlinetext_wordlimit = $fields['word_limit'];
            $info->assignsubmission_onlinetext_wordlimit_enabled = $fields['word_limit'] ? 1 : 0;
        }
    }

    /**
     * Writes settings of plugins that are off, which the module leaves out.
     *
     * @param int $id of the assignment
     * @param array $fields
     */
    public static function write(int $id, array $fields): void {
        global $DB;
        $wanted = [];
        if (isset($fields['max_files'])) {
            $wanted['file maxfilesubmissions'] = $fields['max_files'];
        }
        if (isset($fields['word_limit'])) {
            $wanted['onlinetext wordlimit'] = $fields['word_limit'];
            $wanted['onlinetext wordlimitenabled'] = $fields['word_limit'] ? 1 : 0;
        }
        if (!$wanted) {
            return;
        }
        $rows = self::rows([$id])[$id];
        foreach ($wanted as $place => $value) {
            $row = $rows['assignsubmission ' . $place] ?? null;
            [$plugin, $name] = explode(' ', $place);
            if ($row === null) {
                $DB->insert_record('assign_plugin_config', (object)['assignment' => $id, 'plugin' => $plugin,
                    'subtype' => 'assignsubmission', 'name' => $name, 'value' => (string)$value], false);
            } else if ((string)$row->value !== (string)$value) {
                $DB->set_field('assign_plugin_config', 'value', (string)$value, ['id' => $row->id]);
            }
        }
    }

    /**
     * The rows of assignments.
     *
     * @param int[] $ids
     * @return \stdClass[][] id => rows by "subtype plugin name"
     */
    private static function rows(array $ids): array {
        global $DB;
        $found = array_fill_keys($ids, []);
        foreach ($DB->get_records_list('assign_plugin_config', 'assignment', $ids, 'id') as $row) {
            $found[$row->assignment]["$row->subtype $row->plugin $row->name"] = $row;
        }
        return $found;
    }
}
