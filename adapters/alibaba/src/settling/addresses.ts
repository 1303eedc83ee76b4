import { NatError } from '@polynat/core';
import type { Acceptors } from '../acceptors.ts';
import { decodeElasticIp, decodeUse } from '../codec/address.ts';
import { findElasticIp, findGateway } from '../lookup/records.ts';
import { done, failed, gone, pending, vanished } from './look.ts';

type AddressKinds = 'address-allocated' | 'address-attached' | 'address-detached' | 'address-released';

export const addressAcceptors: Pick<Acceptors, AddressKinds> = {
  'address-allocated': async ({ client }, { allocation }, call) => {
    const eip = await findElasticIp(client, allocation, call);
    if (!eip) return pending('not listed yet');
    return eip.Status === 'Available' ? done(decodeElasticIp(eip)) : pending(eip.Status ?? '');
  },

  /** In use by the gateway, and shown by the gateway too: only then rules may name it. */
  'address-attached': async ({ client }, { allocation, gateway: id }, call) => {
    const eip = await findElasticIp(client, allocation, call);
    if (!eip) return vanished(`address ${allocation}`);
    if (eip.InstanceId && eip.InstanceId !== id) return failed(taken(eip.IpAddress, eip.InstanceId));
    if (eip.Status !== 'InUse') return pending(eip.Status ?? '');
    const gateway = await findGateway(client, id, call);
    const bound = gateway?.IpLists.find(({ IpAddress }) => IpAddress === eip.IpAddress);
    return bound
      ? done(decodeElasticIp(eip, decodeUse(bound.UsingStatus)))
      : pending('InUse, not shown by the gateway');
  },

  'address-detached': async ({ client }, { allocation, gateway: id }, call) => {
    const eip = await findElasticIp(client, allocation, call);
    return eip?.InstanceId === id || eip?.Status === 'Unassociating' ? pending(eip.Status ?? '') : gone;
  },

  'address-released': async ({ client }, { allocation }, call) => {
    const eip = await findElasticIp(client, allocation, call);
    return eip ? pending(eip.Status ?? '') : gone;
  },
};

const taken = (ip: string, holder: string): NatError =>
  new NatError('conflict', `${ip} has been bound to ${holder} meanwhile`, {
    remedy: 'attach another address',
  });
