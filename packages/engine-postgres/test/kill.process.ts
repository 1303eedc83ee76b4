import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createEngine } from '@polynat/engine';
import { openPostgres } from '@polynat/engine-postgres';
import { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PostgresServer } from './postgres.ts';

const script = fileURLToPath(new URL('./worker.ts', import.meta.url));
const children: ChildProcess[] = [];

let server: PostgresServer;
let pool: Pool;

beforeEach(async () => {
  server = await PostgresServer.start();
  pool = new Pool({ connectionString: server.url });
  pool.on('error', () => undefined);
  await pool.query('CREATE TABLE calls (number serial, name text, token text); CREATE TABLE released ()');
  const postgres = await openPostgres({ connection: pool });
  const engine = createEngine({ store: postgres.store });
  engine.procedure('plan', 1, async () => null);
  await engine.enqueue('plan', null, { id: 'r', locks: ['gateway'] });
}, 60_000);

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await pool.end();
  await server.stop();
}, 60_000);

/** `waitsAt`: the call after which the cloud does not answer until the test lets it. */
function work(waitsAt = ''): { readonly child: ChildProcess; readonly outcomes: Promise<unknown> } {
  const child = fork(script, [server.url, waitsAt], {
    execArgv: ['--import', import.meta.resolve('tsx'), '--conditions=@polynat/source'],
  });
  children.push(child);
  return { child, outcomes: once(child, 'message').then(([outcomes]) => outcomes) };
}

async function calls(): Promise<readonly { readonly name: string; readonly token: string }[]> {
  return (await pool.query('SELECT name, token FROM calls ORDER BY number')).rows;
}

async function untilCalled(name: string): Promise<void> {
  while (!(await calls()).some((call) => call.name === name));
}

/** As if every worker had last shown then that it lives: how busy this machine is plays no part. */
const setHeartbeats = (fromNow: string) =>
  pool.query('UPDATE polynat.session SET beat = clock_timestamp() + $1::interval', [fromNow]);

/** Nothing lost, and only the call under way was repeated, under the token it had. */
async function expectOneRepetition(): Promise<void> {
  const seen = await calls();
  expect(seen.map(({ name }) => name)).toEqual(['a', 'b', 'b', 'c']);
  expect(new Set(seen.map(({ token }) => token)).size).toBe(3);
}

const done = [{ state: 'done', output: 'ended' }];

describe('a worker on PostgreSQL', () => {
  it('that is killed loses its run to the next, once its heartbeat is old, and not before', async () => {
    const { child } = work('b');
    await untilCalled('b');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await setHeartbeats('10 minutes');
    expect(await work().outcomes).toEqual([]);
    await setHeartbeats('-10 minutes');
    expect(await work().outcomes).toEqual(done);
    await expectOneRepetition();
  });

  it('that is frozen and wakes up writes and calls nothing more', async () => {
    const { child, outcomes } = work('b');
    await untilCalled('b');
    child.kill('SIGSTOP');
    await setHeartbeats('-10 minutes');
    expect(await work().outcomes).toEqual(done);
    await pool.query('INSERT INTO released DEFAULT VALUES');
    child.kill('SIGCONT');
    expect(await outcomes).toMatchObject([{ state: 'suspended', reason: { code: 'conflict' } }]);
    await expectOneRepetition();
  });
});
