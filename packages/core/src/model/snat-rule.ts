import * as z from 'zod';
import { type NewAddress, newAddressSchema } from './address.ts';
import { cidrSchema, ipv4Schema } from './cidr.ts';
import type { ProviderSettings } from './json.ts';
import type { ItemState } from './state.ts';

/** Which inside addresses leave through the gateway. Capabilities tell which of the four a cloud takes. */
export type SnatSource =
  | { readonly cidr: string }
  | { readonly subnet: string; readonly cidr?: string }
  | {
      readonly hosts: readonly string[];
      readonly subnet?: string;
      /** Id of the network interface, or of the server, that has the one host. */
      readonly interface?: string;
    }
  | { readonly network: 'whole' };

export interface SnatRule {
  readonly id: string;
  readonly name?: string;
  readonly source: SnatSource;
  /** The public addresses traffic leaves from. */
  readonly through: readonly string[];
  /** Whether each private host keeps one of them for all its connections; absent where the cloud does not choose per rule. */
  readonly affinity?: boolean;
  /** What no field above can say, under the provider's names; as far as it differs from what the cloud sets by itself. */
  readonly providerSettings?: ProviderSettings;
  readonly state: ItemState;
  readonly providerState: string;
  readonly native: unknown;
}

export interface SnatSpec {
  readonly name?: string;
  readonly source: SnatSource;
  /** Left out: every address the gateway has when the rule is added. */
  readonly through?: readonly string[];
  /** Keep one public address for all connections of a private host. Left out: as the cloud sets it, or as the rule has it. */
  readonly affinity?: boolean;
}

/** A rule that may still need its public address. */
export interface SnatRequest extends Omit<SnatSpec, 'through'> {
  /** `new` orders an address, which costs from then on. */
  readonly through?: readonly string[] | NewAddress;
}

export const snatSourceSchema = z.lazy(() =>
  z.union([
    z.strictObject({ cidr: cidrSchema }),
    z.strictObject({ subnet: z.string().min(1, 'must name a subnet'), cidr: cidrSchema.exactOptional() }),
    z.strictObject({
      hosts: z.array(ipv4Schema).min(1, 'must name at least one host'),
      subnet: z.string().min(1).exactOptional(),
      interface: z.string().min(1, 'must name a network interface or a server').exactOptional(),
    }),
    z.strictObject({ network: z.literal('whole') }),
  ]),
);

const publicAddresses = z.lazy(() => z.array(ipv4Schema).min(1, 'must name at least one public address'));

const ruleThrough = <Through extends z.core.$ZodType>(through: Through) =>
  z.strictObject({
    name: z.string().min(1).exactOptional(),
    source: snatSourceSchema,
    through,
    affinity: z.boolean().exactOptional(),
  });

export const snatSpecSchema = z.lazy(() => ruleThrough(publicAddresses.exactOptional()));

/** A rule of a batch, which may need an address, name some or leave them to the gateway. */
export const snatItemSchema = z.lazy(() =>
  ruleThrough(z.union([publicAddresses, newAddressSchema]).exactOptional()),
);

/** A rule that says which addresses it needs. */
export const snatRequestSchema = z.lazy(() => ruleThrough(z.union([publicAddresses, newAddressSchema])));

export const snatSourceKinds = ['cidr', 'subnet', 'hosts', 'network'] as const;
export type SnatSourceKind = (typeof snatSourceKinds)[number];

export function kindOfSource(source: SnatSource): SnatSourceKind {
  if ('hosts' in source) return 'hosts';
  if ('subnet' in source) return 'subnet';
  return 'network' in source ? 'network' : 'cidr';
}

export function describeSource(source: SnatSource): string {
  if ('hosts' in source) return source.hosts.join(', ');
  if ('subnet' in source) return source.cidr ? `${source.subnet} (${source.cidr})` : source.subnet;
  return 'network' in source ? 'whole network' : source.cidr;
}

/** `10.1.0.0/20 → 47.92.0.1` */
export const describeSnat = ({ source, through }: Pick<SnatSpec, 'source' | 'through'>): string =>
  `${describeSource(source)} → ${through?.join(', ') ?? 'every public IP'}`;
