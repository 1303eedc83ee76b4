import * as z from 'zod';
import { onGateway } from './bindings.ts';
import { completed, options } from './context.ts';
import { defineStep } from './define-step.ts';
import { nothing, text } from './shapes.ts';

export interface ProtectGateway {
  readonly on: boolean;
}

export const protectGateway = defineStep({
  kind: 'gateway.protect',
  args: z.object({ on: z.boolean() }),
  bound: z.object({ ref: text, on: z.boolean() }),
  result: nothing,
  bind: (args: ProtectGateway, known, step) => onGateway(known, step, args),
  async run({ nat }, { ref, on }, operation) {
    await completed(nat.gateway(ref).protect(on, options(operation)), operation);
    return null;
  },
  probe: async ({ nat }, { ref, on }, { signal }) =>
    (await nat.gateway(ref).get({ signal })).protected === on ? null : undefined,
  async undo({ nat }, { ref, on }, _result, operation) {
    await completed(nat.gateway(ref).protect(!on, options(operation)), operation);
  },
});

export const protection = (on: boolean) =>
  protectGateway.step('protect', { on }, `turn deletion protection ${on ? 'on' : 'off'}`);
