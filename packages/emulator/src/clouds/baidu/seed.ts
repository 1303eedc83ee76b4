import { addAddress, addGroup } from '../../world/baidu/addresses.ts';
import { attachAddresses, checkWish } from '../../world/baidu/bindings.ts';
import { addDnatRule } from '../../world/baidu/dnat.ts';
import { addGateway } from '../../world/baidu/gateways.ts';
import { setArrears } from '../../world/baidu/lifetime.ts';
import type { Address, AddressUse, Capacity, Gateway, Payment, Vpc } from '../../world/baidu/model.ts';
import { addSubnet, addVpc, FREE_ADDRESS } from '../../world/baidu/networks.ts';
import { addSnatRule } from '../../world/baidu/snat.ts';
import { restingState } from '../../world/baidu/work.ts';
import { type RegionState, regionOf, type World } from '../../world/baidu/world.ts';
import type { Key } from './authentication.ts';
import { draftOf as dnatDraftOf } from './dnat-calls.ts';
import { type GatewaySeed, seedSchema, type VpcSeed } from './seed-schema.ts';

const DAY = 86_400_000;

export interface SeedTarget {
  readonly world: World;
  readonly keys: Map<string, Key>;
}

/** Adds what a seed describes. Its form is checked as a whole before anything is added. */
export function applySeed({ world, keys }: SeedTarget, section: unknown): void {
  const { account, ...seed } = seedSchema.parse(section);
  for (const key of seed.keys) keys.set(key.accessKeyId, key);
  for (const vpc of seed.vpcs) seedVpc(world, vpc);
  for (const { region, count } of seed.eips) createPlain(world, regionOf(world, region), count, 'eip');
  for (const [index, gateway] of seed.gateways.entries()) {
    naming(`gateways.${index}`, () => seedGateway(world, gateway));
  }
  world.account.realNameVerified = account.realNameVerified ?? world.account.realNameVerified;
  world.account.subscribed = account.subscribed ?? world.account.subscribed;
  setArrears(world, account.inArrears ?? world.account.inArrears);
}

/** Rules of the world that a seed breaks are told with the place in the seed. */
function naming(place: string, add: () => void): void {
  try {
    add();
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function seedVpc(world: World, { name, region, cidr, gatewayQuota, subnets }: VpcSeed): void {
  const plans = subnets.map((subnet) => ({ ...subnet, id: `sbn-${world.identity.word(12)}` }));
  const vpc = addVpc(world, regionOf(world, region), {
    id: `vpc-${world.identity.word(12)}`,
    name,
    cidr,
    gatewayQuota,
    subnetIds: plans.map(({ id }) => id),
  });
  for (const plan of plans) addSubnet(world, vpc, { ...plan, zone: `cn-${region}-${plan.zone}` });
}

function seedGateway(world: World, seed: GatewaySeed): void {
  const region = regionOf(world, seed.region);
  const gateway = addGateway(world, findSeededVpc(region, seed.vpc), {
    name: seed.name,
    capacity: capacityOf(seed),
    payment: paymentOf(world, seed),
    ipVersion: 'v4',
    sessionConfig: undefined,
    tags: seed.tags,
    resourceGroupId: undefined,
    releaseProtection: seed.deleteProtect,
  });
  const addresses = {
    snat: seedAddresses(world, gateway, seed.snatEips, 'snat'),
    dnat: seedAddresses(world, gateway, seed.dnatEips, 'dnat'),
    both: seedAddresses(world, gateway, seed.bindEips, 'both'),
  };
  gateway.state = restingState(gateway);
  seedRules(
    world,
    gateway,
    seed,
    [...addresses.snat, ...addresses.both],
    [...addresses.dnat, ...addresses.both],
  );
}

function findSeededVpc({ vpcs }: RegionState, name: string | undefined): Vpc {
  const [vpc] = [...vpcs].filter((candidate) => name === undefined || candidate.name === name);
  if (vpc === undefined) throw new Error(`vpc: there is no VPC named ${name} in this region`);
  if (vpc.gateways.size < vpc.gatewayQuota) return vpc;
  throw new Error(`vpc: ${vpc.name} takes ${vpc.gatewayQuota} gateways; set gatewayQuota`);
}

function capacityOf({ spec, cuNum }: GatewaySeed): Capacity {
  return spec === undefined ? { kind: 'enhanced', units: cuNum ?? 1 } : { kind: 'normal', spec };
}

function paymentOf(world: World, { expiresInDays }: GatewaySeed): Payment {
  if (expiresInDays === undefined) return { timing: 'Postpaid' };
  return { timing: 'Prepaid', expiresAt: world.clock.calendar() + expiresInDays * DAY };
}

function seedAddresses(world: World, gateway: Gateway, count: number, use: AddressUse): readonly string[] {
  if (count === 0) return [];
  const region = regionOf(world, gateway.region);
  const isShared = use !== 'both' && count > 1;
  const ips = isShared
    ? createShared(world, region, count, gateway.name)
    : createPlain(world, region, count, gateway.name);
  const wish = new Map(ips.map((ip) => [ip, use] as const));
  attachAddresses(gateway, wish, checkWish(world, gateway.region, gateway.capacity, gateway.addresses, wish));
  return ips;
}

function createPlain(world: World, region: RegionState, count: number, name: string): readonly string[] {
  const create = (_: unknown, index: number): Address =>
    addAddress(world, region, { ...FREE_ADDRESS, name: `${name}-${index + 1}` });
  return Array.from({ length: count }, create).map(({ id }) => id);
}

function createShared(world: World, region: RegionState, count: number, name: string): readonly string[] {
  const id = `eg-${world.identity.word(8)}`;
  return addGroup(world, region, id, { ...FREE_ADDRESS, name, count }).addresses;
}

function seedRules(
  world: World,
  gateway: Gateway,
  { snatRules, dnatRules }: GatewaySeed,
  snatAddresses: readonly string[],
  dnatAddresses: readonly string[],
): void {
  for (const { ruleName, sourceCIDR, addresses } of snatRules) {
    const ips = addresses.map((index) => snatAddresses[index] ?? `number ${index}`);
    addSnatRule(world, gateway, { name: ruleName, addresses: ips, source: sourceCIDR });
  }
  for (const { address, ...rule } of dnatRules) {
    const publicIpAddress = dnatAddresses[address] ?? `number ${address}`;
    addDnatRule(world, gateway, dnatDraftOf({ ...rule, publicIpAddress }));
  }
}
