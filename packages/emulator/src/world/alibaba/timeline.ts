import type { EmulatorClock } from '../../clock.ts';

interface Waiting {
  readonly due: number;
  /** Told the moment it was due on the work axis, so that what follows can count from there. */
  readonly happen: (due: number) => void;
}

/**
 * Changes that happen by themselves after a while. There are no timers: everything that is due happens, in order,
 * when `settle` is called before a request is looked at.
 */
export class Timeline {
  readonly #clock: EmulatorClock;
  /** Latest first, so that the next one is taken from the end. */
  readonly #waiting: Waiting[] = [];

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  after(milliseconds: number, happen: (due: number) => void): void {
    const due = this.#clock.due(milliseconds);
    this.#waiting.splice(this.#place(due), 0, { due, happen });
  }

  settle(): void {
    for (let next = this.#waiting.at(-1); next !== undefined; next = this.#waiting.at(-1)) {
      if (!this.#clock.passed(next.due)) return;
      this.#waiting.pop();
      next.happen(next.due);
    }
  }

  /** Before everything due earlier or at the same moment: what was scheduled first happens first. */
  #place(due: number): number {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = this.#waiting[middle];
      if (candidate !== undefined && candidate.due > due) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
