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
 * Russian texts.
 *
 * @package    local_vsosh
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['event_content_applied'] = 'Содержимое курса приведено к шаблону';
$string['event_members_applied'] = 'Состав курса или глобальных групп приведён к спискам';
$string['event_people_applied'] = 'Учётные записи приведены к спискам';
$string['event_progress_read'] = 'Прочитаны результаты учеников';
$string['event_questions_imported'] = 'Загружены вопросы';
$string['pluginname'] = 'VSOSH';
$string['privacy:jobs'] = 'Отложенные вызовы';
$string['privacy:metadata:local_vsosh_job'] = 'Вызовы, которые пользователь поставил в очередь. Удаляются через неделю после завершения.';
$string['privacy:metadata:local_vsosh_job:arguments'] = 'Что вызов должен записать: здесь могут быть имена, адреса почты и первые пароли. Стирается, как только вызов завершён.';
$string['privacy:metadata:local_vsosh_job:error'] = 'Почему вызов не удался';
$string['privacy:metadata:local_vsosh_job:functionname'] = 'Вызванная функция';
$string['privacy:metadata:local_vsosh_job:result'] = 'Ответ функции: ключи и состояние учётных записей, зачислений и курсов';
$string['privacy:metadata:local_vsosh_job:status'] = 'Ждёт вызов, идёт или завершён';
$string['privacy:metadata:local_vsosh_job:timecreated'] = 'Когда вызов поставлен в очередь';
$string['privacy:metadata:local_vsosh_job:timefinished'] = 'Когда вызов завершён';
$string['privacy:metadata:local_vsosh_job:userid'] = 'Кто поставил вызов в очередь';
$string['privacy:metadata:vsosh_moodle'] = 'Программа vsosh-moodle на компьютере школы читает учётные записи и результаты учеников, которых она ведёт.';
$string['privacy:metadata:vsosh_moodle:account'] = 'Имя, логин, адрес почты, группы и зачисления учётных записей, заведённых школой';
$string['privacy:metadata:vsosh_moodle:progress'] = 'Выполнение заданий, оценки, последний вход, сданные работы и попытки этих учеников';
$string['task_forget_jobs'] = 'Забыть старые отложенные вызовы';
$string['task_run_job'] = 'Выполнить отложенный вызов';
$string['vsosh:managecontent'] = 'Создавать и менять содержимое курсов через VSOSH';
$string['vsosh:managemembers'] = 'Менять зачисления, группы и глобальные группы через VSOSH';
$string['vsosh:managequestions'] = 'Загружать вопросы через VSOSH';
$string['vsosh:manageusers'] = 'Создавать и менять учётные записи через VSOSH';
$string['vsosh:readprogress'] = 'Читать результаты учеников через VSOSH';
$string['vsosh:readstate'] = 'Читать учётные записи, курсы и зачисления через VSOSH';
