import { type Clock, check, seconds } from '@polynat/core';
import {
  type Accounts,
  type Engine,
  json,
  type OperationHandler,
  RunHeld,
  type RunRecord,
} from '@polynat/engine';
import { type FleetResult, fleetResultSchema } from '../fleet-results.ts';
import { followRun, notEnded } from '../follow-run.ts';
import { procedureName, workSchema } from '../work.ts';
import { type Part, partSchema } from './parts.ts';

export interface WorkingParts {
  readonly engine: Pick<Engine, 'get' | 'stop' | 'start' | 'enqueue' | 'resume'>;
  readonly clock: Clock;
  /** Whether other processes work on the runs of the store. */
  readonly share: boolean;
  readonly accounts: (aliases: readonly string[]) => Promise<Accounts>;
}

/** How long a part is left to the workers before the process of the whole run works on it. */
const patience = seconds(10);

/** Brings one part to its end. Its run is its own: repeating this attaches to it. */
export const workingPart = ({ engine, clock, share, accounts }: WorkingParts): OperationHandler => ({
  async run(args, { signal }) {
    const part = check(partSchema, args, 'arguments of the step');
    const acting = await accounts([part.alias]);
    const { isBegun, locked } = await begin(part, acting, engine, share);
    if (!isBegun) return json(locked);
    const take = () => engine.resume(part.id, { accounts: acting });
    const following = { engine, clock, take, signal, ...(share && { patience }) };
    const outcome = await followRun(part.id, following);
    if (outcome.state !== 'done') throw notEnded(part.id, outcome);
    return json({ ...locked, ...check(fleetResultSchema, outcome.output, 'output of the run') });
  },
});

interface Begun {
  readonly isBegun: boolean;
  /** Gateways that another run has locked. */
  readonly locked: FleetResult;
}

async function begin(
  part: Part,
  accounts: Accounts,
  engine: WorkingParts['engine'],
  share: boolean,
): Promise<Begun> {
  const known = await engine.get(part.id);
  if (known) return { isBegun: true, locked: missingIn(known, part) };
  if (!share) return startUnlocked(part, accounts, engine);
  await engine.enqueue(procedureName, json(workOf(part)), optionsOf(part, accounts));
  return { isBegun: true, locked: {} };
}

/** A gateway that another run has locked is left out; the others need not wait for it. */
async function startUnlocked(part: Part, accounts: Accounts, engine: WorkingParts['engine']): Promise<Begun> {
  const locked: Record<string, FleetResult[string]> = {};
  let left = part;
  while (left.operations.length > 0) {
    try {
      await engine.start(procedureName, json(workOf(left)), optionsOf(left, accounts));
      return { isBegun: true, locked };
    } catch (thrown) {
      const lock = thrown instanceof RunHeld ? thrown.held.lock : undefined;
      if (!(thrown instanceof RunHeld) || lock === undefined) throw thrown;
      const { message, remedy } = thrown;
      locked[lock] = { failed: message, code: 'conflict', ...(remedy !== undefined && { remedy }) };
      left = { ...left, operations: left.operations.filter(({ name }) => name !== lock) };
    }
  }
  return { isBegun: false, locked };
}

/** Those that were left out when the part was begun by a process that has died since. */
function missingIn({ input }: RunRecord, { operations }: Part): FleetResult {
  const begun = new Set(check(workSchema, input, 'input of the run').operations.map(({ name }) => name));
  const missing = operations.filter(({ name }) => !begun.has(name));
  const failed = '[conflict] another run had locked it when this part was begun';
  return Object.fromEntries(missing.map(({ name }) => [name, { failed, code: 'conflict' as const }]));
}

const workOf = ({ operations, concurrency, stopAfter }: Part) => ({
  operations,
  concurrency,
  ...(stopAfter !== undefined && { stopAfter }),
});

const optionsOf = ({ id, operations }: Part, accounts: Accounts) => ({
  id,
  locks: operations.map(({ name }) => name),
  accounts,
});
