import { assembleDriver, openParts } from '@polynat/adapter-kit';
import type { Driver, GatewayKey, Mutation, OptionalResources } from '@polynat/core';
import { accountOf } from './account.ts';
import { addresses } from './addresses.ts';
import { availabilityOf } from './availability.ts';
import { bandwidth } from './bandwidth.ts';
import { billing } from './billing.ts';
import { capabilities } from './capabilities.ts';
import { type AlibabaNative, createClient, endpointOf, nativeDoor } from './client.ts';
import { credentials } from './credentials.ts';
import { dnat } from './dnat.ts';
import { explainError } from './errors.ts';
import { gateways } from './gateways.ts';
import { inventory } from './inventory.ts';
import { networks } from './networks.ts';
import { type AlibabaOptions, settings } from './options.ts';
import { sharedBandwidth } from './shared-bandwidth.ts';
import { snat } from './snat.ts';

/** Alibaba Cloud NAT gateways: every resource there is, and the whole native API. */
export interface AlibabaDriver
  extends Omit<Driver, 'kind' | 'native' | keyof OptionalResources>,
    OptionalResources {
  readonly kind: 'alibaba';
  readonly native: AlibabaNative;
}

export function createDriver(options: AlibabaOptions): AlibabaDriver {
  const parts = openParts({ kind: 'alibaba', settings, credentials }, options);
  const { clock, random, transport } = parts;
  const { region, endpoint = endpointOf(region), generation, account = 'default' } = parts.settings;
  const connection = { region, endpoint, account, transport, clock, credentials: parts.credentials };
  const client = createClient(connection);
  return assembleDriver(
    {
      kind: 'alibaba',
      guards: parts.guards,
      region,
      capabilities: capabilities({ region, generation }),
      native: nativeDoor(client, clock, random),
      pacing: { first: 500, every: 1_000, most: 8_000 },
      laneOf,
      explainError,
      account: accountOf(connection),
      availability: availabilityOf(client),
      close: () => transport.close(),
    } as const,
    { client, clock, region, generation, tables: new Map<string, string>(), reaches: new Map() },
    { gateways, addresses, snat, dnat, billing, bandwidth, sharedBandwidth, networks, inventory },
  );
}

/**
 * One pending entry blocks its whole SNAT or DNAT table, and one change of a gateway every other. Creations wait for nobody here:
 * those in one VPC that meet are refused as busy and tried again, those in different VPCs need not know of each other. Shared
 * bandwidth at work can only be read.
 */
function laneOf(mutation: Mutation, key: GatewayKey | undefined): string | undefined {
  if (mutation.startsWith('sharedBandwidth.') && mutation !== 'sharedBandwidth.create')
    return 'shared bandwidth';
  if (!key) return undefined;
  if (mutation.startsWith('snat.')) return `snat ${key.id}`;
  if (mutation.startsWith('dnat.')) return `dnat ${key.id}`;
  return `gateway ${key.id}`;
}
