import * as z from 'zod';
import { canonicalNetwork } from '../../world/baidu/network-address.ts';
import { dnatRuleBody } from './bodies.ts';
import { requestLimits } from './choices.ts';

/** A seed's section for this cloud: the words of its API, with counts and indexes in place of addresses. */

const region = z.string().default('bj');
const cidr = z
  .string()
  .refine((text) => text.includes('/') && canonicalNetwork(text) !== undefined, 'is no CIDR');

const vpc = z.strictObject({
  name: z.string().min(1),
  region,
  cidr: cidr.default('10.0.0.0/8'),
  /** As if a support ticket had raised it. */
  gatewayQuota: z.int().positive().optional(),
  subnets: z
    .array(z.strictObject({ name: z.string().min(1), zone: z.string().default('a'), cidr }))
    .default([]),
});
export type VpcSeed = z.output<typeof vpc>;

/** Which of the gateway's addresses a rule uses, counted from 0. */
const addressIndex = z.int().nonnegative().default(0);

const snatRule = z.strictObject({
  ruleName: z.string().default('snat'),
  sourceCIDR: z.string().refine((text) => canonicalNetwork(text) !== undefined, 'is no address or CIDR'),
  addresses: z.array(z.int().nonnegative()).min(1).default([0]),
});

const dnatRule = dnatRuleBody.omit({ publicIpAddress: true }).extend({ address: addressIndex }).strict();

const count = z.int().nonnegative().default(0);

const gateway = z.strictObject({
  name: z.string().min(1),
  region,
  /** Name of a VPC of this seed or an earlier one; the region's ready network unless given. */
  vpc: z.string().optional(),
  spec: z.enum(['small', 'medium', 'large']).optional(),
  cuNum: z.int().min(1).max(requestLimits.capacityUnits).optional(),
  /** How many addresses to create and bind; several of a normal gateway come from a shared bandwidth of their own. */
  snatEips: count,
  dnatEips: count,
  bindEips: count,
  /** Missing means postpaid. Negative: expired so many days ago. */
  expiresInDays: z.number().optional(),
  deleteProtect: z.boolean().default(false),
  tags: z.array(z.strictObject({ tagKey: z.string(), tagValue: z.string() })).default([]),
  snatRules: z.array(snatRule).default([]),
  dnatRules: z.array(dnatRule).default([]),
});
export type GatewaySeed = z.output<typeof gateway>;

const key = z.strictObject({
  accessKeyId: z.string().regex(/^[^/]+$/),
  secretAccessKey: z.string().min(1),
  sessionToken: z.string().min(1).optional(),
  readOnly: z.boolean().default(false),
});

export const seedSchema = z.strictObject({
  account: z
    .strictObject({
      inArrears: z.boolean().optional(),
      realNameVerified: z.boolean().optional(),
      subscribed: z.boolean().optional(),
    })
    .default({}),
  keys: z.array(key).default([]),
  vpcs: z.array(vpc).default([]),
  /** Free addresses to add. */
  eips: z.array(z.strictObject({ region, count: z.int().positive() })).default([]),
  gateways: z
    .array(
      gateway.refine(
        ({ spec, cuNum }) => (spec === undefined) !== (cuNum === undefined),
        'give one of spec and cuNum',
      ),
    )
    .default([]),
});
