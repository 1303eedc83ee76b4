import { type Clock, NatError } from '@polynat/core';
import { RunHeld } from './held.ts';
import { LiveRun } from './live-run.ts';
import type { Owner } from './port.ts';
import { type RunLine, readRunLine } from './records.ts';
import { RunHistory } from './run-history.ts';
import type { JournalNames, JournalSession } from './store.ts';

/** A run as it stands in its journal. */
export interface FoundRun {
  readonly id: string;
  readonly epoch: number;
  readonly history: RunHistory;
  readonly owner?: Owner;
  /** Whether that owner, here or elsewhere, may be at work. */
  readonly alive: boolean;
  /** Whether it has taken the run a moment ago and not written why yet. */
  readonly arriving: boolean;
}

/** The journals of runs: looking at them, and taking them. */
export class RunStore {
  readonly #session: JournalSession;
  readonly #clock: Clock;
  readonly #isActive: (id: string) => boolean;

  /** `isActive` tells which runs this engine itself is working on. */
  constructor(session: JournalSession, clock: Clock, isActive: (id: string) => boolean) {
    this.#session = session;
    this.#clock = clock;
    this.#isActive = isActive;
  }

  list(): Promise<JournalNames> {
    return this.#session.list('run');
  }

  /** A run nobody has begun is found as `absent`. */
  async find(id: string): Promise<FoundRun> {
    const journal = await this.#session.read({ kind: 'run', name: id });
    if (!journal) return { id, epoch: 0, history: new RunHistory(), alive: false, arriving: false };
    const { epoch, lines, owner, arriving } = journal;
    const alive = journal.alive || this.#isActive(id);
    return { id, epoch, history: RunHistory.read(lines), alive, arriving, ...(owner && { owner }) };
  }

  /** Its lines in the order in which they were written. */
  async lines(id: string): Promise<readonly RunLine[]> {
    const journal = await this.#session.read({ kind: 'run', name: id });
    return (journal?.lines ?? []).map(readRunLine);
  }

  async existing(id: string): Promise<FoundRun> {
    const found = await this.find(id);
    if (found.history.status !== 'absent') return found;
    throw new NatError('not-found', `there is no run ${id}`, {
      field: 'id',
      remedy: 'list the runs to see their ids',
    });
  }

  /** Takes the lease. What the run is now may be more than what was found: its former owner wrote until this moment. */
  async take({ id, epoch }: FoundRun): Promise<LiveRun> {
    const segment = await this.#session.take({ kind: 'run', name: id }, epoch, { carry: true });
    if (segment) return new LiveRun(id, segment, RunHistory.read(segment.carried), this.#clock);
    const { owner } = await this.find(id);
    throw new RunHeld({ run: id, working: true, ...(owner && { owner }) });
  }
}

export function isAtWork({ history, alive, arriving }: FoundRun): boolean {
  return arriving || (alive && history.status === 'working');
}

export function refuseIfWorking(found: FoundRun): void {
  if (!isAtWork(found)) return;
  const { id, owner } = found;
  throw new RunHeld({ run: id, working: true, ...(owner && { owner }) });
}
