import { type Clouds, type GatewayChange, type GatewayOptions, gatewayOptionsSchema } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import * as z from 'zod';
import { onGateway } from './bindings.ts';
import { completed, options } from './context.ts';
import { defineStep } from './define-step.ts';
import { nothing, text } from './shapes.ts';

export interface ChangeGateway extends GatewayChange {
  readonly before: GatewayChange;
}

const changeFields = {
  name: text.exactOptional(),
  description: text.exactOptional(),
  outboundMbps: z.number().exactOptional(),
  options: gatewayOptionsSchema.exactOptional(),
};
const fields = { ...changeFields, before: z.object(changeFields) };

export const changeGateway = defineStep({
  kind: 'gateway.change',
  args: z.object(fields),
  bound: z.object({ ref: text, ...fields }),
  result: nothing,
  bind: (args: ChangeGateway, known, step) => onGateway(known, step, args),
  run: ({ nat }, { ref, before, ...wanted }, operation) => change(nat, ref, wanted, operation),
  async probe({ nat }, { ref, name, description, outboundMbps, options: switches = {} }, { signal }) {
    const now = await nat.gateway(ref).get({ signal });
    const shows = <T>(wanted: T | undefined, shown: T | undefined) =>
      wanted === undefined || wanted === shown;
    const isChanged =
      shows(name, now.name) &&
      shows(description, now.description ?? '') &&
      shows(outboundMbps, now.outboundMbps) &&
      shows(switches.icmpReply, now.options?.icmpReply) &&
      shows(switches.affinity, now.options?.affinity) &&
      shows(switches.bindMode, now.options?.bindMode);
    return isChanged ? null : undefined;
  },
  async undo({ nat }, { ref, before }, _result, operation) {
    await change(nat, ref, before, operation);
  },
});

async function change(
  nat: Clouds,
  ref: string,
  { name, description, outboundMbps, options: switches }: GatewayChange,
  operation: OperationContext,
): Promise<null> {
  const handle = nat.gateway(ref);
  if (name !== undefined) await completed(handle.rename(name, options(operation)), operation);
  if (description !== undefined) await completed(handle.describe(description, options(operation)), operation);
  if (outboundMbps !== undefined)
    await completed(handle.limitOutbound(outboundMbps, options(operation)), operation);
  if (switches) await completed(handle.configure(switches, options(operation)), operation);
  return null;
}

export const renaming = (before: string, name: string) =>
  changeGateway.step('rename', { name, before: { name: before } }, `rename "${before}" → "${name}"`);

export const description = (before: string | undefined, wanted: string) =>
  changeGateway.step(
    'describe',
    { description: wanted, before: before ? { description: before } : {} },
    'change the description',
  );

export const outboundLimit = (before: number | undefined, outboundMbps: number) =>
  changeGateway.step(
    'limit-outbound',
    { outboundMbps, before: before === undefined ? {} : { outboundMbps: before } },
    `limit outbound traffic to ${outboundMbps} Mbit/s`,
  );

/** `before` are the values to go back to, where the cloud can. */
export const configuring = (before: GatewayOptions, wanted: GatewayOptions, summary: string) =>
  changeGateway.step(
    'configure',
    { options: wanted, before: Object.keys(before).length > 0 ? { options: before } : {} },
    summary,
  );
