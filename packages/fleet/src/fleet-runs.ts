import { type Clouds, type Gateway, GatewayRef, type SizeRequest, type Term } from '@polynat/core';
import {
  type Accounts,
  type Engine,
  type Json,
  json,
  type Operation,
  type OperationHandler,
  type OperationOutcome,
  type Procedure,
  type RunHandle,
  type RunOutcome,
} from '@polynat/engine';
import { accountsOf, type PurchaseReader, purchaseOn } from '@polynat/migrate';
import * as z from 'zod';
import { expiryOf } from './inventory.ts';
import { noted } from './noted.ts';
import { renewing } from './renewing.ts';

export interface FleetRunOptions {
  /** Identity of the run: starting it again attaches to it, so nothing is paid twice. */
  readonly id: string;
  /** Gateways that are changed at the same time; default 4. */
  readonly concurrency?: number;
}

/** Changes of many gateways as durable runs. A failed gateway does not stop the others; the output names it. */
export interface FleetRuns {
  renew(gateways: readonly Gateway[], term: Term, options: FleetRunOptions): Promise<RunHandle>;
  resize(gateways: readonly Gateway[], size: SizeRequest, options: FleetRunOptions): Promise<RunHandle>;
  /**
   * Resumes every fleet run that a process left unfinished, and waits for it. Call it before you list what is due: gateways of an
   * unfinished run are locked, and some of them may be paid.
   */
  finish(): Promise<readonly RunOutcome[]>;
}

/** The output of a fleet run, by gateway. */
export interface FleetResult {
  readonly [ref: string]: { readonly done: Json } | { readonly failed: string };
}

/** The gateway is renewed, and perhaps by somebody else. */
const unproven = z.object({ proven: z.literal(false) });

/** What the steps of fleet runs buy, for `purchasesOf`. */
export const fleetPurchases: Readonly<Record<string, PurchaseReader>> = {
  'fleet.renew': (args, result) => ({
    ...purchaseOn('renewal', args),
    ...(unproven.safeParse(result).success && { outcome: 'unknown' }),
  }),
  'fleet.resize': (args) => purchaseOn('size', args),
};

const procedureName = 'polynat.fleet';
const usualConcurrency = 4;

export interface FleetRunsOptions {
  readonly clouds: Clouds;
  readonly engine: Engine;
  /**
   * Neither note nor check which accounts a run acts for. Needed to go on with another key of the same account where only the key tells
   * the account.
   */
  readonly anyAccount?: boolean;
}

export function createFleetRuns({ clouds, engine, anyAccount = false }: FleetRunsOptions): FleetRuns {
  const accounts = (aliases: readonly string[]) => accountsOf(clouds, anyAccount ? [] : aliases);
  engine.operation('fleet.renew', renewing(clouds));
  engine.operation('fleet.resize', resizing(clouds));
  engine.procedure(procedureName, 1, workThrough);
  const start = async (
    operations: readonly Operation[],
    { id, concurrency = usualConcurrency }: FleetRunOptions,
  ) => {
    const refs = operations.map(({ name }) => name);
    return engine.start(procedureName, json({ operations, concurrency }), {
      id,
      locks: refs,
      accounts: await accounts(refs.map((ref) => GatewayRef.from(ref).cloud)),
    });
  };
  return {
    renew: (gateways, term, options) =>
      start(
        gateways.map((gateway) => ({
          name: `${gateway.ref}`,
          kind: 'fleet.renew',
          args: json({ ref: `${gateway.ref}`, term, expires: expiryOf(gateway) ?? 0 }),
        })),
        options,
      ),
    resize: (gateways, size, options) =>
      start(
        gateways.map(({ ref }) => ({
          name: `${ref}`,
          kind: 'fleet.resize',
          args: json({ ref: `${ref}`, size }),
        })),
        options,
      ),
    finish: () => finishRuns(engine, accounts),
  };
}

async function finishRuns(
  engine: Engine,
  accountsOf: (aliases: readonly string[]) => Promise<Accounts>,
): Promise<readonly RunOutcome[]> {
  const { runs } = await engine.list({ state: 'suspended' });
  const own = runs.filter(({ procedure }) => procedure === procedureName);
  const accounts = await accountsOf(own.flatMap((run) => Object.keys(run.accounts ?? {})));
  const handles = await Promise.all(own.map(({ id }) => engine.resume(id, { accounts })));
  return Promise.all(handles.map((handle) => handle.wait()));
}

interface Work {
  readonly operations: readonly Operation[];
  readonly concurrency: number;
}

/** A failure is recorded and does not stop the others. */
const workThrough: Procedure = async (run, input) => {
  const { operations, concurrency } = input as unknown as Work;
  const outcomes = await run.allSettled(operations, { concurrency });
  return Object.fromEntries(operations.map(({ name }, index) => [name, resultOf(name, outcomes[index])]));
};

function resultOf(name: string, outcome: OperationOutcome | undefined): Json {
  if (outcome?.state === 'done') return { done: outcome.result };
  if (outcome?.state === 'failed') return { failed: `${outcome.failure.message} (operation ${name})` };
  return { failed: `operation ${name} was not run` };
}

const resizing = (clouds: Clouds): OperationHandler => ({
  async run(args, context) {
    const { token, signal, beforeSend } = context;
    const { ref, size } = args as unknown as { readonly ref: string; readonly size: SizeRequest };
    const resizing = clouds.gateway(ref).resize(size, { token, signal, beforeSend });
    const gateway = await noted(resizing, context);
    return json(gateway.size);
  },
});
