import type { AddressSpec, AttachFor } from '@polynat/core';

/**
 * Addresses do not move between clouds. Each source address becomes a slot on the target: one that exists there, or one to buy.
 * Rules keep naming the source address until the slot is filled.
 */
export interface AddressSlot {
  /** The source address this slot stands for. */
  readonly stands: string;
  readonly take: { readonly ip: string } | { readonly allocate: AddressSpec };
  /** What it serves, on gateways that keep addresses for SNAT and DNAT apart. */
  readonly purpose: AttachFor;
}
