import type { Driver, GatewayKey, GatewaySpec, Mutation } from '@polynat/core';
import type { ManualClock } from '../manual-clock.ts';

/**
 * A driver with the cloud behind it, ready for one test; the suite asks for a new one before each. On its clock, creating a gateway takes
 * longer than a second, so that there is a wait to cancel, to resume and to run out of.
 */
export interface Harness {
  readonly driver: Driver;
  /** The driver's clock, and that of the cloud behind it if that one is emulated; made with `autoAdvance`. */
  readonly clock: ManualClock;
  /** Where gateways can stand. The suite takes sources and hosts from `cidr`, a block of 256 addresses or more in the subnet. */
  readonly network: {
    readonly vpc: string;
    readonly subnet?: string;
    readonly cidr: string;
    /** Two more, needed where a cloud leads nothing outside but whole subnets. */
    readonly furtherSubnets?: readonly string[];
  };
  /** Free public addresses, four or more. */
  readonly addresses: readonly string[];
  /** How many requests have left the driver so far. */
  requests(): number;
  /** The cloud carries out the next request of this mutation, but its answer never arrives. */
  loseNextReply(mutation: Mutation): void | Promise<void>;
  /** The cloud refuses the next request for load, without acting. */
  throttleNextRequest(): void | Promise<void>;
  /** Losses and refusals that were planned and have not happened yet. Each test ends with none: a fault that misses proves nothing. */
  waitingFaults(): number;
  /** The same account seen by another process: nothing in common with `driver` but the cloud. */
  freshDriver(): Driver | Promise<Driver>;
  close(): void | Promise<void>;

  /** What every order of a gateway needs on this cloud beyond what its facts tell, such as its smallest size. */
  readonly order?: Partial<GatewaySpec>;
  /** Makes a gateway that takes bandwidth packages; needed where a new gateway does not. */
  packageGateway?(): Promise<GatewayKey>;
  /** Makes a gateway of the generation `gateways.convert` starts from; needed where a new gateway is not of that generation. */
  olderGateway?(): Promise<GatewayKey>;
  /** Keys and their like: no error may show one. */
  readonly secrets?: readonly string[];
}

export type MakeHarness = () => Harness | Promise<Harness>;
