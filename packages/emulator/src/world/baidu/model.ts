import type { Collection } from '../../common/collection.ts';
import type { Appointment } from '../../common/scheduler.ts';
import type { DnatRule } from './dnat-rule.ts';
import type { PortClaims } from './port-claims.ts';

/** Facts of the emulated Baidu AI Cloud. Times are milliseconds since 1970 on the emulated calendar. */

export interface Tag {
  readonly tagKey: string;
  readonly tagValue: string;
}

export interface Subnet {
  readonly id: string;
  readonly region: string;
  readonly vpcId: string;
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
  readonly createdAt: number;
}

export interface Vpc {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly cidr: string;
  readonly secondaryCidrs: readonly string[];
  readonly createdAt: number;
  readonly subnetIds: readonly string[];
  /** How many gateways fit; 3 unless a support ticket raised it. */
  readonly gatewayQuota: number;
  readonly gateways: Collection<Gateway>;
}

export type Payment =
  | { readonly timing: 'Postpaid' }
  | { readonly timing: 'Prepaid'; readonly expiresAt: number };

type AddressStatus = 'creating' | 'available' | 'binding' | 'binded' | 'unbinding' | 'updating';

/** An elastic IP. `boundTo` names its gateway from the moment the bind was accepted until the unbind is done. */
export interface Address {
  /** The IP itself. */
  readonly id: string;
  readonly instanceId: string;
  readonly region: string;
  readonly name: string;
  /** The shared bandwidth it belongs to; a plain address has none. */
  groupId: string | undefined;
  /** What it was before it moved into a shared bandwidth; those that were bought with one never were plain. */
  before?: Plain | undefined;
  bandwidth: number;
  billingMethod: string;
  readonly payment: Payment;
  readonly tags: readonly Tag[];
  readonly createdAt: number;
  status: AddressStatus;
  boundTo: string | undefined;
}

/** What an address has of its own while it belongs to no shared bandwidth. */
export interface Plain {
  readonly bandwidth: number;
  readonly billingMethod: string;
}

export interface AddressGroup {
  readonly id: string;
  readonly region: string;
  name: string;
  bandwidth: number;
  status: 'available' | 'updating';
  readonly billingMethod: string;
  readonly payment: Payment;
  readonly createdAt: number;
  addresses: readonly string[];
}

type Spec = 'small' | 'medium' | 'large';

/** What was bought: a normal gateway of a fixed size, or an enhanced one of so many capacity units. */
export type Capacity =
  | { readonly kind: 'normal'; readonly spec: Spec }
  | { readonly kind: 'enhanced'; readonly units: number };

/** What an address bound to a gateway serves. Addresses of an enhanced gateway serve both kinds of rules. */
export type AddressUse = 'snat' | 'dnat' | 'both';

/** Documented as NatStatus; `rebooting` and `deleted` exist in the enumeration, but nothing here leads to them. */
export type GatewayState =
  | 'building'
  | 'unconfigured'
  | 'configuring'
  | 'active'
  | 'updating'
  | 'stopping'
  | 'down'
  | 'starting'
  | 'error'
  | 'deleting';

/** What goes on behind an accepted call while the gateway is in a transient state. */
export interface Work {
  /** Missing when the work got stuck. */
  readonly appointment: Appointment | undefined;
  /** Whether an injected fault keeps it from succeeding. */
  readonly doomed: boolean;
  /** Applies what the call asked for and tells the state that follows. */
  readonly complete: () => GatewayState | 'gone';
  /** Gives back what the call had reserved. */
  readonly abandon: () => void;
}

export interface SessionConfig {
  readonly tcpTimeout?: number | undefined;
  readonly udpTimeout?: number | undefined;
  readonly icmpTimeout?: number | undefined;
}

export interface SnatRule {
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
  /** As the caller wrote it. */
  readonly source: string;
}

export interface Gateway {
  readonly id: string;
  readonly region: string;
  readonly vpcId: string;
  readonly createdAt: number;
  readonly ipVersion: 'v4' | 'v6';
  readonly sessionConfig: SessionConfig | undefined;
  readonly tags: readonly Tag[];
  readonly resourceGroupId: string | undefined;
  name: string;
  capacity: Capacity;
  payment: Payment;
  releaseProtection: boolean;
  state: GatewayState;
  work: Work | undefined;
  /** Why the service is stopped, if it is. */
  stoppedFor: 'expiry' | 'arrears' | undefined;
  /** When a prepaid gateway expires. */
  expiry: Appointment | undefined;
  /** When a stopped gateway is removed for good. */
  removal: Appointment | undefined;
  /** Bound addresses in the order they were bound. */
  readonly addresses: Map<string, AddressUse>;
  readonly snatRules: Collection<SnatRule>;
  readonly snatSources: Map<string, string>;
  readonly dnatRules: Collection<DnatRule>;
  readonly portClaims: PortClaims;
  /** How many rules use an address. */
  readonly addressUsers: Map<string, number>;
}
