import {
  type Call,
  type CallOptions,
  check,
  type Driver,
  type NativeApi,
  type PollResult,
  type Receipt,
  readWithin,
  type SnatResource,
  systemClock,
  systemRandom,
} from '@polynat/core';
import { createTransport, resolveCredentials } from '@polynat/transport';
import { lookAfter } from './acceptors.ts';
import { addressFacet } from './addresses.ts';
import { capabilities } from './capabilities.ts';
import { createClient } from './client.ts';
import { gatewayFacet } from './gateways.ts';
import { type Answer, type Input, type OperationName, operations } from './operations/index.ts';
import { optionsSchema, type VolcanoOptions } from './options.ts';
import type { VolcanoCredentials } from './signer.ts';
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
  const { region, credentials: source, endpoint, ...injected } = check(optionsSchema, options, 'options');
  const { clock = systemClock, random = systemRandom } = injected;
  const transport = createTransport(injected);
  const credentials = resolveCredentials<VolcanoCredentials>(source, {
    environment: () => fromVariables(process.env),
    profile: async () => undefined,
    clock,
  });
  const client = createClient({
    endpoint: endpoint ?? `https://${region}.volcano.example`,
    credentials,
    transport,
  });
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

function fromVariables({
  VOLCANO_KEY_ID,
  VOLCANO_SECRET,
}: NodeJS.ProcessEnv): VolcanoCredentials | undefined {
  if (!VOLCANO_KEY_ID || !VOLCANO_SECRET) return undefined;
  return { keyId: VOLCANO_KEY_ID, secret: VOLCANO_SECRET };
}
