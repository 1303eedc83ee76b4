import * as z from 'zod';
import { type Cidr, contains, formatAddress, overlaps, parseAddress, parseCidr } from '../../common/ipv4.ts';
import { type Address, type Gateway, type Server, type Subnet, specs, type Vpc } from './model.ts';
import { findRegion, type Region, regions } from './regions.ts';
import { settingsSchema } from './settings.ts';
import { createGatewayList, type State } from './state.ts';

const cidr = z.string().refine((text) => parseCidr(text) !== undefined, 'not an IPv4 range like 10.0.0.0/24');
const ip = z.string().refine((text) => parseAddress(text) !== undefined, 'not an IPv4 address');
const name = z.string().min(1).max(60);
const flag = z.literal([0, 1]).default(0);

const serverSchema = z.strictObject({ ip, ownAddress: ip.optional() });

const subnetSchema = z.strictObject({
  subnetId: z.string().min(1).optional(),
  name: name.default('subnet'),
  cidr,
  servers: z.array(serverSchema).default([]),
});

const gatewaySchema = z.strictObject({
  natId: z.string().min(1).optional(),
  name,
  maxConcurrent: z.literal(specs).default(1_000_000),
  forwardMode: flag,
  exclusive: flag,
  /** Addresses of this VPC, by IP. */
  eips: z.array(ip).min(1).max(4),
  /** Whole subnets, by id or name. */
  subnets: z.array(z.string()).default([]),
  ips: z.array(z.strictObject({ subnet: z.string(), ips: z.array(ip).min(1) })).default([]),
});

const vpcSchema = z.strictObject({
  region: z
    .string()
    .refine((text) => findRegion(text) !== undefined, `one of ${regions.map((r) => r.name).join(', ')}`),
  /** An existing VPC is added to. */
  vpcId: z.string().min(1).optional(),
  name: name.default('vpc'),
  cidr: cidr.optional(),
  exclusiveCluster: z.boolean().default(false),
  subnets: z.array(subnetSchema).default([]),
  eips: z
    .array(z.strictObject({ eipId: z.string().min(1).optional(), ip: ip.optional(), exclusive: flag }))
    .default([]),
  gateways: z.array(gatewaySchema).default([]),
});

const sectionSchema = z.strictObject({
  settings: settingsSchema.optional(),
  vpcs: z.array(vpcSchema).default([]),
});

type VpcSeed = z.output<typeof vpcSchema>;
type GatewaySeed = VpcSeed['gateways'][number];
export type SeedSection = z.input<typeof sectionSchema>;

/** Adds what a seed describes, settled at once; throws an Error naming the field. */
export function applySeed(state: State, section: unknown): void {
  const { settings, vpcs } = sectionSchema.parse(section);
  if (settings !== undefined) state.settings = settings;
  for (const [index, seed] of vpcs.entries()) seedVpc(state, seed, `vpcs[${index}]`);
}

function refuse(field: string, message: string): never {
  throw new Error(`${field}: ${message}`);
}

function seedVpc(state: State, seed: VpcSeed, field: string): void {
  const region = findRegion(seed.region) ?? refuse(`${field}.region`, 'unknown');
  const existing = seed.vpcId === undefined ? undefined : state.vpcs.get(seed.vpcId);
  const vpc = existing ?? createVpc(state, region, seed, field);
  for (const [index, subnet] of seed.subnets.entries())
    seedSubnet(state, vpc, subnet, `${field}.subnets[${index}]`);
  for (const eip of seed.eips) seedAddress(state, vpc, { ...eip, state: 'free' });
  for (const [index, gateway] of seed.gateways.entries()) {
    seedGateway(state, vpc, gateway, `${field}.gateways[${index}]`);
  }
}

function createVpc(state: State, region: Region, seed: VpcSeed, field: string): Vpc {
  const cidrBlock = seed.cidr ?? refuse(`${field}.cidr`, 'a new VPC needs one');
  const vpc: Vpc = {
    id: seed.vpcId ?? `vpc-${state.identity.word(8)}`,
    number: state.counters.next(),
    name: seed.name,
    region,
    zone: region.zones[0],
    cidrBlock,
    range: rangeOf(cidrBlock, `${field}.cidr`),
    exclusiveCluster: seed.exclusiveCluster,
    createdAt: state.clock.calendar(),
    subnets: new Set(),
    gateways: createGatewayList(),
    addresses: new Set(),
  };
  state.addVpc(vpc);
  return vpc;
}

function rangeOf(text: string, field: string): Cidr {
  return parseCidr(text) ?? refuse(field, 'not an IPv4 range');
}

