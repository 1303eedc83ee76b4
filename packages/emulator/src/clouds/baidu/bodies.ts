import * as z from 'zod';
import { canonicalNetwork, isAddress } from '../../world/baidu/network-address.ts';
import { Refusal, type RefusalReason } from '../../world/baidu/refusal.ts';
import { requestLimits } from './choices.ts';
import { WireError } from './errors.ts';

/**
 * Request bodies. A missing field or a wrong type is inappropriate JSON, a wrong value a bad request; unknown fields
 * are ignored, as https://cloud.baidu.com/doc/VPC/s/sjwvyuhe7 demands.
 */
export function readBody<Output>(schema: z.core.$ZodType<Output>, body: unknown): Output {
  const result = z.safeParse(schema, body);
  if (result.success) return result.data;
  const wrongType = result.error.issues.find(({ code }) => code !== 'custom');
  if (wrongType !== undefined) throw new WireError('InappropriateJSON', describe(wrongType));
  throw refusalOf(result.error.issues[0]);
}

function refusalOf(issue: z.core.$ZodIssue | undefined): Refusal {
  const isEmptyName = issue?.code === 'custom' && issue.params?.reason === 'name-empty';
  const reason: RefusalReason = isEmptyName ? 'name-empty' : 'value-invalid';
  return new Refusal(reason, issue === undefined ? 'The body is wrong.' : describe(issue));
}

function describe({ path, message }: z.core.$ZodIssue): string {
  return `${path.map(String).join('.') || 'body'}: ${message}`;
}

/** Some clients send numbers as text. */
const integer = z.preprocess(
  (value) => (typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value),
  z.int(),
);

/** Some clients send an empty text for what they leave out. */
function optional<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
}

const between = (least: number, most: number) =>
  integer.refine((value) => value >= least && value <= most, `must be ${least} to ${most}`);

const name = z
  .string()
  .refine((value) => value !== '', { error: 'is empty', params: { reason: 'name-empty' }, abort: true })
  .refine(
    (value) => /^[A-Za-z][A-Za-z0-9\-_/.]{0,64}$/.test(value),
    'must be 1 to 65 letters, digits or - _ / . and begin with a letter',
  );

const oneOf = (...words: readonly string[]) =>
  z.string().refine((value) => words.includes(value), `must be ${words.join(' or ')}`);

const address = z.string().refine(isAddress, 'must be an IP address');

const distinct = (schema: z.ZodType<string>) =>
  z.array(schema).refine((items) => new Set(items).size === items.length, 'must not repeat an item');

const atLeastOne = (schema: z.ZodType<string>) =>
  distinct(schema).refine((items) => items.length > 0, 'must not be empty');

const TAG_TEXT = /^[\p{Script=Han}A-Za-z0-9\-_ /.]*$/u;
const tags = z.array(
  z.object({
    tagKey: z
      .string()
      .refine((key) => key.length >= 1 && key.length <= 65 && TAG_TEXT.test(key), 'is no tag key'),
    tagValue: z.string().refine((value) => value.length <= 65 && TAG_TEXT.test(value), 'is no tag value'),
  }),
);

const TERMS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36];
const reservation = z.object({
  reservationLength: integer.refine(
    (months) => TERMS.includes(months),
    `must be one of ${TERMS.join(', ')} months`,
  ),
  reservationTimeUnit: optional(z.string()).refine(
    (unit) => unit === undefined || unit.toLowerCase() === 'month',
    'must be month',
  ),
});

const billing = z.object({
  paymentTiming: oneOf('Prepaid', 'Postpaid'),
  billingMethod: optional(oneOf('ByTraffic', 'ByBandwidth')),
  reservation: z.unknown().optional(),
});

/** Months of a prepaid term, undefined for postpaid; some clients add a term to postpaid orders, which means nothing. */
export function monthsOf({ paymentTiming, reservation: term }: z.output<typeof billing>): number | undefined {
  return paymentTiming === 'Prepaid' ? readBody(reservation, term).reservationLength : undefined;
}

const timeout = between(1, 1_000_000).optional();

