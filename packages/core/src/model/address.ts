import * as z from 'zod';
import type { ProviderSettings } from './json.ts';
import type { ItemState } from './state.ts';

/** How an address is paid: by the traffic that passes it, or by the bandwidth that was bought with it. */
export const meterings = ['traffic', 'bandwidth'] as const;
export type Metering = (typeof meterings)[number];

/**
 * The ways of paying an order can choose, each with the bandwidths it is sold in, in Mbit/s; `unlimited` where an address paid so
 * has no bandwidth of its own. Empty where the cloud does not let one choose.
 */
export type AddressOffers = { readonly [M in Metering]?: BandwidthRange | 'unlimited' };

export interface BandwidthRange {
  readonly from: number;
  readonly to: number;
}

/** What a public address is used for on its gateway. */
export const addressUses = ['idle', 'snat', 'dnat', 'both'] as const;
export type AddressUse = (typeof addressUses)[number];

export interface PublicAddress {
  readonly ip: string;
  /** The cloud's id of the allocation, where it has one beside the address itself. */
  readonly id?: string;
  readonly use: AddressUse;
  /** Id of the gateway it is attached to. */
  readonly gateway?: string;
  readonly bandwidthMbps?: number;
  /** Absent where the cloud does not tell. */
  readonly meteredBy?: Metering;
  /** Id of the shared bandwidth it draws from. */
  readonly sharedBandwidth?: string;
  /** What no field above can say, under the provider's names; as far as it differs from what the cloud sets by itself. */
  readonly providerSettings?: ProviderSettings;
  readonly state: ItemState;
  readonly providerState: string;
  readonly native: unknown;
}

export interface AddressFilter {
  /** Only addresses of this gateway, by its id. */
  readonly gateway?: string;
  /** Only addresses that no resource holds. */
  readonly free?: boolean;
  /** Only these, by their IP or allocation id. */
  readonly addresses?: readonly string[];
  readonly use?: AddressUse;
}

export const addressFilterSchema = z.lazy(() =>
  z.strictObject({
    gateway: z.string().min(1).exactOptional(),
    free: z.boolean().exactOptional(),
    addresses: z.array(z.string().min(1)).exactOptional(),
    use: z.enum(addressUses, `must be one of ${addressUses.join(', ')}`).exactOptional(),
  }),
);

/** Whether a filter means this address, as far as the cloud has not applied it. */
export const isMeantAddress = (
  { ip, id, use }: PublicAddress,
  { addresses, use: wanted = use }: AddressFilter,
): boolean =>
  use === wanted && (addresses === undefined || addresses.some((name) => name === ip || name === id));

/** A new public address. Everything is optional; clouds differ in what they let one choose. */
export interface AddressSpec {
  readonly bandwidthMbps?: number;
  readonly name?: string;
  /** The network the address will serve, on clouds whose addresses belong to one. */
  readonly network?: string;
  /** Pay for traffic or for the bandwidth itself; the cloud's own default when left out. */
  readonly meteredBy?: Metering;
}

export const addressSpecSchema = z.lazy(() =>
  z.strictObject({
    bandwidthMbps: z
      .number()
      .int('must be a whole number of Mbit/s')
      .positive('must be positive')
      .exactOptional(),
    name: z.string().min(1).exactOptional(),
    network: z.string().min(1).exactOptional(),
    meteredBy: z.enum(meterings).exactOptional(),
  }),
);

/** A public address to order for a rule; the bare word where the cloud's own defaults will do. */
export type NewAddress = 'new' | { readonly new: AddressSpec };

export const newAddressSchema = z.lazy(() =>
  z.union([z.literal('new'), z.strictObject({ new: addressSpecSchema })]),
);

export const isNewAddress = (address: unknown): address is NewAddress =>
  address === 'new' || (typeof address === 'object' && address !== null && 'new' in address);

/** What became of the addresses of a rule that was removed. */
export interface RuleRemoval {
  /** Off the gateway. They stay in the account, and are billed. */
  readonly detached: readonly string[];
  readonly kept: readonly { readonly address: string; readonly reason: string }[];
}

/** Which pool of a gateway an address joins, on clouds that keep two. */
export type AttachFor = 'any' | 'snat' | 'dnat';
