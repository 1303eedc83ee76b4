import type { AddressSpec } from '@polynat/core';
import type { OperationHandler } from '@polynat/engine';
import { type HandlerContext, options } from './context.ts';
import { typed } from './typed.ts';

interface Allocate {
  readonly cloud: string;
  readonly spec: AddressSpec;
  readonly known?: readonly string[];
}

interface OnGateway {
  readonly ref: string;
  readonly ip: string;
}

export function allocateAddress({ nat }: HandlerContext): OperationHandler {
  return typed<Allocate, { readonly ip: string }>({
    async run({ cloud, spec }, context) {
      const { ip } = await nat.cloud(cloud).addresses.allocate(spec, options(context));
      return { ip };
    },
    /** An order the cloud does not recognise again is found by what was not there before. */
    async probe({ cloud, known }, context) {
      if (!known) return undefined;
      const free = nat.cloud(cloud).addresses.list({ free: true }, { signal: context.signal });
      const found = await free.find(({ ip }) => !known.includes(ip));
      return found && { ip: found.ip };
    },
    async undo({ cloud }, result, context) {
      await nat.cloud(cloud).addresses.release(result.ip, options(context));
    },
  });
}

export function attachAddress({ nat }: HandlerContext): OperationHandler {
  return typed<OnGateway, { readonly ip: string; readonly before: boolean }>({
    async run({ ref, ip }, context) {
      if (await isAttached(nat, ref, ip, context.signal)) return { ip, before: true };
      await nat.gateway(ref).addresses.attach(ip, options(context));
      return { ip, before: false };
    },
    /** What was attached before this step belongs to the gateway and leaves with it. */
    async undo({ ref, ip }, result, context) {
      if (result.before) return;
      await nat.gateway(ref).addresses.detach(ip, options(context));
    },
  });
}

export function detachAddress({ nat }: HandlerContext): OperationHandler {
  return typed<OnGateway, null>({
    async run({ ref, ip }, context) {
      await nat.gateway(ref).addresses.detach(ip, options(context));
      return null;
    },
    async undo({ ref, ip }, _result, context) {
      await nat.gateway(ref).addresses.attach(ip, options(context));
    },
  });
}

async function isAttached(
  nat: HandlerContext['nat'],
  ref: string,
  ip: string,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await nat
    .gateway(ref)
    .addresses.list({ signal })
    .find((address) => address.ip === ip);
  return found !== undefined;
}
