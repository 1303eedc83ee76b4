import {
  done,
  failed,
  gone,
  keySchema,
  notListedYet,
  pending,
  plainKey,
  undefinedIfNotFound,
} from '@polynat/adapter-kit';
import {
  addressesOf,
  type Call,
  describeSize,
  type GatewayKey,
  type GatewayOrder,
  type GatewayRecord,
  NatError,
  type PollResult,
  type Size,
  sameSize,
} from '@polynat/core';
import * as z from 'zod';
import { sizes } from './capabilities.ts';
import { usesOf } from './codec/address.ts';
import { decodeGateway, encodeOrder } from './codec/gateway.ts';
import { decodeSize, generationOf } from './codec/size.ts';
import { decodeState } from './codec/state.ts';
import {
  type Context,
  gateways as defineGateways,
  retryWhileBusy,
  retryWhileLeaving,
  work,
} from './context.ts';
import { requireOneOrigin } from './eips.ts';
import { listGateways } from './gateway-pages.ts';
import type { NatModel } from './operations/gateways.ts';

const created = work({
  kind: 'gateway.created',
  subject: z.object({ key: keySchema, addresses: z.array(z.string()) }),
  poll: async (context, { key, addresses }, call) => {
    const nat = await undefinedIfNotFound(() => readNat(context, key, call));
    if (nat === undefined) return notListedYet;
    const uses = usesOf(nat);
    return settled(
      nat,
      context.region,
      addresses.every((ip) => uses.has(ip)),
    );
  },
});

const changed = work({
  kind: 'gateway.changed',
  subject: z.object({
    key: keySchema,
    name: z.string().exactOptional(),
    units: z.number().exactOptional(),
    protected: z.boolean().exactOptional(),
  }),
  poll: async (context, { key, name, units, protected: on }, call) => {
    const nat = await readNat(context, key, call);
    if (units !== undefined) return settled(nat, context.region, nat.cuNum === units);
    const shows = (name ?? nat.name) === nat.name && (on ?? nat.deleteProtect) === nat.deleteProtect;
    return shows ? done(decodeGateway(nat, context.region)) : pending(statusOf(nat));
  },
});

const deleted = work({
  kind: 'gateway.deleted',
  subject: z.object({ key: keySchema }),
  poll: async (context, { key }, call) => {
    const nat = await undefinedIfNotFound(() => readNat(context, key, call));
    if (nat === undefined) return gone;
    return decodeState(nat.status) === 'failed' ? broken(nat) : pending(statusOf(nat));
  },
});

export const gateways = defineGateways([created, changed, deleted], (context) => {
  const { client, region } = context;
  return {
    async list(query, cursor, call) {
      const [id] = query.ids ?? [];
      if (id === undefined) return listGateways(context, query, cursor, call);
      return { items: [decodeGateway(await readNat(context, { region, id }, call), region)] };
    },

    get: async (key, call) => decodeGateway(await readNat(context, key, call), region),

    async create(order, call) {
      requirePayment(order);
      const { addresses = [] } = order;
      const size = order.size ?? smallestHolding(addresses.length);
      await requireOneOrigin(context, 'units' in size ? 'bindEips' : 'eips', [], addresses, call);
      const answer = await retryWhileLeaving(context, addresses, call, (attempt) =>
        client.call('CreateNat', encodeOrder(order, size), attempt),
      );
      return created.receipt({ key: { region, id: answer.natId }, addresses: [...addresses] }, answer);
    },

    async change(key, { name = '' }, call) {
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        client.call('ModifyNat', { natId: key.id, name }, attempt),
      );
      return changed.receipt({ key: plainKey(key), name }, answer);
    },

    async resize(key, size, call) {
      const nat = await readNat(context, key, call);
      if (sameSize(decodeSize(nat), size)) return changed.receipt({ key: plainKey(key) });
      const units = requireResizable(nat, size);
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        client.call('ResizeNat', { natId: key.id, cuNum: units }, attempt),
      );
      return changed.receipt({ key: plainKey(key), units }, answer);
    },

    async protect(key, on, call) {
      const answer = await retryWhileBusy(context, key, call, (attempt) =>
        client.call('UpdateNatReleaseProtectionSwitch', { natId: key.id, deleteProtect: on }, attempt),
      );
      return changed.receipt({ key: plainKey(key), protected: on }, answer);
    },

    async delete(key, _cascade, call) {
      const answer = await undefinedIfNotFound(() =>
        retryWhileBusy(context, key, call, (attempt) =>
          client.call('ReleaseNat', { natId: key.id }, attempt),
        ),
      );
      return deleted.receipt({ key: plainKey(key) }, answer);
    },
  };
});

/** A gateway as Baidu tells it; one it calls deleted is not there any more. */
export async function readNat({ client }: Context, key: GatewayKey, call: Call): Promise<NatModel> {
  const { requestId, ...nat } = await client.call('GetNat', { natId: key.id }, call);
  if (nat.status?.toLowerCase() !== 'deleted') return nat;
  throw new NatError('not-found', `gateway ${key.id} has been released`, {
    provider: { cloud: 'baidu', operation: 'GetNat', ...(requestId !== undefined && { requestId }) },
  });
}

/** A gateway that has come to rest, and shows what was asked for. */
export function settled(nat: NatModel, region: string, shows: boolean): PollResult<GatewayRecord> {
  const state = decodeState(nat.status);
  if (state === 'failed' || state === 'suspended' || state === 'deleting') return broken(nat);
  if (state !== 'available') return pending(statusOf(nat));
  return shows ? done(decodeGateway(nat, region)) : pending(`${statusOf(nat)}, not changed yet`);
}

const statusOf = ({ status }: NatModel): string => status ?? 'no status';

const broken = (nat: NatModel): PollResult<never> =>
  failed(
    new NatError('internal', `gateway ${nat.id} is in state ${statusOf(nat)}`, {
      remedy: 'look at it in the console, or open a support ticket',
    }),
  );

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
  const normal = generationOf(nat) === 'normal';
  if (normal || !('units' in size)) {
    throw new NatError('unsupported', `${describe(nat)} cannot become ${describeSize(size)}`, {
      field: 'size',
      remedy: normal
        ? 'only enhanced gateways can be resized: create one and move the rules to it'
        : 'an enhanced gateway is sized in capacity units: ask for { units }',
    });
  }
  const bound = new Set([...nat.eips, ...nat.dnatEips, ...nat.bindEips]).size;
  const room = addressesOf(size, sizes);
  if (room === undefined || bound <= room) return size.units;
  const problem = `${describe(nat)} has ${bound} addresses; the new size holds ${room}`;
  throw new NatError('failed-precondition', problem, {
    field: 'size',
    remedy: 'detach addresses first, or choose more units',
  });
}

const describe = (nat: NatModel): string =>
  `${generationOf(nat)} gateway ${nat.id} (${describeSize(decodeSize(nat))})`;
