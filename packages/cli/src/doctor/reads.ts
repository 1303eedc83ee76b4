import type { CallOptions, Cloud, Gateway } from '@polynat/core';

/** One thing the doctor reads. */
export interface Read {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Items of a list that are read: enough to see the form of an answer. */
const few = 5;

/** Reads of the account beside the list of gateways. None changes anything. */
export const readsOf = (cloud: Cloud, call: CallOptions): readonly Read[] => [
  { name: 'list VPCs', run: () => cloud.networks.list(call).take(few) },
  { name: 'list public IPs', run: () => cloud.addresses.list({}, call).take(few) },
];

/** Reads of one gateway. */
export function readsOfGateway(cloud: Cloud, { ref }: Gateway, call: CallOptions): readonly Read[] {
  const gateway = cloud.gateway(ref);
  return [
    { name: 'get a gateway', run: () => gateway.get(call) },
    { name: 'list SNAT rules', run: () => gateway.snat.list({}, call).take(few) },
    { name: 'list DNAT rules', run: () => gateway.dnat.list({}, call).take(few) },
    { name: 'read billing', run: () => gateway.billing(call) },
    { name: 'read readiness', run: () => gateway.readiness(call) },
  ];
}
