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
 * The three-way comparison.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh\content;

/**
 * Compares what is wanted with what is and with what was written last.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class planner {
    /** @var course_document */
    private $document;

    /** @var live_course */
    private $live;

    /** @var string[] names given in "overwrite" */
    private $overwrite;

    /**
     * Plans a course.
     *
     * @param course_document $document
     * @param live_course $live
     * @param upsert_options $options
     * @return item_plan[] in the order of the document, those it left out at the end
     */
    public static function plan(course_document $document, live_course $live, upsert_options $options): array {
        $planner = new planner();
        $planner->document = $document;
        $planner->live = $live;
        $planner->overwrite = $options->overwrite;
        $plans = [];
        foreach ($live->items as $item) {
            $left = $options->hideabsent && $planner->is_managed($item);
            $item->absent = !isset($document->items[$item->type . ':' . $item->key]) && ($item->absent || $left);
        }
        $live->refresh_orders();
        foreach ($document->items as $item) {
            $plans[] = $planner->compare($item);
        }
        return $options->hideabsent ? array_merge($plans, $planner->absent()) : $plans;
    }

    /**
     * Sections and grade categories that nobody keyed yet and that have the place or the name of an item of the document.
     *
     * @param course_document $document
     * @param live_course $live
     * @return string[][] type => id => key
     */
    public static function adoptable(course_document $document, live_course $live): array {
        $known = [];
        foreach (self::section_order($document) as $place => $key) {
            if ($live->item('section', $key) !== null) {
                continue;
            }
            $name = $document->item('section', $key)->fields['name'] ?? '';
            foreach ($live->own_sections() as $section) {
                if ((int)$section->section !== $place + 1 || isset($live->sectionkeys[$section->id])) {
                    continue;
                }
                $bare = (string)$section->name === '' && (string)$section->summary === '' && (string)$section->sequence === '';
                if ($bare || ($name !== '' && (string)$section->name === $name)) {
                    $known['section'][$section->id] = $key;
                }
            }
        }
        foreach ($document->items_of('grade_category') as $wanted) {
            foreach ($live->gradecategories as $row) {
                if ($live->item('grade_category', $wanted->key) === null && $row->parent !== null
                        && !isset($live->gradecategorykeys[$row->id]) && !isset($known['grade_category'][$row->id])
                        && $row->fullname === ($wanted->fields['name'] ?? null)) {
                    $known['grade_category'][$row->id] = $wanted->key;
                    break;
                }
            }
        }
        return $known;
    }

    /**
     * Keys of the document's sections in their order, without the general one.
     *
     * @param course_document $document
     * @return string[]
     */
    private static function section_order(course_document $document): array {
        $course = $document->item('course', '');
        $keys = array_map(function (document_item $item) {
            return $item->key;
        }, array_values($document->items_of('section')));
        $first = array_intersect($course->fields['order'] ?? [], $keys);
        $keys = array_unique(array_merge($first, $keys));
        return array_values(array_diff($keys, ['general']));
    }

    /**
     * Compares one item.
     *
     * @param document_item $item
     * @return item_plan
     */
    private function compare(document_item $item): item_plan {
        $live = $this->live->item($item->type, $item->key);
        $plan = new item_plan($item->type, $item->key, $item, $live);
        if ($live === null) {
            $plan->write = $item->fields;
            $plan->status = 'created';
            return $plan;
        }
        if ($item->type === 'activity' && $live->kind !== $item->kind) {
            $plan->status = 'conflict';
            return $plan;
        }
        $overwrite = $this->is_overwritten($item->name());
        foreach ($item->fields as $name => $value) {
            $value = $this->wanted_order($item, $name, $value);
            $this->compare_field($plan, $name, $value, $item->raw[$name], $overwrite);
        }
        $cameback = $live->memory !== null && $live->memory->absent;
        if ($cameback && !array_key_exists('visible', $item->fields) && array_key_exists('visible', $live->fields)
                && !$live->fields['visible']) {
            $plan->write['visible'] = true;
        }
        $plan->status = $plan->write ? 'updated' : ($plan->kept ? 'kept' : 'unchanged');
        return $plan;
    }

    /**
     * Compares one field.
     *
     * @param item_plan $plan
     * @param string $name
     * @param mixed $value canonical
     * @param mixed $raw as it was sent
     * @param bool $overwrite
     */
    private function compare_field(item_plan $plan, string $name, $value, $raw, bool $overwrite): void {
        $live = $plan->live;
        $now = $live->fields[$name] ?? null;
        $memory = $live->memory;
        if (canonical::same($value, $now) || ($memory !== null && $memory->is_settled($name, $raw, $now))) {
            $plan->equal[] = $name;
            return;
        }
        $known = $memory !== null && array_key_exists($name, $memory->applied);
        $edited = $known && !canonical::same($this->still_there($name, $memory->applied[$name]), $now);
        if (in_array($name, $live->locked, true) || ($edited && !$overwrite)) {
            $plan->kept[] = $name;
        } else {
            $plan->write[$name] = $value;
        }
    }

    /**
     * An order without what does not belong to it: the general section always stands first.
     *
     * @param document_item $item
     * @param string $name
     * @param mixed $value
     * @return mixed
     */
    private function wanted_order(document_item $item, string $name, $value) {
        if ($name !== 'order' || $item->type !== 'course') {
            return $value;
        }
        return array_values(array_diff($value, ['general']));
    }

    /**
     * What was written last, an order without the items that somebody deleted since.
     *
     * @param string $name
     * @param mixed $applied
     * @return mixed
     */
    private function still_there(string $name, $applied) {
        if ($name !== 'order' || !is_array($applied)) {
            return $applied;
        }
        return array_values(array_filter($applied, function ($key) {
            foreach (['activity', 'section'] as $type) {
                $item = $this->live->item($type, (string)$key);
                if ($item !== null && !$item->absent) {
                    return true;
                }
            }
            return false;
        }));
    }

    /**
     * Plans for items of ours that the document left out.
     *
     * @return item_plan[]
     */
    private function absent(): array {
        $plans = [];
        foreach ($this->live->items as $item) {
            if (!$item->absent || !$this->is_managed($item) || $item->memory->absent) {
                continue;
            }
            $plan = new item_plan($item->type, $item->key, null, $item);
            // Hidden even if it is hidden already: from now on it is remembered as left out.
            $plan->status = 'hidden';
            $plan->write = ($item->fields['visible'] ?? false) ? ['visible' => false] : [];
            $plans[] = $plan;
        }
        return $plans;
    }

    /**
     * Whether an item can be hidden when a document leaves it out.
     *
     * @param live_item $item
     * @return bool
     */
    private function is_managed(live_item $item): bool {
        return in_array($item->type, ['section', 'activity'], true) && $item->memory !== null && (bool)$item->memory->applied
            && !($item->type === 'section' && $item->key === 'general');
    }

    /**
     * Whether hand edits of an item are to be written over.
     *
     * @param string $name
     * @return bool
     */
    private function is_overwritten(string $name): bool {
        foreach (['all', $name, $this->document->key . '/' . $name] as $word) {
            if (in_array($word, $this->overwrite, true)) {
                return true;
            }
        }
        return false;
    }
}
