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
 * Pages of lessons.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content\activity\lesson;

use local_vsosh\content\field;

/**
 * The field "pages": pages of a lesson in order, each with its answers and where they lead.
 *
 * Moodle has no keys for pages, so rows of local_vsosh_item (type lesson_page, key "CMID:KEY") remember them.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pages {
    /** @var string type of the rows of local_vsosh_item */
    const ITEM = 'lesson_page';

    /** @var string[] Moodle's type of page => kind of the document */
    const KINDS = [20 => 'content', 3 => 'multichoice', 2 => 'truefalse', 1 => 'shortanswer', 8 => 'numerical'];

    /** @var string[] Moodle's jump => word of the document */
    const JUMPS = [-1 => 'next', 0 => 'this', -9 => 'end'];

    /**
     * What is wrong with a list of pages.
     *
     * @param array $pages
     * @return string in English, '' when nothing
     */
    public static function wrong(array $pages): string {
        $keys = [];
        foreach ($pages as $one) {
            $key = is_array($one) ? $one['key'] ?? null : null;
            if (!is_string($key) || !preg_match('/^[a-z0-9-]{1,60}$/D', $key)) {
                return 'a page has "key", 1 to 60 of a-z, 0-9 and -';
            }
            if (isset($keys[$key]) || in_array($key, self::JUMPS, true)) {
                return 'the key ' . $key . ' is taken';
            }
            $keys[$key] = true;
        }
        foreach ($pages as $one) {
            $wrong = self::wrong_page($one, $keys);
            if ($wrong !== '') {
                return 'page ' . $one['key'] . ': ' . $wrong;
            }
        }
        return '';
    }

    /**
     * What is wrong with one page.
     *
     * @param array $one
     * @param array $keys of all pages
     * @return string
     */
    private static function wrong_page(array $one, array $keys): string {
        if (array_diff(array_keys($one), ['key', 'title', 'content', 'kind', 'answers'])) {
            return 'a field nobody knows';
        }
        if (!is_string($one['title'] ?? null) || trim($one['title']) === '' || \core_text::strlen($one['title']) > 255) {
            return '"title" is a text of 1 to 255 characters';
        }
        if (!is_string($one['content'] ?? null)) {
            return '"content" is a text';
        }
        if (!in_array($one['kind'] ?? 'content', self::KINDS, true)) {
            return '"kind" is one of ' . implode(', ', self::KINDS);
        }
        $answers = $one['answers'] ?? [];
        if (!is_array($answers) || $answers !== array_values($answers)) {
            return '"answers" is a list';
        }
        foreach ($answers as $answer) {
            if (!is_array($answer) || array_diff(array_keys($answer), ['text', 'response', 'jump', 'score'])
                    || !is_string($answer['text'] ?? null) || trim($answer['text']) === ''
                    || !is_string($answer['response'] ?? '')) {
                return 'an answer has "text" and "response", texts';
            }
            $score = $answer['score'] ?? 0;
            if (!is_int($score) || abs($score) > field::MOST_POINTS) {
                return '"score" is a whole number, at most ' . field::MOST_POINTS;
            }
            $jump = $answer['jump'] ?? 'next';
            if (!is_string($jump) || (!in_array($jump, self::JUMPS, true) && !isset($keys[$jump]))) {
                return '"jump" leads to no page';
            }
        }
        return ($one['kind'] ?? 'content') === 'truefalse' && count($answers) !== 2 ? 'two answers are expected' : '';
    }

    /**
     * The canonical form: every part of a page said.
     *
     * @param array $pages
     * @return array
     */
    public static function canonical(array $pages): array {
        return array_map(function ($one) {
            return ['key' => $one['key'], 'title' => trim($one['title']), 'content' => $one['content'],
                'kind' => $one['kind'] ?? 'content', 'answers' => array_map(function ($answer) {
                    return ['text' => trim($answer['text']), 'response' => $answer['response'] ?? '',
                        'jump' => $answer['jump'] ?? 'next', 'score' => $answer['score'] ?? 0];
                }, $one['answers'] ?? [])];
        }, $pages);
    }

    /**
     * Reads the pages of many lessons.
     *
     * @param \stdClass[] $cms instance id => record of course_modules
     * @param string $foreign what the key of a page made by hand begins with, before its id; '' for none: its key is "" then
     * @return array[] instance id => pages
     */
    public static function read(array $cms, string $foreign = ''): array {
        global $DB;
        $ids = array_keys($cms);
        $read = array_fill_keys($ids, []);
        $rows = $DB->get_records_list('lesson_pages', 'lessonid', $ids, 'id');
        if (!$rows) {
            return $read;
        }
        $keys = self::keys(array_unique(array_map('intval', array_column($cms, 'course'))));
        if ($foreign !== '') {
            foreach (array_diff_key($rows, $keys) as $row) {
                $keys[(int)$row->id] = $foreign . $row->id;
            }
        }
        $answers = [];
        foreach ($DB->get_records_list('lesson_answers', 'lessonid', $ids, 'id') as $row) {
            $jump = self::JUMPS[(int)$row->jumpto] ?? $keys[(int)$row->jumpto] ?? 'other';
            $answers[$row->pageid][] = ['text' => trim((string)$row->answer), 'response' => (string)$row->response, 'jump' => $jump,
                'score' => (int)$row->score];
        }
        $bylesson = [];
        foreach ($rows as $row) {
            $bylesson[$row->lessonid][$row->id] = $row;
        }
        foreach ($bylesson as $id => $pages) {
            foreach (self::in_order($pages) as $row) {
                $read[$id][] = ['key' => $keys[(int)$row->id] ?? '', 'title' => (string)$row->title,
                    'content' => (string)$row->contents, 'kind' => self::KINDS[(int)$row->qtype] ?? 'other',
                    'answers' => $answers[$row->id] ?? []];
            }
        }
        return $read;
    }

    /**
     * The lessons somebody has begun.
     *
     * @param int[] $ids
     * @return array id => anything
     */
    public static function begun(array $ids): array {
        global $DB;
        if (!$ids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        $sql = "SELECT l.id FROM {lesson} l
                 WHERE l.id $in AND (EXISTS (SELECT 1 FROM {lesson_timer} t WHERE t.lessonid = l.id)
                       OR EXISTS (SELECT 1 FROM {lesson_attempts} a WHERE a.lessonid = l.id)
                       OR EXISTS (SELECT 1 FROM {lesson_branch} b WHERE b.lessonid = l.id)
                       OR EXISTS (SELECT 1 FROM {lesson_grades} g WHERE g.lessonid = l.id))";
        return $DB->get_records_sql($sql, $params);
    }

    /**
     * Makes the lesson have these pages; pages there are keep their ids.
     *
     * @param \stdClass $cm record of course_modules
     * @param array $pages canonical
     */
    public static function write(\stdClass $cm, array $pages): void {
        global $DB;
        $live = $DB->get_records('lesson_pages', ['lessonid' => $cm->instance], 'id', 'id');
        $known = array_flip(array_intersect_key(self::keys([(int)$cm->course]), $live));
        $now = time();
        $ids = [];
        foreach ($pages as $one) {
            $row = (object)['lessonid' => $cm->instance, 'qtype' => array_search($one['kind'], self::KINDS, true), 'qoption' => 0,
                'layout' => 1, 'display' => 1, 'timemodified' => $now, 'title' => $one['title'], 'contents' => $one['content'],
                'contentsformat' => FORMAT_HTML];
            if (isset($known[$one['key']])) {
                $row->id = $known[$one['key']];
                $DB->update_record('lesson_pages', $row);
            } else {
                $row->timecreated = $now;
                $row->id = $DB->insert_record('lesson_pages', $row);
                self::remember($cm, $one['key'], $row->id);
            }
            $ids[$one['key']] = (int)$row->id;
        }
        self::remove($cm, array_diff(array_keys($live), $ids));
        $chain = array_values($ids);
        foreach ($chain as $place => $id) {
            $DB->update_record('lesson_pages', (object)['id' => $id, 'prevpageid' => $chain[$place - 1] ?? 0,
                'nextpageid' => $chain[$place + 1] ?? 0]);
        }
        self::write_answers($cm, $pages, $ids);
    }

    /**
     * Writes the answers of all pages anew.
     *
     * @param \stdClass $cm
     * @param array $pages
     * @param int[] $ids key => page
     */
    private static function write_answers(\stdClass $cm, array $pages, array $ids): void {
        global $DB;
        $DB->delete_records('lesson_answers', ['lessonid' => $cm->instance]);
        $jumps = array_flip(self::JUMPS);
        $rows = [];
        foreach ($pages as $one) {
            $rich = in_array($one['kind'], ['multichoice', 'truefalse'], true);
            foreach ($one['answers'] as $answer) {
                $rows[] = (object)['lessonid' => $cm->instance, 'pageid' => $ids[$one['key']],
                    'jumpto' => $jumps[$answer['jump']] ?? $ids[$answer['jump']], 'grade' => 0, 'score' => $answer['score'], 'flags' => 0,
                    'timecreated' => time(), 'timemodified' => 0, 'answer' => $answer['text'],
                    'answerformat' => $rich ? FORMAT_HTML : FORMAT_MOODLE, 'response' => $answer['response'],
                    'responseformat' => FORMAT_HTML];
            }
        }
        if ($rows) {
            $DB->insert_records('lesson_answers', $rows);
        }
    }

    /**
     * Removes pages with their files.
     *
     * @param \stdClass $cm
     * @param int[] $ids
     */
    private static function remove(\stdClass $cm, array $ids): void {
        global $DB;
        if (!$ids) {
            return;
        }
        $context = \context_module::instance($cm->id);
        foreach ($ids as $id) {
            get_file_storage()->delete_area_files($context->id, 'mod_lesson', 'page_contents', $id);
        }
        $DB->delete_records_list('lesson_pages', 'id', $ids);
        [$in, $params] = $DB->get_in_or_equal($ids);
        $DB->delete_records_select('local_vsosh_item', "courseid = ? AND itemtype = ? AND instanceid $in",
            array_merge([$cm->course, self::ITEM], $params));
    }

    /**
     * Remembers the key of a page.
     *
     * @param \stdClass $cm
     * @param string $key
     * @param int $id
     */
    private static function remember(\stdClass $cm, string $key, int $id): void {
        global $DB;
        $place = ['courseid' => $cm->course, 'itemtype' => self::ITEM, 'itemkey' => $cm->id . ':' . $key];
        $DB->delete_records('local_vsosh_item', $place);
        $DB->insert_record('local_vsosh_item', (object)($place + ['instanceid' => $id, 'module' => 'lesson', 'applied' => '{}',
            'timecreated' => time(), 'timemodified' => time()]), false);
    }

    /**
     * The keys of pages in courses.
     *
     * @param int[] $courseids
     * @return string[] page => key
     */
    private static function keys(array $courseids): array {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($courseids);
        $keys = [];
        $rows = $DB->get_records_select('local_vsosh_item', "courseid $in AND itemtype = ?", array_merge($params, [self::ITEM]), '',
            'id, instanceid, itemkey');
        foreach ($rows as $row) {
            $keys[(int)$row->instanceid] = explode(':', $row->itemkey, 2)[1];
        }
        return $keys;
    }

    /**
     * Pages in the order in which they follow each other.
     *
     * @param \stdClass[] $pages id => row
     * @return \stdClass[]
     */
    private static function in_order(array $pages): array {
        $ordered = [];
        foreach ($pages as $first) {
            if ((int)$first->prevpageid === 0) {
                for ($row = $first; $row !== null && !isset($ordered[$row->id]); $row = $pages[$row->nextpageid] ?? null) {
                    $ordered[$row->id] = $row;
                }
            }
        }
        return $ordered + $pages;
    }
}
