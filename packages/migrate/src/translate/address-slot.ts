import type { AddressSpec, AttachFor } from '@polynat/core';

/**
 * Public IPs cannot move between clouds. Each one of the source becomes a slot on the target: one that exists there, or one to
 * allocate. Rules keep naming the source IP until the slot is filled.
 */
export interface AddressSlot {
  /** The public IP of the source that the slot replaces. */
  readonly sourceIp: string;
  readonly target: { readonly ip: string } | { readonly allocate: AddressSpec };
  /** What it serves, on gateways that keep addresses for SNAT and DNAT apart. */
  readonly purpose: AttachFor;
}
