import { NatError } from '../errors.ts';

/** Someone working in a lane. `hurry` is called once others wait, so that an operation nobody awaits still ends. */
export interface LaneHolder {
  onWaiting(): void;
}

interface Waiter {
  readonly occupant: LaneHolder;
  readonly enter: () => void;
}

interface Lane {
  current: LaneHolder;
  readonly waiting: Waiter[];
}

/** Queues in which one mutation works at a time, first come first served. Lanes exist only while somebody uses them. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  /** Lanes in use: zero when everything has settled. */
  get size(): number {
    return this.#lanes.size;
  }

  isTaken(name: string): boolean {
    return this.#lanes.has(name);
  }

  /** Resolves with the way out once the lane is free; rejects with `aborted` and leaves the queue when the signal fires. */
  async enter(name: string, occupant: LaneHolder, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw NatError.aborted(signal.reason);
    const lane = this.#lanes.get(name);
    if (lane) await this.#queue(lane, occupant, signal);
    else this.#lanes.set(name, { current: occupant, waiting: [] });
    return () => this.#leave(name, occupant);
  }

  #queue(lane: Lane, occupant: LaneHolder, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        lane.waiting.splice(lane.waiting.indexOf(waiter), 1);
        reject(NatError.aborted(signal.reason));
      };
      const enter = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const waiter: Waiter = { occupant, enter };
      signal.addEventListener('abort', giveUp, { once: true });
      lane.waiting.push(waiter);
      lane.current.onWaiting();
    });
  }

  #leave(name: string, occupant: LaneHolder): void {
    const lane = this.#lanes.get(name);
    if (lane?.current !== occupant) return;
    const next = lane.waiting.shift();
    if (!next) {
      this.#lanes.delete(name);
      return;
    }
    lane.current = next.occupant;
    next.enter();
    if (lane.waiting.length > 0) next.occupant.onWaiting();
  }
}
