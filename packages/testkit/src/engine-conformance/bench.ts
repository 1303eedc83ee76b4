import type { Clock, Random } from '@polynat/core';
import type { Engine, JournalStore, Procedure } from '@polynat/engine';
import { manualClock } from '../manual-clock.ts';
import { seededRandom } from '../seeded-random.ts';
import { CountingCloud, registerCloud } from './cloud.ts';
import { type Fate, MortalStore } from './mortal-store.ts';

export interface EngineSetup {
  readonly store: JournalStore;
  readonly clock: Clock;
  readonly random: Random;
}

/** What the suite runs on: an engine, and fresh data for each test. */
export interface EngineHarness {
  createEngine(setup: EngineSetup): Engine;
  /** An empty store; connecting to it again is like another process on the same data. */
  openStore(): Promise<{ readonly store: JournalStore; dispose(): Promise<void> }>;
}

export interface EngineProcess {
  readonly engine: Engine;
  readonly store: MortalStore;
}

/** One piece of storage, one cloud, and any number of processes, one after the other or at the same time. */
export class Bench {
  readonly cloud = new CountingCloud();
  readonly clock = manualClock({ autoAdvance: true });
  readonly #harness: EngineHarness;
  readonly #store: JournalStore;
  readonly #dispose: () => Promise<void>;
  readonly #processes: EngineProcess[] = [];

  static async open(harness: EngineHarness): Promise<Bench> {
    const { store, dispose } = await harness.openStore();
    return new Bench(harness, store, dispose);
  }

  private constructor(harness: EngineHarness, store: JournalStore, dispose: () => Promise<void>) {
    this.#harness = harness;
    this.#store = store;
    this.#dispose = dispose;
  }

  /** A new process that knows `procedure` under the name `plan`. */
  boot(procedure: Procedure, fate?: Fate): EngineProcess {
    const store = new MortalStore(this.#store, fate);
    const engine = this.#harness.createEngine({ store, clock: this.clock, random: seededRandom(7) });
    registerCloud(engine, this.cloud);
    engine.procedure('plan', 1, procedure);
    const process = { engine, store };
    this.#processes.push(process);
    return process;
  }

  async close(): Promise<void> {
    for (const { store } of this.#processes) await store.kill();
    await this.#dispose();
  }
}

/** Runs `test` on a fresh bench and cleans up, also after a failed assertion. */
export async function onBench<T>(harness: EngineHarness, test: (bench: Bench) => Promise<T>): Promise<T> {
  const bench = await Bench.open(harness);
  return test(bench).finally(() => bench.close());
}
