import { minutes } from '@polynat/core';
import { afterEach, describe, expect, it } from 'vitest';
import { Worker } from './migration/child.ts';
import { frozenIn, setHeartbeats } from './migration/frozen.ts';
import { moves } from './migration/moves.ts';
import type { Fate } from './migration/task.ts';
import { type Move, Trial } from './migration/trial.ts';
import { type Verdict, verdictOn } from './migration/verdict.ts';

const opened: Trial[] = [];
afterEach(async () => {
  for (const trial of opened.splice(0)) {
    await trial.close();
    await trial.emulator.close();
  }
});

async function open(move: Move): Promise<Trial> {
  const trial = await Trial.open(move);
  opened.push(trial);
  return trial;
}

/** What a migration leaves that nobody disturbs, found out once. */
const known = new Map<keyof typeof moves, Promise<Verdict>>();
const undisturbed = (to: keyof typeof moves): Promise<Verdict> => {
  const verdict = known.get(to) ?? run(moves[to]);
  known.set(to, verdict);
  return verdict;
};

async function run(move: Move): Promise<Verdict> {
  const trial = await open(move);
  expect(await new Worker(trial.task).report).toMatchObject({ state: 'done' });
  return verdictOn(trial);
}

describe('a migration killed with SIGKILL', () => {
  const fates: readonly Fate[] = [
    { at: 5, ending: 'after' },
    { at: 11, ending: 'before' },
    { at: 14, ending: 'before' },
    { at: 18, ending: 'after' },
    { at: 26, ending: 'before' },
  ];

  it.each(fates)(
    '$ending write $at ends as the one that was never killed, with one gateway ordered',
    async (fate) => {
      const expected = await undisturbed('baidu');
      const trial = await open(moves.baidu);
      expect(await new Worker({ ...trial.task, fate }).report).toBe('killed');
      expect(await new Worker(trial.task).report).toMatchObject({ state: 'done' });
      expect(await verdictOn(trial)).toEqual(expected);
      expect(expected.orders).toBe(1);
    },
  );

  it('while a cloud without tokens carries its orders out waits for them, and orders nothing twice', async () => {
    const expected = await undisturbed('tencent-bm');
    const trial = await open({ ...moves['tencent-bm'], speed: 30 });
    for (const kind of ['address.allocate', 'gateway.create']) {
      const worker = new Worker(trial.task);
      await until(async () => (await trial.accepted()).includes(kind));
      worker.signal('SIGKILL');
      expect(await worker.report).toBe('killed');
    }
    expect(await new Worker(trial.task).report).toMatchObject({ state: 'done' });
    expect(await verdictOn(trial)).toEqual(expected);
  });

  it('before it knew the answer of a cloud without tokens asks a person what it has bought', async () => {
    const expected = await undisturbed('tencent-bm');
    const trial = await open(moves['tencent-bm']);
    const before = await trial.freeAddresses();
    const fault = { kind: 'slow', operation: 'EipBmApply', delay: 3_000, count: 1 } as const;
    trial.emulator.faults.append(fault);
    const worker = new Worker(trial.task);
    await until(() => trial.writes(/^EipBmApply$/) > 0);
    worker.signal('SIGKILL');
    expect(await worker.report).toBe('killed');
    expect(await new Worker(trial.task).report).toMatchObject({
      state: 'failed',
      failure: { code: 'conflict', outcome: 'unknown' },
    });
    const [step = ''] = await trial.failed();
    const [bought = ''] = (await trial.freeAddresses()).filter((ip) => !before.includes(ip));
    const left = { [step]: bought };
    expect(await new Worker({ ...trial.task, command: 'resume', left }).report).toMatchObject({
      state: 'done',
    });
    expect(await verdictOn(trial)).toEqual(expected);
  });

  it('in the middle of a rollback goes on rolling back, in reverse order, until nothing is left', async () => {
    const trial = await open(moves.baidu);
    const before = await trial.addresses();
    expect(await new Worker({ ...trial.task, fate: { at: 30, ending: 'before' } }).report).toBe('killed');
    const done = await trial.done();
    const back = { ...trial.task, command: 'roll-back' } as const;
    const first = new Worker({ ...back, fate: { at: 6, ending: 'after' } });
    expect(await first.report).toBe('killed');
    expect((await trial.done()).length).toBeLessThan(done.length);
    const second = new Worker(back);
    expect(await second.report).toMatchObject({ state: 'rolled-back' });
    const undoing = [...first.undone, ...second.undone].map((name) => done.indexOf(name));
    expect(undoing).toEqual(undoing.toSorted((left, right) => right - left));
    expect(await verdictOn(trial)).toEqual({ gateway: undefined, addresses: before, orders: 1 });
  });
});

describe('two processes with one plan', () => {
  it('work one at a time: the second is told who has it since when, and a frozen first writes nothing more', async () => {
    const expected = await undisturbed('baidu');
    const trial = await open(moves.baidu);
    const fault = { kind: 'slow', operation: 'BatchAddSnatRules', delay: 3_000, count: 1 } as const;
    trial.emulator.faults.append(fault);
    const first = new Worker(trial.task);
    await until(() => trial.writes(/^BatchAddSnatRules$/) > 0);
    first.signal('SIGSTOP');
    await setHeartbeats(trial.task.state, minutes(10));
    const second = await new Worker(trial.task).report;
    expect(second).toMatchObject({
      state: 'held',
      held: { run: trial.plan.id, working: true, owner: { pid: first.pid, since: expect.any(Number) } },
      message: expect.stringMatching(/held by process \d+ on \S+ since \d{4}-\d\d-\d\dT/),
    });
    await setHeartbeats(trial.task.state, -minutes(10));
    expect(await new Worker(trial.task).report).toMatchObject({ state: 'done' });
    const requests = trial.emulator.requests().length;
    first.signal('SIGCONT');
    expect(await first.report).toMatchObject({ state: 'suspended', reason: { code: 'conflict' } });
    expect(trial.emulator.requests()).toHaveLength(requests);
    expect(await verdictOn(trial)).toEqual(expected);
  });

  it('order nothing twice when the first is frozen in the pause before a retry, and wakes up when all is done', async () => {
    const expected = await undisturbed('baidu');
    const trial = await open(moves.baidu);
    expect(await frozenIn(trial, 'CreateNat')).toEqual(expected);
  });
});

/** Looks every few milliseconds; the project's limit on a test is the limit. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
