import type { NativeApi } from '@polynat/core';
import {
  type BillingStatus,
  type Call,
  type CallOptions,
  type Clock,
  check,
  NatError,
  readWithin,
  systemRandom,
} from '@polynat/core';
import * as z from 'zod';
import type { DriverContext } from './driver-context.ts';

export interface ResourceCounts {
  readonly gateways: number;
  readonly addresses: number;
  readonly snatRules: number;
  readonly dnatRules: number;
  readonly bandwidthPackages: number;
}

interface MemoryAnswers {
  CountResources: ResourceCounts;
  SetStanding: { readonly id: string; readonly standing: BillingStatus };
}

type MemoryOperation = keyof MemoryAnswers;

/** The in-memory cloud's own operations, for applications that reach past the portable API. */
export interface MemoryDoor extends NativeApi {
  readonly operations: typeof operations;
  call<N extends MemoryOperation>(
    operation: N,
    input: Input<N>,
    options?: CallOptions,
  ): Promise<MemoryAnswers[N]>;
}

type Input<N extends MemoryOperation> = z.input<(typeof operations)[N]['request']>;
type Handler<N extends MemoryOperation> = (input: unknown) => (context: DriverContext) => MemoryAnswers[N];

const operations = {
  CountResources: {
    name: 'CountResources',
    summary: 'How many resources of each kind the account holds',
    writes: false,
    request: z.strictObject({}),
  },
  SetStanding: {
    name: 'SetStanding',
    summary: 'Stops a gateway as a cloud does over unpaid bills, or lets it work again',
    writes: true,
    request: z.strictObject({
      id: z.string().min(1, 'must name a gateway'),
      standing: z.enum(['good', 'arrears-locked', 'security-locked']),
    }),
  },
} as const;

/** Each reads its input through its schema; what comes of that is sent. */
const handlers: { readonly [N in MemoryOperation]: Handler<N> } = {
  CountResources: (input) => {
    check(operations.CountResources.request, input, 'CountResources');
    return ({ account: { world } }) => ({
      gateways: world.gateways.size,
      addresses: world.addresses.size,
      snatRules: world.snat.size,
      dnatRules: world.dnat.size,
      bandwidthPackages: world.packages.size,
    });
  },
  SetStanding: (input) => {
    const { id, standing } = check(operations.SetStanding.request, input, 'SetStanding');
    return ({ account: { world } }) => {
      const gateway = world.gateways.get(id);
      if (!gateway) throw new NatError('not-found', `there is no gateway ${id}`, { field: 'id' });
      gateway.billing = { ...gateway.billing, status: standing };
      return { id, standing };
    };
  },
};

export function memoryDoor(context: DriverContext): MemoryDoor {
  return {
    operations,
    call: async (operation, input, options) => {
      const handler: Handler<typeof operation> = handlers[operation];
      const act = handler(input);
      const call = callWith(context.account.clock, options);
      return context.requests.read(operation, undefined, call, () => act(context));
    },
  };
}

const callWith = (clock: Clock, { signal, within }: CallOptions = {}): Call => ({
  signal: signal ?? new AbortController().signal,
  deadline: clock.now() + (within ?? readWithin),
  token: systemRandom.uuid(),
});
