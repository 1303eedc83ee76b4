import type { Clock } from '@polynat/core';

/** `news`: there may be something to take up. `room`: a run of a full worker has come to an end. */
export type Ring = 'news' | 'room';

/** What a worker sleeps beside. A ring that comes while nobody sleeps is kept for the next who does. */
export class Bell {
  #rung: Ring | undefined;
  #wake: () => void = () => {};

  /** News outweigh room: who looks for news fills its room too. */
  ring(ring: Ring): void {
    if (this.#rung !== 'news') this.#rung = ring;
    this.#wake();
  }

  /** What has rung; `undefined` when nothing has within so many milliseconds. */
  async wait(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<Ring | undefined> {
    if (this.#rung === undefined && milliseconds > 0) await this.#sleep(clock, milliseconds, signal);
    const rung = this.#rung;
    this.#rung = undefined;
    return rung;
  }

  async #sleep(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const either = AbortSignal.any([signal, woken.signal]);
    await clock.sleep(milliseconds, either).catch((error: unknown) => {
      if (!either.aborted) throw error;
    });
    this.#wake = () => {};
  }
}
