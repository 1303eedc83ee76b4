import { createHash } from 'node:crypto';
import { type Clock, NatError } from '@polynat/core';
import { CronTimes } from './cron-times.ts';
import { writeFirstLine } from './first-line.ts';
import type { Schedule } from './port.ts';
import { readScheduled } from './records.ts';
import type { RunStore } from './run-store.ts';
import type { JournalSession } from './store.ts';

/** More missed times of one schedule than this are too many to make up for; the newest are. */
const mostMissed = 1_000;

interface Entry {
  readonly id: string;
  readonly schedule: Schedule;
  readonly times: CronTimes;
  /** Up to when everything that was due has a run. */
  done?: number;
}

export interface DueRun {
  readonly id: string;
  readonly schedule: Schedule;
}

/** Which runs are due by the clock. */
export class Schedules {
  readonly #session: JournalSession;
  readonly #runs: RunStore;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();

  constructor(session: JournalSession, runs: RunStore, clock: Clock) {
    this.#session = session;
    this.#runs = runs;
    this.#clock = clock;
  }

  get ids(): readonly string[] {
    return [...this.#entries.keys()];
  }

  add(id: string, schedule: Schedule): void {
    const times = new CronTimes(schedule);
    if (id === '') throw new NatError('invalid-argument', 'needs a name', { field: 'id' });
    if (this.#entries.has(id))
      throw new NatError('invalid-argument', `there is a schedule ${id} already`, {
        field: 'id',
        remedy: 'register each once, at start-up',
      });
    this.#entries.set(id, { id, schedule, times });
  }

  /** When the next time comes, of any schedule. */
  next(): number | undefined {
    const now = this.#clock.now();
    const times = [...this.#entries.values()].flatMap(({ times }) => times.next(now) ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Hands over, oldest first, what is due and has no run. What `enqueue` fails at, or answers with false, is due again in the next round. */
  async enqueueDue(id: string, enqueue: (due: DueRun) => Promise<boolean>): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    const now = this.#clock.now();
    entry.done ??= await this.#inForceSince(entry, now);
    for (const time of await this.#missing(entry, entry.done, now)) {
      if (!(await enqueue({ id: runIdOf(id, time), schedule: entry.schedule }))) return;
      entry.done = time;
    }
    entry.done = Math.max(entry.done, now);
  }

  /** Times before it was first seen, by any process, are not missed; a changed expression starts anew. */
  async #inForceSince({ id, times: { cron, timeZone } }: Entry, now: number): Promise<number> {
    const digest = createHash('sha256')
      .update(JSON.stringify([id, cron, timeZone]))
      .digest('hex');
    const line = { schedule: id, cron, timeZone, since: now };
    const address = { kind: 'schedule', name: digest } as const;
    const first = await writeFirstLine(this.#session, this.#clock, address, line);
    return readScheduled(first).since;
  }

  async #missing({ id, schedule, times }: Entry, since: number, now: number): Promise<readonly number[]> {
    const missing: number[] = [];
    for (const time of times.last(schedule.missed === 'each' ? mostMissed : 1, now)) {
      if (time <= since || (await this.#exists(runIdOf(id, time)))) break;
      missing.unshift(time);
    }
    return missing;
  }

  async #exists(run: string): Promise<boolean> {
    return (await this.#runs.find(run)).history.status !== 'absent';
  }
}

const runIdOf = (schedule: string, time: number): string => `${schedule}@${new Date(time).toISOString()}`;
