import * as z from 'zod';
import { type NewAddress, newAddressSchema } from './address.ts';
import { ipv4Schema } from './cidr.ts';
import type { ProviderSettings } from './json.ts';
import type { ItemState } from './state.ts';

export const protocols = ['tcp', 'udp', 'any'] as const;
export type Protocol = (typeof protocols)[number];

/** An inclusive range; a single port is a range of one. `any` is every port, and goes with protocol `any`. */
export type Ports = { readonly from: number; readonly to: number } | 'any';

export interface Endpoint {
  readonly address: string;
  readonly ports: Ports;
}

export interface DnatRule {
  readonly id: string;
  readonly name?: string;
  readonly protocol: Protocol;
  readonly public: Endpoint;
  readonly private: Endpoint;
  /** What no field above can say, under the provider's names; as far as it differs from what the cloud sets by itself. */
  readonly providerSettings?: ProviderSettings;
  readonly state: ItemState;
  readonly providerState: string;
  readonly native: unknown;
}

/** As a caller writes it: a port may be a number, a range, or `any`. */
export type PortsInput = number | Ports;

export interface EndpointInput {
  readonly address: string;
  readonly ports?: PortsInput;
}

export interface DnatSpecInput {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly public: EndpointInput;
  readonly private: EndpointInput;
  /** Let a public port that SNAT is using be taken away from it, on clouds that offer this. */
  readonly portBreak?: boolean;
}

/** A rule that may still need its public address. */
export interface DnatRequest extends Omit<DnatSpecInput, 'public'> {
  /** `new` orders an address, which costs from then on. */
  readonly public: Omit<EndpointInput, 'address'> & { readonly address: string | NewAddress };
}

/** The same after validation: every port a range or `any`. This is what drivers receive. */
export interface DnatSpec {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly public: Endpoint;
  readonly private: Endpoint;
  readonly portBreak?: boolean;
}

const port = z.lazy(() =>
  z.number().int('must be a whole number').min(1, 'must be 1 to 65535').max(65535, 'must be 1 to 65535'),
);

const portsSchema = z.lazy(() =>
  z
    .union([port, z.strictObject({ from: port, to: port }), z.literal('any')])
    .transform((ports): Ports => (typeof ports === 'number' ? { from: ports, to: ports } : ports))
    .refine((ports) => ports === 'any' || ports.from <= ports.to, 'must not end before it starts'),
);

const endpointAt = <Address extends z.core.$ZodType>(address: Address) =>
  z.strictObject({ address, ports: portsSchema.default('any') });

const ruleAt = <Address extends z.core.$ZodType>(publicAddress: Address) =>
  z.strictObject({
    name: z.string().min(1).exactOptional(),
    protocol: z.enum(protocols, 'must be tcp, udp or any'),
    public: endpointAt(publicAddress),
    private: endpointAt(ipv4Schema),
    portBreak: z.boolean().exactOptional(),
  });

interface RuleParts {
  readonly protocol: Protocol;
  readonly public: { readonly address: unknown; readonly ports: Ports };
  readonly private: Endpoint;
}

function checkParts(
  { protocol, public: outside, private: inside }: RuleParts,
  context: z.RefinementCtx,
): void {
  const say = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  const everyPort = outside.ports === 'any' && inside.ports === 'any';
  if (protocol === 'any' && !everyPort) say(['public', 'ports'], 'must be left out when protocol is any');
  if (protocol !== 'any' && outside.ports === 'any')
    say(['public', 'ports'], 'must be given for tcp and udp');
  if (protocol !== 'any' && inside.ports === 'any')
    say(['private', 'ports'], 'must be given for tcp and udp');
  if (outside.address === inside.address) say(['private', 'address'], 'must differ from the public address');
}

export const dnatSpecSchema = z.lazy(() => ruleAt(ipv4Schema).superRefine(checkParts));

/** A rule whose public address may have to be ordered. */
export const dnatRequestSchema = z.lazy(() =>
  ruleAt(z.union([ipv4Schema, newAddressSchema])).superRefine(checkParts),
);

export const portCount = (ports: Ports): number => (ports === 'any' ? 65535 : ports.to - ports.from + 1);

export function describePorts(ports: Ports): string {
  if (ports === 'any') return 'any';
  return ports.from === ports.to ? `${ports.from}` : `${ports.from}-${ports.to}`;
}

/** What makes a rule itself: two rules with the same key cannot stand side by side. The protocol is part of it. */
export const dnatKey = ({ protocol, public: outside }: Pick<DnatRule, 'protocol' | 'public'>): string =>
  `${protocol} ${outside.address} ${describePorts(outside.ports)}`;

/** `tcp 47.92.0.3:443 → 10.1.0.10:8443` */
export const describeDnat = ({
  protocol,
  public: outside,
  private: inside,
}: Pick<DnatRule, 'protocol' | 'public' | 'private'>): string =>
  `${protocol} ${outside.address}:${describePorts(outside.ports)} → ${inside.address}:${describePorts(inside.ports)}`;
