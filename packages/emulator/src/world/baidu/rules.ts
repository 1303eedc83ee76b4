/** Figures of the emulated cloud. Durations are milliseconds of work, the rest is what its field says. */
export interface WorldRules {
  readonly durations: {
    readonly create: number;
    readonly bind: number;
    readonly unbind: number;
    readonly resize: number;
    readonly release: number;
    readonly stop: number;
    readonly start: number;
    readonly createAddress: number;
    readonly resizeAddress: number;
    /** Resizing a shared bandwidth, or moving addresses in or out. */
    readonly changeGroup: number;
  };
  /** Calendar milliseconds a stopped gateway is kept before it is removed. */
  readonly retention: number;
  /** Calendar milliseconds a client token is remembered after it was last seen. */
  readonly tokenLifetime: number;
  readonly gatewaysPerVpc: number;
  readonly addressesPerSpec: { readonly small: number; readonly medium: number; readonly large: number };
  readonly addressesPerUnit: number;
  readonly addressesPerEnhanced: number;
  readonly regions: readonly string[];
  readonly defaultRegion: string;
}
