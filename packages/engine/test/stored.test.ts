import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '@polynat/core';
import { createEngine, type Engine, fileStore, type Procedure } from '@polynat/engine';
import { attach, CountingCloud, create, registerCloud, renew } from '@polynat/testkit/engine';
import { describe, expect, it } from 'vitest';
import { inDirectory } from './directory.ts';

const stored = fileURLToPath(new URL('./fixtures/first-release/', import.meta.url));

/** The procedure of the stored runs, version 1. */
const migrate: Procedure = async (run, input) => {
  const name = String(input);
  await run.do(create(`gateway-${name}`));
  const rules = await run.all([attach(`rule-${name}-1`), attach(`rule-${name}-2`)], { concurrency: 1 });
  await run.sleep('settle', 60_000);
  const at = await run.now('renewed at');
  const renewal = await run.do(renew(`gateway-${name}`));
  return { rules, renewal, at };
};

/** Every pause is over at once. */
const hastyClock: Clock = { now: () => systemClock.now(), sleep: async () => undefined };

interface Scene {
  readonly engine: Engine;
  readonly cloud: CountingCloud;
}

/** An engine on a copy of the stored journals, and a cloud where the named things exist. */
function onStored<T>(things: readonly string[], work: (scene: Scene) => Promise<T>): Promise<T> {
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
const called = ({ calls }: CountingCloud) => calls.map(({ action, name }) => `${action} ${name}`);

describe('runs that the first release stored', () => {
  it('are listed with their states, steps, failures and results', async () => {
    await onStored([], async ({ engine }) => {
      const { runs, unreadable } = await engine.list();
      expect(unreadable).toEqual([]);
      expect(runs.map(({ id, state }) => [id, state])).toEqual([
        ['finished', 'done'],
        ['failed', 'failed'],
        ['uncertain', 'failed'],
        ['killed', 'suspended'],
        ['full-disk', 'suspended'],
        ['undone', 'rolled-back'],
        ['stuck', 'rollback-failed'],
        ['half-undone', 'suspended'],
        ['unlocked', 'suspended'],
      ]);
      const [finished, failed] = runs;
      expect(finished).toMatchObject({
        procedure: 'migrate',
        version: 1,
        input: 'finished',
        locks: ['alibaba:cn-qingdao/ngw-finished', 'baidu:bj/nat-finished'],
        direction: 'forward',
        created: 1795168801000,
        owner: { host: 'workstation', pid: 4242 },
        outcome: { state: 'done', output: { at: 1795168866000 } },
      });
      expect(failed?.steps.map(({ name, state }) => `${name}: ${state}`)).toEqual([
        'create gateway-failed: done',
        'attach rule-failed-1: done',
        'attach rule-failed-2: done',
        'renew gateway-failed: failed',
      ]);
      expect(failed?.steps.at(-1)?.failure).toMatchObject({
        code: 'quota-exceeded',
        remedy: 'ask for more',
        provider: { code: 'QuotaExceeded.Nat', status: 400, requestId: 'A1B2' },
      });
    });
  });

  it.each([
    ['failed', 'under a new token what was refused', '9PNa1WmA9ZmnSrWeKbUR2_oLBNoCzYCqkDmaiYVfVLc'],
    [
      'uncertain',
      'under its old token what may have happened',
      'KSYX39mv5tSWO9ARb6sfme4sNEQ10DwocKM6c4u2Hj0',
    ],
  ])('are resumed: %s tries again %s', async (id, _how, token) => {
    await onStored(built(id), async ({ engine, cloud }) => {
      expect(await (await engine.resume(id)).wait()).toMatchObject({ state: 'done' });
      expect(cloud.calls).toEqual([{ action: 'renew', name: `gateway-${id}`, token }]);
    });
  });

  it('are resumed where their process died, after a look at what it may have done', async () => {
    await onStored(['gateway-killed', 'rule-killed-1'], async ({ engine, cloud }) => {
      expect(await (await engine.resume('killed')).wait()).toMatchObject({ state: 'done' });
      expect(called(cloud)).toEqual(['attach rule-killed-2', 'renew gateway-killed']);
    });
  });

  it('are found finished by whoever starts them again', async () => {
    await onStored([], async ({ engine, cloud }) => {
      const options = { id: 'finished', locks: ['baidu:bj/nat-finished', 'alibaba:cn-qingdao/ngw-finished'] };
      const again = await engine.start('migrate', 'finished', options);
      expect(await again.wait()).toMatchObject({ state: 'done', output: { at: expect.any(Number) } });
      expect(cloud.calls).toEqual([]);
    });
  });

  it.each([
    ['failed', ['rule-failed-2', 'rule-failed-1', 'gateway-failed']],
    ['stuck', ['gateway-stuck']],
    ['full-disk', ['rule-full-disk-2', 'rule-full-disk-1', 'gateway-full-disk']],
    ['undone', []],
  ])('are rolled back: %s', async (id, removed) => {
    await onStored(built(id), async ({ engine, cloud }) => {
      expect(await (await engine.rollBack(id)).wait()).toMatchObject({ state: 'rolled-back' });
      expect(cloud.removed).toEqual(removed);
    });
  });

  it('go on rolling back when they are resumed half undone', async () => {
    await onStored(['gateway-half-undone', 'rule-half-undone-1'], async ({ engine, cloud }) => {
      expect(await (await engine.resume('half-undone')).wait()).toMatchObject({ state: 'rolled-back' });
      expect(cloud.removed).toEqual(['rule-half-undone-1', 'gateway-half-undone']);
    });
  });

  it('keep their locks until they end or are unlocked', async () => {
    await onStored([], async ({ engine }) => {
      const taking = (lock: string) => engine.start('migrate', lock, { id: `new/${lock}`, locks: [lock] });
      await expect(taking('baidu:bj/nat-failed')).rejects.toMatchObject({ held: { run: 'failed' } });
      const free = await taking('baidu:bj/nat-unlocked');
      expect(await free.wait()).toMatchObject({ state: 'done' });
    });
  });
});
