import * as z from 'zod';
import { type AddressUse, type Metering, meterings } from './address.ts';
import type { BillingStatus } from './billing.ts';
import type { ItemState } from './state.ts';

/** Bandwidth bought together with addresses and shared by them. */
export interface BandwidthPackage {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Id of the gateway it serves. */
  readonly gateway: string;
  readonly bandwidthMbps: number;
  readonly meteredBy: Metering;
  readonly addresses: readonly { readonly ip: string; readonly use: AddressUse }[];
  readonly zone?: string;
  readonly status: BillingStatus;
  readonly created?: string;
  readonly state: ItemState;
  readonly providerState: string;
  readonly native: unknown;
}

export interface BandwidthSpec {
  readonly bandwidthMbps: number;
  /** How many addresses come with it. */
  readonly addresses: number;
  readonly name?: string;
  readonly description?: string;
  readonly zone?: string;
  readonly meteredBy?: Metering;
}

const whole = z.lazy(() => z.number().int('must be a whole number').positive('must be positive'));

export const bandwidthSpecSchema = z.lazy(() =>
  z.strictObject({
    bandwidthMbps: whole,
    addresses: whole,
    name: z.string().min(1).exactOptional(),
    description: z.string().min(1).exactOptional(),
    zone: z.string().min(1).exactOptional(),
    meteredBy: z.enum(meterings).exactOptional(),
  }),
);
