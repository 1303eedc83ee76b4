/** What names a gateway inside one cloud account; the alias in front of it makes a `GatewayRef`. */
export interface GatewayKey {
  readonly region: string;
  /** Present only where the cloud's calls need the network beside the gateway. */
  readonly network?: string;
  readonly id: string;
}
