import {
  type Billing,
  type BillingStatus,
  type DnatRule,
  type ErrorCode,
  errorCodes,
  type GatewayRecord,
  gatewayStates,
  type ItemState,
  meterings,
  type NatError,
  type PublicAddress,
  protocols,
  type SnatRule,
  type SnatSource,
  sizeSchema,
} from '@polynat/core';
import * as z from 'zod';

/** What a snapshot keeps of a gateway, a rule or an address: everything but the provider's own record. */
export type StoredGateway = Omit<GatewayRecord, 'key' | 'addresses' | 'native'>;
export type StoredAddress = Omit<PublicAddress, 'native'>;
export type StoredSnat = Omit<SnatRule, 'native'>;
export type StoredDnat = Omit<DnatRule, 'native'>;

export interface StoredFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy?: string;
}

/** A kind of rules that could not be read. */
export type PartFailure = StoredFailure & { readonly part: RulePart };
export type RulePart = 'snat' | 'dnat';

/**
 * Where the rules of a gateway are from. `listing`: the list of gateways tells them. `read`: one request or more of their own.
 * `carried`: an earlier snapshot, since the user allowed rules of that age, and nothing that the list tells has changed.
 */
export type RulesFrom = 'listing' | 'read' | 'carried';

/** One gateway of a snapshot. A kind of rules that could not be read is absent, and among the failures. */
export interface GatewayEntry {
  readonly type: 'gateway';
  readonly ref: string;
  /** When its rules were read, as an ISO instant. */
  readonly read: string;
  readonly rules: RulesFrom;
  /** Digest of what the list told, the provider's own record included. */
  readonly listed: string;
  readonly gateway: StoredGateway;
  readonly addresses: readonly StoredAddress[];
  readonly snat?: readonly StoredSnat[];
  readonly dnat?: readonly StoredDnat[];
  readonly failures?: readonly PartFailure[];
}

const text = z.string();
const maybe = text.exactOptional();
const providerSettings = z.record(text, z.json()).exactOptional();
const itemStates: readonly ItemState[] = ['pending', 'available', 'deleting', 'failed', 'unknown'];
const state = { state: z.enum(itemStates), providerState: text };
const statuses: readonly BillingStatus[] = ['good', 'arrears-locked', 'security-locked', 'expired'];
const status = z.enum(statuses);

export const failureSchema = z.object({ code: z.enum(errorCodes), message: text, remedy: maybe });

/** Members that a later release adds are kept, and compared. */
const billingSchema: z.core.$ZodType<Billing> = z.union([
  z.looseObject({ mode: z.literal('on-demand'), meteredBy: z.enum(['spec', 'usage', 'time']), status }),
  z.looseObject({
    mode: z.literal('prepaid'),
    expires: maybe,
    autoRenew: z.boolean().exactOptional(),
    status,
  }),
]);

const gatewaySchema: z.core.$ZodType<StoredGateway> = z.looseObject({
  name: text,
  description: maybe,
  state: z.enum(gatewayStates),
  providerState: text,
  placement: z.looseObject({ vpc: text, subnet: maybe, zone: maybe }),
  reach: z.enum(['internet', 'intranet']).exactOptional(),
  size: sizeSchema,
  outboundMbps: z.number().exactOptional(),
  options: z
    .looseObject({
      icmpReply: z.boolean().exactOptional(),
      affinity: z.boolean().exactOptional(),
      bindMode: z.enum(['multi', 'nat']).exactOptional(),
    })
    .exactOptional(),
  generation: maybe,
  billing: billingSchema,
  protected: z.boolean().exactOptional(),
  tags: z.record(text, text),
  created: maybe,
  providerSettings,
});

export const addressSchema: z.core.$ZodType<StoredAddress> = z.looseObject({
  ip: text,
  id: maybe,
  use: z.enum(['idle', 'snat', 'dnat', 'both']),
  gateway: maybe,
  bandwidthMbps: z.number().exactOptional(),
  meteredBy: z.enum(meterings).exactOptional(),
  sharedBandwidth: maybe,
  providerSettings,
  ...state,
});

/** Servers that a cloud does not name are an empty list, which no spec may have. */
const sourceSchema: z.core.$ZodType<SnatSource> = z.union([
  z.strictObject({ cidr: text }),
  z.strictObject({ subnet: text, cidr: maybe }),
  z.strictObject({ hosts: z.array(text), subnet: maybe, interface: maybe }),
  z.strictObject({ network: z.literal('whole') }),
]);

const snatSchema: z.core.$ZodType<StoredSnat> = z.looseObject({
  id: text,
  name: maybe,
  source: sourceSchema,
  through: z.array(text),
  affinity: z.boolean().exactOptional(),
  providerSettings,
  ...state,
});

const endpointSchema = z.looseObject({
  address: text,
  ports: z.union([z.literal('any'), z.strictObject({ from: z.int(), to: z.int() })]),
});

const dnatSchema: z.core.$ZodType<StoredDnat> = z.looseObject({
  id: text,
  name: maybe,
  protocol: z.enum(protocols),
  public: endpointSchema,
  private: endpointSchema,
  providerSettings,
  ...state,
});

export const gatewayEntrySchema: z.core.$ZodType<GatewayEntry> = z.object({
  type: z.literal('gateway'),
  ref: text,
  read: z.iso.datetime(),
  rules: z.enum(['listing', 'read', 'carried']),
  listed: text,
  gateway: gatewaySchema,
  addresses: z.array(addressSchema),
  snat: z.array(snatSchema).exactOptional(),
  dnat: z.array(dnatSchema).exactOptional(),
  failures: z.array(failureSchema.extend({ part: z.enum(['snat', 'dnat']) })).exactOptional(),
});

export const storedFailure = ({ code, message, remedy }: NatError): StoredFailure => ({
  code,
  message,
  ...(remedy !== undefined && { remedy }),
});

/** Without the provider's own record. */
export function stored<T extends { readonly native: unknown }>(item: T): Omit<T, 'native'> {
  const { native: _, ...kept } = item;
  return kept;
}
