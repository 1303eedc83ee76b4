import * as z from 'zod';
import type { GatewayRef } from '../ref.ts';
import type { PublicAddress } from './address.ts';
import { type Billing, type BillingChoice, billingChoiceSchema } from './billing.ts';
import { ipv4Schema } from './cidr.ts';
import type { GatewayKey } from './gateway-key.ts';
import { type GatewayOptions, gatewayOptionsSchema } from './gateway-options.ts';
import type { ProviderSettings } from './json.ts';
import { type Placement, placementSchema } from './network.ts';
import { type Size, type SizeRequest, sizeRequestSchema } from './size.ts';
import type { GatewayState } from './state.ts';

/** A gateway as a driver reports it. */
export interface GatewayRecord {
  readonly key: GatewayKey;
  readonly name: string;
  readonly description?: string;
  readonly state: GatewayState;
  /** The provider's own word for the state. */
  readonly providerState: string;
  readonly placement: Placement;
  /**
   * Where its rules lead. An `intranet` gateway translates to private addresses of its own, for other networks of its owner: it has no
   * public address, and portable calls read it but do not change its rules. Absent where a cloud has no such gateways.
   */
  readonly reach?: 'internet' | 'intranet';
  readonly size: Size;
  /** Mbit/s that all its public addresses together send at most, where the cloud limits a gateway as a whole. */
  readonly outboundMbps?: number;
  readonly options?: GatewayOptions;
  /** The generation or kind the cloud gives it, such as `normal` or `enhanced`. */
  readonly generation?: string;
  readonly addresses: readonly PublicAddress[];
  readonly billing: Billing;
  /** Whether it is protected from deletion; absent where the cloud does not tell. */
  readonly protected?: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** ISO instant. */
  readonly created?: string;
  /** What no field above can say, under the provider's names; as far as it differs from what the cloud sets by itself. */
  readonly providerSettings?: ProviderSettings;
  /** The provider's own record, untouched. */
  readonly native: unknown;
}

/** A gateway at one moment: frozen data to log, compare and store. To act on it, take `nat.gateway(gateway.ref)`. */
export interface Gateway extends Omit<GatewayRecord, 'key'> {
  readonly ref: GatewayRef;
}

export interface GatewaySpec {
  readonly name?: string;
  readonly description?: string;
  readonly network: Placement;
  readonly size?: SizeRequest;
  /** Mbit/s that all its public addresses together may send; the cloud's own default when left out. */
  readonly outboundMbps?: number;
  /** What is left out is as the cloud sets it by itself. */
  readonly options?: GatewayOptions;
  readonly billing?: BillingChoice;
  /** Public addresses to attach from the start. */
  readonly addresses?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly protected?: boolean;
}

/** A spec after validation: the size is one this cloud sells, billing has its default. This is what drivers receive. */
export interface GatewayOrder extends Omit<GatewaySpec, 'size' | 'billing'> {
  readonly size?: Size;
  readonly billing: BillingChoice;
}

export const outboundMbpsSchema = z.lazy(() =>
  z.number().int('must be a whole number of Mbit/s').positive('must be positive'),
);

export const gatewaySpecSchema = z.lazy(() =>
  z.strictObject({
    name: z.string().exactOptional(),
    description: z.string().exactOptional(),
    network: placementSchema,
    size: sizeRequestSchema.exactOptional(),
    outboundMbps: outboundMbpsSchema.exactOptional(),
    options: gatewayOptionsSchema.exactOptional(),
    billing: billingChoiceSchema.exactOptional(),
    addresses: z.array(ipv4Schema).min(1).exactOptional(),
    tags: z.record(z.string().min(1), z.string()).exactOptional(),
    protected: z.boolean().exactOptional(),
  }),
);

/** How a thing is called, as far as that is to change. */
export interface LabelChange {
  readonly name?: string;
  readonly description?: string;
}

export interface GatewayChange extends LabelChange {
  readonly outboundMbps?: number;
  /** Only where the fact `gateways.protect` says `withChange`. */
  readonly protected?: boolean;
  readonly options?: GatewayOptions;
}

export const gatewayChangeSchema = z.lazy(() =>
  z
    .strictObject({
      name: z.string().exactOptional(),
      description: z.string().exactOptional(),
      outboundMbps: outboundMbpsSchema.exactOptional(),
      options: gatewayOptionsSchema.exactOptional(),
    })
    .refine(
      (change) => Object.keys(change).length > 0,
      'must give a name, a description, outboundMbps or options',
    ),
);
