import type { Call, CallOptions } from '../call.ts';
import { isReadOnly } from '../guards/read-only.ts';
import type { GatewayKey } from '../model/gateway-key.ts';
import { Operation } from '../operation.ts';
import type { OperationRecord } from '../operation-record.ts';
import { check } from '../runtime/check.ts';
import { plainJson } from '../runtime/plain-json.ts';
import { type Runtime, writeCall } from '../runtime/runtime.ts';
import { addressMutations } from './addresses.ts';
import { bandwidthMutations } from './bandwidth.ts';
import { billingMutations } from './billing.ts';
import type { MutationDefinition } from './define.ts';
import { dnatMutations } from './dnat.ts';
import { gatewayMutations } from './gateways.ts';
import type { Mutation } from './names.ts';
import type { MutationPreview } from './preview.ts';
import { sharedBandwidthMutations } from './shared-bandwidth.ts';
import { snatMutations } from './snat.ts';

const definitions = {
  ...gatewayMutations,
  ...snatMutations,
  ...dnatMutations,
  ...addressMutations,
  ...billingMutations,
  ...bandwidthMutations,
  ...sharedBandwidthMutations,
} satisfies { readonly [M in Mutation]: unknown };

type Definitions = typeof definitions;

/** What a mutation settles to. */
export type ResultOf<M extends Mutation> =
  Definitions[M] extends MutationDefinition<never, infer T> ? T : never;

/** The one door through which every mutation starts: checked, queued, sent, watched. */
export function start<M extends Mutation>(
  runtime: Runtime,
  mutation: M,
  key: GatewayKey | undefined,
  input: unknown,
  options?: CallOptions,
): Operation<ResultOf<M>> {
  const call = writeCall(runtime, options);
  const record = {
    version: 1,
    cloud: runtime.alias,
    mutation,
    key: key ? plainKey(key) : null,
    input: plainJson(input),
    token: call.token,
    receipts: [],
  } as const;
  return launch<M>(runtime, record, call);
}

/** What a mutation would do, checked against its schema and the cloud's facts. Sends nothing. */
export function preview(
  runtime: Runtime,
  mutation: Mutation,
  key: GatewayKey | undefined,
  input: unknown,
): MutationPreview {
  const { input: schema, plan } = definitions[mutation] as MutationDefinition<unknown, unknown>;
  const { steps, outline, notice } = plan(runtime, key, check(schema, plainJson(input), mutation));
  return { requests: outline ?? steps.map(({ name }) => name), ...(notice !== undefined && { notice }) };
}

/** The same for a mutation that another process began: what has a receipt is watched, the rest is sent. */
export function resume<M extends Mutation>(
  runtime: Runtime,
  record: OperationRecord & { readonly mutation: M },
  options?: CallOptions,
): Operation<ResultOf<M>> {
  const call = writeCall(runtime, { ...options, token: record.token });
  return launch(runtime, record, { ...call, resumed: true });
}

function launch<M extends Mutation>(
  runtime: Runtime,
  record: OperationRecord & { readonly mutation: M },
  call: Call,
): Operation<ResultOf<M>> {
  const { input, plan } = definitions[record.mutation] as MutationDefinition<unknown, ResultOf<M>>;
  return new Operation<ResultOf<M>>({
    record,
    prepare: () => {
      if (runtime.readOnly) throw isReadOnly(runtime.alias, record.mutation);
      return plan(runtime, record.key ?? undefined, check(input, record.input, record.mutation));
    },
    runtime,
    call,
  });
}

/** A handle's reference prints as one string; a record keeps the parts the driver needs. */
const plainKey = ({ region, network, id }: GatewayKey): GatewayKey => ({
  region,
  id,
  ...(network !== undefined && { network }),
});
