import { GatewayRef } from '@polynat/core';
import { type Accounts, type Engine, json, type Operation, type RunHandle } from '@polynat/engine';
import { type FleetRunOptions, procedureName } from '../work.ts';
import { divide, type Parts, partsProcedure } from './parts.ts';

interface Starting {
  readonly engine: Pick<Engine, 'start' | 'enqueue' | 'get'>;
  readonly accounts: (aliases: readonly string[]) => Promise<Accounts>;
}

/** What the engine is asked for. */
type Beginning = Parameters<Engine['start']>;

const usualConcurrency = 4;

/** One run for the gateways of one account, and one with a part for each account otherwise. */
export class DividedRuns {
  readonly #starting: Starting;

  constructor(starting: Starting) {
    this.#starting = starting;
  }

  async start(operations: readonly Operation[], options: FleetRunOptions): Promise<RunHandle> {
    return this.#starting.engine.start(...(await this.#beginning(operations, options)));
  }

  /** Leaves it to the workers. */
  async enqueue(operations: readonly Operation[], options: FleetRunOptions): Promise<void> {
    await this.#starting.engine.enqueue(...(await this.#beginning(operations, options)));
  }

  async #beginning(operations: readonly Operation[], options: FleetRunOptions): Promise<Beginning> {
    const { engine, accounts: accountsOf } = this.#starting;
    const { id, concurrency = usualConcurrency, stopAfter } = options;
    const limits = { concurrency, ...(stopAfter !== undefined && { stopAfter }) };
    const locks = operations.map(({ name }) => name);
    const aliases = [...new Set(locks.map((ref) => GatewayRef.from(ref).cloud))];
    const accounts = await accountsOf(aliases);
    if (aliases.length === 1 || (await isUndivided(id, engine)))
      return [procedureName, json({ operations, ...limits }), { id, locks, accounts }];
    const parts = withLimit(divide(operations, { id, ...limits }), id, stopAfter);
    return [partsProcedure, json(parts), { id, accounts }];
  }
}

/** Version 0.1 divided none. */
const isUndivided = async (id: string, engine: Starting['engine']): Promise<boolean> =>
  (await engine.get(id))?.procedure === procedureName;

/** The failures of all parts count together. */
function withLimit({ parts, atOnce }: Parts, run: string, failures: number | undefined): Parts {
  if (failures === undefined) return { parts, atOnce };
  const limit = { run, failures };
  const limited = parts.map((part) => ({
    ...part,
    operations: part.operations.map((one) => ({
      ...one,
      args: json({ ...(typeof one.args === 'object' ? one.args : {}), limit }),
    })),
  }));
  return { parts: limited, atOnce };
}
