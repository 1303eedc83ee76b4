import { roles } from '@polynat/access';
import {
  errorCodes,
  gatewayOptionsSchema,
  gatewayStates,
  meterings,
  obstacleCodes,
  protocols,
  sizeSchema,
  snatSourceSchema,
} from '@polynat/core';
import * as z from 'zod';
import { operationStates } from '../changes/operation-view.ts';
import { decisions } from '../changes/run-approval.ts';

const text = z.string();
const maybe = text.exactOptional();
const instant = z.iso.datetime();
const itemState = z.enum(['pending', 'available', 'deleting', 'failed', 'unknown']);
const status = z.enum(['good', 'arrears-locked', 'security-locked', 'expired']);
const use = z.enum(['idle', 'snat', 'dnat', 'both']);
const providerSettings = z.record(text, z.unknown()).exactOptional();
const state = { state: itemState, providerState: text };
const metering = z.enum(meterings);

const placementSchema = z.object({ vpc: text, subnet: maybe, zone: maybe });

export const billingSchema = z.union([
  z.object({ mode: z.literal('on-demand'), meteredBy: z.enum(['spec', 'usage', 'time']), status }),
  z.object({
    ...{ mode: z.literal('prepaid'), status },
    expires: maybe,
    autoRenew: z.boolean().exactOptional(),
  }),
]);

export const publicAddressSchema = z.object({
  ...{ ip: text, id: maybe, use, gateway: maybe, sharedBandwidth: maybe, providerSettings, ...state },
  bandwidthMbps: z.number().exactOptional(),
  meteredBy: metering.exactOptional(),
});

/** Every snapshot of the library as its JSON, without the provider's own record. */
export const gatewaySchema = z.object({
  ref: text,
  name: text,
  description: maybe,
  state: z.enum(gatewayStates),
  providerState: text,
  placement: placementSchema,
  size: sizeSchema,
  outboundMbps: z.number().exactOptional(),
  options: gatewayOptionsSchema.exactOptional(),
  reach: z.enum(['internet', 'intranet']).exactOptional(),
  generation: maybe,
  addresses: z.array(publicAddressSchema),
  billing: billingSchema,
  protected: z.boolean().exactOptional(),
  tags: z.record(text, text),
  created: maybe,
  providerSettings,
});

export const snatRuleSchema = z.object({
  ...{ id: text, name: maybe, through: z.array(text), providerSettings, ...state },
  affinity: z.boolean().exactOptional(),
  source: snatSourceSchema,
});

const endpoint = z.object({
  address: text,
  ports: z.union([z.literal('any'), z.object({ from: z.int(), to: z.int() })]),
});

export const dnatRuleSchema = z.object({
  ...{ id: text, name: maybe, protocol: z.enum(protocols), public: endpoint, private: endpoint },
  ...{ providerSettings, ...state },
});

export const bandwidthPackageSchema = z.object({
  ...{
    id: text,
    name: text,
    description: maybe,
    gateway: text,
    zone: maybe,
    created: maybe,
    status,
    ...state,
  },
  bandwidthMbps: z.number(),
  meteredBy: metering,
  addresses: z.array(z.object({ ip: text, use })),
});

export const sharedBandwidthSchema = z.object({
  ...{ id: text, name: text, description: maybe, created: maybe, status, ...state },
  bandwidthMbps: z.number().exactOptional(),
  meteredBy: metering.exactOptional(),
  addresses: z.array(z.object({ ip: text, id: maybe })),
});

export const networkSchema = z.object({ id: text, name: text, cidrs: z.array(text) });
export const subnetSchema = z.object({ id: text, name: text, network: text, cidr: text, zone: maybe });
export const routeSchema = z.object({
  ...{ id: text, table: text, destination: text, enabled: z.boolean(), subnets: z.array(text) },
});

export const readinessSchema = z.object({
  ready: z.boolean(),
  obstacles: z.array(z.object({ code: z.enum(obstacleCodes), reason: text, remedy: text })),
});

const unsupported = z.object({ supported: z.literal(false), reason: text, remedy: text, source: text });
const supported = z.looseObject({ supported: z.literal(true), source: text });

export const capabilitiesSchema = z.object({
  features: z.record(text, z.union([supported, unsupported])),
  sizes: z.looseObject({ offers: z.array(z.looseObject({ size: sizeSchema })), source: text }),
});

export const problemSchema = z.object({
  ...{ type: text, title: text, status: z.int(), detail: text, code: z.enum(errorCodes) },
  ...{ outcome: z.enum(['none', 'unknown']), retryable: z.boolean(), field: maybe, remedy: maybe },
  provider: z
    .object({
      ...{ cloud: text, operation: maybe, code: maybe, message: maybe, requestId: maybe },
      status: z.number().exactOptional(),
    })
    .exactOptional(),
});

const failureSchema = z.looseObject({
  ...{
    code: z.enum(errorCodes),
    message: text,
    outcome: z.enum(['none', 'unknown']),
    field: maybe,
    remedy: maybe,
  },
});

