import * as z from 'zod';
import { parseAddress, parseCidr } from '../../common/ipv4.ts';
import {
  addressConditions,
  bandwidths,
  carriers,
  chargeTypes,
  exclusiveTypes,
  gatewayConditions,
  protocols,
  sizes,
  sourceTypes,
} from './model.ts';
import { findRegion, regions } from './regions.ts';
import { settingsSchema } from './settings.ts';

const cidr = z.string().refine((text) => parseCidr(text) !== undefined, 'not an IPv4 range like 10.0.0.0/24');
const ip = z.string().refine((text) => parseAddress(text) !== undefined, 'not an IPv4 address');
const name = z.string().min(1).max(60);
const id = (kind: string) =>
  z
    .string()
    .regex(new RegExp(`^${kind}-[a-z0-9-]{1,40}$`), `an id like ${kind}-0a1b2c3d`)
    .optional();
const region = z
  .string()
  .refine((text) => findRegion(text) !== undefined, `one of ${regions.map((each) => each.name).join(', ')}`);
const tags = z.record(z.string(), z.string()).default({});
const port = z.int().min(1).max(65_535);
const description = z.string().max(60).default('');

const serverSchema = z.strictObject({
  /** The primary address. */
  ip,
  secondary: z.array(ip).default([]),
  name: name.default('server'),
  instanceId: id('ins'),
  interfaceId: id('eni'),
});

const subnetSchema = z.strictObject({
  subnetId: id('subnet'),
  name: name.default('subnet'),
  cidr,
  zone: z.string().optional(),
  tags,
  /** Id or name; the main table unless given. */
  routeTable: z.string().optional(),
  servers: z.array(serverSchema).default([]),
});

const routeSchema = z.strictObject({
  destination: cidr.default('0.0.0.0/0'),
  gatewayType: z.string().default('NAT'),
  /** For NAT the id or the name of a gateway of this VPC. */
  gateway: z.string(),
  enabled: z.boolean().default(true),
  description,
});

const routeTableSchema = z.strictObject({
  routeTableId: id('rtb'),
  name: name.default('table'),
  /** Adds the routes to the table every VPC has. */
  main: z.boolean().default(false),
  routes: z.array(routeSchema).default([]),
});

const dnatSchema = z.strictObject({
  protocol: z.enum(protocols).default('TCP'),
  /** One of the gateway's EIPs: its IP, or its place in the list. */
  eip: z.union([ip, z.int().nonnegative()]).default(0),
  publicPort: port,
  privateIp: ip,
  privatePort: port,
  description,
});

const snatSchema = z.strictObject({
  snatId: id('snat'),
  resourceType: z.enum(sourceTypes).default('SUBNET'),
  /** Subnet by id or name, interface or server by id; empty for a range of one's own. */
  resource: z.string().default(''),
  /** The address of an interface, or a range of one's own; a subnet brings its range. */
  source: z.union([ip, cidr]).optional(),
  eips: z
    .array(z.union([ip, z.int().nonnegative()]))
    .min(1)
    .default([0]),
  description,
});

const gatewaySchema = z.strictObject({
  natId: id('nat'),
  name,
  productVersion: z.literal([1, 2]).default(1),
  bandwidth: z.literal(bandwidths).default(100),
  maxConcurrent: z.literal(sizes).default(1_000_000),
  exclusiveType: z.enum(exclusiveTypes).optional(),
  zone: z.string().optional(),
  /** EIPs by IP, or how many to make. */
  eips: z.union([z.array(ip).min(1), z.int().positive()]).default(1),
  protected: z.boolean().default(false),
  tags,
  conditions: z.array(z.enum(gatewayConditions)).default([]),
  dnat: z.array(dnatSchema).default([]),
  snat: z.array(snatSchema).default([]),
});

const vpcSchema = z.strictObject({
  region,
  /** An existing VPC is added to. */
  vpcId: id('vpc'),
  name: name.default('vpc'),
  cidr: cidr.optional(),
  tags,
  subnets: z.array(subnetSchema).default([]),
  directConnects: z.array(z.string().regex(/^dcg-[a-z0-9-]{1,40}$/)).default([]),
  gateways: z.array(gatewaySchema).default([]),
  routeTables: z.array(routeTableSchema).default([]),
});

const packageSchema = z.strictObject({
  region,
  packageId: id('bwp'),
  name: name.default('package'),
  networkType: z.string().default('BGP'),
  /** Mbps; -1 is unlimited. */
  bandwidth: z.int().default(-1),
});

const eipSchema = z.strictObject({
  region,
  eipId: id('eip'),
  ip: ip.optional(),
  /** How many like this; an id or IP is for one. */
  count: z.int().positive().default(1),
  name: name.optional(),
  carrier: z.enum(carriers).default('BGP'),
  chargeType: z.enum(chargeTypes).default('TRAFFIC_POSTPAID_BY_HOUR'),
  bandwidth: z.int().min(1).max(2000).default(100),
  /** Id of a package in the same seed or before. */
  package: z.string().optional(),
  tags,
  conditions: z.array(z.enum(addressConditions)).default([]),
});

/** Gateways in VPCs of their own, for measurements. */
const fleetSchema = z.strictObject({
  region,
  gateways: z.int().positive(),
  eips: z.int().min(1).max(10).default(1),
  snat: z.int().min(0).max(200).default(0),
  dnat: z.int().min(0).max(200).default(0),
});

export const sectionSchema = z.strictObject({
  settings: settingsSchema.optional(),
  packages: z.array(packageSchema).default([]),
  eips: z.array(eipSchema).default([]),
  vpcs: z.array(vpcSchema).default([]),
  fleets: z.array(fleetSchema).default([]),
});

export type SeedSection = z.input<typeof sectionSchema>;
export type VpcSeed = z.output<typeof vpcSchema>;
export type SubnetSeed = z.output<typeof subnetSchema>;
export type RouteTableSeed = z.output<typeof routeTableSchema>;
export type GatewaySeed = z.output<typeof gatewaySchema>;
export type EipSeed = z.output<typeof eipSchema>;
export type PackageSeed = z.output<typeof packageSchema>;
export type FleetSeed = z.output<typeof fleetSchema>;
