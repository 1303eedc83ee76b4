import type { Clock, Mutation } from '@polynat/core';
import { Faults } from './faults.ts';
import { Scheduler } from './scheduler.ts';
import { Traffic } from './traffic.ts';
import { createWorld, type StoredNetwork, type World } from './world.ts';

/** Milliseconds each mutation takes until it is settled: one figure for all, or one per mutation. */
export type Durations = number | { readonly [M in Mutation]?: number };

/** What the cloud remembers about a token. */
interface Remembered {
  /** The request it stood for. */
  readonly fingerprint: string;
  /** Id of the task it became. */
  readonly task: string;
}

/** What exists on the cloud's side: it outlives a driver, as an account outlives a process. */
export interface Account {
  readonly clock: Clock;
  readonly world: World;
  readonly scheduler: Scheduler;
  readonly tokens: Map<string, Remembered>;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly takes: (mutation: Mutation) => number;
}

export interface AccountOptions {
  readonly clock: Clock;
  readonly takes: Durations;
  readonly networks: readonly StoredNetwork[];
}

export const openAccount = ({ clock, takes, networks }: AccountOptions): Account => ({
  clock,
  world: createWorld(networks),
  scheduler: new Scheduler(clock),
  tokens: new Map(),
  faults: new Faults(),
  traffic: new Traffic(),
  takes: (mutation) => (typeof takes === 'number' ? takes : (takes[mutation] ?? 0)),
});
