import { openParts } from '@polynat/adapter-kit';
import type { Driver, OptionalResources } from '@polynat/core';
import { look } from './acceptors.ts';
import { addressFacet } from './addresses.ts';
import { bandwidthFacet } from './bandwidth.ts';
import { billingFacet } from './billing.ts';
import { capabilities } from './capabilities.ts';
import { type AlibabaNative, createClient, nativeDoor } from './client.ts';
import { credentials } from './credentials.ts';
import { dnatFacet } from './dnat.ts';
import { explainError } from './errors.ts';
import { gatewayFacet } from './gateways.ts';
import type { Context } from './lookup/context.ts';
import { createTables } from './lookup/tables.ts';
import { networkFacet } from './networks.ts';
import { endpointOf } from './operations/endpoint.ts';
import { type AlibabaOptions, settings } from './options.ts';
import { laneOf } from './settling/lanes.ts';
import { snatFacet } from './snat.ts';

/** Alibaba Cloud NAT gateways: every facet there is, and the whole native API. */
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
  const client = createClient({
    ...{ region, endpoint, account, transport, clock },
    credentials: parts.credentials,
  });
  const context: Context = { client, clock, generation, tables: createTables(client) };
  return {
    kind: 'alibaba',
    region,
    capabilities: capabilities({ region, generation }),
    gateways: gatewayFacet(context),
    snat: snatFacet(context),
    dnat: dnatFacet(context),
    addresses: addressFacet(context),
    billing: billingFacet(context),
    bandwidth: bandwidthFacet(context),
    networks: networkFacet(context),
    poll: (receipt, call) => look(context, receipt, call),
    pacing: { first: 500, every: 1_000, most: 8_000 },
    laneOf,
    native: nativeDoor(client, clock, random),
    explainError,
    close: () => transport.close(),
  };
}
