import type { Feature, Mutation } from '@polynat/core';

/** Which capability facts decide about a write, and about members of its input: a form shows their reason where a cloud cannot. */
export interface WriteFacts {
  /** The write as a whole. */
  readonly needs?: Feature;
  /** By the path of a member; the branches of a union are told by the member that only they have. */
  readonly fields?: Readonly<Record<string, Feature>>;
}

/** Switches and limit of a gateway, below a path. */
const options = (path: string) =>
  ({
    [`${path}options.icmpReply`]: 'gateways.icmp-reply',
    [`${path}options.affinity`]: 'gateways.affinity',
    [`${path}options.bindMode`]: 'gateways.bind-mode',
    [`${path}outboundMbps`]: 'gateways.outbound-limit',
  }) as const;

/** Members of an order of a gateway, below a path. */
const order = (path: string) =>
  ({
    ...options(path),
    [`${path}description`]: 'gateways.description',
    [`${path}tags`]: 'gateways.create.tags',
    [`${path}protected`]: 'gateways.protect',
    [`${path}billing.prepaid`]: 'billing.prepaid',
    [`${path}billing.on-demand`]: 'billing.on-demand',
    [`${path}billing.autoPay`]: 'billing.auto-pay',
  }) as const;

const label = { name: 'gateways.rename', description: 'gateways.description' } as const;

const snatRule = (rule: string) =>
  ({
    [`${rule}.name`]: 'snat.names',
    [`${rule}.source.cidr`]: 'snat.source.cidr',
    [`${rule}.source.subnet`]: 'snat.source.subnet',
    [`${rule}.source.hosts`]: 'snat.source.hosts',
    [`${rule}.source.network`]: 'snat.source.network',
    [`${rule}.through`]: 'snat.through',
    [`${rule}.affinity`]: 'snat.affinity',
  }) as const;

const dnatRule = (rule: string) =>
  ({
    [`${rule}.name`]: 'dnat.names',
    [`${rule}.public.ports.from`]: 'dnat.ranges',
    [`${rule}.private.ports.from`]: 'dnat.ranges',
    [`${rule}.portBreak`]: 'dnat.port-break',
  }) as const;

const purpose = { purpose: 'addresses.pools' } as const;
const packages = { needs: 'bandwidth.packages' } as const;
const shared = { needs: 'bandwidth.shared' } as const;
const snat = { needs: 'snat.rules' } as const;
const dnat = { needs: 'dnat.rules' } as const;

export const writeFacts: Readonly<Record<Mutation, WriteFacts>> = {
  'gateways.create': { needs: 'gateways.create', fields: order('') },
  'gateways.createAll': { needs: 'gateways.create', fields: order('gateways.') },
  'gateways.update': {
    fields: {
      ...label,
      ...options(''),
      tags: 'gateways.tags',
      protected: 'gateways.protect',
      size: 'gateways.resize',
    },
  },
  'gateways.change': { fields: { ...label, outboundMbps: 'gateways.outbound-limit' } },
  'gateways.resize': { needs: 'gateways.resize' },
  'gateways.convert': { needs: 'gateways.convert' },
  'gateways.protect': { needs: 'gateways.protect' },
  'gateways.tag': { needs: 'gateways.tags' },
  'gateways.delete': { needs: 'gateways.delete', fields: { release: 'addresses.release' } },
  'snat.add': { ...snat, fields: snatRule('rule') },
  'snat.addWithAddress': {
    ...snat,
    fields: { ...snatRule('rule'), 'rule.through.new': 'addresses.allocate' },
  },
  'snat.addAll': { ...snat, fields: { ...snatRule('rules'), atomic: 'snat.addAll.atomic' } },
  'snat.addAllWithAddresses': {
    ...snat,
    fields: { ...snatRule('rules'), 'rules.through.new': 'addresses.allocate' },
  },
  'snat.replace': {
    needs: 'snat.replace',
    fields: { ...snatRule('rule'), addAddress: 'snat.through', removeAddress: 'snat.through' },
  },
  'snat.remove': snat,
  'snat.removeWithAddresses': snat,
  'snat.removeAll': snat,
  'dnat.add': { ...dnat, fields: dnatRule('rule') },
  'dnat.addWithAddress': {
    ...dnat,
    fields: { ...dnatRule('rule'), 'rule.public.address.new': 'addresses.allocate' },
  },
  'dnat.addAll': { ...dnat, fields: { ...dnatRule('rules'), atomic: 'dnat.addAll.atomic' } },
  'dnat.addAllWithAddresses': {
    ...dnat,
    fields: { ...dnatRule('rules'), 'rules.public.address.new': 'addresses.allocate' },
  },
  'dnat.replace': { needs: 'dnat.replace', fields: dnatRule('rule') },
  'dnat.remove': dnat,
  'dnat.removeWithAddresses': dnat,
  'dnat.removeAll': dnat,
  'addresses.allocate': { needs: 'addresses.allocate' },
  'addresses.attach': { needs: 'addresses.attach', fields: purpose },
  'addresses.detach': { needs: 'addresses.attach' },
  'addresses.swap': { needs: 'addresses.attach', fields: purpose },
  'addresses.release': { needs: 'addresses.release' },
  'billing.renew': { needs: 'billing.renew' },
  'bandwidth.create': packages,
  'bandwidth.change': packages,
  'bandwidth.resize': packages,
  'bandwidth.addAddresses': packages,
  'bandwidth.removeAddresses': packages,
  'bandwidth.convert': { needs: 'bandwidth.convert' },
  'bandwidth.delete': packages,
  'sharedBandwidth.create': shared,
  'sharedBandwidth.change': shared,
  'sharedBandwidth.resize': shared,
  'sharedBandwidth.join': shared,
  'sharedBandwidth.leave': shared,
  'sharedBandwidth.delete': shared,
};
