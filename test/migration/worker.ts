import { readFile } from 'node:fs/promises';
import { type Clock, createNat, minutes, systemClock } from '@polynat/core';
import { createEngine, fileStore, type RunHandle, RunHeld } from '@polynat/engine';
import { createMigrations, type Migrations, readPlan } from '@polynat/migrate';

import { driversFor } from './drivers.ts';
import { MortalStore } from './mortal-store.ts';
import { type Task, taskSchema } from './task.ts';
import { by, through } from './through.ts';

/** A real process that works on a plan until it is done or killed. It never outlives its parent. */
process.on('disconnect', () => process.exit(1));

const task = taskSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
let freezeIn = task.freezeIn ?? Number.POSITIVE_INFINITY;
/** Milliseconds that passed while it was frozen. */
let frozen = 0;

/**
 * Waiting for an emulator that finishes everything at once is a matter of turns, not of time. A deadline stays one: on a busy machine
 * a call takes longer than a thousandth of it.
 */
const hurried: Clock = {
  now: () => Date.now() + frozen,
  async sleep(milliseconds, signal) {
    if (milliseconds >= freezeIn && milliseconds < freezeIn + 5_000) return freeze(milliseconds);
    return systemClock.sleep(milliseconds < minutes(1) ? milliseconds / 1_000 : milliseconds, signal);
  },
};

/** Tells its parent, then stops as by SIGSTOP until it is continued. By then the pause is over. */
function freeze(milliseconds: number): Promise<void> {
  freezeIn = Number.POSITIVE_INFINITY;
  frozen = milliseconds;
  return new Promise((resolve) => {
    process.send?.({ freezes: true }, () => {
      process.kill(process.pid, 'SIGSTOP');
      resolve();
    });
  });
}

const plan = readPlan(JSON.parse(await readFile(task.plan, 'utf8')));
const nat = createNat(driversFor(task.connection, { clock: hurried }), { clock: hurried });

const store = new MortalStore(fileStore(task.state), task.fate);
const engine = createEngine({ store });

try {
  const migrations = createMigrations({ nat, engine, clock: hurried });
  const outcome = await through(migrations, await begin(migrations, task));
  await engine.close();
  report({ ...outcome, writes: store.writes });
} catch (error) {
  if (!(error instanceof RunHeld)) throw error;
  report({ state: 'held', held: error.held, message: error.message, writes: store.writes });
}

function begin(migrations: Migrations, { command, left }: Task): Promise<RunHandle> {
  const stated = left ? { left, by } : {};
  if (command === 'apply') return migrations.apply(plan);
  return command === 'resume'
    ? migrations.resume(plan.id, stated)
    : migrations.rollBack(plan.id, { ...stated, switchedBack: true, by });
}

function report(message: object): void {
  process.send?.(message, () => process.exit(0));
}
