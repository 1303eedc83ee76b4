import type { EmulatorClock } from '../../clock.ts';
import { refuse } from './refusal.ts';

interface Remembered<Result> {
  readonly fingerprint: string;
  readonly result: Result;
  readonly at: number;
}

/** Chosen: a ClientToken is remembered for a day of the calendar; no document says how long. */
const RETENTION = 24 * 60 * 60 * 1000;

/** What was answered to calls that carried a ClientToken. */
export class TokenMemory<Result extends object> {
  readonly #clock: EmulatorClock;
  /** Oldest first, as Map keeps insertion order. */
  readonly #remembered = new Map<string, Remembered<Result>>();

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /**
   * The result of the first call with this token, or undefined when the token is new. Refuses a token that was used
   * with other parameters. A call that was refused leaves no trace, so its token stays free.
   */
  recall(key: string, fingerprint: string): Result | undefined {
    this.#forget();
    const first = this.#remembered.get(key);
    if (first === undefined) return undefined;
    return first.fingerprint === fingerprint ? first.result : refuse('token-mismatch');
  }

  remember(key: string, fingerprint: string, result: Result): void {
    this.#remembered.set(key, { fingerprint, result, at: this.#clock.calendar() });
  }

  #forget(): void {
    const oldest = this.#clock.calendar() - RETENTION;
    for (const [key, { at }] of this.#remembered) {
      if (at > oldest) return;
      this.#remembered.delete(key);
    }
  }
}
