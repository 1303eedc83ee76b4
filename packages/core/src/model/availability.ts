/** What an account can still get in a region, as far as the cloud tells it now. What is absent, the cloud does not tell. */
export interface Availability {
  /** How many more public IPs can be allocated today. */
  readonly addresses?: number;
  /** How many gateways one network may have. */
  readonly gatewaysPerNetwork?: number;
  /** How many public IPs one gateway may have. */
  readonly addressesPerGateway?: number;
  readonly snatPerGateway?: number;
  readonly dnatPerGateway?: number;
  /** The zones in which gateways are sold. */
  readonly zones?: readonly string[];
}