export const gatewayOrderBody = z
  .object({
    name,
    vpcId: z.string(),
    spec: optional(oneOf('small', 'medium', 'large').pipe(z.enum(['small', 'medium', 'large']))),
    cuNum: optional(between(1, requestLimits.capacityUnits)),
    eips: distinct(z.string()).optional(),
    dnatEips: distinct(z.string()).optional(),
    bindEips: distinct(z.string()).optional(),
    billing,
    ipVersion: optional(oneOf('v4', 'v6').pipe(z.enum(['v4', 'v6']))),
    sessionConfig: z.object({ tcpTimeout: timeout, udpTimeout: timeout, icmpTimeout: timeout }).optional(),
    tags: tags.optional(),
    resourceGroupId: optional(z.string()),
    deleteProtect: z.boolean().optional(),
  })
  .refine(({ spec, cuNum }) => (spec === undefined) !== (cuNum === undefined), 'give one of spec and cuNum');

export const renameBody = z.object({ name });

export const protectionBody = z.object({ deleteProtect: z.boolean() });

export const resizeBody = z.object({ cuNum: between(1, requestLimits.capacityUnits) });

export const renewalBody = z.object({ billing: z.object({ reservation }) });

const ADDRESS_FIELDS = ['eips', 'dnatEips', 'bindEips'] as const;
const addressList = atLeastOne(z.string()).optional();
export const bindingBody = z
  .object({ eips: addressList, dnatEips: addressList, bindEips: addressList })
  .superRefine((body, context) => {
    const given = ADDRESS_FIELDS.filter((field) => body[field] !== undefined);
    if (given.length === 0)
      context.addIssue({ code: 'invalid_type', expected: 'array', message: 'names no address' });
    if (given.length > 1) context.addIssue({ code: 'custom', message: `give one of ${given.join(' and ')}` });
  });

const source = z
  .string()
  .refine(
    (text) => canonicalNetwork(text) !== undefined,
    'must be an address or a network without host bits',
  );
export const snatRuleBody = z.object({
  ruleName: name,
  publicIpsAddress: atLeastOne(z.string()),
  sourceCIDR: source,
});

/** The name is optional in a batch and in a change. */
const batchedSnatRule = snatRuleBody.extend({ ruleName: optional(name) });

export const snatBatchBody = z.object({
  natId: z.string(),
  snatRules: z.array(batchedSnatRule).refine((rules) => rules.length > 0, 'must not be empty'),
});

export const snatChangeBody = z.object({
  ruleName: optional(name),
  publicIpsAddress: atLeastOne(z.string()).optional(),
  sourceCIDR: optional(source),
});

const port = optional(between(1, 65_535));
export const dnatRuleBody = z.object({
  ruleName: optional(name),
  publicIpAddress: z.string(),
  privateIpAddress: address,
  protocol: oneOf('TCP', 'UDP', 'all').pipe(z.enum(['TCP', 'UDP', 'all'])),
  publicPort: port,
  privatePort: port,
  publicPortRange: optional(z.string()),
  privatePortRange: optional(z.string()),
});
export type DnatRuleBody = z.output<typeof dnatRuleBody>;

export const dnatBatchBody = z.object({
  rules: z.array(dnatRuleBody).refine((rules) => rules.length > 0, 'must not be empty'),
});

export const dnatChangeBody = dnatRuleBody.partial();
export type DnatChangeBody = z.output<typeof dnatChangeBody>;

const bandwidth = between(1, requestLimits.bandwidth);
export const addressOrderBody = z.object({
  name: optional(name),
  bandwidthInMbps: bandwidth,
  billing,
  tags: tags.optional(),
  count: optional(between(1, requestLimits.addressesPerOrder)),
});

export const addressResizeBody = z.object({ newBandwidthInMbps: bandwidth });

const groupBandwidth = between(1, requestLimits.groupBandwidth);
export const groupOrderBody = z.object({
  name: optional(name),
  eipCount: optional(between(0, requestLimits.addressesPerOrder)),
  bandwidthInMbps: groupBandwidth,
  billing,
});

export const groupResizeBody = z.object({ bandwidthInMbps: groupBandwidth });

export const moveInBody = z.object({ eips: atLeastOne(z.string()) });

export const moveOutBody = z.object({
  moveOutEips: z
    .array(
      z.object({
        eip: z.string(),
        bandwidthInMbps: optional(bandwidth),
        billing: billing.optional(),
      }),
    )
    .refine((items) => items.length > 0, 'must not be empty')
    .refine((items) => new Set(items.map(({ eip }) => eip)).size === items.length, 'must not repeat an item'),
});
