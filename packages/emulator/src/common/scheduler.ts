/** Something that happens at a moment of one time axis, unless it is cancelled before. */
export interface Appointment {
  readonly due: number;
  cancel(): void;
}

interface Entry {
  readonly due: number;
  readonly serial: number;
  action: ((due: number) => void) | undefined;
}

/**
 * What is still to happen on one time axis, earliest first; equal moments keep the order in which they were made. There
 * are no timers: what is due happens when `runDue` is called before a request is looked at.
 */
export class Scheduler {
  readonly #heap: Entry[] = [];
  #serial = 0;

  /** The action gets the moment it was due, so that what follows can count from there. */
  at(due: number, action: (due: number) => void): Appointment {
    const entry: Entry = { due, serial: this.#serial, action };
    this.#serial += 1;
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
    return {
      due,
      cancel: () => {
        entry.action = undefined;
      },
    };
  }

  /** Runs everything whose moment has passed, including what those actions add. */
  runDue(passed: (due: number) => boolean): void {
    for (let first = this.#heap[0]; first !== undefined && passed(first.due); first = this.#heap[0]) {
      this.#removeFirst();
      first.action?.(first.due);
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink(0);
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapWhenEarlier(index, parent)) return;
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const child = this.#isEarlier(left + 1, left) ? left + 1 : left;
      if (!this.#swapWhenEarlier(child, index)) return;
      index = child;
    }
  }

  #swapWhenEarlier(lower: number, upper: number): boolean {
    const below = this.#heap[lower];
    const above = this.#heap[upper];
    if (below === undefined || above === undefined || !this.#isEarlier(lower, upper)) return false;
    this.#heap[lower] = above;
    this.#heap[upper] = below;
    return true;
  }

  #isEarlier(one: number, other: number): boolean {
    const first = this.#heap[one];
    const second = this.#heap[other];
    if (first === undefined || second === undefined) return false;
    return first.due < second.due || (first.due === second.due && first.serial < second.serial);
  }
}
