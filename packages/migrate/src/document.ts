import type {
  Billing,
  Endpoint,
  GatewayOptions,
  Metering,
  Placement,
  Protocol,
  ProviderSettings,
  Size,
  SnatSource,
} from '@polynat/core';

/**
 * A gateway as one frozen document that a person can read, keep in git and edit: what it does, not how a cloud stores it. Ids of
 * the source are kept only where meaning hangs on them.
 */
export interface GatewayDocument {
  readonly polynat: 1;
  readonly gateway: DocumentedGateway;
  readonly addresses: readonly DocumentedAddress[];
  readonly snat: readonly DocumentedSnat[];
  readonly dnat: readonly DocumentedDnat[];
  readonly bandwidth: readonly DocumentedBandwidth[];
}

export interface DocumentedGateway {
  readonly name: string;
  readonly description?: string;
  /** Where it was read, for people; not part of its meaning. */
  readonly origin?: { readonly ref: string; readonly cloud: string; readonly read: string };
  readonly network: DocumentedNetwork;
  readonly size: Size;
  /** Connections the size is known to carry, so that a size can be found for it elsewhere. */
  readonly connections?: number;
  /** Mbit/s that all its public IPs together send at most, where the cloud limits a gateway as a whole. */
  readonly outboundMbps?: number;
  /** As far as they differ from what clouds set by themselves: pings answered, one public IP per host, bound in mode `multi`. */
  readonly options?: GatewayOptions;
  readonly generation?: string;
  readonly billing: Billing;
  readonly protected?: boolean;
  /** `forwarded` where sources without an SNAT rule leave too, through every public IP, once they are routed to the gateway. */
  readonly sourcesWithoutRule?: 'forwarded';
  readonly tags: Readonly<Record<string, string>>;
  readonly providerSettings?: SettingsByProvider;
}

/** What portable fields cannot say, by kind of cloud, under its own names: `{ alibaba: { EnableSessionLog: true } }`. */
export type SettingsByProvider = Readonly<Record<string, ProviderSettings>>;

export interface DocumentedNetwork extends Placement {
  /** Blocks of the whole network, where the cloud tells. */
  readonly cidrs?: readonly string[];
  /** Blocks of its subnets by id, where the cloud tells: what makes a subnet rule mean the same elsewhere. */
  readonly subnets?: Readonly<Record<string, string>>;
}

export interface DocumentedAddress {
  readonly ip: string;
  readonly bandwidthMbps?: number;
  /** Absent where the cloud does not tell, and in documents of version 0.1. */
  readonly meteredBy?: Metering;
  readonly sharedBandwidth?: string;
  readonly providerSettings?: SettingsByProvider;
}

export interface DocumentedSnat {
  readonly name?: string;
  readonly source: SnatSource;
  readonly through: readonly string[];
  /** Each private host keeps one of them, chosen for this rule. */
  readonly affinity?: boolean;
  readonly providerSettings?: SettingsByProvider;
}

export interface DocumentedDnat {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly public: Endpoint;
  readonly private: Endpoint;
  readonly providerSettings?: SettingsByProvider;
}

export interface DocumentedBandwidth {
  readonly name: string;
  readonly bandwidthMbps: number;
  readonly meteredBy?: Metering;
  readonly addresses: readonly string[];
}
