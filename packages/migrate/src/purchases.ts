import { GatewayRef } from '@polynat/core';
import type { RunRecord, StepRecord } from '@polynat/engine';
import * as z from 'zod';

/** Something that costs money, as a run knows it. */
export interface Purchase {
  readonly kind: 'address' | 'gateway' | 'size' | 'renewal';
  /** Alias of the cloud. */
  readonly cloud: string;
  /** The cloud's id of it; absent when the answer to its order was lost. */
  readonly id?: string;
  readonly ip?: string;
  /** The step that ordered it. */
  readonly step: string;
  /** `unknown`: it may not exist, or be the purchase of somebody else. */
  readonly outcome?: 'unknown';
}

/** What a run has done to the bill, so that anybody can compare it with the cloud. */
export interface Purchases {
  readonly bought: readonly Purchase[];
  readonly undone: readonly Purchase[];
  /** What it has bought and neither undone nor handed over as its result, and what it may have bought. */
  readonly left: readonly Purchase[];
}

type Bought = Omit<Purchase, 'step'>;

/** How a kind of step tells what it buys: from its arguments, and from its result once there is one. */
export type PurchaseReader = (args: unknown, result: unknown) => Bought | undefined;

const ordered = z.object({ cloud: z.string() });
const address = z.object({ ip: z.string(), id: z.string(), proven: z.literal(false).exactOptional() });
const onGateway = z.object({ ref: z.string() });

const readers: Readonly<Record<string, PurchaseReader>> = {
  'address.allocate': (args, result) => {
    const { cloud } = ordered.parse(args);
    if (result === undefined) return { kind: 'address', cloud };
    const { ip, id, proven } = address.parse(result);
    return { kind: 'address', cloud, ip, id, ...(proven === false && { outcome: 'unknown' as const }) };
  },
  'gateway.create': (args, result) => ({
    kind: 'gateway',
    ...ordered.parse(args),
    ...(result !== undefined && { id: GatewayRef.parse(onGateway.parse(result).ref).id }),
  }),
  'gateway.resize': (args) => purchaseOn('size', args),
};

/** A purchase for the gateway that the arguments of a step name. */
export function purchaseOn(kind: Purchase['kind'], args: unknown): Bought {
  const { cloud, id } = GatewayRef.parse(onGateway.parse(args).ref);
  return { kind, cloud, id };
}

/** Reads what a run has bought from its journal. `further` reads the steps of other packages. */
export function purchasesOf(
  { steps, state }: Pick<RunRecord, 'steps' | 'state'>,
  further: Readonly<Record<string, PurchaseReader>> = {},
): Purchases {
  const readerOf = { ...readers, ...further };
  const read = (held: (step: StepRecord) => boolean): readonly Purchase[] =>
    steps.filter(held).flatMap(({ name, kind, args, result }) => {
      const bought = readerOf[kind]?.(args, result);
      return bought ? [{ ...bought, step: name }] : [];
    });
  const kept = read((step) => step.state === 'done');
  const unknown = read(mayHaveHappened).map((purchase) => ({ ...purchase, outcome: 'unknown' as const }));
  return {
    bought: read(({ result }) => result !== undefined),
    undone: read((step) => step.state === 'undone' && step.result !== undefined),
    left: [...(state === 'done' ? [] : kept), ...unknown],
  };
}

const mayHaveHappened = ({ state, failure }: StepRecord): boolean =>
  state === 'started' || (state === 'failed' && failure?.outcome === 'unknown');
