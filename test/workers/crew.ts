import { systemClock, systemRandom } from '@polynat/core';
import { type Task, TaskProcess } from '@polynat/testkit/engine';

export interface Strikes {
  kills: number;
  freezes: number;
  restarts: number;
}

interface Habits {
  readonly workers: number;
  readonly pauseBetweenStrikes: number;
  readonly freezeFor: number;
}

/** No worker lives longer than the longest shift. */
const lifetime = 30 * 60_000;

/** Workers that a supervisor starts anew when they have died, while something keeps killing and freezing them. */
export class Crew {
  readonly strikes: Strikes = { kills: 0, freezes: 0, restarts: 0 };
  readonly #program: string;
  readonly #task: Task;
  readonly #habits: Habits;
  readonly #ending = new AbortController();
  readonly #workers = new Set<TaskProcess>();
  readonly #busy: Promise<unknown>[] = [];
  #isFrozen = false;

  constructor(program: string, task: Task, habits: Habits) {
    this.#program = program;
    this.#task = task;
    this.#habits = habits;
  }

  begin(): void {
    for (let place = 0; place < this.#habits.workers; place++) this.#busy.push(this.#supervise());
    this.#busy.push(this.#strike());
  }

  async end(): Promise<void> {
    this.#ending.abort();
    for (const worker of this.#workers) worker.signal('SIGKILL');
    await Promise.all(this.#busy);
  }

  async #supervise(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      const worker = new TaskProcess(this.#program, this.#task, lifetime);
      this.#workers.add(worker);
      await worker.report.catch(() => undefined);
      this.#workers.delete(worker);
    }
  }

  /** Kills and freezes by turns, and never freezes all of them. */
  async #strike(): Promise<void> {
    for (let turn = 0; await this.#pause(this.#habits.pauseBetweenStrikes); turn++) {
      const workers = [...this.#workers];
      const victim = workers[Math.floor(systemRandom.fraction() * workers.length)];
      if (!victim) continue;
      if (turn % 2 === 0) {
        this.strikes.kills += 1;
        victim.signal('SIGKILL');
      } else if (!this.#isFrozen) this.#busy.push(this.#freeze(victim));
    }
  }

  async #freeze(victim: TaskProcess): Promise<void> {
    this.strikes.freezes += 1;
    this.#isFrozen = true;
    victim.signal('SIGSTOP');
    await this.#pause(this.#habits.freezeFor);
    victim.signal('SIGCONT');
    this.#isFrozen = false;
  }

  /** Whether the shift still goes on afterwards. */
  async #pause(milliseconds: number): Promise<boolean> {
    await systemClock.sleep(milliseconds, this.#ending.signal).catch(() => undefined);
    return !this.#ending.signal.aborted;
  }
}
