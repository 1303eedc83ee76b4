import { describeSize, type Size, sizeSchema } from '@polynat/core';
import * as z from 'zod';
import { purchaseOn } from '../purchase.ts';
import { onGateway } from './bindings.ts';
import { completed, options } from './context.ts';
import { defineStep } from './define-step.ts';
import { text } from './shapes.ts';

export interface ResizeGateway {
  readonly size: Size;
}

/** A change of money is not taken back by itself: sizes may only grow on some clouds, and a refund is the owner's to ask for. */
export const resizeGateway = defineStep({
  kind: 'gateway.resize',
  args: z.object({ size: sizeSchema }),
  bound: z.object({ ref: text, size: sizeSchema }),
  result: z.object({ ref: text }),
  bind: (args: ResizeGateway, known, step) => onGateway(known, step, args),
  async run({ nat }, { ref, size }, operation) {
    const resized = await completed(nat.gateway(ref).resize(size, options(operation)), operation);
    return { ref: `${resized.ref}` };
  },
  costs: (args) => purchaseOn('size', args),
});

export const resizing = (before: Size, size: Size) =>
  resizeGateway.step(
    'resize',
    { size },
    `resize ${describeSize(before)} → ${describeSize(size)} (not undone by a rollback)`,
  );
