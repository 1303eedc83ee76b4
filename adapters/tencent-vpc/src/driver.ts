import { assembleDriver, openParts } from '@polynat/adapter-kit';
import type {
  DnatResource,
  Driver,
  GatewayKey,
  Mutation,
  NetworkResource,
  SharedBandwidthResource,
  SnatResource,
} from '@polynat/core';
import { credentials, explaining } from '@polynat/tencent';
import { accountOf } from './account.ts';
import { addresses } from './addresses.ts';
import { availabilityOf } from './availability.ts';
import { capabilities } from './capabilities.ts';
import { createClient, nativeDoor, type TencentVpcNative } from './client.ts';
import { dnat } from './dnat.ts';
import { meanings } from './errors.ts';
import { gateways } from './gateways.ts';
import { inventory } from './inventory.ts';
import { networks } from './networks.ts';
import { settings, type TencentVpcOptions } from './options.ts';
import { sharedBandwidth } from './shared-bandwidth.ts';
import { snat } from './snat.ts';

/** Nothing is prepaid here, and no gateway has bandwidth of its own to share: what would need either does not compile. */
export interface TencentVpcDriver extends Driver {
  readonly kind: 'tencent-vpc';
  readonly snat: SnatResource;
  readonly dnat: DnatResource;
  readonly sharedBandwidth: SharedBandwidthResource;
  readonly networks: NetworkResource;
  readonly billing?: never;
  readonly bandwidth?: never;
  readonly native: TencentVpcNative;
}

export function createDriver(options: TencentVpcOptions): TencentVpcDriver {
  const parts = openParts({ kind: 'tencent-vpc', settings, credentials }, options);
  const { clock, random, transport } = parts;
  const { region, endpoint } = parts.settings;
  const connection = { region, endpoint, credentials: parts.credentials, transport, clock };
  const client = createClient(connection);
  return assembleDriver(
    {
      kind: 'tencent-vpc',
      guards: parts.guards,
      region,
      capabilities,
      native: nativeDoor(client, clock, random),
      pacing: { first: 0, every: 2_000, most: 10_000 },
      laneOf,
      explainError: explaining(meanings),
      account: accountOf(connection),
      availability: availabilityOf(client),
      close: () => transport.close(),
    } as const,
    { client, clock, region },
    { gateways, addresses, snat, dnat, sharedBandwidth, networks, inventory },
  );
}

/** A task on a gateway refuses other changes of it. What is read before addresses join holds until they have joined. */
function laneOf(mutation: Mutation, key: GatewayKey | undefined): string | undefined {
  const sharing = mutation.startsWith('sharedBandwidth.') && mutation !== 'sharedBandwidth.create';
  return sharing ? 'shared bandwidth' : key && `gateway ${key.id}`;
}
