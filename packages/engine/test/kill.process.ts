import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { minutes, NatError } from '@polynat/core';
import { createEngine, fileStore } from '@polynat/engine';
import type { Fate } from '@polynat/testkit/engine';
import { describe, expect, it } from 'vitest';
import { Worker } from '../chaos/child.ts';
import { CloudServer } from '../chaos/cloud-server.ts';
import { ruleNames, runId, type Task } from '../chaos/plan.ts';
import { inDirectory } from './directory.ts';

const rules = 4;
const everything = ['address', 'gateway', ...ruleNames(rules)].toSorted();

function withCloud<T>(work: (server: CloudServer, task: Task) => Promise<T>): Promise<T> {
  return inDirectory(async (directory) => {
    const server = await CloudServer.listen();
    const task: Task = { directory, cloud: server.url, rules, command: 'start', onFailure: 'stop' };
    return work(server, task).finally(() => server.close());
  });
}

/** Nothing that costs money was made twice, and no call that was repeated had another token. */
function expectNothingTwice({ cloud }: CloudServer): void {
  for (const { action, name } of cloud.calls) {
    expect(new Set(cloud.tokens(action, name)).size, `${action} ${name}`).toBe(1);
    if (action === 'attach') expect(cloud.tokens(action, name)).toHaveLength(1);
  }
}

describe('a process killed with SIGKILL', () => {
  /** Among them the three worst: the cloud has acted on a create, an attach and a renewal, and nobody has noted it. */
  const fates: readonly Fate[] = [
    { at: 6, ending: 'after' },
    { at: 9, ending: 'before' },
    { at: 11, ending: 'before' },
    { at: 17, ending: 'before' },
    { at: 21, ending: 'before' },
  ];

  it.each(fates)('at write $at, $ending it, leaves a run the next one finishes', async (fate) => {
    await withCloud(async (server, task) => {
      expect(await new Worker({ ...task, fate }).report).toBe('killed');
      expect(await new Worker(task).report).toMatchObject({ state: 'done' });
      expect(server.cloud.things.toSorted()).toEqual(everything);
      expectNothingTwice(server);
    });
  });

  it('in the middle of a rollback leaves a rollback the next one finishes, in reverse order', async () => {
    await withCloud(async (server, task) => {
      server.cloud.refusals.set('renew gateway', new NatError('quota-exceeded', 'no more'));
      const order = async () => (await createEngine({ store: fileStore(task.directory) }).get(runId))?.steps;
      expect(await new Worker(task).report).toMatchObject({ state: 'failed' });
      const started = (await order())?.map(({ args }) => String(args)).filter((name) => name !== 'gateway');
      const fate = { at: 5, ending: 'before' } as const;
      const undoing = { ...task, command: 'roll-back' } as const;
      expect(await new Worker({ ...undoing, fate }).report).toBe('killed');
      expect(await new Worker(undoing).report).toMatchObject({ state: 'rolled-back' });
      expect(server.cloud.things).toEqual([]);
      expect(server.cloud.removed).toEqual([...(started ?? []).toReversed(), 'gateway']);
    });
  });
});

describe('two processes with one plan', () => {
  it('work one at a time: the second is told who has it, and a frozen first writes nothing when it wakes', async () => {
    await withCloud(async (server, task) => {
      const first = new Worker(task);
      await callNumber(server, theAddress);
      first.signal('SIGSTOP');
      await setHeartbeats(task.directory, minutes(10));
      const second = await new Worker(task).report;
      expect(second).toMatchObject({
        state: 'held',
        held: { run: runId, working: true, owner: { pid: first.pid } },
      });
      await setHeartbeats(task.directory, -minutes(10));
      expect(await new Worker(task).report).toMatchObject({ state: 'done' });
      const calls = server.cloud.calls.length;
      first.signal('SIGCONT');
      expect(await first.report).toMatchObject({ state: 'suspended', reason: { code: 'conflict' } });
      expect(server.cloud.calls).toHaveLength(calls);
      expect(server.cloud.things.toSorted()).toEqual(everything);
    });
  });
});

/** The second call of a run, which runs alone: the cloud has acted on it, and the process is frozen before it hears so. */
const theAddress = 2;

function callNumber(server: CloudServer, wanted: number): Promise<void> {
  return new Promise((resolve) => {
    server.onCall = (count) => count === wanted && resolve();
  });
}

/** As if the frozen process had shown so long ago, or will have shown, that it lives: how busy this machine is plays no part. */
async function setHeartbeats(directory: string, fromNow: number): Promise<void> {
  const folder = join(directory, 'alive');
  const then = new Date(Date.now() + fromNow);
  for (const file of await readdir(folder)) await utimes(join(folder, file), then, then);
}
