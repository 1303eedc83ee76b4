import { homedir } from 'node:os';
import { assembleDriver } from '@polynat/adapter-kit';
import {
  type BillingResource,
  check,
  type DnatResource,
  type Driver,
  type GatewayKey,
  type Mutation,
  type NetworkResource,
  type SnatResource,
  systemClock,
  systemRandom,
} from '@polynat/core';
import { createTransport, resolveCredentials } from '@polynat/transport';
import { addresses } from './addresses.ts';
import { billing } from './billing.ts';
import { capabilities } from './capabilities.ts';
import { type BaiduNative, createClient, nativeDoor } from './client.ts';
import { readProfile } from './credentials/profile.ts';
import { readVariables } from './credentials/variables.ts';
import { dnat } from './dnat.ts';
import { explainError } from './errors.ts';
import { gateways } from './gateways.ts';
import { networks } from './networks.ts';
import { type BaiduOptions, optionsSchema } from './options.ts';
import type { BaiduCredentials } from './signer.ts';
import { snat } from './snat.ts';

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
  return assembleDriver(
    {
      kind: 'baidu',
      region,
      capabilities,
      native: nativeDoor(client, clock, random),
      pacing: { first: 0, every: 2_000, most: 10_000 },
      /** A gateway at work refuses everything else. */
      laneOf: (_mutation: Mutation, key: GatewayKey | undefined) => key && `gateway ${key.id}`,
      explainError,
      close: () => transport.close(),
    } as const,
    { client, clock, region, vpcs },
    { gateways, addresses, snat, dnat, billing, networks },
  );
}
