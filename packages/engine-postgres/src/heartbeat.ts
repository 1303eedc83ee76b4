import { type Clock, seconds } from '@polynat/core';
import type { Database } from './database.ts';

const interval = seconds(5);

export interface HeartbeatOptions {
  readonly database: Database;
  readonly schema: string;
  readonly session: string;
  readonly clock: Clock;
  /** Milliseconds after which others take a session without a beat for gone. */
  readonly staleAfter: number;
}

/** One row per session, touched while it works. Ages are differences of two instants of the database; clocks of machines play no part. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stopped = new AbortController();
  /** When the last beat that succeeded began. The clock goes on while the process is frozen or the machine sleeps; timers do not. */
  #lastBeat: number | undefined;
  #beating: Promise<void> | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Resolves after a beat: from then on, until `stop`, others see that this session lives. */
  async start(): Promise<void> {
    if (this.#lastBeat !== undefined || this.#stopped.signal.aborted) return;
    await this.#beat();
    this.#beating ??= this.#keepBeating();
  }

  /** Resolves once others have seen a recent beat. A process that wakes up after a pause has missed some, and beats first. */
  async refresh(): Promise<void> {
    if (!this.isRecent()) await this.#beat();
  }

  /** Whether there is time left before others may take the session for gone. A clock that was set back says nothing about it. */
  isRecent(): boolean {
    const { clock, staleAfter } = this.#options;
    const age = this.#lastBeat === undefined ? undefined : clock.now() - this.#lastBeat;
    return age !== undefined && age >= 0 && age < staleAfter / 2;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#beating;
    const { database, schema, session } = this.#options;
    await database.tell(`DELETE FROM ${schema}.session WHERE id = $1`, [session]).catch(() => undefined);
  }

  /** A beat that fails is made up for by the next; if none succeeds the session ages, which is what others should see. */
  async #keepBeating(): Promise<void> {
    const { clock, staleAfter } = this.#options;
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await clock.sleep(Math.min(interval, staleAfter / 6), signal).catch(() => undefined);
      if (!signal.aborted) await this.#beat().catch(() => undefined);
    }
  }

  async #beat(): Promise<void> {
    const { database, schema, session, clock } = this.#options;
    if (this.#stopped.signal.aborted) return;
    const began = clock.now();
    await database.tell(
      `INSERT INTO ${schema}.session (id, beat) VALUES ($1, clock_timestamp())
       ON CONFLICT (id) DO UPDATE SET beat = clock_timestamp()`,
      [session],
    );
    this.#lastBeat = began;
  }
}
