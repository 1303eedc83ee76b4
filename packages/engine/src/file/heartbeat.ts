import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, seconds } from '@polynat/core';
import { heartbeatDirectory } from './layout.ts';

const interval = seconds(5);

/** A session that could not touch its file for this long counts as gone: six missed beats. */
export const staleAfter = seconds(30);

/** Up to this age of the last beat there is time left for a request before others may take the session for gone. */
const trustedFor = staleAfter / 2;

/**
 * One small file per session, touched while the session works on something. Ages are differences between two modification times,
 * both given by the file server: the clocks of the machines play no part.
 */
export class Heartbeat {
  readonly #directory: string;
  readonly #session: string;
  readonly #clock: Clock;
  #work = 0;
  #stopped = new AbortController();
  #probes = 0;
  #last: Promise<void> = Promise.resolve();
  /** When the last beat that succeeded began. The clock goes on while the process is frozen or the machine sleeps; timers do not. */
  #lastBeat: number | undefined;

  constructor(state: string, session: string, clock: Clock) {
    this.#directory = heartbeatDirectory(state);
    this.#session = session;
    this.#clock = clock;
  }

  /** Resolves after a beat: from then on, until as many `release`s, others see that this session lives. */
  async hold(): Promise<void> {
    this.#work += 1;
    if (this.#work === 1) void this.#keepBeating(this.#restart());
    await this.#inTurn(() => this.#beat());
  }

  async release(): Promise<void> {
    this.#work = Math.max(0, this.#work - 1);
    if (this.#work === 0) await this.stop();
  }

  /** Resolves once others have seen a recent beat. A process that wakes up after a pause has missed some, and beats first. */
  async refresh(): Promise<void> {
    const age = this.#lastBeat === undefined ? undefined : this.#clock.now() - this.#lastBeat;
    // A clock that was set back says nothing about the age.
    if (age !== undefined && age >= 0 && age < trustedFor) return;
    await this.#inTurn(() => this.#beat());
  }

  async stop(): Promise<void> {
    this.#work = 0;
    this.#stopped.abort();
    await this.#inTurn(async () => {
      if (this.#work === 0) await this.forget(this.#session);
    });
  }

  /**
   * Milliseconds since the other session's last beat; `undefined` when it has none or has taken leave. Who cannot ask the file server
   * for the time, because it may only read, takes the session for alive.
   */
  async age(session: string): Promise<number | undefined> {
    const last = await stat(this.#file(session)).catch(() => undefined);
    return last && (await this.serverTime().catch(() => last.mtimeMs)) - last.mtimeMs;
  }

  /** The file server's clock, read off a file made just now. Rejects where nothing can be written. */
  async serverTime(): Promise<number> {
    const probe = this.#file(`probe-${this.#session}-${++this.#probes}`);
    await mkdir(this.#directory, { recursive: true });
    await writeFile(probe, '.');
    const { mtimeMs } = await stat(probe);
    await rm(probe, { force: true });
    return mtimeMs;
  }

  async forget(session: string): Promise<void> {
    await rm(this.#file(session), { force: true }).catch(() => undefined);
  }

  #restart(): AbortSignal {
    this.#stopped = new AbortController();
    return this.#stopped.signal;
  }

  /** A beat that fails is made up for by the next; if none succeeds the session ages, which is what others should see. */
  async #keepBeating(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#clock.sleep(interval, signal).catch(() => undefined);
      if (!signal.aborted) await this.#inTurn(() => this.#beat()).catch(() => undefined);
    }
  }

  /** Leaving and coming back at the same moment must not end with the file gone. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #beat(): Promise<void> {
    const began = this.#clock.now();
    await mkdir(this.#directory, { recursive: true });
    await writeFile(this.#file(this.#session), '.');
    this.#lastBeat = began;
  }

  #file(session: string): string {
    return join(this.#directory, session);
  }
}
