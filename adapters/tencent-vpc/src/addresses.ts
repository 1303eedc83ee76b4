import { keySchema, plainKey, undefinedIfNotFound } from '@polynat/adapter-kit';
import {
  type AddressFilter,
  type AddressSpec,
  type AddressUse,
  type Call,
  ipv4Schema,
  NatError,
  type Page,
  type PublicAddress,
} from '@polynat/core';
import { type CheckResult, decodeOffset, isGone, nothingToDo, notYet, pageOf, shows } from '@polynat/tencent';
import * as z from 'zod';
import { decodeBound, decodeEip, gatewayOf, unbound, whereaboutsIn } from './codec/address.ts';
import { usesOf } from './codec/gateway.ts';
import {
  accepted,
  addressTask,
  type Context,
  addresses as defineAddresses,
  gatewayTask,
  retryWhileLeaving,
  send,
  taskWork,
} from './context.ts';
import { findEips } from './eips.ts';
import { findNat, ipsOf, readNat } from './find-gateways.ts';
import type { EipModel } from './operations/addresses.ts';
import type { NatModel } from './operations/gateways.ts';

const allocated = taskWork({
  kind: 'address.allocated',
  subject: z.object({ id: z.string() }),
  verdictOf: addressTask,
  check: async (context, { id }, call): Promise<CheckResult<PublicAddress>> => {
    const [eip] = await findEips(context, 'address-id', [id], call);
    if (eip === undefined) return notYet('not listed yet');
    const address = decodeEip(eip);
    const seen = `public IP ${id} is ${address.providerState}`;
    return address.state === 'available' ? shows(address) : notYet(seen, address.state === 'failed');
  },
});

const boundSubject = z.object({ key: keySchema, ip: z.string() });

const attached = taskWork({
  kind: 'address.attached',
  subject: boundSubject,
  verdictOf: gatewayTask,
  check: async (context, { key, ip }, call): Promise<CheckResult<PublicAddress>> => {
    const nat = await readNat(context, key, call);
    const bound = nat.PublicIpAddressSet.find(({ PublicIpAddress }) => PublicIpAddress === ip);
    if (bound === undefined) return notYet(`${ip} is not attached yet`);
    const use = usesOf(nat).get(ip);
    const [eip] = await findEips(context, 'address-ip', [ip], call);
    return shows(eip ? decodeEip(eip, use) : decodeBound(bound, key.id, use));
  },
});

const detached = taskWork({
  kind: 'address.detached',
  subject: boundSubject,
  verdictOf: gatewayTask,
  check: async (context, { key, ip }, call): Promise<CheckResult<void>> => {
    const nat = await findNat(context, key.id, call);
    const [eip] = await findEips(context, 'address-ip', [ip], call);
    const left = nat === undefined || !ipsOf(nat).includes(ip);
    return left && (eip === undefined || gatewayOf(eip) !== key.id)
      ? isGone
      : notYet(`${ip} is still attached`);
  },
});

const released = taskWork({
  kind: 'address.released',
  subject: z.object({ id: z.string().nullable() }),
  verdictOf: addressTask,
  check: async (context, { id }, call): Promise<CheckResult<void>> => {
    const [eip] = id === null ? [] : await findEips(context, 'address-id', [id], call);
    return eip === undefined ? isGone : notYet(`public IP ${id} is ${eip.AddressStatus}`);
  },
});

const limit = 100;

export const addresses = defineAddresses([allocated, attached, detached, released], (context) => {
  const { client, clock } = context;
  return {
    list: (filter, cursor, call) =>
      filter.gateway === undefined
        ? listEips(context, filter, cursor, call)
        : listBound(context, filter.gateway, filter, call),

    async allocate(spec, call) {
      const answer = await client.call('AllocateAddresses', encodeSpec(spec), call);
      const [id] = answer.AddressSet;
      if (id === undefined)
        throw new NatError('protocol', 'AllocateAddresses answered no id', { outcome: 'unknown' });
      return allocated.receipt({ id }, { ...accepted(answer), asked: clock.now() });
    },

    async attach(key, address, _purpose, call) {
      const nat = await readNat(context, key, call);
      const ip = await ipOf(context, address, call);
      const sent = ipsOf(nat).includes(ip)
        ? nothingToDo(clock)
        : await send(
            context,
            call,
            () =>
              retryWhileLeaving(context, 'address-ip', [ip], call, () =>
                client.call(
                  'AssociateNatGatewayAddress',
                  { NatGatewayId: key.id, PublicIpAddresses: [ip] },
                  call,
                ),
              ),
            async () => (await whereabouts(context, ip, call)) === key.id,
          );
      return attached.receipt({ key: plainKey(key), ip }, sent);
    },

    async detach(key, address, call) {
      const subject = { key: plainKey(key), ip: await ipOf(context, address, call) };
      const { ip } = subject;
      const nat = await findNat(context, key.id, call);
      if (nat === undefined || !ipsOf(nat).includes(ip))
        throw new NatError('not-found', `gateway ${key.id} does not hold ${ip}`, { field: 'address' });
      requireUnused(nat, ip);
      const sent = await send(
        context,
        call,
        () =>
          client.call(
            'DisassociateNatGatewayAddress',
            { NatGatewayId: key.id, PublicIpAddresses: [ip] },
            call,
          ),
        async () => {
          const [eip] = await findEips(context, 'address-ip', [ip], call);
          return eip !== undefined && (eip.AddressStatus === 'UNBINDING' || gatewayOf(eip) !== key.id);
        },
      );
      return detached.receipt(subject, sent);
    },

    async release(address, call) {
      const eip = await readEip(context, address, call);
      if (eip === undefined)
        throw new NatError('not-found', `there is no public address ${address}`, { field: 'address' });
      requireFree(eip);
      const id = eip.AddressId;
      const sent = await undefinedIfNotFound(() =>
        send(
          context,
          call,
          () =>
            retryWhileLeaving(context, 'address-id', [id], call, () =>
              client.call('ReleaseAddresses', { AddressIds: [id] }, call),
            ),
          async () => {
            const [left] = await findEips(context, 'address-id', [id], call);
            return left === undefined || left.AddressStatus === 'OFFLINING';
          },
        ),
      );
      return released.receipt({ id }, sent ?? nothingToDo(clock));
    },
  };
});

