import * as z from 'zod';
import { findAttached } from './address-attach.ts';
import { onGateway } from './bindings.ts';
import { completed, options } from './context.ts';
import { defineStep } from './define-step.ts';
import { nothing, text } from './shapes.ts';

export interface DetachAddress {
  readonly ip: string;
}

export const detachAddress = defineStep({
  kind: 'address.detach',
  args: z.object({ ip: text }),
  bound: z.object({ ref: text, ip: text }),
  result: nothing,
  bind: (args: DetachAddress, known, step) => onGateway(known, step, args),
  async run({ nat }, { ref, ip }, operation) {
    await completed(nat.gateway(ref).addresses.detach(ip, options(operation)), operation);
    return null;
  },
  probe: async ({ nat }, { ref, ip }, { signal }) =>
    (await findAttached(nat, ref, ip, signal)) ? undefined : null,
  async undo({ nat }, { ref, ip }, _result, operation) {
    await completed(nat.gateway(ref).addresses.attach(ip, options(operation)), operation);
  },
});

export const detachment = (ip: string) =>
  detachAddress.step(`detach/${ip}`, { ip }, `detach ${ip} (kept, still billed)`);
