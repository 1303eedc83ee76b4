import type { EmulatorClock } from '../../clock.ts';
import type { WorkFault } from '../../cloud.ts';
import { Scheduler } from '../../common/scheduler.ts';

/** The fault injected into the work of the request at hand, if any; drawn only when there is work. */
export type FaultSource = () => WorkFault | undefined;

/** Work behind accepted calls, on the emulated clock. */
export class WorkQueue {
  readonly #clock: EmulatorClock;
  readonly #scheduler = new Scheduler();

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /** Stuck work is never queued: it stays under way whatever the clock does. */
  start(seconds: number, fault: FaultSource, finish: (doomed: boolean) => void): void {
    const struck = fault();
    if (struck === 'stuck') return;
    this.#scheduler.at(this.#clock.due(seconds * 1000), () => finish(struck === 'failed'));
  }

  /** Brings about whatever has become due. Called before every request. */
  settle(): void {
    this.#scheduler.runDue((due) => this.#clock.passed(due));
  }
}