async function listEips(
  context: Context,
  { free }: AddressFilter,
  cursor: string | undefined,
  call: Call,
): Promise<Page<PublicAddress>> {
  const offset = decodeOffset(cursor);
  const filters = free ? { Filters: [{ Name: 'address-status', Values: [unbound] }] } : {};
  const { AddressSet, TotalCount } = await context.client.call(
    'DescribeAddresses',
    { ...filters, Offset: offset, Limit: limit },
    call,
  );
  const uses = await usesOfAll(context, AddressSet, call);
  const items = AddressSet.map((eip) => decodeEip(eip, uses.get(eip.AddressIp ?? '')));
  return pageOf(items, { offset, limit, total: TotalCount });
}

/** What public IPs serve is told by the rules of their gateways. */
async function usesOfAll(
  { client }: Context,
  eips: readonly EipModel[],
  call: Call,
): Promise<ReadonlyMap<string, AddressUse>> {
  const ids = [...new Set(eips.flatMap((eip) => gatewayOf(eip) ?? []))];
  if (ids.length === 0) return new Map();
  const query = { NatGatewayIds: ids, Limit: limit };
  const { NatGatewaySet } = await client.call('DescribeNatGateways', query, call);
  return new Map(NatGatewaySet.flatMap((nat) => [...usesOf(nat)]));
}

/** What a gateway has is told by the gateway; bandwidth and the like by the public IP. */
async function listBound(
  context: Context,
  id: string,
  { free }: AddressFilter,
  call: Call,
): Promise<Page<PublicAddress>> {
  if (free) return { items: [] };
  const nat = await readNat(context, { id }, call);
  const uses = usesOf(nat);
  const eips = await findEips(context, 'address-ip', ipsOf(nat), call);
  const known = new Map(eips.map((eip) => [eip.AddressIp, eip]));
  const items = nat.PublicIpAddressSet.map((bound) => {
    const use = uses.get(bound.PublicIpAddress);
    const eip = known.get(bound.PublicIpAddress);
    return eip ? { ...decodeEip(eip, use), gateway: id } : decodeBound(bound, id, use);
  });
  return { items };
}

const isIp = (address: string): boolean => ipv4Schema.safeParse(address).success;

async function readEip(context: Context, address: string, call: Call): Promise<EipModel | undefined> {
  const [eip] = await findEips(context, isIp(address) ? 'address-ip' : 'address-id', [address], call);
  return eip;
}

/** Gateways know public IPs, not allocation ids. */
async function ipOf(context: Context, address: string, call: Call): Promise<string> {
  if (isIp(address)) return address;
  const found = await readEip(context, address, call);
  if (found?.AddressIp) return found.AddressIp;
  throw new NatError('not-found', `there is no public IP with the id ${address}`, { field: 'address' });
}

async function whereabouts(context: Context, ip: string, call: Call): Promise<string | undefined> {
  const eip = await readEip(context, ip, call);
  return eip && gatewayOf(eip);
}

/** The API would take the public IP out of its rules, and drop rules that are left without one. */
function requireUnused(nat: NatModel, ip: string): void {
  const { NatGatewayId: id } = nat;
  if (ipsOf(nat).length === 1) {
    throw new NatError('failed-precondition', `${ip} is the only public IP of gateway ${id}`, {
      field: 'address',
      remedy: 'attach another public IP first, or swap the two',
    });
  }
  const use = usesOf(nat).get(ip);
  if (use === undefined || use === 'idle') return;
  throw new NatError('failed-precondition', `${ip} is used by rules of gateway ${id} (${use})`, {
    field: 'address',
    remedy: 'remove its rules first, or give them another public IP',
  });
}

function requireFree(eip: EipModel): void {
  if (!eip.InstanceId || whereaboutsIn(eip) === 'leaving') return;
  throw new NatError('failed-precondition', `${eip.AddressIp} is attached to ${eip.InstanceId}`, {
    field: 'address',
    remedy: 'detach it first',
  });
}

const chargeTypes = { traffic: 'TRAFFIC_POSTPAID_BY_HOUR', bandwidth: 'BANDWIDTH_POSTPAID_BY_HOUR' } as const;

/** What is left out is for the cloud to choose: by traffic, 1 Mbit/s (https://cloud.tencent.com/document/api/215/16699). */
const encodeSpec = ({ name, bandwidthMbps, meteredBy }: AddressSpec) => ({
  AddressCount: 1,
  ...(name !== undefined && { AddressName: name }),
  ...(bandwidthMbps !== undefined && { InternetMaxBandwidthOut: bandwidthMbps }),
  ...(meteredBy !== undefined && { InternetChargeType: chargeTypes[meteredBy] }),
});
