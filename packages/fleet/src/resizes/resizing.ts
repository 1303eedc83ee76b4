import {
  type Clouds,
  check,
  describeSize,
  type Gateway,
  NatError,
  type Size,
  sameSize,
  sizeRequestSchema,
  sizeSchema,
} from '@polynat/core';
import { type Json, json, type OperationHandler } from '@polynat/engine';
import { bought } from '@polynat/migrate';
import * as z from 'zod';

const resizeSchema = z.object({
  ref: z.string(),
  size: sizeRequestSchema,
  /** Size in the list from which the run was started. Version 0.1 did not note it. */
  from: sizeSchema.exactOptional(),
});

/**
 * Resizes once. The size of the list is part of the order: a gateway that somebody else has resized since then is not resized. After a lost
 * response the size is read before the order is repeated; one that is as it was wanted does not tell who has paid: the result says
 * `proven: false`.
 */
export const resizing = (clouds: Clouds): OperationHandler => ({
  async run(args, context) {
    const { ref, size, from } = check(resizeSchema, args, 'arguments of the step');
    const { token, signal, beforeSend, attempt, resumed } = context;
    const handle = clouds.gateway(ref);
    const isFirst = attempt === 1 && !resumed;
    if (from && isFirst) requireSize(from, await handle.get({ signal }));
    const resized = await bought(handle.resize(size, { token, signal, beforeSend }), context);
    return json(resized.size);
  },
  async probe(args, { signal }) {
    const { ref, size, from } = check(resizeSchema, args, 'arguments of the step');
    if (!from || 'atLeast' in size) return undefined;
    const { size: now } = await clouds.gateway(ref).get({ signal });
    return sameSize(now, size) ? json({ ...now, proven: false }) : undefined;
  },
  /** The receipt proves that this run has paid. */
  async complete(args, accepted, { signal, beforeSend }): Promise<Json> {
    const { ref } = check(resizeSchema, args, 'arguments of the step');
    await clouds.resume(accepted, { signal, beforeSend });
    return json((await clouds.gateway(ref).get({ signal })).size);
  },
});

function requireSize(from: Size, { ref, size: now }: Gateway): void {
  if (sameSize(now, from)) return;
  throw new NatError(
    'failed-precondition',
    `${ref} is ${describeSize(now)} and no longer ${describeSize(from)}: nothing was changed`,
    { field: 'size', remedy: 'resize by the policy again' },
  );
}
