import type {
  Capabilities,
  DnatRule,
  Gateway,
  Network,
  PublicAddress,
  SnatRule,
  Subnet,
} from '../api/types.ts';

/** What the source is, as far as it was read. */
export interface Source {
  readonly gateway: Gateway;
  readonly snat: readonly SnatRule[];
  readonly dnat: readonly DnatRule[];
}

/** What the target offers to decide among. */
export interface Target {
  readonly alias: string;
  readonly capabilities: Capabilities;
  readonly networks: readonly Network[];
  readonly subnets: readonly Subnet[];
  readonly free: readonly PublicAddress[];
}
