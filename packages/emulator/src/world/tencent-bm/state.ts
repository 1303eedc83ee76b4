import type { EmulatorClock } from '../../clock.ts';
import type { Identity } from '../../cloud.ts';
import { SortedList } from '../../common/sorted-list.ts';
import { countAfter, PublicAddresses } from '../tencent/numbers.ts';
import type { Address, Flag, Gateway, GatewayList, Subnet, Vpc } from './model.ts';
import { Refusal } from './refusal.ts';
import type { Region } from './regions.ts';
import { type Settings, settingsSchema } from './settings.ts';
import { createTasks, type Tasks } from './tasks.ts';

/** What goes on through a reset. */
interface Counters {
  readonly next: () => number;
  readonly nextTask: () => number;
  readonly publicAddresses: PublicAddresses;
}

export function createCounters(): Counters {
  return {
    next: countAfter(300_000),
    nextTask: countAfter(9_640),
    // 198.18.0.0/15 (RFC 2544): they look public and lead nowhere.
    publicAddresses: new PublicAddresses(0xc612_0001, 131_070),
  };
}

export function createGatewayList(): GatewayList {
  return {
    byAge: new SortedList<Gateway>((one, other) => one.number - other.number),
    byId: new SortedList<Gateway>((one, other) => compareText(one.id, other.id)),
  };
}

export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Everything that exists in one emulated account, indexed the way calls look things up. */
export class State {
  readonly clock: EmulatorClock;
  readonly identity: Identity;
  readonly counters: Counters;
  readonly tasks: Tasks;
  settings: Settings = settingsSchema.parse({});
  /** Addresses ordered per day of the emulated calendar. */
  readonly ordered = { day: '', count: 0 };

  readonly vpcs = new Map<string, Vpc>();
  readonly subnets = new Map<string, Subnet>();
  readonly gateways = new Map<string, Gateway>();
  readonly addresses = new Map<string, Address>();
  readonly addressesByIp = new Map<string, Address>();
  readonly #gatewaysByRegion = new Map<string, GatewayList>();
  /** By unique id and by integer id: all generations of the API together allow both. */
  readonly #vpcsByKey = new Map<string, Vpc>();
  readonly #subnetsByKey = new Map<string, Subnet>();

  constructor(clock: EmulatorClock, identity: Identity, counters: Counters) {
    this.clock = clock;
    this.identity = identity;
    this.counters = counters;
    this.tasks = createTasks(clock, counters.nextTask);
  }

  addVpc(vpc: Vpc): void {
    this.vpcs.set(vpc.id, vpc);
    this.#vpcsByKey.set(vpc.id, vpc).set(String(vpc.number), vpc);
  }

  addSubnet(subnet: Subnet): void {
    this.subnets.set(subnet.id, subnet);
    this.#subnetsByKey.set(subnet.id, subnet).set(String(subnet.number), subnet);
    subnet.vpc.subnets.add(subnet);
  }

  gatewaysIn(region: Region): GatewayList {
    const list = this.#gatewaysByRegion.get(region.name) ?? createGatewayList();
    this.#gatewaysByRegion.set(region.name, list);
    return list;
  }

  addGateway(gateway: Gateway): void {
    this.gateways.set(gateway.id, gateway);
    for (const list of [this.gatewaysIn(gateway.vpc.region), gateway.vpc.gateways]) {
      list.byAge.add(gateway);
      list.byId.add(gateway);
    }
  }

  removeGateway(gateway: Gateway): void {
    this.gateways.delete(gateway.id);
    for (const list of [this.gatewaysIn(gateway.vpc.region), gateway.vpc.gateways]) {
      list.byAge.remove(gateway);
      list.byId.remove(gateway);
    }
  }

  addAddress(address: Address): void {
    this.addresses.set(address.id, address);
    this.addressesByIp.set(address.ip, address);
    address.vpc.addresses.add(address);
  }

  removeAddress(address: Address): void {
    this.addresses.delete(address.id);
    this.addressesByIp.delete(address.ip);
    address.vpc.addresses.delete(address);
  }

  /** A public address nobody has. */
  freePublicIp(): string {
    const ip = this.counters.publicAddresses.draw((drawn) => this.addressesByIp.has(drawn));
    if (ip === undefined) throw new Refusal('out-of-stock', 'every public address is taken');
    return ip;
  }

  vpc(region: Region, key: string): Vpc {
    const vpc = this.#vpcsByKey.get(key);
    if (vpc === undefined || vpc.region !== region)
      throw new Refusal('vpc-not-found', `VPC ${key} does not exist`);
    return vpc;
  }

  subnet(vpc: Vpc, key: string): Subnet {
    const subnet = this.#subnetsByKey.get(key);
    if (subnet === undefined || subnet.vpc !== vpc) {
      throw new Refusal('subnet-not-found', `subnet ${key} does not exist in ${vpc.id}`);
    }
    return subnet;
  }

  subnetByKey(key: string): Subnet | undefined {
    return this.#subnetsByKey.get(key);
  }

  gateway(vpc: Vpc, id: string): Gateway {
    const gateway = this.gateways.get(id);
    if (gateway === undefined || gateway.vpc !== vpc) {
      throw new Refusal('gateway-not-found', `NAT gateway ${id} does not exist in ${vpc.id}`);
    }
    return gateway;
  }

  newAddress(vpc: Vpc, exclusive: Flag, ip = this.freePublicIp()): Address {
    const now = this.clock.calendar();
    return {
      id: `eip-${this.identity.word(8)}`,
      ip,
      sequence: this.counters.next(),
      name: '',
      vpc,
      exclusive,
      payMode: 'flow',
      bandwidth: 0,
      createdAt: now,
      updatedAt: now,
      state: 'creating',
    };
  }
}
