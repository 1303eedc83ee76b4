import type { Gateway } from './gateway.ts';

/** What hangs on a gateway and goes with it. Addresses are detached, not released. */
export const dependentKinds = ['rules', 'addresses', 'packages'] as const;
export type DependentKind = (typeof dependentKinds)[number];

/** One thing that a deletion changes. */
export interface DeletionItem {
  readonly kind: 'snat-rule' | 'dnat-rule' | 'address' | 'bandwidth-package' | 'gateway';
  readonly id: string;
  /** In words, such as `SNAT 10.1.0.0/20 → 47.92.0.1`. */
  readonly summary: string;
  /** What becomes of it. The addresses of a package end with it. */
  readonly end: 'removed' | 'detached' | 'released';
  /** `cloud` where the cloud takes it along with the gateway; `request` where it needs a request of its own. */
  readonly by: 'cloud' | 'request';
}

/** What a deletion would do, in the order in which it would do it. */
export interface DeletionPlan {
  readonly gateway: Gateway;
  readonly items: readonly DeletionItem[];
}

/** How a gateway is deleted with what hangs on it. */
export interface CascadeOptions {
  /** Also removes its rules, detaches its addresses and deletes its bandwidth packages. */
  readonly cascade?: boolean;
  /**
   * Addresses to release once they are detached, by IP or allocation id; `true` means all of the gateway. Whoever repeats a deletion
   * without its record names them: once the gateway is gone, nothing tells which they were.
   */
  readonly release?: true | readonly string[];
}
