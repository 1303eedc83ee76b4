import type { AttachFor, Clouds, PublicAddress } from '@polynat/core';
import * as z from 'zod';
import { onGateway, replacementOf } from './bindings.ts';
import { completed, options } from './context.ts';
import { defineStep } from './define-step.ts';
import { cannotTell, tellIt } from './orders.ts';
import { goesWithGateway } from './own-gateway.ts';
import { text } from './shapes.ts';

export interface AttachAddress {
  /** The public IP of the source that it replaces; on the source itself, the public IP. */
  readonly sourceIp: string;
  readonly purpose: AttachFor;
}

type Attached = {
  readonly ip: string;
  /** False when somebody else may have attached it. */
  readonly proven?: false;
};

const purposes = ['any', 'snat', 'dnat'] as const satisfies readonly AttachFor[];
const purpose = z.enum(purposes);
const attached: z.core.$ZodType<Attached> = z.object({ ip: text, proven: z.literal(false).exactOptional() });

export const attachAddress = defineStep({
  kind: 'address.attach',
  args: z.object({ sourceIp: text, purpose }),
  bound: z.object({ ref: text, ip: text, purpose }),
  result: attached,
  bind: ({ sourceIp, purpose }: AttachAddress, known, step) =>
    onGateway(known, step, { ip: replacementOf(sourceIp, known), purpose }),
  async run({ nat }, { ref, ip, purpose }, operation): Promise<Attached> {
    const attaching = nat.gateway(ref).addresses.attach(ip, { ...options(operation), purpose });
    await completed(attaching, operation);
    return { ip };
  },
  /** On a gateway that this run has created everything is its own; elsewhere somebody else may have attached the address. */
  async probe({ nat, runSoFar }, { ref, ip }, { run, signal }): Promise<Attached | undefined> {
    const found = await findAttached(nat, ref, ip, signal);
    if (found?.state !== 'available') return undefined;
    const { created } = await runSoFar(run);
    return { ip, ...(created !== ref && { proven: false }) };
  },
  async undo(context, { ref, ip }, { proven }, operation) {
    if (await goesWithGateway(context, ref, operation)) return;
    const { nat } = context;
    if (!(await findAttached(nat, ref, ip, operation.signal))) return;
    if (proven === false && operation.stated?.left !== ip) {
      const remedy = `find out who did, then ${tellIt(operation, ip)}`;
      throw cannotTell(`this run attached ${ip} to ${ref}`, remedy);
    }
    await completed(nat.gateway(ref).addresses.detach(ip, options(operation)), operation);
  },
});

export const findAttached = (
  nat: Clouds,
  ref: string,
  ip: string,
  signal: AbortSignal,
): Promise<PublicAddress | undefined> =>
  nat
    .gateway(ref)
    .addresses.list({}, { signal })
    .find((address) => address.ip === ip);

/** `which`: the public IP, or what is known of it before it is allocated. */
export const attachment = (args: AttachAddress, which: string) =>
  attachAddress.step(`attach/${args.sourceIp}`, args, `attach ${which}`);
