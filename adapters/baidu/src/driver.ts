import { assembleDriver, openParts } from '@polynat/adapter-kit';
import type {
  BillingResource,
  DnatResource,
  Driver,
  GatewayKey,
  Mutation,
  NetworkResource,
  SharedBandwidthResource,
  SnatResource,
} from '@polynat/core';
import { accountOf } from './account.ts';
import { addresses } from './addresses.ts';
import { billing } from './billing.ts';
import { capabilities } from './capabilities.ts';
import { type BaiduNative, createClient, nativeDoor } from './client.ts';
import { credentials } from './credentials.ts';
import { dnat } from './dnat.ts';
import { explainError } from './errors.ts';
import { gateways } from './gateways.ts';
import { inventory } from './inventory.ts';
import { networks } from './networks.ts';
import { type BaiduOptions, settings } from './options.ts';
import { sharedBandwidth } from './shared-bandwidth.ts';
import { snat } from './snat.ts';

export interface BaiduDriver extends Driver {
  readonly kind: 'baidu';
  readonly snat: SnatResource;
  readonly dnat: DnatResource;
  readonly billing: BillingResource;
  readonly sharedBandwidth: SharedBandwidthResource;
  readonly networks: NetworkResource;
  readonly native: BaiduNative;
}

export function createDriver(options: BaiduOptions): BaiduDriver {
  const parts = openParts({ kind: 'baidu', settings, credentials }, options);
  const { clock, random, transport } = parts;
  const { region, endpoint, vpcs } = parts.settings;
  const client = createClient({ region, endpoint, credentials: parts.credentials, transport, clock });
  return assembleDriver(
    {
      kind: 'baidu',
      guards: parts.guards,
      region,
      capabilities,
      native: nativeDoor(client, clock, random),
      pacing: { first: 0, every: 2_000, most: 10_000 },
      laneOf,
      explainError,
      account: accountOf(parts.credentials),
      close: () => transport.close(),
    } as const,
    { client, clock, region, vpcs },
    { gateways, addresses, snat, dnat, billing, sharedBandwidth, networks, inventory },
  );
}

/** A gateway at work refuses everything else, and so does shared bandwidth. */
function laneOf(mutation: Mutation, key: GatewayKey | undefined): string | undefined {
  const sharing = mutation.startsWith('sharedBandwidth.') && mutation !== 'sharedBandwidth.create';
  return sharing ? 'shared bandwidth' : key && `gateway ${key.id}`;
}
