import {
  defined,
  done,
  failed,
  gone,
  id,
  notListedYet,
  pending,
  undefinedIfNotFound,
  vanished,
} from '@polynat/adapter-kit';
import { type Call, NatError } from '@polynat/core';
import * as z from 'zod';
import { decodeElasticIp, decodeUse, type ElasticIp, encodeMetering } from './codec/address.ts';
import { pageOf, paging } from './codec/cursor.ts';
import { addressState } from './codec/state.ts';
import {
  addresses as defineAddresses,
  refuseIntranet,
  removeOnce,
  requireId,
  retryWhileStale,
  work,
} from './context.ts';
import { findBound, findElasticIp, getElasticIp, isAt, isFree, isHeld, isUnused, withUses } from './eips.ts';

const allocated = work({
  kind: 'address.allocated',
  formerly: ['address-allocated'],
  subject: z.object({ allocation: id }),
  poll: async (context, { allocation }, call) => {
    const eip = await findElasticIp(context, allocation, call);
    if (!eip) return notListedYet;
    /** Any other state proves the allocation: an order repeated under its token may find the address attached. */
    if (addressState(eip.Status) === 'unknown') return pending(eip.Status ?? '');
    const { InstanceType, InstanceId: gateway } = eip;
    const bound =
      InstanceType === 'Nat' && gateway ? await findBound(context, gateway, eip.IpAddress, call) : undefined;
    return done(decodeElasticIp(eip, bound && decodeUse(bound.UsingStatus)));
  },
});

const boundSubject = z.object({ allocation: id, gateway: id });

/** In use by the gateway, and shown by the gateway too: only then rules may name it. */
const attached = work({
  kind: 'address.attached',
  formerly: ['address-attached'],
  subject: boundSubject,
  poll: async (context, { allocation, gateway }, call) => {
    const eip = await findElasticIp(context, allocation, call);
    if (!eip) return vanished(`address ${allocation}`);
    const { IpAddress: ip, InstanceId: holder, Status = '' } = eip;
    if (holder && holder !== gateway) return failed(taken(ip, holder));
    if (Status !== 'InUse') return pending(Status);
    const bound = await findBound(context, gateway, ip, call);
    if (!bound) return pending('InUse, not shown by the gateway');
    return done(decodeElasticIp(eip, decodeUse(bound.UsingStatus)));
  },
});

const detached = work({
  kind: 'address.detached',
  formerly: ['address-detached'],
  subject: boundSubject,
  poll: async (context, { allocation, gateway }, call) => {
    const eip = await findElasticIp(context, allocation, call);
    const { InstanceId, Status = '' } = eip ?? {};
    return InstanceId === gateway || Status === 'Unassociating' ? pending(Status) : gone;
  },
});

const released = work({
  kind: 'address.released',
  formerly: ['address-released'],
  subject: z.object({ allocation: id }),
  poll: async (context, { allocation }, call) => {
    const eip = await findElasticIp(context, allocation, call);
    return eip ? pending(eip.Status ?? '') : gone;
  },
});

export const addresses = defineAddresses([allocated, attached, detached, released], (context) => {
  const { client } = context;
  return {
    async list({ gateway, free }, cursor, call) {
      const input = {
        ...(gateway !== undefined &&
          ({ AssociatedInstanceType: 'Nat', AssociatedInstanceId: gateway } as const)),
        ...(free && ({ Status: 'Available' } as const)),
        ...paging(cursor, 100),
      };
      const page = await client.call('DescribeEipAddresses', input, call);
      return pageOf(await withUses(context, page.EipAddresses, call), page, cursor);
    },

    async allocate({ bandwidthMbps, name, meteredBy }, call) {
      const input = {
        ...defined({
          Bandwidth: bandwidthMbps,
          Name: name,
          InternetChargeType: meteredBy && encodeMetering[meteredBy],
        }),
        InstanceChargeType: 'PostPaid',
      } as const;
      const answer = await client.call('AllocateEipAddress', input, call);
      const allocation = requireId(answer.AllocationId, 'AllocationId', 'AllocateEipAddress');
      return allocated.receipt({ allocation }, answer);
    },

    async attach({ id: gateway }, address, _purpose, call) {
      await refuseIntranet(context, gateway, 'addresses', call);
      const eip = await getElasticIp(context, address, call);
      const { AllocationId: allocation } = eip;
      const subject = { allocation, gateway };
      if (isAt(eip, gateway)) return attached.receipt(subject);
      if (isHeld(eip)) throw heldElsewhere(eip);
      const input = { AllocationId: allocation, InstanceId: gateway, InstanceType: 'Nat' } as const;
      const answer = await retryWhileStale(
        context,
        'AssociateEipAddress',
        call,
        (attempt) => client.call('AssociateEipAddress', input, attempt),
        () => isFree(context, allocation, call),
      );
      return attached.receipt(subject, answer);
    },

    async detach({ id: gateway }, address, call) {
      const eip = await getElasticIp(context, address, call);
      const subject = { allocation: eip.AllocationId, gateway };
      if (eip.InstanceId !== gateway) throw notHeld(eip, gateway);
      if (!isAt(eip, gateway)) return detached.receipt(subject);
      const input = { AllocationId: eip.AllocationId, InstanceId: gateway, InstanceType: 'Nat' } as const;
      const answer = await undefinedIfNotFound(() =>
        retryWhileStale(
          context,
          'UnassociateEipAddress',
          call,
          (attempt) => client.call('UnassociateEipAddress', input, attempt),
          () => isUnused(context, gateway, eip.IpAddress, call),
        ),
      );
      return detached.receipt(subject, answer);
    },

    async release(address, call) {
      const eip = await getElasticIp(context, address, call);
      const { AllocationId: allocation } = eip;
      if (isHeld(eip)) throw heldElsewhere(eip);
      const write = (attempt: Call) =>
        removeOnce(
          context,
          attempt,
          () => client.call('ReleaseEipAddress', { AllocationId: allocation }, attempt),
          () => findElasticIp(context, allocation, attempt),
        );
      const answer = await undefinedIfNotFound(() =>
        retryWhileStale(context, 'ReleaseEipAddress', call, write, () => isFree(context, allocation, call)),
      );
      return released.receipt({ allocation }, answer);
    },
  };
});

const taken = (ip: string, holder: string): NatError =>
  new NatError('conflict', `${ip} has been bound to ${holder} meanwhile`, {
    remedy: 'attach another address',
  });

const notHeld = ({ IpAddress }: ElasticIp, gateway: string): NatError =>
  new NatError('not-found', `gateway ${gateway} does not hold ${IpAddress}`, { field: 'address' });

const heldElsewhere = ({ IpAddress, InstanceType = 'instance', InstanceId = '' }: ElasticIp): NatError =>
  new NatError('failed-precondition', `${IpAddress} is bound to ${InstanceType} ${InstanceId}`, {
    field: 'address',
    remedy: 'detach it there first',
  });
