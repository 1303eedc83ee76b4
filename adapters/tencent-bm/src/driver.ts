import { homedir } from 'node:os';
import {
  type Call,
  check,
  type Driver,
  type GatewayKey,
  type Mutation,
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
import { capabilitiesOf } from './capabilities.ts';
import type { TencentBmNative } from './client.ts';
import { readProfile } from './credentials/profile.ts';
import { readVariables } from './credentials/variables.ts';
import { explainError } from './errors.ts';
import { gatewayFacet } from './gateways.ts';
import { networkFacet } from './networks.ts';
import type { Api } from './operations/operation.ts';
import { optionsSchema, type TencentBmOptions } from './options.ts';
import type { TencentBmCredentials } from './signer.ts';
import { snatFacet } from './snat.ts';
import { generations } from './wires/generation.ts';

/** Bare metal has no DNAT, nothing paid ahead and no bandwidth packages: what would need them does not compile. */
export interface TencentBmDriver<A extends Api = Api> extends Driver {
  readonly kind: 'tencent-bm';
  readonly snat: SnatResource;
  readonly networks: NetworkResource;
  readonly dnat?: never;
  readonly billing?: never;
  readonly bandwidth?: never;
  readonly native: TencentBmNative<A>;
}

export function createDriver<A extends Api>(options: TencentBmOptions<A>): TencentBmDriver<A> {
  const {
    region,
    endpoint,
    vpc,
    credentials: source,
    api: chosen = 'v2',
    method = 'POST',
    signatureMethod = 'HmacSHA1',
    ...injected
  } = check(optionsSchema, options, 'options');
  /** The options say which generation their type says. */
  const api = chosen as A;
  const { clock = systemClock, random = systemRandom } = injected;
  const transport = createTransport({ ...injected, clock, random });
  const credentials = resolveCredentials<TencentBmCredentials>(source, {
    environment: () => readVariables(process.env),
    profile: (name) => readProfile(homedir(), name),
    named: {
      environment: 'TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY',
      profile: '~/.tccli/default.credential',
    },
    clock,
  });
  const shared = { region, endpoint, credentials, transport, clock, random };
  const { wire, native } = generations[api]({ ...shared, method, signatureMethod });
  const facets = { wire, clock, region };
  const table = acceptors(facets);
  return {
    kind: 'tencent-bm',
    region,
    capabilities: capabilitiesOf(api),
    gateways: gatewayFacet(facets),
    addresses: addressFacet(facets, vpc),
    snat: snatFacet(facets),
    networks: networkFacet(facets),
    native,
    /** The kind of a receipt says what it settles to. */
    poll: <T>(receipt: Receipt<T>, call: Call) => lookAfter(table, receipt, call) as Promise<PollResult<T>>,
    pacing: { first: 0, every: 2_000, most: 10_000 },
    laneOf,
    explainError,
    close: () => transport.close(),
  };
}

/** Orders of addresses are told apart by what was there before, so they go one by one; those of gateways by their addresses. */
function laneOf(mutation: Mutation, key: GatewayKey | undefined): string | undefined {
  if (key) return `gateway ${key.id}`;
  return mutation === 'addresses.allocate' ? 'new addresses' : undefined;
}
