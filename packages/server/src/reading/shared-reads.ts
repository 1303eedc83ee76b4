import { type Clock, NatError, seconds } from '@polynat/core';

/** A value and when it was read, in milliseconds since 1970. */
export interface Aged<T> {
  readonly value: T;
  readonly readAt: number;
}

interface Entry {
  readonly askedAt: number;
  /** Rejects never: a failure is a value too, so that many readers of a cloud that is away ask it once. */
  readonly read: Promise<
    { readonly value: unknown; readonly readAt: number } | { readonly failure: NatError }
  >;
  settled?: 'value' | 'failure';
}

export interface SharedReadsOptions {
  readonly clock: Clock;
  /** Milliseconds for which an answer serves everybody; 30 seconds by default. */
  readonly maxAge?: number;
}

const usualAge = seconds(30);
const failureAge = seconds(5);
/** Readers who ask anew at the same moment share one answer. */
const refreshAge = seconds(1);
/** Gateways that nobody has read for a while make room. */
const most = 5_000;

/** What many readers want to know is asked once. */
export class SharedReads {
  readonly #clock: Clock;
  readonly #maxAge: number;
  readonly #entries = new Map<string, Entry>();

  constructor({ clock, maxAge = usualAge }: SharedReadsOptions) {
    this.#clock = clock;
    this.#maxAge = maxAge;
  }

  /** `key` begins with the alias of the cloud that is asked. */
  async read<T>(key: string, refresh: boolean, load: () => Promise<T>): Promise<Aged<T>> {
    const known = this.#entries.get(key);
    const entry = known && this.#serves(known, refresh) ? known : this.#ask(key, load);
    const answer = await entry.read;
    if ('failure' in answer) throw answer.failure;
    return answer as Aged<T>;
  }

  /** Everything that was read from a cloud: a change has made it out of date. */
  forget(alias: string): void {
    for (const key of this.#entries.keys())
      if (key === alias || key.startsWith(`${alias} `)) this.#entries.delete(key);
  }

  #serves({ askedAt, settled }: Entry, refresh: boolean): boolean {
    if (!settled) return true;
    const limit = settled === 'failure' ? failureAge : this.#maxAge;
    return this.#clock.now() - askedAt < (refresh ? refreshAge : limit);
  }

  #ask<T>(key: string, load: () => Promise<T>): Entry {
    const entry: Entry = {
      askedAt: this.#clock.now(),
      read: load().then(
        (value) => {
          entry.settled = 'value';
          return { value, readAt: this.#clock.now() };
        },
        (thrown: unknown) => {
          entry.settled = 'failure';
          return { failure: NatError.from(thrown) };
        },
      ),
    };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > most && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }
}
