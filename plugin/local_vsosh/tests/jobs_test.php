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
 * Tests of queued calls.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_vsosh;

use local_vsosh\external\get_jobs;
use local_vsosh\external\queue_job;
use local_vsosh\jobs\queue;
use local_vsosh\task\forget_jobs;
use local_vsosh\task\run_job;

/**
 * A call waits, is made as its owner, and is forgotten.
 *
 * @package    local_vsosh
 * @category   test
 * @copyright  2026 vsosh-moodle contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @runTestsInSeparateProcesses
 * @covers     \local_vsosh\jobs\queue
 * @covers     \local_vsosh\jobs\call
 * @covers     \local_vsosh\task\run_job
 */
final class jobs_test extends \advanced_testcase {
    /**
     * An administrator queues.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        // A job that fails rolls back what its call left open: the test's own transaction must not be it.
        $this->preventResetByRollback();
        $this->setAdminUser();
    }

    /**
     * Queues a call.
     *
     * @param string $name of the function, without the plugin's
     * @param array $document
     * @return int
     */
    private function queue(string $name, array $document): int {
        $arguments = json_encode(['document' => json_encode($document)]);
        return queue_job::execute("local_vsosh_$name", $arguments)['id'];
    }

    /**
     * A job as its owner is told it.
     *
     * @param int $id
     * @return array|null
     */
    private function told(int $id): ?array {
        $answer = \external_api::clean_returnvalue(get_jobs::execute_returns(), get_jobs::execute([$id]));
        return $answer['jobs'][0] ?? null;
    }

    /**
     * Makes what waits, as cron does.
     */
    private function run_tasks(): void {
        global $USER;
        $before = $USER;
        ob_start();
        $this->runAdhocTasks(run_job::class);
        ob_end_clean();
        $this->setUser($before);
    }

    /**
     * A document of accounts.
     *
     * @return array
     */
    private function people(): array {
        return ['users' => [['key' => 'vsosh:p1', 'username' => 'p1', 'password' => 'Secret-12345', 'firstname' => 'A',
            'lastname' => 'B', 'email' => 'p1@example.invalid']]];
    }

    /**
     * The answer is what the function would have answered, and the password is gone.
     */
    public function test_done(): void {
        global $DB;
        $id = $this->queue('put_users', $this->people());
        $this->assertSame('queued', $this->told($id)['status']);
        $this->assertStringContainsString('Secret-12345', $DB->get_field('local_vsosh_job', 'arguments', ['id' => $id]));
        $this->run_tasks();
        $told = $this->told($id);
        $this->assertSame(['done', 100, ''], [$told['status'], $told['progress'], $told['error']]);
        $this->assertSame('created', json_decode($told['result'])->users[0]->status);
        $this->assertSame('', (string)$DB->get_field('local_vsosh_job', 'arguments', ['id' => $id]));
        $this->assertTrue($DB->record_exists('user', ['idnumber' => 'vsosh:p1']));
    }

    /**
     * What the function refuses whole is told as failed, with its errorcode, and not made again.
     */
    public function test_failed(): void {
        global $DB;
        $id = queue_job::execute('local_vsosh_put_users', '{"document": "nonsense"}')['id'];
        $this->run_tasks();
        $told = $this->told($id);
        $this->assertSame(['failed', ''], [$told['status'], $told['result']]);
        $this->assertStringStartsWith('invalidparameter', $told['error']);
        $this->assertSame(0, $DB->count_records('task_adhoc', ['component' => 'local_vsosh']));
    }

    /**
     * The owner's rights count when the call is made, not those of cron.
     */
    public function test_the_owner_makes_the_call(): void {
        global $DB;
        $owner = $this->getDataGenerator()->create_user();
        $this->setUser($owner);
        $id = $this->queue('put_users', $this->people());
        $this->run_tasks();
        $this->assertStringStartsWith('nopermissions', $this->told($id)['error']);
        $this->assertFalse($DB->record_exists('user', ['idnumber' => 'vsosh:p1']));
        $this->setAdminUser();
        $this->assertNull($this->told($id));
    }

    /**
     * A document of several courses is made course by course, with one answer.
     */
    public function test_parts(): void {
        $course = $this->getDataGenerator()->create_course(['idnumber' => 'vsosh:c1']);
        $page = ['key' => 'p', 'type' => 'page', 'fields' => ['name' => 'P', 'section' => 'general', 'content' => '<p>x</p>']];
        $id = $this->queue('put_courses', ['uploads' => (object)[], 'courses' => [
            ['course' => 'vsosh:c1', 'sections' => [['key' => 'general', 'fields' => (object)[]]], 'activities' => [$page]],
            ['course' => 'vsosh:missing'],
        ]]);
        $this->run_tasks();
        $told = $this->told($id);
        $this->assertSame('done', $told['status'], $told['error']);
        $courses = json_decode($told['result'], true)['courses'];
        $this->assertSame(['vsosh:c1', 'vsosh:missing'], array_column($courses, 'course'));
        $this->assertSame(['ok', 'error'], array_column($courses, 'status'), $told['result']);
        $this->assertCount(1, get_fast_modinfo($course)->get_instances_of('page'));
    }

    /**
     * A task that the queue dropped leaves no job waiting for ever; one that ended keeps its answer.
     */
    public function test_lost(): void {
        global $DB;
        $ended = $this->queue('put_users', $this->people());
        $this->run_tasks();
        $lost = $this->queue('put_users', $this->people());
        $DB->delete_records('task_adhoc', ['component' => 'local_vsosh']);
        $waits = $this->queue('put_users', $this->people());
        $this->assertSame('failed', $this->told($lost)['status']);
        $this->assertSame('queued', $this->told($waits)['status']);
        $this->assertSame('done', $this->told($ended)['status']);
    }

    /**
     * A week after its end a job is forgotten; one that waits is not.
     */
    public function test_forgotten(): void {
        global $DB;
        $old = $this->queue('put_users', $this->people());
        $this->run_tasks();
        $DB->set_field('local_vsosh_job', 'timefinished', time() - queue::KEPT - 10, ['id' => $old]);
        $waits = $this->queue('put_users', $this->people());
        (new forget_jobs())->execute();
        $this->assertNull($this->told($old));
        $this->assertSame('queued', $this->told($waits)['status']);
    }

    /**
     * Other functions, and other parameters, are not queued.
     *
     * @dataProvider refused_calls
     * @param string $function
     * @param string $arguments
     */
    public function test_refused(string $function, string $arguments): void {
        $this->expectException(\invalid_parameter_exception::class);
        queue_job::execute($function, $arguments);
    }

    /**
     * Calls that cannot be queued.
     *
     * @return array[]
     */
    public static function refused_calls(): array {
        return [
            'a reading one' => ['local_vsosh_get_state', '{}'],
            'one of core' => ['core_user_delete_users', '{"userids": [2]}'],
            'unknown parameter' => ['local_vsosh_put_users', '{"documents": "{}"}'],
            'missing parameter' => ['local_vsosh_put_users', '{}'],
            'no JSON' => ['local_vsosh_put_users', 'document'],
        ];
    }
}
