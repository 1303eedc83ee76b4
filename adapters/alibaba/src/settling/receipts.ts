import { NatError, type Receipt, tiers } from '@polynat/core';
import * as z from 'zod';

const id = z.string().min(1);

/** What a gateway, entry or package shall show before a change of it counts as settled; only what is given is compared. */
const gatewayLooks = z.strictObject({
  name: z.string().optional(),
  description: z.string().optional(),
  tier: z.enum(tiers).optional(),
  protected: z.boolean().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
export type GatewayLooks = z.output<typeof gatewayLooks>;

const snatLooks = z.strictObject({ name: z.string().optional(), through: z.array(z.string()).optional() });
export type SnatLooks = z.output<typeof snatLooks>;

/** As the encoded entry spells it. */
const dnatLooks = z.strictObject({
  IpProtocol: z.string(),
  ExternalIp: z.string(),
  ExternalPort: z.string(),
  InternalIp: z.string(),
  InternalPort: z.string(),
  ForwardEntryName: z.string().optional(),
});
export type DnatLooks = z.output<typeof dnatLooks>;

const packageLooks = z.strictObject({
  name: z.string().optional(),
  description: z.string().optional(),
  bandwidthMbps: z.number().optional(),
  addresses: z.number().optional(),
  without: z.array(z.string()).optional(),
});
export type PackageLooks = z.output<typeof packageLooks>;

/** It was created just now, and a list may show it late; what was only changed and is not listed has been removed. */
const fresh = z.boolean().optional();

/** What each kind of receipt remembers: all that is needed to watch the work, even from another process. */
export const subjects = {
  /** Nothing was left to do. */
  gone: z.strictObject({}),
  /** The protection asked for with a new gateway can only be turned on once it stands. */
  'gateway-created': z.strictObject({ gateway: id, protect: z.boolean() }),
  'gateway-settled': z.strictObject({ gateway: id, looks: gatewayLooks }),
  'gateway-converted': z.strictObject({ gateway: id }),
  'gateway-deleted': z.strictObject({ gateway: id }),
  'snat-settled': z.strictObject({ table: id, entry: id, looks: snatLooks, fresh }),
  /** A source cannot be changed, so a rule with the new one takes the place of the former. */
  'snat-moved': z.strictObject({ table: id, entry: id, former: id, looks: snatLooks }),
  'snat-removed': z.strictObject({ table: id, entry: id }),
  'dnat-settled': z.strictObject({ table: id, entry: id, looks: dnatLooks, fresh }),
  'dnat-removed': z.strictObject({ table: id, entry: id }),
  'address-allocated': z.strictObject({ allocation: id }),
  'address-attached': z.strictObject({ allocation: id, gateway: id }),
  'address-detached': z.strictObject({ allocation: id, gateway: id }),
  'address-released': z.strictObject({ allocation: id }),
  'package-settled': z.strictObject({ package: id, looks: packageLooks, fresh }),
  'package-removed': z.strictObject({ package: id }),
};

export type Kind = keyof typeof subjects;
export type Subject<K extends Kind> = z.output<(typeof subjects)[K]>;

export function receipt<K extends Kind, T>(
  kind: K,
  subject: z.input<(typeof subjects)[K]>,
  answered: { readonly RequestId?: string } = {},
): Receipt<T> {
  return {
    kind,
    subject: z.json().parse(subject),
    ...(answered.RequestId && { requestId: answered.RequestId }),
  };
}

/** Nothing can go on without the id the service gave: the write has happened, and only a look tells what came of it. */
export function given(id: string | undefined, field: string, operation: string): string {
  if (id) return id;
  throw new NatError('protocol', `the answer has no ${field}`, {
    outcome: 'unknown',
    remedy: 'look whether it happened before you repeat the call',
    provider: { cloud: 'alibaba', operation },
  });
}
