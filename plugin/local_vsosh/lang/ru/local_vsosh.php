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
$string['privacy:metadata:vsosh_moodle'] = 'Программа vsosh-moodle на компьютере школы читает учётные записи и результаты учеников и учителей, которых она ведёт.';
$string['privacy:metadata:vsosh_moodle:account'] = 'Имя, логин, адрес почты, группы и зачисления учётных записей, заведённых школой';
$string['privacy:metadata:vsosh_moodle:progress'] = 'Зачисления, выполнение заданий, оценки, первый и последний вход, сданные работы, попытки и сообщения форумов (когда, а не что) этих людей';
$string['setup_advise_expires'] = 'Ключ бессрочный. Надёжнее на учебный год: --new-token --expires=ГГГГ-ММ-ДД.';
$string['setup_advise_ip'] = 'Ключ действует с любого адреса. Надёжнее с одного: --new-token --ip=АДРЕС компьютера школы, как его видит сайт.';
$string['setup_ask'] = 'На сайте {$a->url} будут включены веб-службы с протоколом REST, созданы или исправлены роль {$a->role} и пользователь {$a->user} и выдан ключ (токен). Продолжить?';
$string['setup_ask_revoke'] = 'У пользователя {$a} будут отобраны все ключи и роль, учётная запись будет приостановлена. Продолжить?';
$string['setup_bad_date'] = '--expires: «{$a}» — не дата. Пишите так: 2027-06-30.';
$string['setup_bad_ip'] = '--ip: «{$a}» — не адрес. Пишите 192.0.2.10 или 192.0.2.0/24, несколько — через запятую.';
$string['setup_check_assignable'] = 'Служебный пользователь не может назначать роль {$a}.';
$string['setup_check_authorised'] = 'Пользователя {$a} нет среди авторизованных пользователей службы.';
$string['setup_check_function'] = 'В службе нет функции {$a}.';
$string['setup_check_function_more'] = 'В службе есть лишняя функция: {$a}.';
$string['setup_check_rest'] = 'Веб-службы или протокол REST выключены.';
$string['setup_check_right'] = 'У роли нет права {$a}.';
$string['setup_check_right_forbidden'] = 'Право {$a} роль даёт, а другая роль пользователя запрещает.';
$string['setup_check_right_more'] = 'У роли есть лишнее право: {$a}.';
$string['setup_check_role'] = 'Роли {$a} нет.';
$string['setup_check_role_given'] = 'У пользователя {$a} нет этой роли на уровне сайта.';
$string['setup_check_role_more'] = 'У пользователя {$a} есть и другие роли на уровне сайта.';
$string['setup_check_service'] = 'Службы {$a} нет: плагин установлен не до конца. Запустите admin/cli/upgrade.php.';
$string['setup_check_service_off'] = 'Служба {$a} выключена.';
$string['setup_check_service_open'] = 'Служба {$a} открыта всем пользователям, а не только авторизованным.';
$string['setup_check_service_upload'] = 'Служба {$a} не принимает файлы.';
$string['setup_check_token'] = 'У пользователя {$a} нет действующего ключа.';
$string['setup_check_token_more'] = 'У пользователя {$a} есть ключи к другим службам.';
$string['setup_check_user'] = 'Пользователя {$a} нет.';
$string['setup_check_user_admin'] = 'Пользователь {$a} — администратор сайта: это гораздо больше, чем нужно.';
$string['setup_check_user_suspended'] = 'Учётная запись {$a} приостановлена.';
$string['setup_help'] = 'Готовит сайт к работе с vsosh-moodle: веб-службы, роль, служебный пользователь, ключ (токен).
Что уже верно, остаётся как есть; после обновления плагина запустите ещё раз.

  php local/vsosh/cli/setup.php [--yes] [--ip=АДРЕСА] [--expires=ГГГГ-ММ-ДД] [--new-token]
  php local/vsosh/cli/setup.php --check
  php local/vsosh/cli/setup.php --revoke [--yes]

--ip         откуда ключ действует: 192.0.2.10 или 192.0.2.0/24, несколько — через запятую
--expires    последний день действия ключа
--new-token  выдать другой ключ; прежние перестанут действовать
--check      назвать недостающее и лишнее, ничего не меняя; код выхода 0, если всё верно, иначе 1
--revoke     удалить ключи, снять роль, приостановить служебного пользователя
--yes, -y    не спрашивать
--help, -h   эта справка';
$string['setup_left'] = 'Ничего не изменено.';
$string['setup_made'] = 'Веб-службы, роль и служебный пользователь настроены.';
$string['setup_mend'] = 'Исправить: php local/vsosh/cli/setup.php. Лишнее, которого команда не убирает, администратор убирает вручную.';
$string['setup_next'] = 'Он показан только сейчас. На компьютере школы: в config.yaml site.url {$a}, затем vsosh-moodle doctor.';
$string['setup_no_value'] = 'Параметру --{$a} нужно значение: --{$a}=…';
$string['setup_one_of'] = 'Укажите что-то одно: --check или --revoke.';
$string['setup_past_date'] = '--expires: день {$a} уже прошёл.';
$string['setup_revoked'] = 'Готово. Удалено ключей: {$a}. Роль и служба остались; setup.php без --revoke вернёт всё.';
$string['setup_role'] = 'VSOSH: ведение школы';
$string['setup_role_description'] = 'Служебный пользователь vsosh-moodle: заводит учётные записи, курсы, зачисления и содержимое курсов по файлам школы. Роль ведёт local/vsosh/cli/setup.php.';
$string['setup_token'] = 'Ключ:';
$string['setup_token_kept'] = 'Действующий ключ уже есть; повторно он не показывается. Выдать другой: --new-token.';
$string['setup_token_options'] = '--ip и --expires относятся к новому ключу: добавьте --new-token.';
$string['setup_unknown'] = 'Неизвестно: {$a}. Справка: --help.';
$string['setup_well'] = 'Всё верно.';
$string['task_forget_jobs'] = 'Забыть старые отложенные вызовы';
$string['task_run_job'] = 'Выполнить отложенный вызов';
$string['vsosh:managecontent'] = 'Создавать и менять содержимое курсов через VSOSH';
$string['vsosh:managemembers'] = 'Менять зачисления, группы и глобальные группы через VSOSH';
$string['vsosh:managequestions'] = 'Загружать вопросы через VSOSH';
$string['vsosh:manageusers'] = 'Создавать и менять учётные записи через VSOSH';
$string['vsosh:readprogress'] = 'Читать результаты учеников через VSOSH';
$string['vsosh:readstate'] = 'Читать учётные записи, курсы и зачисления через VSOSH';
