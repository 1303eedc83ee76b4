import type { EmulatorClock } from '../../clock.ts';
import type { CloudContext, Identity } from '../../cloud.ts';
import { Collection } from '../../common/collection.ts';
import { Scheduler } from '../../common/scheduler.ts';
import type { Address, AddressGroup, Gateway, Subnet, Vpc } from './model.ts';
import { Refusal } from './refusal.ts';
import type { WorldRules } from './rules.ts';

/** Everything of one region, each kind in the order it is listed. */
export interface RegionState {
  readonly name: string;
  readonly vpcs: Collection<Vpc>;
  readonly subnets: Collection<Subnet>;
  readonly addresses: Collection<Address>;
  readonly groups: Collection<AddressGroup>;
}

/** What the account is allowed at all. */
interface Account {
  realNameVerified: boolean;
  subscribed: boolean;
  inArrears: boolean;
}

export interface World {
  readonly clock: EmulatorClock;
  readonly identity: Identity;
  readonly rules: WorldRules;
  readonly account: Account;
  readonly regions: ReadonlyMap<string, RegionState>;
  readonly gateways: Map<string, Gateway>;
  /** Transient states end on the work axis, payments and retention on the calendar. */
  readonly workScheduler: Scheduler;
  readonly calendarScheduler: Scheduler;
  /** How many public addresses were handed out so far. */
  addressesIssued: number;
}

/** The region a request speaks to; undefined reaches the resources of every region by their identifiers. */
export type Scope = string | undefined;

export function createWorld({ clock, identity }: CloudContext, rules: WorldRules): World {
  return {
    clock,
    identity,
    rules,
    account: { realNameVerified: true, subscribed: true, inArrears: false },
    regions: new Map(rules.regions.map((name) => [name, createRegion(name)])),
    gateways: new Map(),
    workScheduler: new Scheduler(),
    calendarScheduler: new Scheduler(),
    addressesIssued: 0,
  };
}

function createRegion(name: string): RegionState {
  return {
    name,
    vpcs: new Collection(),
    subnets: new Collection(),
    addresses: new Collection(),
    groups: new Collection(),
  };
}

/** Lets everything happen whose time has come. Every request and every look at the state begins with it. */
export function settle({ clock, calendarScheduler, workScheduler }: World): void {
  workScheduler.runDue((due) => clock.passed(due));
  calendarScheduler.runDue((due) => clock.calendar() >= due);
  workScheduler.runDue((due) => clock.passed(due));
}

/** The region new resources and lists are about. */
export function regionOf(world: World, scope: Scope): RegionState {
  const region = world.regions.get(scope ?? world.rules.defaultRegion);
  if (region === undefined) throw new Refusal('resource-missing', `There is no region ${scope}.`);
  return region;
}

function regionsOf(world: World, scope: Scope): readonly RegionState[] {
  return scope === undefined ? [...world.regions.values()] : [regionOf(world, scope)];
}

function found<Item>(item: Item | undefined, kind: string, id: string): Item {
  if (item === undefined) throw new Refusal('resource-missing', `There is no ${kind} ${id} here.`);
  return item;
}

function search<Item>(world: World, scope: Scope, find: (region: RegionState) => Item | undefined) {
  return regionsOf(world, scope)
    .map(find)
    .find((item) => item !== undefined);
}

export function findVpc(world: World, scope: Scope, id: string): Vpc {
  return found(
    search(world, scope, ({ vpcs }) => vpcs.get(id)),
    'VPC',
    id,
  );
}

export function findSubnet(world: World, scope: Scope, id: string): Subnet {
  return found(
    search(world, scope, ({ subnets }) => subnets.get(id)),
    'subnet',
    id,
  );
}

export function findGroup(world: World, scope: Scope, id: string): AddressGroup {
  return found(
    search(world, scope, ({ groups }) => groups.get(id)),
    'shared bandwidth',
    id,
  );
}

export function findAddress(world: World, scope: Scope, ip: string): Address | undefined {
  return search(world, scope, ({ addresses }) => addresses.get(ip));
}

export function findGateway(world: World, scope: Scope, id: string): Gateway {
  const gateway = world.gateways.get(id);
  if (gateway !== undefined && (scope === undefined || gateway.region === scope)) return gateway;
  throw new Refusal('gateway-missing', `There is no gateway ${id} here.`);
}
