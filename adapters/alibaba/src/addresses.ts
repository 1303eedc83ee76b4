import {
  type AddressResource,
  type AddressUse,
  type Call,
  NatError,
  type PublicAddress,
} from '@polynat/core';
import { decodeElasticIp, decodeUse, type ElasticIp, encodeMetering } from './codec/address.ts';
import { pageNumber, pageOf } from './codec/cursor.ts';
import { optional } from './codec/optional.ts';
import type { Context } from './lookup/context.ts';
import { isUnused } from './lookup/readiness.ts';
import { findElasticIp, findGateway, getElasticIp } from './lookup/records.ts';
import { AssociateEipAddress, ReleaseEipAddress, UnassociateEipAddress } from './operations/elastic-ips.ts';
import { given, receipt } from './settling/receipts.ts';
import { goneIsDone, once, whileLagging } from './writes/repeat.ts';

export function addressFacet(context: Context): AddressResource {
  const { client } = context;
  return {
    list: async ({ gateway, free }, cursor, call) => {
      const input = {
        ...(gateway !== undefined &&
          ({ AssociatedInstanceType: 'Nat', AssociatedInstanceId: gateway } as const)),
        ...(free && ({ Status: 'Available' } as const)),
        PageNumber: pageNumber(cursor),
        PageSize: 100,
      };
      const page = await client.call('DescribeEipAddresses', input, call);
      const items = await withUses(context, page.EipAddresses, call);
      return pageOf(items, page, items.length, cursor);
    },

    allocate: async ({ bandwidthMbps, name, meteredBy }, call) => {
      const input = {
        ...optional('Bandwidth', bandwidthMbps),
        ...optional('Name', name),
        ...optional('InternetChargeType', meteredBy && encodeMetering[meteredBy]),
        InstanceChargeType: 'PostPaid',
      } as const;
      const allocated = await client.call('AllocateEipAddress', input, call);
      const allocation = given(allocated.AllocationId, 'AllocationId', 'AllocateEipAddress');
      return receipt('address-allocated', { allocation }, allocated);
    },

    attach: async ({ id }, address, _purpose, call) => {
      const eip = await getElasticIp(client, address, call);
      const subject = { allocation: eip.AllocationId, gateway: id };
      if (isAt(eip, id)) return receipt('address-attached', subject);
      if (isHeld(eip)) throw heldElsewhere(eip);
      const input = { AllocationId: eip.AllocationId, InstanceId: id, InstanceType: 'Nat' } as const;
      const write = (attempt: Call) => client.call('AssociateEipAddress', input, attempt);
      const attached = await whileLagging(context, call, AssociateEipAddress.lag, write, () =>
        isFree(context, eip.AllocationId, call),
      );
      return receipt('address-attached', subject, attached);
    },

    detach: async ({ id }, address, call) => {
      const eip = await findElasticIp(client, address, call);
      const subject = { allocation: eip?.AllocationId ?? address, gateway: id };
      if (!eip || !isAt(eip, id)) return receipt('address-detached', subject);
      const input = { AllocationId: eip.AllocationId, InstanceId: id, InstanceType: 'Nat' } as const;
      const write = (attempt: Call) => client.call('UnassociateEipAddress', input, attempt);
      const removal = whileLagging(context, call, UnassociateEipAddress.lag, write, () =>
        isUnused(client, id, eip.IpAddress, call),
      );
      return receipt('address-detached', subject, await goneIsDone(removal));
    },

    release: async (address, call) => {
      const eip = await findElasticIp(client, address, call);
      const allocation = eip?.AllocationId ?? address;
      if (!eip) return receipt('address-released', { allocation });
      if (isHeld(eip)) throw heldElsewhere(eip);
      const write = (attempt: Call) =>
        once(
          context,
          attempt,
          () => client.call('ReleaseEipAddress', { AllocationId: allocation }, attempt),
          () => isLeaving(context, allocation, attempt),
        );
      const release = whileLagging(context, call, ReleaseEipAddress.lag, write, () =>
        isFree(context, allocation, call),
      );
      return receipt('address-released', { allocation }, await goneIsDone(release));
    },
  };
}

const isAt = ({ InstanceId, Status }: ElasticIp, gateway: string): boolean =>
  InstanceId === gateway && Status !== 'Unassociating';

/** An address on its way off its holder is waited for. */
const isHeld = ({ InstanceId, Status }: ElasticIp): boolean =>
  Boolean(InstanceId) && Status !== 'Unassociating';

const heldElsewhere = ({ IpAddress, InstanceType = 'instance', InstanceId = '' }: ElasticIp): NatError =>
  new NatError('failed-precondition', `${IpAddress} is bound to ${InstanceType} ${InstanceId}`, {
    field: 'address',
    remedy: 'detach it there first',
  });

/** Bound to nothing, or about to be: then a refusal for its state was only early. */
async function isFree({ client }: Context, allocation: string, call: Call): Promise<boolean> {
  const eip = await findElasticIp(client, allocation, call);
  return eip !== undefined && !isHeld(eip);
}

async function isLeaving({ client }: Context, allocation: string, call: Call): Promise<boolean> {
  const eip = await findElasticIp(client, allocation, call);
  return eip === undefined || eip.Status === 'Releasing';
}

/** What an address is used for only its gateway tells, so each gateway of the page is asked once. */
async function withUses(
  { client }: Context,
  eips: readonly ElasticIp[],
  call: Call,
): Promise<readonly PublicAddress[]> {
  const holders = new Set(
    eips.flatMap(({ InstanceType, InstanceId }) => (InstanceType === 'Nat' && InstanceId) || []),
  );
  const gateways = await Promise.all([...holders].map((id) => findGateway(client, id, call)));
  const uses = new Map<string, AddressUse>();
  for (const bound of gateways.flatMap((gateway) => gateway?.IpLists ?? [])) {
    uses.set(bound.IpAddress, decodeUse(bound.UsingStatus));
  }
  return eips.map((eip) => decodeElasticIp(eip, uses.get(eip.IpAddress)));
}
