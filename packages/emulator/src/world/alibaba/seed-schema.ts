import * as z from 'zod';
import { parseAddress, parseCidr } from '../../common/ipv4.ts';
import { findRegion, regions, zoneIds } from './regions.ts';

const region = z.string().refine((id) => findRegion(id) !== undefined, 'unknown region');
const zone = z.string().refine((id) => regions.some((each) => zoneIds(each).includes(id)), 'unknown zone');
const address = z.string().refine((text) => parseAddress(text) !== undefined, 'not an IPv4 address');
const cidr = z.string().refine((text) => parseCidr(text) !== undefined, 'not a CIDR block without host bits');
const count = z.int().nonnegative();
const lock = z.enum(['Normal', 'FinancialLocked', 'SecurityLocked']).default('Normal');

const account = z.strictObject({
  arrears: z.boolean().optional(),
  mayCreateServiceRole: z.boolean().optional(),
  enhancedAllowed: z.boolean().optional(),
  conversionAllowed: z.boolean().optional(),
  anySourceCidr: z.boolean().optional(),
  lag: z.number().nonnegative().optional(),
  quotas: z
    .strictObject({
      gatewaysPerVpc: count,
      natIpsPerGateway: count,
      addressesPerGateway: count,
      forwardEntriesPerTable: count,
      snatEntriesPerTable: count,
      routesPerTable: count,
    })
    .partial()
    .optional(),
});

const vSwitch = z.strictObject({
  id: z.string().optional(),
  zone,
  cidr,
  name: z.string().default(''),
  status: z.enum(['creating', 'available']).default('available'),
  virtualAddress: z.boolean().default(false),
});

const vpc = z.strictObject({
  id: z.string().optional(),
  region,
  cidr,
  name: z.string().default(''),
  status: z.enum(['creating', 'available', 'deleting']).default('available'),
  attachedToCen: z.boolean().default(false),
  routerInterface: z.boolean().default(false),
  customRoutes: count.default(0),
  defaultRoute: z.boolean().default(false),
  serversWithAddress: z.array(address).default([]),
  vSwitches: z.array(vSwitch).default([]),
});

/** Entries name the gateway's addresses by their place in `addresses`, or in its packages one after the other. */
const snat = z.strictObject({
  addresses: z.array(count).min(1).default([0]),
  vSwitch: z.string().optional(),
  cidr: cidr.optional(),
  name: z.string().default(''),
});

const forward = z.strictObject({
  address: count.default(0),
  externalPort: z.string(),
  internalIp: address,
  internalPort: z.string(),
  protocol: z.enum(['TCP', 'UDP', 'Any']).default('TCP'),
  name: z.string().default(''),
  portBreak: z.boolean().default(false),
});

const gateway = z.strictObject({
  region,
  /** The region's first VPC, and that VPC's first vSwitch, unless named. */
  vpc: z.string().optional(),
  vSwitch: z.string().optional(),
  name: z.string().default(''),
  description: z.string().default(''),
  natType: z.enum(['Normal', 'Enhanced']).default('Enhanced'),
  /** An `intranet` gateway has NAT addresses instead of EIPs; entries name the default one as 0. */
  networkType: z.enum(['internet', 'intranet']).default('internet'),
  /** How many NAT addresses an intranet gateway has beside its default one. */
  natIps: count.default(0),
  spec: z.enum(['Small', 'Middle', 'Large', 'XLarge.1']).default('Small'),
  internetChargeType: z.enum(['PayBySpec', 'PayByLcu']).default('PayBySpec'),
  /** Makes it a subscription that ends then. */
  expires: z.iso.datetime().optional(),
  locked: lock,
  deletionProtection: z.boolean().default(false),
  tags: z.record(z.string(), z.string()).default({}),
  /** How many EIPs to allocate and bind. */
  addresses: count.default(0),
  packages: z
    .array(z.strictObject({ bandwidth: z.int().min(5).max(1000), ipCount: count, locked: lock }))
    .default([]),
  snat: z.array(snat).default([]),
  forward: z.array(forward).default([]),
});

/** Many gateways of one kind, each VPC holding as many as the quota lets it. */
const fleet = z.strictObject({
  region,
  gateways: count,
  addresses: count.default(1),
  snat: count.default(0),
  forward: count.default(0),
});

export const seedSchema = z.strictObject({
  account: account.optional(),
  zones: z
    .record(zone, z.strictObject({ publicAddresses: count, enhancedStock: count }).partial())
    .default({}),
  vpcs: z.array(vpc).default([]),
  /** EIPs that are bound to nothing. */
  addresses: z
    .array(z.strictObject({ region, count: count.default(1), bandwidth: z.string().default('5') }))
    .default([]),
  gateways: z.array(gateway).default([]),
  fleets: z.array(fleet).default([]),
});

export type Seed = z.output<typeof seedSchema>;
export type GatewaySeed = Seed['gateways'][number];
export type FleetSeed = Seed['fleets'][number];
