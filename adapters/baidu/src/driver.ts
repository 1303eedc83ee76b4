import { homedir } from 'node:os';
import {
  type BillingResource,
  type Call,
  check,
  type DnatResource,
  type Driver,
  type NetworkResource,
  type PollResult,
  type Receipt,
  type SnatResource,
  systemClock,
  systemRandom,
} from '@polynat/core';
import { createTransport, resolveCredentials } from '@polynat/transport';
import { acceptors, lookAfter } from './acceptors.ts';
import { addressFacet } from './addresses.ts';
import { billingFacet } from './billing.ts';
import { capabilities } from './capabilities.ts';
import { type BaiduNative, createClient, nativeDoor } from './client.ts';
import { readProfile } from './credentials/profile.ts';
import { readVariables } from './credentials/variables.ts';
import { dnatFacet } from './dnat.ts';
import { explainError } from './errors.ts';
import { gatewayFacet } from './gateways.ts';
import { networkFacet } from './networks.ts';
import { type BaiduOptions, optionsSchema } from './options.ts';
import type { BaiduCredentials } from './signer.ts';
import { snatFacet } from './snat.ts';

export interface BaiduDriver extends Driver {
  readonly kind: 'baidu';
  readonly snat: SnatResource;
  readonly dnat: DnatResource;
  readonly billing: BillingResource;
  readonly networks: NetworkResource;
  readonly native: BaiduNative;
}

export function createDriver(options: BaiduOptions): BaiduDriver {
  const {
    region,
    endpoint,
    vpcs,
    credentials: source,
    ...injected
  } = check(optionsSchema, options, 'options');
  const { clock = systemClock, random = systemRandom } = injected;
  const transport = createTransport({ ...injected, clock, random });
  const credentials = resolveCredentials<BaiduCredentials>(source, {
    environment: () => readVariables(process.env),
    profile: (name) => readProfile(homedir(), name),
    named: { environment: 'BCE_ACCESS_KEY_ID, BCE_SECRET_ACCESS_KEY', profile: '~/.bce/config.json' },
    clock,
  });
  const client = createClient({ region, endpoint, credentials, transport, clock });
  const facets = { client, clock, region };
  const snat = snatFacet(facets);
  const dnat = dnatFacet(facets);
  const table = acceptors(facets, snat, dnat);
  return {
    kind: 'baidu',
    region,
    capabilities,
    gateways: gatewayFacet(facets, vpcs),
    addresses: addressFacet(facets),
    snat,
    dnat,
    billing: billingFacet(facets),
    networks: networkFacet(facets),
    native: nativeDoor(client, clock, random),
    /** The kind of a receipt says what it settles to. */
    poll: <T>(receipt: Receipt<T>, call: Call) => lookAfter(table, receipt, call) as Promise<PollResult<T>>,
    pacing: { first: 0, every: 2_000, most: 10_000 },
    /** A gateway at work refuses everything else. */
    laneOf: (_mutation, key) => key && `gateway ${key.id}`,
    explainError,
    close: () => transport.close(),
  };
}
