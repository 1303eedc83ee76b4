import {
  definitions,
  passesOnceFree,
  retryWhileRefused,
  undefinedIfForbidden,
  type Whereabouts,
  whereaboutsOf,
} from '@polynat/adapter-kit';
import { type Call, type Clock, type GatewayKey, NatError } from '@polynat/core';
import type { Client } from './client.ts';
import { decodeState, isTransient, whereaboutsIn } from './codec/state.ts';

/** What the resources of one region work with. */
export interface Context {
  readonly client: Client;
  readonly clock: Clock;
  readonly region: string;
  /** Gateways are listed of these VPCs only; of all when left out. */
  readonly vpcs?: readonly string[] | undefined;
}

export const { work, gateways, snat, dnat, addresses, billing, sharedBandwidth, networks, inventory } =
  definitions<Context>();

/** Milliseconds; a gateway takes seconds to come to rest. */
const pause = 3_000;

/**
 * A gateway at work refuses changes with the same code as one that never allows them. The serial queues of core keep this process
 * from meeting itself; this is for others: when a refused gateway is seen at work, the change is sent again once it may be at rest.
 * `passesToo` is asked about the refusal of a gateway that rests.
 */
export const retryWhileBusy = <Answer>(
  { client, clock }: Context,
  key: GatewayKey,
  call: Call,
  write: (call: Call) => Promise<Answer>,
  passesToo: (refusal: NatError) => Promise<boolean> = async () => false,
): Promise<Answer> =>
  retryWhileRefused({
    clock,
    call,
    pause,
    write,
    passes: async (refusal) => {
      if (!isDenied(refusal)) return false;
      const { status } = await client.call('GetNat', { natId: key.id }, call);
      return isTransient(decodeState(status)) || passesToo(refusal);
    },
  });

/** Sends a write that names public IPs. They are refused for as long as another gateway gives them up. */
export const retryWhileLeaving = <Answer>(
  context: Context,
  ips: readonly string[],
  call: Call,
  write: (call: Call) => Promise<Answer>,
): Promise<Answer> => {
  const { clock } = context;
  return retryWhileRefused({ clock, call, pause, write, passes: onceFree(context, ips, call) });
};

export const onceFree = ({ client }: Context, ips: readonly string[], call: Call) =>
  passesOnceFree(() =>
    undefinedIfForbidden(async () => {
      const seen: Whereabouts[] = [];
      for (const ip of ips) {
        const { eipList } = await client.call('QueryEipList', { eip: ip }, call);
        seen.push(whereaboutsIn(eipList.find(({ eip }) => eip === ip)?.status));
      }
      return whereaboutsOf(seen);
    }),
  );

/** The one code for all that a gateway will not do, now or ever. */
export const isDenied = (thrown: unknown): thrown is NatError =>
  NatError.is(thrown) && thrown.provider?.code === 'OperationDenied';
