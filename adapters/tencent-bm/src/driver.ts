import { assembleDriver, openParts } from '@polynat/adapter-kit';
import type { Driver, GatewayKey, Mutation, NetworkResource, SnatResource } from '@polynat/core';
import { credentials } from '@polynat/tencent';
import { accountOf } from './account.ts';
import { addresses } from './addresses.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { TencentBmNative } from './client.ts';
import { explainError } from './errors.ts';
import { gateways } from './gateways.ts';
import { inventory } from './inventory.ts';
import { networks } from './networks.ts';
import type { Api } from './operations/operation.ts';
import { settings, type TencentBmOptions } from './options.ts';
import { snat } from './snat.ts';
import { versions } from './versions/index.ts';

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
  const parts = openParts({ kind: 'tencent-bm', settings, credentials }, options);
  const { clock, random, transport } = parts;
  const { region, endpoint, vpc, method = 'POST', signatureMethod = 'HmacSHA1' } = parts.settings;
  /** The options say which generation their type says. */
  const version = (parts.settings.api ?? 'v2') as A;
  const shared = { region, endpoint, credentials: parts.credentials, transport, clock, random };
  const { api, native } = versions[version]({ ...shared, method, signatureMethod });
  return assembleDriver(
    {
      kind: 'tencent-bm',
      guards: parts.guards,
      region,
      capabilities: capabilitiesOf(version),
      native,
      pacing: { first: 0, every: 2_000, most: 10_000 },
      laneOf,
      explainError,
      account: accountOf(shared),
      close: () => transport.close(),
    } as const,
    { api, clock, region, vpc },
    { gateways, addresses, snat, networks, inventory },
  );
}

/** Orders of addresses are told apart by what was there before, so they go one by one; those of gateways by their addresses. */
function laneOf(mutation: Mutation, key: GatewayKey | undefined): string | undefined {
  if (key) return `gateway ${key.id}`;
  return mutation === 'addresses.allocate' ? 'new addresses' : undefined;
}
