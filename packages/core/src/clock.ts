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

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(NatError.aborted(signal.reason));
      const finish = () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      const stop = () => {
        clearTimeout(timer);
        reject(NatError.aborted(signal?.reason));
      };
      signal?.addEventListener('abort', stop, { once: true });
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