const effectSchema = z.enum([
  ...(['buys', 'extends', 'reprices', 'deletes', 'changes-addresses', 'cuts-over'] as const),
]);

export const operationSchema = z.object({
  ...{
    id: text,
    mutation: text,
    target: text,
    input: z.unknown(),
    request: text,
    by: text,
    approvedBy: maybe,
  },
  effects: z.array(effectSchema),
  state: z.enum(operationStates),
  created: instant,
  result: z.unknown().optional(),
  failure: failureSchema.exactOptional(),
  requests: z.array(text),
});

export const principalSchema = z.object({
  id: text,
  roles: z.array(z.enum(roles)),
  /** The clouds within the scope. */
  aliases: z.array(text),
  scope: z
    .object({ aliases: z.array(text).exactOptional(), networks: z.array(text).exactOptional() })
    .exactOptional(),
});

export const writeSchema = z.object({
  ...{ mutation: text, method: text, path: text, summary: text, effects: z.array(effectSchema) },
  /** The capability that the write needs as a whole. */
  needs: maybe,
  /** The capability that a member of the input needs, by its path. */
  fields: z.record(text, text),
  /** JSON Schema. */
  input: z.looseObject({}),
});

export const auditRecordSchema = z.object({
  ...{ number: z.int(), at: text, who: text, via: text, event: text, action: text },
  ...{ cloud: maybe, ref: maybe, run: maybe, request: maybe, token: maybe, approvedBy: maybe, reason: maybe },
  requests: z.array(text).exactOptional(),
  outcome: maybe,
  ...{ previous: text, hash: text },
});

export const previewSchema = z.object({
  dryRun: z.literal(true),
  /** What would be sent. */
  requests: z.array(text),
  notice: maybe,
  effects: z.array(effectSchema),
  request: text,
  decision: z.object({ decision: z.enum(['allow', 'deny', 'needs-approval']), reason: maybe }),
  change: z.object({ mutation: text, target: text, input: z.unknown() }),
  deletion: z.looseObject({}).exactOptional(),
});

export const approvalSchema = z.object({
  ...{ id: text, by: text, action: text, clouds: z.array(text), ref: maybe, request: text, run: text },
  state: z.enum(['waiting', 'approved', 'rejected', 'expired']),
  effects: z.array(text),
  asked: z.unknown(),
  created: instant,
  expires: instant,
  decidedBy: maybe,
  note: maybe,
});

export const decisionSchema = z.strictObject({
  decision: z.enum(decisions),
  /** The hash that the approval shows: a decision about anything else is refused. */
  request: z.string().min(1),
  note: z.string().max(1_000).exactOptional(),
});

const step = z.looseObject({
  name: text,
  kind: text,
  state: z.enum(['started', 'done', 'failed', 'undone']),
});

const statementSchema = z.object({ by: text, at: z.number() });

const migrationSchema = z.object({
  ...{
    run: text,
    state: text,
    source: text,
    target: maybe,
    isBuilt: z.boolean(),
    deletesSource: z.boolean(),
  },
  pairs: z.array(z.object({ from: text, to: text })),
  routes: z.literal('manual').exactOptional(),
  cutOver: statementSchema.exactOptional(),
  soak: z.looseObject({ until: z.number().exactOptional() }).exactOptional(),
  finalized: statementSchema.exactOptional(),
});

export const runSchema = z.object({
  ...{ id: text, procedure: text, locks: z.array(text), created: instant, input: z.unknown() },
  state: text,
  direction: z.enum(['forward', 'back']),
  steps: z.array(step),
  answers: z.array(z.looseObject({ name: text, state: text })),
  outcome: z.looseObject({ state: text }).exactOptional(),
  /** How far the migration of a gateway is; absent for other runs. */
  migration: migrationSchema.exactOptional(),
});

export const planSchema = z.looseObject({
  ...{
    version: z.int(),
    id: text,
    made: text,
    kind: z.enum(['migrate', 'create', 'change']),
    blocked: z.boolean(),
  },
  gaps: z.array(z.looseObject({ severity: text, why: text, remedy: text })),
  stages: z.array(z.looseObject({ steps: z.array(z.looseObject({ id: text, kind: text, summary: text })) })),
});

export const appliedSchema = z.object({ run: text, effects: z.array(effectSchema), approval: maybe });

export const cloudSchema = z.object({ alias: text, kind: text, region: text });

const failuresSchema = z.array(z.object({ cloud: text, error: problemSchema }));

/** A page of a listing, beside what failed. */
export const listOf = <T extends z.core.$ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    failures: failuresSchema,
    /** For `cursor`; absent on the last page. */
    next: maybe,
    /** When each cloud was read. */
    readAt: z.record(text, instant),
  });

export const readOf = <T extends z.core.$ZodType>(value: T) => z.object({ value, readAt: instant });
