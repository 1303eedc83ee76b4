import { openParts } from '@polynat/adapter-kit';
import {
  type Call,
  type CallOptions,
  type Driver,
  type NativeApi,
  type PollResult,
  type Receipt,
  readWithin,
  type SnatResource,
} from '@polynat/core';
import { lookAfter } from './acceptors.ts';
import { addressFacet } from './addresses.ts';
import { capabilities } from './capabilities.ts';
import { createClient } from './client.ts';
import { credentials } from './credentials.ts';
import { gatewayFacet } from './gateways.ts';
import { type Answer, type Input, type OperationName, operations } from './operations/index.ts';
import { settings, type VolcanoOptions } from './options.ts';
import { snatFacet } from './snat.ts';

export interface VolcanoDriver extends Driver {
  readonly snat: SnatResource;
  readonly native: VolcanoNative;
}

export interface VolcanoNative extends NativeApi {
  readonly operations: typeof operations;
  call<N extends OperationName>(name: N, input: Input<N>, options?: CallOptions): Promise<Answer<N>>;
}

/** The parts list: what this cloud lacks is not here. */
export function createDriver(options: VolcanoOptions): VolcanoDriver {
  const parts = openParts({ kind: 'volcano', settings, credentials }, options);
  const { clock, random, transport } = parts;
  const { region, endpoint = `https://${region}.volcano.example` } = parts.settings;
  const client = createClient({ endpoint, credentials: parts.credentials, transport });
  const facets = { client, region };
  const open = ({ signal, within = readWithin }: CallOptions = {}): Call => ({
    signal: signal ?? new AbortController().signal,
    deadline: clock.now() + within,
    token: random.uuid(),
  });
  return {
    kind: 'volcano',
    region,
    capabilities,
    gateways: gatewayFacet(facets),
    addresses: addressFacet(facets),
    snat: snatFacet(facets),
    native: { operations, call: (name, input, within) => client.call(name, input, open(within)) },
    /** The kind of a receipt says what it settles to. */
    poll: <T>(receipt: Receipt<T>, call: Call) => lookAfter(facets, receipt, call) as Promise<PollResult<T>>,
    pacing: { first: 0, every: 1_000, most: 5_000 },
    /** Volcano changes a gateway one thing at a time. */
    laneOf: (_mutation, key) => key && `gateway ${key.id}`,
    close: () => transport.close(),
  };
}
