import { type Effect, spends } from '@polynat/access';
import {
  addressSpecSchema,
  bandwidthSpecSchema,
  dnatRequestSchema,
  dnatSpecSchema,
  gatewaySpecSchema,
  gatewayUpdateSchema,
  type Mutation,
  mutations,
  sharedBandwidthSpecSchema,
  sizeRequestSchema,
  snatItemSchema,
  snatRequestSchema,
  snatSpecSchema,
  termSchema,
} from '@polynat/core';
import * as z from 'zod';
import { ordersAddress } from './orders-address.ts';

export type WriteMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One mutation as callers reach it. */
export interface WriteSpec {
  readonly method: WriteMethod;
  /** Below `/api/v1`. `{alias}` or `{ref}` is the target; every other parameter is a member of the mutation's input. */
  readonly path: string;
  readonly summary: string;
  /** What it does beside changing a setting or a rule. The role operator is enough without any; else it takes a buyer. */
  readonly effects: readonly Effect[];
  /** Whether an input has these effects; every one when left out. */
  readonly when?: (input: unknown) => boolean;
  /** The rest of the mutation's input, in the body, or in the query of a DELETE. */
  readonly input: z.core.$ZodType;
}

const nothing = z.strictObject({});
const text = z.string().min(1);
const whole = z.number().int().positive();
const label = { name: z.string().exactOptional(), description: z.string().exactOptional() };
const purpose = z.enum(['any', 'snat', 'dnat']).default('any');
const force = z.strictObject({ force: z.stringbool().default(false) });
const detach = z.union([z.literal(true), z.array(text).min(1)]);
const ids = z.strictObject({ ids: z.array(text).min(1) });
const addresses = z.strictObject({ addresses: z.array(text).min(1) });
const several = <T>(rule: z.core.$ZodType<T>) =>
  z.strictObject({ rules: z.array(rule).min(1), atomic: z.boolean().exactOptional() });

const severalOnDemand = <T>(rule: z.core.$ZodType<T>) =>
  z.strictObject({ rules: z.array(rule).min(1), attach: z.boolean().exactOptional() });

const gateway = '/gateways/{ref}';
const bandwidthPackage = `${gateway}/bandwidth/{id}`;
const sharedBandwidths = '/clouds/{alias}/bandwidth';
const sharedBandwidth = `${sharedBandwidths}/{id}`;

