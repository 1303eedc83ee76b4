import type {
  AddressResource,
  BandwidthResource,
  BillingResource,
  DnatResource,
  Driver,
  GatewayResource,
  Mutation,
  NetworkResource,
  Pacing,
  PollResult,
  Receipt,
  SharedBandwidthResource,
  SnatResource,
} from '@polynat/core';
import {
  type Call,
  type Clock,
  type GatewayKey,
  type Guards,
  type SizeFacts,
  systemClock,
} from '@polynat/core';
import { type Account, type Durations, openAccount } from './memory/account.ts';
import { newAddresses } from './memory/address-book.ts';
import { addressFacet } from './memory/addresses.ts';
import { bandwidthFacet } from './memory/bandwidth.ts';
import { billingFacet } from './memory/billing.ts';
import { dnatFacet } from './memory/dnat.ts';
import type { DriverContext } from './memory/driver-context.ts';
import { capabilitiesOf, type MemoryFacet, type MemoryLimits, type SwitchedOff } from './memory/facts.ts';
import type { Faults } from './memory/faults.ts';
import { gatewayFacet } from './memory/gateways.ts';
import { type MemoryDoor, memoryDoor } from './memory/native.ts';
import { networkFacet } from './memory/networks.ts';
import { RequestHandler } from './memory/request-handler.ts';
import { sharedBandwidthFacet } from './memory/shared-bandwidth.ts';
import { snatFacet } from './memory/snat.ts';
import type { Traffic } from './memory/traffic.ts';
import { belongingTo, defaultNetworks, type StoredNetwork } from './memory/world.ts';

export interface MemoryOptions<W extends MemoryFacet = never> {
  readonly region?: string;
  /** The id of the account; `memory` when left out. */
  readonly account?: string;
  readonly clock?: Clock;
  /** Facets this cloud lacks; they are missing from the type too. */
  readonly without?: readonly W[];
  /** Features this cloud lacks, with a reason and a remedy of one's own where they matter. */
  readonly unsupported?: SwitchedOff;
  readonly limits?: MemoryLimits;
  readonly sizes?: SizeFacts;
  readonly guards?: Guards;
  /** Milliseconds until a mutation is settled, for all or by mutation; 0 when left out. */
  readonly takes?: Durations;
  readonly pacing?: Pacing;
  /** Items per page; 50 when left out. */
  readonly pageSize?: number;
  readonly networks?: readonly StoredNetwork[];
  /** Free public addresses there are from the start; 4 when left out. */
  readonly addresses?: number;
}

interface MemoryFacets {
  readonly snat: Required<SnatResource>;
  readonly dnat: Required<DnatResource>;
  readonly billing: Required<BillingResource>;
  readonly bandwidth: Required<BandwidthResource>;
  readonly sharedBandwidth: SharedBandwidthResource;
  readonly networks: NetworkResource;
}

interface MemoryParts {
  readonly kind: 'memory';
  readonly gateways: Required<GatewayResource>;
  readonly addresses: Required<Omit<AddressResource, 'swapOrder'>>;
  readonly native: MemoryDoor;
  /** What goes wrong next. */
  readonly faults: Faults;
  /** What has been asked of the cloud, and how much of it at once. */
  readonly traffic: Traffic;
  /** Ips of the addresses no gateway holds. */
  freeAddresses(): readonly string[];
  /** A driver as another process would make it: the same account, nothing else in common. */
  another(): this;
}

/** The in-memory cloud as its type shows it: a facet it was made without is absent. */
export type MemoryDriver<W extends MemoryFacet = never> = Omit<
  Driver,
  keyof MemoryParts | keyof MemoryFacets
> &
  MemoryParts &
  Omit<MemoryFacets, W | ('bandwidth' extends W ? 'sharedBandwidth' : never)>;

/**
 * A complete cloud in memory, with every feature there is: the reference of what a driver promises, and the double for tests of
 * applications. It is empty but for a network and a few free addresses.
 */
export function memoryDriver<W extends MemoryFacet = never>(options: MemoryOptions<W> = {}): MemoryDriver<W> {
  const { clock = systemClock, takes = 0, networks = defaultNetworks, addresses = 4 } = options;
  const account = openAccount({ clock, takes, networks });
  newAddresses(account.world, addresses, {});
  return connect(account, options);
}

const quick: Pacing = { first: 0, every: 1_000, most: 5_000 };

function connect<W extends MemoryFacet>(account: Account, options: MemoryOptions<W>): MemoryDriver<W> {
  const { region = 'local', pageSize = 50, without = [], pacing = quick } = options;
  const requests = new RequestHandler(account);
  const context: DriverContext = {
    account,
    requests,
    region,
    pageSize,
    capabilities: capabilitiesOf(options),
  };
  const driver = {
    kind: 'memory',
    ...(options.guards && { guards: options.guards }),
    region,
    capabilities: context.capabilities,
    ...facetsOf(context),
    native: memoryDoor(context),
    poll: (receipt: Receipt, call: Call) => lookAt(context, receipt, call),
    pacing,
    laneOf: (_mutation: Mutation, key: GatewayKey | undefined) => key && `${region}/${key.id}`,
    account: async () => ({ id: options.account ?? 'memory', by: 'cloud' as const }),
    close: async () => requests.close(),
    faults: account.faults,
    traffic: account.traffic,
    freeAddresses: () => belongingTo(account.world.addresses.values(), undefined).map(({ ip }) => ip),
    another: () => connect(account, options),
  };
  for (const facet of without) Reflect.deleteProperty(driver, facet);
  if (without.some((facet) => facet === 'bandwidth')) Reflect.deleteProperty(driver, 'sharedBandwidth');
  return driver as unknown as MemoryDriver<W>;
}

const facetsOf = (context: DriverContext) => ({
  gateways: gatewayFacet(context),
  addresses: addressFacet(context),
  snat: snatFacet(context),
  dnat: dnatFacet(context),
  billing: billingFacet(context),
  bandwidth: bandwidthFacet(context),
  sharedBandwidth: sharedBandwidthFacet(context),
  networks: networkFacet(context),
});

const lookAt = ({ account, requests }: DriverContext, receipt: Receipt, call: Call): Promise<PollResult> =>
  requests.read('look', undefined, call, () => account.scheduler.look(receipt.task ?? ''));
