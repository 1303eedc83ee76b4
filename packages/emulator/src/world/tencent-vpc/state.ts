import type { EmulatorClock } from '../../clock.ts';
import type { CloudContext, Identity } from '../../cloud.ts';
import { Register } from '../../common/register.ts';
import { TokenMemory } from '../../common/token-memory.ts';
import { countAfter, PublicAddresses } from '../tencent/numbers.ts';
import { beijingDay } from '../tencent/time.ts';
import type {
  Address,
  Allocated,
  BandwidthPackage,
  Gateway,
  NetworkInterface,
  RouteTable,
  Subnet,
  Vpc,
} from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import { type Settings, settingsSchema } from './settings.ts';
import { Tasks } from './tasks.ts';

/** What goes on through a reset. */
interface Counters {
  readonly nextTask: () => number;
  readonly nextRoute: () => number;
  readonly publicAddresses: PublicAddresses;
}

export function createCounters(): Counters {
  return {
    nextTask: countAfter(12_331_420),
    nextRoute: countAfter(40_000),
    // 198.19.0.0/16 (RFC 2544), so that they differ from those of the bare metal world.
    publicAddresses: new PublicAddresses(0xc613_0001, 65_534),
  };
}

/** Everything that exists in one emulated account, indexed the way calls look things up. */
export class State {
  readonly clock: EmulatorClock;
  readonly identity: Identity;
  readonly counters: Counters;
  readonly tasks: Tasks;
  settings: Settings = settingsSchema.parse({});

  readonly vpcs = new Register<Vpc, Region>((vpc) => vpc.region);
  readonly subnets = new Register<Subnet, Region>((subnet) => subnet.vpc.region);
  readonly routeTables = new Register<RouteTable, Region>((table) => table.vpc.region);
  readonly interfaces = new Register<NetworkInterface, Region>((one) => one.subnet.vpc.region);
  readonly gateways = new Register<Gateway, Region>((gateway) => gateway.vpc.region);
  readonly addresses = new Register<Address, Region>((address) => address.region);
  readonly packages = new Register<BandwidthPackage, Region>((each) => each.region);
  readonly addressesByIp = new Map<string, Address>();
  /** Answers to allocations that carried a token, kept as long as the state. */
  readonly allocations: TokenMemory<Allocated>;
  /** Allocations by region and day, and wishes for a certain address by region and month. */
  readonly #allocated = new Map<string, number>();

  constructor({ clock, identity, strictTokens = false }: CloudContext, counters: Counters) {
    this.clock = clock;
    this.identity = identity;
    this.counters = counters;
    this.tasks = new Tasks(clock);
    this.allocations = new TokenMemory({
      lifetime: Number.POSITIVE_INFINITY,
      now: () => clock.calendar(),
      renewed: false,
      perOperation: true,
      strict: strictTokens,
      refuse() {
        throw new Refusal('token-reused', 'The ClientToken was used with other parameters.');
      },
    });
  }

  newId(kind: string): string {
    return `${kind}-${this.identity.word(8)}`;
  }

  vpc(region: Region, id: string): Vpc {
    const vpc = this.vpcs.get(id);
    if (vpc?.region !== region) throw new Refusal('vpc-not-found', `The VPC ${id} does not exist.`);
    return vpc;
  }

  gateway(region: Region, id: string): Gateway {
    const gateway = this.gateways.get(id);
    if (gateway?.vpc.region !== region) {
      throw new Refusal('gateway-not-found', `The NAT gateway ${id} does not exist.`);
    }
    return gateway;
  }

  address(region: Region, id: string): Address {
    const address = this.addresses.get(id);
    if (address?.region !== region) throw new Refusal('eip-not-found', `The EIP ${id} does not exist.`);
    return address;
  }

  addAddress(address: Address): void {
    this.addresses.add(address);
    this.addressesByIp.set(address.ip, address);
  }

  removeAddress(address: Address): void {
    this.addresses.remove(address);
    this.addressesByIp.delete(address.ip);
    address.bandwidthPackage?.addresses.delete(address);
  }

  /** A public address that no EIP has. */
  freePublicIp(): string {
    const ip = this.counters.publicAddresses.draw((drawn) => this.addressesByIp.has(drawn));
    if (ip === undefined) throw new Refusal('out-of-stock', 'Every public address is taken.');
    return ip;
  }

  allocatedToday(region: Region): number {
    return this.#allocated.get(this.#dayOf(region)) ?? 0;
  }

  countAllocations(region: Region, count: number): void {
    this.#allocated.set(this.#dayOf(region), this.allocatedToday(region) + count);
  }

  recoveredThisMonth(region: Region): number {
    return this.#allocated.get(this.#monthOf(region)) ?? 0;
  }

  countRecovery(region: Region, count: number): void {
    this.#allocated.set(this.#monthOf(region), this.recoveredThisMonth(region) + count);
  }

  #dayOf({ name }: Region): string {
    return `${name} ${beijingDay(this.clock.calendar())}`;
  }

  #monthOf(region: Region): string {
    return this.#dayOf(region).slice(0, -3);
  }
}