/** Every mutation there is. */
export const writes: Readonly<Record<Mutation, WriteSpec>> = {
  'gateways.create': {
    ...{ method: 'POST', path: '/clouds/{alias}/gateways', summary: 'Create a gateway' },
    effects: ['buys'],
    input: gatewaySpecSchema,
  },
  'gateways.createAll': {
    ...{ method: 'POST', path: '/clouds/{alias}/gateways/batch-create', summary: 'Create several gateways' },
    effects: ['buys'],
    input: z.strictObject({ gateways: z.array(gatewaySpecSchema).min(1) }),
  },
  'gateways.update': {
    ...{ method: 'PATCH', path: gateway, summary: 'Change several settings of a gateway at once' },
    effects: ['reprices'],
    when: (input) => typeof input === 'object' && input !== null && 'size' in input,
    input: gatewayUpdateSchema,
  },
  'gateways.change': {
    ...{ method: 'PATCH', path: `${gateway}/labels`, summary: 'Change name, description or outbound limit' },
    effects: [],
    input: z.strictObject({ ...label, outboundMbps: whole.exactOptional() }),
  },
  'gateways.resize': {
    ...{ method: 'POST', path: `${gateway}/resize`, summary: 'Resize a gateway' },
    effects: ['reprices'],
    input: z.strictObject({ size: sizeRequestSchema }),
  },
  'gateways.convert': {
    ...{ method: 'POST', path: `${gateway}/convert`, summary: 'Upgrade to the newer generation' },
    effects: ['reprices'],
    input: z.strictObject({ subnet: text.exactOptional() }),
  },
  'gateways.protect': {
    ...{ method: 'POST', path: `${gateway}/protect`, summary: 'Turn deletion protection on or off' },
    effects: [],
    input: z.strictObject({ on: z.boolean() }),
  },
  'gateways.tag': {
    ...{ method: 'POST', path: `${gateway}/tags`, summary: 'Add or change tags' },
    effects: [],
    input: z.strictObject({ tags: z.record(text, z.string()) }),
  },
  'gateways.delete': {
    ...{ method: 'DELETE', path: gateway, summary: 'Delete a gateway' },
    effects: ['deletes'],
    input: z.strictObject({
      cascade: z.stringbool().default(false),
      release: z
        .union([z.literal('true').transform(() => true), z.array(text), text.transform((one) => [one])])
        .exactOptional(),
    }),
  },
  'snat.add': {
    ...{ method: 'POST', path: `${gateway}/snat`, summary: 'Add an SNAT rule' },
    effects: [],
    input: z.strictObject({ rule: snatSpecSchema }),
  },
  'snat.addWithAddress': {
    ...{ method: 'POST', path: `${gateway}/snat/with-address` },
    summary: 'Add an SNAT rule, and attach or allocate the public IP it names',
    effects: ['buys'],
    when: ordersAddress,
    input: z.strictObject({ rule: snatRequestSchema }),
  },
  'snat.addAll': {
    ...{ method: 'POST', path: `${gateway}/snat/batch-add`, summary: 'Add several SNAT rules' },
    effects: [],
    input: several(snatSpecSchema),
  },
  'snat.addAllWithAddresses': {
    ...{ method: 'POST', path: `${gateway}/snat/batch-add-with-addresses` },
    summary: 'Add several SNAT rules, and attach or allocate the public IPs they name',
    effects: ['buys'],
    when: ordersAddress,
    input: severalOnDemand(snatItemSchema),
  },
  'snat.replace': {
    ...{
      method: 'PUT',
      path: `${gateway}/snat/{id}`,
      summary: 'Replace an SNAT rule, or one of its public IPs',
    },
    effects: [],
    input: z.union([
      z.strictObject({ rule: snatSpecSchema }),
      z.strictObject({ addAddress: text }),
      z.strictObject({ removeAddress: text }),
    ]),
  },
  'snat.remove': {
    ...{ method: 'DELETE', path: `${gateway}/snat/{id}`, summary: 'Remove an SNAT rule' },
    effects: [],
    input: nothing,
  },
  'snat.removeWithAddresses': {
    ...{ method: 'POST', path: `${gateway}/snat/{id}/remove-with-addresses` },
    summary: 'Remove an SNAT rule, and detach the public IPs that no other rule uses',
    effects: ['changes-addresses'],
    input: z.strictObject({ detach }),
  },
  'snat.removeAll': {
    ...{ method: 'POST', path: `${gateway}/snat/batch-remove`, summary: 'Remove several SNAT rules' },
    effects: [],
    input: ids,
  },
  'dnat.add': {
    ...{ method: 'POST', path: `${gateway}/dnat`, summary: 'Add a DNAT rule' },
    effects: [],
    input: z.strictObject({ rule: dnatSpecSchema }),
  },
  'dnat.addWithAddress': {
    ...{ method: 'POST', path: `${gateway}/dnat/with-address` },
    summary: 'Add a DNAT rule, and attach or allocate the public IP it names',
    effects: ['buys'],
    when: ordersAddress,
    input: z.strictObject({ rule: dnatRequestSchema }),
  },
  'dnat.addAll': {
    ...{ method: 'POST', path: `${gateway}/dnat/batch-add`, summary: 'Add several DNAT rules' },
    effects: [],
    input: several(dnatSpecSchema),
  },
  'dnat.addAllWithAddresses': {
    ...{ method: 'POST', path: `${gateway}/dnat/batch-add-with-addresses` },
    summary: 'Add several DNAT rules, and attach or allocate the public IPs they name',
    effects: ['buys'],
    when: ordersAddress,
    input: severalOnDemand(dnatRequestSchema),
  },
  'dnat.replace': {
    ...{ method: 'PUT', path: `${gateway}/dnat/{id}`, summary: 'Replace a DNAT rule' },
    effects: [],
    input: z.strictObject({ rule: dnatSpecSchema }),
  },
  'dnat.remove': {
    ...{ method: 'DELETE', path: `${gateway}/dnat/{id}`, summary: 'Remove a DNAT rule' },
    effects: [],
    input: nothing,
  },
  'dnat.removeWithAddresses': {
    ...{ method: 'POST', path: `${gateway}/dnat/{id}/remove-with-addresses` },
    summary: 'Remove a DNAT rule, and detach the public IPs that no other rule uses',
    effects: ['changes-addresses'],
    input: z.strictObject({ detach }),
  },
  'dnat.removeAll': {
    ...{ method: 'POST', path: `${gateway}/dnat/batch-remove`, summary: 'Remove several DNAT rules' },
    effects: [],
    input: ids,
  },
  'addresses.allocate': {
    ...{ method: 'POST', path: '/clouds/{alias}/addresses', summary: 'Allocate a public IP' },
    effects: ['buys'],
    input: addressSpecSchema,
  },
  'addresses.attach': {
    ...{ method: 'POST', path: `${gateway}/addresses`, summary: 'Attach a public IP' },
    effects: [],
    input: z.strictObject({ address: text, purpose }),
  },
  'addresses.detach': {
    ...{ method: 'DELETE', path: `${gateway}/addresses/{address}`, summary: 'Detach a public IP' },
    effects: ['changes-addresses'],
    input: nothing,
  },
  'addresses.swap': {
    ...{ method: 'POST', path: `${gateway}/addresses/{from}/swap`, summary: 'Replace a public IP' },
    effects: ['changes-addresses'],
    input: z.strictObject({ to: text, purpose }),
  },
  'addresses.release': {
    ...{ method: 'DELETE', path: '/clouds/{alias}/addresses/{address}', summary: 'Release a public IP' },
    effects: ['deletes'],
    input: nothing,
  },
  'billing.renew': {
    ...{ method: 'POST', path: `${gateway}/billing/renew`, summary: 'Renew a prepaid gateway' },
    effects: ['extends'],
    input: z.strictObject({ term: termSchema, expiring: z.iso.datetime({ offset: true }).exactOptional() }),
  },
  'bandwidth.create': {
    ...{ method: 'POST', path: `${gateway}/bandwidth`, summary: 'Create a bandwidth package' },
    effects: ['buys'],
    input: bandwidthSpecSchema,
  },
  'bandwidth.change': {
    ...{
      method: 'PATCH',
      path: bandwidthPackage,
      summary: 'Change name or description of a bandwidth package',
    },
    effects: [],
    input: z.strictObject(label),
  },
  'bandwidth.resize': {
    ...{ method: 'POST', path: `${bandwidthPackage}/resize`, summary: 'Resize a bandwidth package' },
    effects: ['reprices'],
    input: z.strictObject({ bandwidthMbps: whole }),
  },
  'bandwidth.addAddresses': {
    ...{
      method: 'POST',
      path: `${bandwidthPackage}/add-addresses`,
      summary: 'Add public IPs to a bandwidth package',
    },
    effects: ['buys'],
    input: z.strictObject({ count: whole }),
  },
  'bandwidth.removeAddresses': {
    ...{
      method: 'POST',
      path: `${bandwidthPackage}/remove-addresses`,
      summary: 'Remove public IPs from a bandwidth package',
    },
    effects: ['deletes'],
    input: addresses,
  },
  'bandwidth.convert': {
    ...{
      method: 'POST',
      path: `${bandwidthPackage}/convert`,
      summary: 'Turn the public IPs of a bandwidth package into ordinary ones',
    },
    effects: ['reprices'],
    input: nothing,
  },
  'bandwidth.delete': {
    ...{ method: 'DELETE', path: bandwidthPackage, summary: 'Delete a bandwidth package' },
    effects: ['deletes'],
    input: force,
  },
  'sharedBandwidth.create': {
    ...{ method: 'POST', path: sharedBandwidths, summary: 'Create shared bandwidth' },
    effects: ['buys'],
    input: sharedBandwidthSpecSchema,
  },
  'sharedBandwidth.change': {
    ...{ method: 'PATCH', path: sharedBandwidth, summary: 'Change name or description of shared bandwidth' },
    effects: [],
    input: z.strictObject(label),
  },
  'sharedBandwidth.resize': {
    ...{ method: 'POST', path: `${sharedBandwidth}/resize`, summary: 'Resize shared bandwidth' },
    effects: ['reprices'],
    input: z.strictObject({ bandwidthMbps: whole }),
  },
  'sharedBandwidth.join': {
    ...{ method: 'POST', path: `${sharedBandwidth}/join`, summary: 'Let public IPs join shared bandwidth' },
    effects: ['reprices'],
    input: addresses,
  },
  'sharedBandwidth.leave': {
    ...{ method: 'POST', path: `${sharedBandwidth}/leave`, summary: 'Let public IPs leave shared bandwidth' },
    effects: ['reprices'],
    input: addresses,
  },
  'sharedBandwidth.delete': {
    ...{ method: 'DELETE', path: sharedBandwidth, summary: 'Delete shared bandwidth' },
    effects: ['deletes'],
    input: z.strictObject({ cascade: z.stringbool().default(false) }),
  },
};

/** What a change with this input does beside changing a setting or a rule. */
export function effectsOf({
  mutation,
  input,
}: {
  readonly mutation: Mutation;
  readonly input: unknown;
}): readonly Effect[] {
  const { effects, when } = writes[mutation];
  return when === undefined || when(input) ? effects : [];
}

/** Whether a write of this name may cost money. */
export const isCostly = (name: string): boolean => {
  const mutation = mutations.find((one) => one === name);
  return mutation !== undefined && spends(writes[mutation].effects);
};
