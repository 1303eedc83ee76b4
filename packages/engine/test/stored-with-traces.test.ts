import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '@polynat/core';
import { createEngine, type Engine, fileStore, type Procedure } from '@polynat/engine';
import { attach, CountingCloud, create, registerCloud, renew } from '@polynat/testkit/engine';
import { describe, expect, it } from 'vitest';
import { inDirectory } from './directory.ts';

const stored = fileURLToPath(new URL('./fixtures/with-traces/', import.meta.url));

/** The procedure of the stored runs, version 1. */
const migrate: Procedure = async (run, input) => {
  const name = String(input);
  await run.do(create(`gateway-${name}`));
  const rules = await run.allSettled([attach(`rule-${name}-1`), attach(`rule-${name}-2`)], {
    concurrency: 1,
  });
  await run.sleep('settle', 60_000);
  const at = await run.now('renewed at');
  const renewal = await run.do(renew(`gateway-${name}`));
  return { rules: rules.map(({ state }) => state), renewal, at };
};

/** Every pause is over at once. */
const hastyClock: Clock = { now: () => systemClock.now(), sleep: async () => undefined };

function onStored<T>(
  things: readonly string[],
  work: (scene: { readonly engine: Engine; readonly cloud: CountingCloud }) => Promise<T>,
): Promise<T> {
  return inDirectory(async (directory) => {
    const state = join(directory, 'state');
    await cp(stored, state, { recursive: true });
    const engine = createEngine({ store: fileStore(state), clock: hastyClock });
    const cloud = new CountingCloud();
    cloud.things.push(...things);
    registerCloud(engine, cloud);
    engine.procedure('migrate', 1, migrate);
    return work({ engine, cloud }).finally(() => engine.close());
  });
}

const built = (run: string) => [`gateway-${run}`, `rule-${run}-1`, `rule-${run}-2`];
const accounts = { alibaba: '1001', baidu: 'abc' };

describe('runs stored with accounts and traces', () => {
  it('are listed with their states, accounts, times and requests, and without answers', async () => {
    await onStored([], async ({ engine }) => {
      const { runs, unreadable } = await engine.list();
      expect(unreadable).toEqual([]);
      expect(runs.map(({ id, state }) => [id, state])).toEqual([
        ['finished', 'done'],
        ['failed', 'failed'],
        ['killed', 'suspended'],
        ['undone', 'rolled-back'],
        ['rollback-failed', 'rollback-failed'],
      ]);
      for (const run of runs) expect(run).toMatchObject({ accounts, answers: [] });
      const failed = runs.find(({ id }) => id === 'failed')?.steps.at(-1);
      const times = { startedAt: expect.any(Number), endedAt: expect.any(Number) };
      expect(failed).toMatchObject({ tries: 1, requests: ['A1B2'], ...times });
    });
  });

  it('are resumed where their process died', async () => {
    await onStored(['gateway-killed', 'rule-killed-1'], async ({ engine, cloud }) => {
      const outcome = await (await engine.resume('killed', { accounts })).wait();
      expect(outcome).toMatchObject({ state: 'done', output: { rules: ['done', 'done'] } });
      expect(cloud.calls.map(({ name }) => name)).toEqual(['rule-killed-2', 'gateway-killed']);
    });
  });

  it.each(['failed', 'rollback-failed'])('are rolled back: %s', async (id) => {
    const things = id === 'failed' ? built(id) : [`gateway-${id}`];
    await onStored(things, async ({ engine, cloud }) => {
      expect(await (await engine.rollBack(id, { accounts })).wait()).toMatchObject({ state: 'rolled-back' });
      expect(cloud.things).toEqual([]);
    });
  });

  it('are found finished by whoever starts them again, and take no answers', async () => {
    await onStored([], async ({ engine, cloud }) => {
      const options = { id: 'finished', locks: ['alibaba:cn-qingdao/ngw-finished'] };
      expect(await (await engine.start('migrate', 'finished', options)).wait()).toMatchObject({
        state: 'done',
      });
      expect(cloud.calls).toEqual([]);
      const late = engine.signal('finished', 'cut-over', true, 'jane');
      await expect(late).rejects.toMatchObject({ code: 'failed-precondition' });
    });
  });
});
