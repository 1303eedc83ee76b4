import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { minutes, seconds } from '@polynat/core';
import { Worker } from './child.ts';
import type { Trial } from './trial.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/** A pause no worker makes by itself, so that it is known for the one a throttled call makes. Reads have a minute altogether. */
const pause = seconds(53);

/**
 * The first worker is frozen while it waits to repeat a throttled call of this operation. A second one takes over and finishes, then
 * the first wakes up. Throws if that one sends anything, or ends otherwise than suspended by the loss of its lease.
 */
export async function frozenIn(trial: Trial, operation: string): Promise<Verdict> {
  const { emulator, task } = trial;
  emulator.faults.append({ kind: 'throttle', operation, retryAfter: pause / 1_000, count: 1 });
  const first = new Worker({ ...task, freezeIn: pause });
  const froze = await Promise.race([first.freezes.then(() => true), first.report.then(() => false)]);
  if (!froze) throw new Error('the first ended without waiting to repeat the call');
  await setHeartbeats(task.state, -minutes(10));
  const second = await new Worker(task).report;
  const sent = emulator.requests().length;
  first.signal('SIGCONT');
  const woken = await first.report;
  if (second === 'killed' || second.state !== 'done') throw new Error(`the second ended as ${told(second)}`);
  const later = emulator.requests().slice(sent);
  if (later.length > 0) {
    throw new Error(`the first sent ${later.map((request) => request.operation)} after it woke up`);
  }
  if (woken === 'killed' || woken.state !== 'suspended' || !told(woken).includes('has taken over'))
    throw new Error(`the first ended as ${told(woken)}`);
  return verdictOn(trial);
}

const told = (report: object | string): string => JSON.stringify(report);

/** As if the frozen process had shown so long ago, or will have shown, that it lives: how busy this machine is plays no part. */
export async function setHeartbeats(directory: string, fromNow: number): Promise<void> {
  const folder = join(directory, 'alive');
  const then = new Date(Date.now() + fromNow);
  for (const file of await readdir(folder)) await utimes(join(folder, file), then, then);
}
