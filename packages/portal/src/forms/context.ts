import type {
  BandwidthPackage,
  Capabilities,
  DnatRule,
  Gateway,
  Network,
  PublicAddress,
  SnatRule,
  Subnet,
} from '../api/types.ts';

/** What is known of the place where a write is offered; forms offer it as choices. */
export interface FormContext {
  readonly capabilities: Capabilities;
  readonly gateway?: Gateway;
  readonly networks?: readonly Network[];
  readonly subnets?: readonly Subnet[];
  /** Public IPs of the cloud that no gateway has. */
  readonly free?: readonly PublicAddress[];
  readonly snat?: readonly SnatRule[];
  readonly dnat?: readonly DnatRule[];
  readonly bandwidth?: readonly BandwidthPackage[];
  /** The rule, public IP or package that the write is about. */
  readonly item?: string;
}
