import {
  type Billing,
  cidrSchema,
  type Endpoint,
  ipv4Schema,
  type Placement,
  type Ports,
  type Protocol,
  placementSchema,
  protocols,
  type Size,
  type SnatSource,
  tiers,
} from '@polynat/core';
import * as z from 'zod';

/**
 * A gateway as one frozen document that a person can read, keep in git and edit: what it does, not how a cloud stores it. Ids of
 * the source are kept only where meaning hangs on them.
 */
export interface GatewayDocument {
  readonly polynat: 1;
  readonly gateway: DocumentedGateway;
  readonly addresses: readonly DocumentedAddress[];
  readonly snat: readonly DocumentedSnat[];
  readonly dnat: readonly DocumentedDnat[];
  readonly bandwidth: readonly DocumentedBandwidth[];
}

export interface DocumentedGateway {
  readonly name: string;
  readonly description?: string;
  /** Where it was read, for people; not part of its meaning. */
  readonly origin?: { readonly ref: string; readonly cloud: string; readonly read: string };
  readonly network: DocumentedNetwork;
  readonly size: Size;
  /** Connections the size is known to carry, so that a size can be found for it elsewhere. */
  readonly connections?: number;
  readonly generation?: string;
  readonly billing: Billing;
  readonly protected?: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface DocumentedNetwork extends Placement {
  /** Blocks of the whole network, where the cloud tells. */
  readonly cidrs?: readonly string[];
  /** Blocks of its subnets by id, where the cloud tells: what makes a subnet rule mean the same elsewhere. */
  readonly subnets?: Readonly<Record<string, string>>;
}

export interface DocumentedAddress {
  readonly ip: string;
  readonly bandwidthMbps?: number;
  readonly sharedBandwidth?: string;
}

export interface DocumentedSnat {
  readonly name?: string;
  readonly source: SnatSource;
  readonly through: readonly string[];
}

export interface DocumentedDnat {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly public: Endpoint;
  readonly private: Endpoint;
}

export interface DocumentedBandwidth {
  readonly name: string;
  readonly bandwidthMbps: number;
  readonly addresses: readonly string[];
}

const text = z.string();
const count = z.number().int().positive();
const port = z.number().int().min(1, 'must be 1 to 65535').max(65535, 'must be 1 to 65535');

const sizeSchema = z.union([
  z.strictObject({ tier: z.enum(tiers) }),
  z.strictObject({ connections: count }),
  z.strictObject({ units: count }),
  z.strictObject({ metered: z.literal(true) }),
]);

const standing = z.enum(['good', 'arrears-locked', 'security-locked', 'expired']);

const billingSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('on-demand'), meteredBy: z.enum(['spec', 'usage', 'time']), standing }),
  z.strictObject({
    mode: z.literal('prepaid'),
    expires: text.exactOptional(),
    autoRenew: z.boolean().exactOptional(),
    standing,
  }),
]);

const sourceSchema = z.union([
  z.strictObject({ cidr: cidrSchema }),
  z.strictObject({ subnet: text.min(1), cidr: cidrSchema.exactOptional() }),
  z.strictObject({ hosts: z.array(ipv4Schema).min(1), subnet: text.min(1).exactOptional() }),
  z.strictObject({ network: z.literal('whole') }),
]);

const portsSchema: z.ZodType<Ports> = z.union([
  z
    .strictObject({ from: port, to: port })
    .refine(({ from, to }) => from <= to, 'must not end before it starts'),
  z.literal('any'),
]);

const endpointSchema = z.strictObject({ address: ipv4Schema, ports: portsSchema });

export const gatewayDocumentSchema = z
  .strictObject({
    polynat: z.literal(1, 'must be 1, the version of this format'),
    gateway: z.strictObject({
      name: text.min(1),
      description: text.exactOptional(),
      origin: z.strictObject({ ref: text, cloud: text, read: text }).exactOptional(),
      network: placementSchema.extend({
        cidrs: z.array(cidrSchema).exactOptional(),
        subnets: z.record(text, cidrSchema).exactOptional(),
      }),
      size: sizeSchema,
      connections: count.exactOptional(),
      generation: text.exactOptional(),
      billing: billingSchema,
      protected: z.boolean().exactOptional(),
      tags: z.record(text, text),
    }),
    addresses: z.array(
      z.strictObject({
        ip: ipv4Schema,
        bandwidthMbps: count.exactOptional(),
        sharedBandwidth: text.exactOptional(),
      }),
    ),
    snat: z.array(
      z.strictObject({
        name: text.exactOptional(),
        source: sourceSchema,
        through: z.array(ipv4Schema).min(1),
      }),
    ),
    dnat: z.array(
      z.strictObject({
        name: text.exactOptional(),
        protocol: z.enum(protocols),
        public: endpointSchema,
        private: endpointSchema,
      }),
    ),
    bandwidth: z.array(z.strictObject({ name: text, bandwidthMbps: count, addresses: z.array(ipv4Schema) })),
  })
  .superRefine((document, context) => {
    const known = new Set(document.addresses.map(({ ip }) => ip));
    const stray = (ip: string, path: (string | number)[]) => {
      if (!known.has(ip))
        context.addIssue({ code: 'custom', path, message: `${ip} is not among the addresses` });
    };
    for (const [index, rule] of document.snat.entries()) {
      for (const [place, ip] of rule.through.entries()) stray(ip, ['snat', index, 'through', place]);
    }
    for (const [index, rule] of document.dnat.entries())
      stray(rule.public.address, ['dnat', index, 'public', 'address']);
  });
