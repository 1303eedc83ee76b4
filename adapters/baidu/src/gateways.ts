import {
  addressesOf,
  type Call,
  describeSize,
  type GatewayFacet,
  type GatewayFilter,
  type GatewayKey,
  type GatewayOrder,
  type GatewayRecord,
  NatError,
  type Page,
  type Size,
  sameSize,
} from '@polynat/core';
import { sizes } from './capabilities.ts';
import { decodePlace, encodePlace, type Place } from './codec/cursor.ts';
import { decodeGateway, encodeOrder } from './codec/gateway.ts';
import { decodeSize, generationOf } from './codec/size.ts';
import { requireOneOrigin } from './lookup/eips.ts';
import type { NatModel } from './operations/gateways.ts';
import { type Facets, whenIdle } from './settling/idle.ts';
import { plainKey, receipt } from './settling/receipts.ts';

export function gatewayFacet(facets: Facets, vpcs: readonly string[] | undefined): GatewayFacet {
  const { client, region } = facets;
  return {
    list: (filter, cursor, call) => listGateways(facets, vpcs, filter, cursor, call),

    async get(key, call) {
      return decodeGateway(await readNat(facets, key, call), region);
    },

    async create(order, call) {
      requirePayment(order);
      const { addresses = [] } = order;
      const size = order.size ?? smallestHolding(addresses.length);
      await requireOneOrigin(facets, 'units' in size ? 'bindEips' : 'eips', [], addresses, call);
      const answer = await client.call('CreateNat', encodeOrder(order, size), call);
      const key = { region, id: answer.natId };
      return receipt('gateway.created', { key, addresses: [...addresses] }, answer);
    },

    async change(key, { name = '' }, call) {
      const answer = await whenIdle(facets, key, call, () =>
        client.call('ModifyNat', { natId: key.id, name }, call),
      );
      return receipt('gateway.changed', { key: plainKey(key), name }, answer);
    },

    async resize(key, size, call) {
      const nat = await readNat(facets, key, call);
      if (sameSize(decodeSize(nat), size)) return receipt('gateway.changed', { key: plainKey(key) });
      const units = requireResizable(nat, size);
      const answer = await whenIdle(facets, key, call, () =>
        client.call('ResizeNat', { natId: key.id, cuNum: units }, call),
      );
      return receipt('gateway.changed', { key: plainKey(key), units }, answer);
    },

    async protect(key, on, call) {
      const answer = await whenIdle(facets, key, call, () =>
        client.call('UpdateNatReleaseProtectionSwitch', { natId: key.id, deleteProtect: on }, call),
      );
      return receipt('gateway.changed', { key: plainKey(key), protected: on }, answer);
    },

    async delete(key, _force, call) {
      const answer = await unlessGone(() =>
        whenIdle(facets, key, call, () => client.call('ReleaseNat', { natId: key.id }, call)),
      );
      return receipt('gateway.deleted', { key: plainKey(key) }, answer);
    },
  };
}

/** A gateway as Baidu tells it; one it calls deleted is not there any more. */
export async function readNat({ client }: Facets, key: GatewayKey, call: Call): Promise<NatModel> {
  const { requestId, ...nat } = await client.call('GetNat', { natId: key.id }, call);
  if (nat.status?.toLowerCase() !== 'deleted') return nat;
  throw new NatError('not-found', `gateway ${key.id} has been released`, {
    provider: { cloud: 'baidu', operation: 'GetNat', ...(requestId !== undefined && { requestId }) },
  });
}

/** What is gone already needs no removal. */
export async function unlessGone<T>(remove: () => Promise<T>): Promise<T | undefined> {
  try {
    return await remove();
  } catch (thrown) {
    if (NatError.is(thrown, 'not-found')) return undefined;
    throw thrown;
  }
}

