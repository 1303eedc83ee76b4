import {
  addressesOf,
  type Call,
  describeSize,
  type GatewayKey,
  type GatewayOrder,
  type GatewayResource,
  NatError,
  type Size,
  sameSize,
} from '@polynat/core';
import { sizes } from './capabilities.ts';
import { decodeGateway, encodeOrder } from './codec/gateway.ts';
import { decodeSize, generationOf } from './codec/size.ts';
import { requireOneOrigin } from './lookup/eips.ts';
import { listGateways } from './lookup/gateway-pages.ts';
import { unlessGone } from './lookup/gone.ts';
import type { NatModel } from './operations/gateways.ts';
import { type Facets, whenIdle } from './settling/idle.ts';
import { plainKey, receipt } from './settling/receipts.ts';

export function gatewayFacet(facets: Facets, vpcs: readonly string[] | undefined): GatewayResource {
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
