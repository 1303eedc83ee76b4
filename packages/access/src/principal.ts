export const roles = ['viewer', 'operator', 'buyer', 'approver'] as const;

/**
 * - `viewer` reads.
 * - `operator` also changes what costs nothing, deletes nothing and leaves public IPs as they are.
 * - `buyer` also buys, extends, resizes, deletes, changes public IPs and cuts over.
 * - `approver` reads, and decides on requests of others.
 */
export type Role = (typeof roles)[number];

/** What a principal may see and change. An absent list does not limit. */
export interface Scope {
  readonly aliases?: readonly string[];
  /** Ids of VPCs. What belongs to the whole account, such as allocating a public IP, is then refused. */
  readonly networks?: readonly string[];
}

/** A person or a program that has signed in. */
export interface Principal {
  /** Unique and stable, such as the `sub` of a token: idempotency keys, approvals and the audit log use it. */
  readonly id: string;
  readonly roles: readonly Role[];
  readonly scope?: Scope;
}

export const mayUseAlias = ({ scope }: Pick<Principal, 'scope'>, alias: string): boolean =>
  scope?.aliases?.includes(alias) ?? true;

export const mayUseNetwork = ({ scope }: Pick<Principal, 'scope'>, network: string): boolean =>
  scope?.networks?.includes(network) ?? true;