/** The API lists one VPC at a time; VPCs without gateways make no page. */
async function listGateways(
  facets: Facets,
  vpcs: readonly string[] | undefined,
  filter: GatewayFilter,
  cursor: string | undefined,
  call: Call,
): Promise<Page<GatewayRecord>> {
  const chosen = filter.network === undefined ? vpcs : [filter.network];
  let place = cursor === undefined ? await firstPlace(facets, chosen, call) : decodePlace(cursor);
  for (;;) {
    const nats = await natsAt(facets, place, call);
    const next = await nextPlace(facets, place, nats.nextMarker, call);
    const items = nats.items.map((nat) => decodeGateway(nat, facets.region)).filter(fits(filter));
    if (next === undefined) return { items };
    if (items.length > 0) return { items, next: encodePlace(next) };
    place = next;
  }
}

const fits =
  ({ name, state }: GatewayFilter) =>
  (gateway: GatewayRecord): boolean =>
    (name === undefined || gateway.name === name) && (state === undefined || gateway.state === state);

const firstPlace = async (facets: Facets, vpcs: readonly string[] | undefined, call: Call): Promise<Place> =>
  vpcs ? { vpcs } : vpcPage(facets, undefined, call);

/** Small pages of VPCs keep the cursor short. */
async function vpcPage({ client }: Facets, marker: string | undefined, call: Call): Promise<Place> {
  const page = await client.call('QueryVpcList', { maxKeys: 100, ...(marker && { marker }) }, call);
  return {
    vpcs: page.vpcs.map(({ vpcId }) => vpcId),
    ...(page.isTruncated && page.nextMarker && { more: page.nextMarker }),
  };
}

interface Nats {
  readonly items: readonly NatModel[];
  readonly nextMarker?: string | undefined;
}

async function natsAt({ client }: Facets, { vpcs, marker }: Place, call: Call): Promise<Nats> {
  const [vpcId] = vpcs;
  if (vpcId === undefined) return { items: [] };
  const page = await unlessGone(() => client.call('ListNat', { vpcId, ...(marker && { marker }) }, call));
  if (page === undefined) return { items: [] };
  return { items: page.nats, nextMarker: page.isTruncated ? page.nextMarker : undefined };
}

async function nextPlace(
  facets: Facets,
  { vpcs, more }: Place,
  nextMarker: string | undefined,
  call: Call,
): Promise<Place | undefined> {
  if (nextMarker) return { vpcs, marker: nextMarker, more };
  if (vpcs.length > 1) return { vpcs: vpcs.slice(1), more };
  return more === undefined ? undefined : vpcPage(facets, more, call);
}

/** The smallest enhanced gateway with room for the addresses: normal ones are a thing of the past in Baidu's API metadata. */
function smallestHolding(addresses: number): Size {
  const { addressesPerUnit = 1 } = sizes.units ?? {};
  return { units: Math.max(1, Math.ceil(addresses / addressesPerUnit)) };
}

/** Baidu has no unpaid orders: a prepaid gateway is paid from the balance the moment it is ordered. */
function requirePayment({ billing }: GatewayOrder): void {
  if (billing.mode === 'on-demand' || billing.autoPay) return;
  throw new NatError('invalid-argument', 'a prepaid gateway is paid at once from the account balance', {
    field: 'billing.autoPay',
    remedy: 'say autoPay: true to spend the money, or order on demand',
  });
}

function requireResizable(nat: NatModel, size: Size): number {
  if (generationOf(nat) === 'normal' || !('units' in size)) {
    throw new NatError('unsupported', `${describe(nat)} cannot become ${describeSize(size)}`, {
      field: 'size',
      remedy:
        generationOf(nat) === 'normal'
          ? 'only enhanced gateways can be resized: create one and move the rules to it'
          : 'an enhanced gateway is sized in capacity units: ask for { units }',
    });
  }
  const bound = new Set([...nat.eips, ...nat.dnatEips, ...nat.bindEips]).size;
  const room = addressesOf(size, sizes);
  if (room === undefined || bound <= room) return size.units;
  throw new NatError(
    'failed-precondition',
    `${describe(nat)} has ${bound} addresses; the new size holds ${room}`,
    {
      field: 'size',
      remedy: 'detach addresses first, or choose more units',
    },
  );
}

const describe = (nat: NatModel): string =>
  `${generationOf(nat)} gateway ${nat.id} (${describeSize(decodeSize(nat))})`;
