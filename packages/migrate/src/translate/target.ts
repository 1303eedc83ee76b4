import type {
  Availability,
  Capabilities,
  Feature,
  GatewayRef,
  Network,
  PublicAddress,
  Subnet,
} from '@polynat/core';
import type { Reason } from '../gap.ts';

/** What is known of the cloud a gateway moves to: facts and what is there, nothing else, so that translation stays pure. */
export interface Target {
  readonly alias: string;
  readonly capabilities: Capabilities;
  /** Every network of the account, where the cloud tells. */
  readonly networks?: readonly Pick<Network, 'id'>[];
  /** CIDR blocks of the VPC the gateway will be in, where the cloud tells. */
  readonly cidrs: readonly string[];
  readonly subnets: readonly Pick<Subnet, 'id' | 'cidr' | 'zone'>[];
  /** Gateways that are in that VPC already. */
  readonly gateways?: readonly { readonly ref: GatewayRef | string; readonly name: string }[];
  /** What the account can still get, as far as the cloud tells. */
  readonly availability?: Availability;
  /** Addresses the new gateway can take. Absent when none was asked for. */
  readonly addresses?: readonly TargetAddress[];
}

export type TargetAddress = Pick<PublicAddress, 'ip' | 'meteredBy' | 'sharedBandwidth'>;

/** The reason and remedy of an unsupported feature, as the start of a gap. */
export function lacking(target: Target, feature: Feature): Reason | undefined {
  const fact = target.capabilities.features[feature];
  return fact.supported ? undefined : { why: `${target.alias}: ${fact.reason}`, remedy: fact.remedy };
}
