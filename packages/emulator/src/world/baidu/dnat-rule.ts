/** Which ports a DNAT rule forwards. Ranges run from first to last, both included. */
export type Forwarding =
  | { readonly kind: 'everything' }
  | { readonly kind: 'port'; readonly outside: number; readonly inside: number }
  | { readonly kind: 'range'; readonly outside: PortRange; readonly inside: PortRange };

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

type Protocol = 'TCP' | 'UDP' | 'all';

export interface DnatRule {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly privateAddress: string;
  readonly protocol: Protocol;
  readonly forwarding: Forwarding;
}
