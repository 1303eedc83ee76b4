import type { GatewayDocument } from '@polynat/migrate';

/** A gateway as Terraform knows it. */
export interface StateGateway {
  /** The address of its resource: `module.edge.alicloud_nat_gateway.main`. */
  readonly address: string;
  /** The kind of its cloud. */
  readonly kind: string;
  /** Absent while it is not created. */
  readonly id?: string;
  /** Absent where something is missing that a document cannot be without. */
  readonly document?: GatewayDocument;
  /** What keeps it from being a document. */
  readonly missing: readonly Untold[];
  /** What the state does not tell about the gateway: it may be there or not. */
  readonly untold: readonly Untold[];
  /** Addresses of the resources that end with the gateway. */
  readonly owned: readonly string[];
  /** Addresses of its public IPs, which outlive it. */
  readonly kept: readonly string[];
}

export interface Untold {
  /** Path in the document: `gateway.size`, `dnat`. */
  readonly where: string;
  readonly why: string;
}

/** A gateway with what belongs to it, before it is a document. */
export interface Found {
  readonly address: string;
  readonly id: string | undefined;
  readonly parts: Parts;
  readonly missing: readonly Untold[];
  readonly untold: readonly Untold[];
  /** Sections that a state tells as a whole: what they lack is not there, or is drift. */
  readonly complete: readonly 'addresses'[];
  readonly owned: readonly string[];
  readonly kept: readonly string[];
}

/** The members of a document, still to be checked. */
export interface Parts {
  readonly gateway: Readonly<Record<string, unknown>>;
  readonly addresses: readonly { readonly ip: string }[];
  readonly snat: readonly object[];
  readonly dnat: readonly object[];
  /** Settings of the provider that have an argument. */
  readonly settings: readonly string[];
  /** Members of the gateway that a state tells as a whole, so that a missing one is as usual. */
  readonly told: readonly string[];
}

/** What a resource lacks that a document needs, and why. */
export const missingIn = (
  { address, withheld }: { readonly address: string; readonly withheld: Readonly<Record<string, string>> },
  wanted: Readonly<Record<string, unknown>>,
): readonly Untold[] =>
  Object.entries(wanted).flatMap(([attribute, value]) =>
    value === undefined
      ? [{ where: `${address}.${attribute}`, why: withheld[attribute] ?? 'the state does not have it' }]
      : [],
  );
