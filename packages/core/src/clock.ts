import { setMaxListeners } from 'node:events';
import { NatError } from './errors.ts';

/** Where time comes from. Everything that waits takes a clock, so that a test can move time by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with `aborted` as soon as the signal fires, leaving no timer behind. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Where chance comes from: tokens, nonces and jitter. */
export interface Random {
  uuid(): string;
  /** A fraction in [0, 1). */
  fraction(): number;
}

/** Timers take at most 2³¹ − 1 milliseconds, which is 24.8 days; longer ones fire at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(NatError.aborted(signal.reason));
      let timer: ReturnType<typeof setTimeout>;
      const stop = () => {
        clearTimeout(timer);
        reject(NatError.aborted(signal?.reason));
      };
      const rest = (left: number) => {
        timer = setTimeout(
          () => (left > longestTimer ? rest(left - longestTimer) : finish()),
          Math.min(left, longestTimer),
        );
      };
      const finish = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      // One signal may stop hundreds of sleepers. Node would take their listeners for a leak and warn.
      if (signal) setMaxListeners(Number.POSITIVE_INFINITY, signal);
      signal?.addEventListener('abort', stop, { once: true });
      rest(milliseconds);
    }),
};

export const systemRandom: Random = {
  uuid: () => crypto.randomUUID(),
  fraction: () => Math.random(),
};

/** Durations in milliseconds, for `within`. */
export const seconds = (count: number): number => count * 1_000;
export const minutes = (count: number): number => seconds(count * 60);
export const hours = (count: number): number => minutes(count * 60);
export const days = (count: number): number => hours(count * 24);
