import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@polynat/core';
import { Command, type Surroundings } from './command.ts';

export interface PoolOptions {
  readonly workers: number;
  readonly perSecond: number;
  readonly random: Random;
}

/** Workers, of which one is killed now and then; another takes its place. */
export class WorkerPool {
  killed = 0;
  readonly #surroundings: Surroundings;
  readonly #options: PoolOptions;
  #workers: readonly Command[] = [];

  constructor(surroundings: Surroundings, options: PoolOptions) {
    this.#surroundings = surroundings;
    this.#options = options;
  }

  async fill(): Promise<void> {
    const alive = this.#workers.filter((worker) => worker.alive);
    const fresh = Array.from({ length: this.#options.workers - alive.length }, () => this.#start());
    this.#workers = [...alive, ...fresh];
    await Promise.all(fresh.map((worker) => worker.ready()));
  }

  async killNowAndThen(kills: number): Promise<void> {
    const { random, workers } = this.#options;
    for (; this.killed < kills; this.killed += 1) {
      await sleep(1_500 + random.fraction() * 6_000);
      this.#workers[Math.floor(random.fraction() * workers)]?.kill();
      await sleep(200);
      await this.fill();
    }
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) worker.kill();
    await Promise.all(this.#workers.map((worker) => worker.ended()));
  }

  #start(): Command {
    const words = ['worker', '--json', '--concurrency', '20', '--per-second', `${this.#options.perSecond}`];
    return new Command(this.#surroundings, ...words);
  }
}
