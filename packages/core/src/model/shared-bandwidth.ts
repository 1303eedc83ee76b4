import * as z from 'zod';
import { type Metering, meterings } from './address.ts';
import type { BillingStatus } from './billing.ts';
import { matchesPattern } from './name-pattern.ts';
import type { ItemState } from './state.ts';

/** Bandwidth that public addresses of an account draw from together, whichever gateways hold them. */
export interface SharedBandwidth {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** What all its addresses together may send, in Mbit/s; absent where nothing limits them. */
  readonly bandwidthMbps?: number;
  /** Absent where the cloud meters it in a way of its own, such as by the peaks of a month. */
  readonly meteredBy?: Metering;
  readonly addresses: readonly SharingAddress[];
  readonly status: BillingStatus;
  readonly created?: string;
  readonly state: ItemState;
  readonly providerState: string;
  readonly native: unknown;
}

/** An address that draws from a shared bandwidth. */
export interface SharingAddress {
  readonly ip: string;
  /** The cloud's id of the allocation, where it has one beside the address itself. */
  readonly id?: string;
}

export interface SharedBandwidthSpec {
  readonly bandwidthMbps: number;
  readonly name?: string;
  readonly description?: string;
  /** Pay for traffic or for the bandwidth itself; the cloud's own default when left out. */
  readonly meteredBy?: Metering;
}

/** Which shared bandwidths are meant: those to which everything given applies. */
export interface SharedBandwidthFilter {
  readonly ids?: readonly string[];
  /** `*` stands for any characters. */
  readonly name?: string;
  /** An address that draws from it, by its IP or allocation id. */
  readonly address?: string;
}

export const mbpsSchema = z.lazy(() =>
  z.number().int('must be a whole number of Mbit/s').positive('must be positive'),
);

const text = z.lazy(() => z.string().min(1));

export const sharedBandwidthSpecSchema = z.lazy(() =>
  z.strictObject({
    bandwidthMbps: mbpsSchema,
    name: text.exactOptional(),
    description: text.exactOptional(),
    meteredBy: z.enum(meterings).exactOptional(),
  }),
);

export const sharedBandwidthFilterSchema = z.lazy(() =>
  z.strictObject({
    ids: z.array(z.string().min(1, 'must name a shared bandwidth')).exactOptional(),
    name: text.exactOptional(),
    address: text.exactOptional(),
  }),
);

export const isMeantBandwidth = (
  { id, name, addresses }: SharedBandwidth,
  { ids, name: pattern, address }: SharedBandwidthFilter,
): boolean =>
  (ids?.includes(id) ?? true) &&
  (pattern === undefined || matchesPattern(name, pattern)) &&
  (address === undefined || addresses.some((each) => each.ip === address || each.id === address));
