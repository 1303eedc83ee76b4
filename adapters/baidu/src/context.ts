import { definitions, retryWhileRefused } from '@polynat/adapter-kit';
import { type Call, type Clock, type GatewayKey, NatError } from '@polynat/core';
import type { Client } from './client.ts';
import { decodeState, isTransient } from './codec/state.ts';

/** What the resources of one region work with. */
export interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly region: string;
  /** Gateways are listed of these VPCs only; of all when left out. */
  readonly vpcs?: readonly string[] | undefined;
}

export const { work, gateways, snat, dnat, addresses, billing, networks } = definitions<Context>();

/** Milliseconds; a gateway takes seconds to come to rest. */
const pause = 3_000;

/**
 * A gateway at work refuses changes with the same code as one that never allows them. The serial queues of core keep this process
 * from meeting itself; this is for others: when a refused gateway is seen at work, the change is sent again once it may be at rest.
 */
export const retryWhileBusy = <Answer>(
  { client, clock }: Context,
  key: GatewayKey,
  call: Call,
  write: (call: Call) => Promise<Answer>,
): Promise<Answer> =>
  retryWhileRefused({
    clock,
    call,
    pause,
    write,
    passes: async (refusal) => {
      if (!isDenied(refusal)) return false;
      const { status } = await client.call('GetNat', { natId: key.id }, call);
      return isTransient(decodeState(status));
    },
  });

/** The one code for all that a gateway will not do, now or ever. */
export const isDenied = (thrown: unknown): thrown is NatError =>
  NatError.is(thrown) && thrown.provider?.code === 'OperationDenied';