function seedSubnet(state: State, vpc: Vpc, seed: VpcSeed['subnets'][number], field: string): void {
  const range = rangeOf(seed.cidr, `${field}.cidr`);
  if (!contains(vpc.range, range)) refuse(`${field}.cidr`, `not inside ${vpc.cidrBlock}`);
  const neighbour = [...vpc.subnets].find((other) => overlaps(other.range, range));
  if (neighbour !== undefined) refuse(`${field}.cidr`, `overlaps ${neighbour.cidrBlock}`);
  const number = state.counters.next();
  const subnet: Subnet = {
    id: seed.subnetId ?? `subnet-${state.identity.word(8)}`,
    number,
    name: seed.name,
    vpc,
    cidrBlock: seed.cidr,
    range,
    vlan: (number % 4000) + 2,
    createdAt: state.clock.calendar(),
    servers: seed.servers.map((server) => seedServer(state, vpc, server)),
  };
  state.addSubnet(subnet);
  joinLateSubnet(subnet);
}

/** A gateway that was created for all subnets takes later ones too. */
function joinLateSubnet(subnet: Subnet): void {
  const gateway = subnet.vpc.gateways.byAge
    .all()
    .find(({ joinsAll, stage }) => joinsAll && stage !== 'failed');
  if (gateway === undefined) return;
  subnet.gateway = gateway;
  gateway.joins.set(subnet, { kind: 'whole', state: 'joined' });
}

function seedServer(state: State, vpc: Vpc, { ip, ownAddress }: z.output<typeof serverSchema>): Server {
  if (ownAddress !== undefined)
    seedAddress(state, vpc, { ip: ownAddress, exclusive: 0, state: 'bound', serverIp: ip });
  return { ip, hasOwnAddress: ownAddress !== undefined };
}

interface AddressSeed {
  readonly eipId?: string | undefined;
  readonly ip?: string | undefined;
  readonly exclusive: 0 | 1;
  readonly state: 'free' | 'bound';
  readonly serverIp?: string;
}

function seedAddress(state: State, vpc: Vpc, seed: AddressSeed): void {
  const chosen = seed.ip === undefined ? state.freePublicIp() : formatAddress(parseAddress(seed.ip) ?? 0);
  if (state.addressesByIp.has(chosen)) refuse(chosen, 'this address exists already');
  const fresh = state.newAddress(vpc, seed.exclusive, chosen);
  state.addAddress({
    ...fresh,
    id: seed.eipId ?? fresh.id,
    state: seed.state,
    freeAt: seed.state === 'free' ? fresh.createdAt : undefined,
    serverIp: seed.serverIp,
  });
}

function seedGateway(state: State, vpc: Vpc, seed: GatewaySeed, field: string): void {
  const gateway: Gateway = {
    id: seed.natId ?? `nat-${state.identity.word(8)}`,
    number: state.counters.next(),
    name: seed.name,
    vpc,
    maxConcurrent: seed.maxConcurrent,
    forwardMode: seed.forwardMode,
    exclusive: seed.exclusive,
    joinsAll: false,
    createdAt: state.clock.calendar(),
    stage: 'created',
    deleting: false,
    running: 0,
    addresses: new Set(),
    joins: new Map(),
  };
  for (const each of seed.eips) tie(gateway, freeAddress(state, vpc, each, `${field}.eips`));
  for (const key of seed.subnets) {
    gateway.joins.set(take(gateway, key, `${field}.subnets`), { kind: 'whole', state: 'joined' });
  }
  for (const part of seed.ips) {
    const ips = new Map(part.ips.map((each) => [each, 'joined' as const]));
    gateway.joins.set(take(gateway, part.subnet, `${field}.ips`), { kind: 'part', ips });
  }
  state.addGateway(gateway);
}

function tie(gateway: Gateway, address: Address): void {
  address.state = 'bound';
  address.freeAt = undefined;
  address.gateway = gateway;
  gateway.addresses.add(address);
}

function freeAddress(state: State, vpc: Vpc, each: string, field: string): Address {
  const address = state.addressesByIp.get(each);
  if (address?.vpc !== vpc || address.state !== 'free')
    refuse(field, `${each} is no free address of ${vpc.id}`);
  return address;
}

function take(gateway: Gateway, key: string, field: string): Subnet {
  const subnet = [...gateway.vpc.subnets].find((each) => each.id === key || each.name === key);
  if (subnet === undefined) return refuse(field, `${key} is no subnet of ${gateway.vpc.id}`);
  if (subnet.gateway !== undefined) refuse(field, `${key} is on another gateway`);
  subnet.gateway = gateway;
  return subnet;
}
