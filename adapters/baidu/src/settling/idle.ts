import { type Call, type Clock, type GatewayKey, NatError } from '@polynat/core';
import type { Client } from '../client.ts';
import { decodeState, isPassing } from '../codec/state.ts';

export interface Facets {
  readonly client: Client;
  readonly clock: Clock;
  readonly region: string;
}

/** Milliseconds; a gateway takes seconds to come to rest. */
const pause = 3_000;

/**
 * A gateway at work refuses changes with the same code as one that never allows them. The lanes above keep this process from meeting
 * itself; this is for the others: when a refused gateway is seen at work, the change is sent again once it may have come to rest.
 */
export async function whenIdle<T>(
  { client, clock }: Facets,
  key: GatewayKey,
  call: Call,
  change: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await change();
    } catch (thrown) {
      if (!isDenied(thrown) || clock.now() + pause >= call.deadline) throw thrown;
      const { status } = await client.call('GetNat', { natId: key.id }, call);
      if (!isPassing(decodeState(status))) throw thrown;
      await clock.sleep(pause, call.signal);
    }
  }
}

/** The one code for all that a gateway will not do, now or ever. */
export const isDenied = (thrown: unknown): thrown is NatError =>
  NatError.is(thrown) && thrown.provider?.code === 'OperationDenied';
