import {
  cidrSchema,
  gatewayOptionsSchema,
  ipv4Schema,
  meterings,
  type Ports,
  placementSchema,
  protocols,
  sizeSchema,
  snatSourceSchema,
} from '@polynat/core';
import * as z from 'zod';
import type { GatewayDocument } from './document.ts';

const text = z.string();
const metering = z.enum(meterings);
const count = z.number().int().positive();
const port = z.number().int().min(1, 'must be 1 to 65535').max(65535, 'must be 1 to 65535');

const providerSettings = z.record(text, z.record(text, z.json())).exactOptional();

const status = z.enum(['good', 'arrears-locked', 'security-locked', 'expired']);

const billingSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('on-demand'), meteredBy: z.enum(['spec', 'usage', 'time']), status }),
  z.strictObject({
    mode: z.literal('prepaid'),
    expires: text.exactOptional(),
    autoRenew: z.boolean().exactOptional(),
    status,
  }),
]);

const portsSchema: z.core.$ZodType<Ports> = z.union([
  z
    .strictObject({ from: port, to: port })
    .refine(({ from, to }) => from <= to, 'must not end before it starts'),
  z.literal('any'),
]);

const endpointSchema = z.strictObject({ address: ipv4Schema, ports: portsSchema });

const gatewaySchema = z.strictObject({
  name: text.min(1),
  description: text.exactOptional(),
  origin: z.strictObject({ ref: text, cloud: text, read: text }).exactOptional(),
  network: placementSchema.unwrap().extend({
    cidrs: z.array(cidrSchema).exactOptional(),
    subnets: z.record(text, cidrSchema).exactOptional(),
  }),
  size: sizeSchema,
  connections: count.exactOptional(),
  outboundMbps: count.exactOptional(),
  options: gatewayOptionsSchema.exactOptional(),
  generation: text.exactOptional(),
  billing: billingSchema,
  protected: z.boolean().exactOptional(),
  sourcesWithoutRule: z.literal('forwarded').exactOptional(),
  tags: z.record(text, text),
  providerSettings,
});

const addressSchema = z.strictObject({
  ip: ipv4Schema,
  bandwidthMbps: count.exactOptional(),
  meteredBy: metering.exactOptional(),
  sharedBandwidth: text.exactOptional(),
  providerSettings,
});

const snatSchema = z.strictObject({
  name: text.exactOptional(),
  source: snatSourceSchema,
  through: z.array(ipv4Schema).min(1),
  affinity: z.boolean().exactOptional(),
  providerSettings,
});

const dnatSchema = z
  .strictObject({
    name: text.exactOptional(),
    protocol: z.enum(protocols),
    public: endpointSchema,
    private: endpointSchema,
    providerSettings,
  })
  .superRefine(({ protocol, public: outside, private: inside }, context) => {
    const message =
      protocol === 'any' ? 'must be any when the protocol is any' : 'must be given for tcp and udp';
    for (const [side, { ports }] of Object.entries({ public: outside, private: inside })) {
      const fits = (ports === 'any') === (protocol === 'any');
      if (!fits) context.addIssue({ code: 'custom', path: [side, 'ports'], message });
    }
  });

const bandwidthSchema = z.strictObject({
  name: text,
  bandwidthMbps: count,
  meteredBy: metering.exactOptional(),
  addresses: z.array(ipv4Schema),
});

export const gatewayDocumentSchema = z
  .strictObject({
    polynat: z.literal(1, 'must be 1, the version of this format'),
    gateway: gatewaySchema,
    addresses: z.array(addressSchema),
    snat: z.array(snatSchema),
    dnat: z.array(dnatSchema),
    bandwidth: z.array(bandwidthSchema),
  })
  .superRefine((document, context) => {
    for (const { path, message } of misfits(document)) context.addIssue({ code: 'custom', path, message });
  });

interface Misfit {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What only shows when the parts are seen together: addresses named twice, and rules on addresses that are not there. */
function misfits({ addresses, snat, dnat }: Omit<GatewayDocument, 'polynat'>): readonly Misfit[] {
  const known = new Set(addresses.map(({ ip }) => ip));
  const stray = (ip: string, path: (string | number)[]): Misfit[] =>
    known.has(ip) ? [] : [{ path, message: `${ip} is not among the addresses` }];
  return [
    ...repeated(addresses.map(({ ip }) => ip)).map(({ index, item }) => ({
      path: ['addresses', index, 'ip'],
      message: `${item} is there already`,
    })),
    ...snat.flatMap(({ through }, index) =>
      through.flatMap((ip, place) => stray(ip, ['snat', index, 'through', place])),
    ),
    ...dnat.flatMap((rule, index) => stray(rule.public.address, ['dnat', index, 'public', 'address'])),
  ];
}

const repeated = (items: readonly string[]): readonly { readonly index: number; readonly item: string }[] =>
  items.flatMap((item, index) => (items.indexOf(item) < index ? [{ index, item }] : []));
