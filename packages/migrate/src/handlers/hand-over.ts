import { NatError } from '@polynat/core';
import type { OperationHandler } from '@polynat/engine';
import { meaningDigest } from '../digest.ts';
import { exportGateway } from '../export.ts';
import { compareWithRules } from '../verify.ts';
import { type CutOver, type HandlerContext, options } from './context.ts';
import { typed } from './typed.ts';

/** A plan made for another state of the source would lose what changed since. */
export function checkSource({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string; readonly digest: string }, { readonly digest: string }>({
    async run(args, { signal }) {
      const { ref, digest } = args as { readonly ref: string; readonly digest: string };
      const now = meaningDigest(await exportGateway(nat, ref, { signal }));
      if (now === digest) return { digest };
      throw new NatError('conflict', `${ref} has changed since the plan was made`, {
        remedy: 'make a new plan',
      });
    },
  });
}

type Expected = Parameters<typeof compareWithRules>[2];

export function verifyTarget({ nat }: HandlerContext): OperationHandler {
  return typed<Expected & { readonly ref: string }, { readonly differences: number }>({
    async run({ ref, snat, dnat }, { signal }) {
      const differences = await compareWithRules(nat, ref, { snat, dnat }, { signal });
      if (differences.length === 0) return { differences: 0 };
      const shown = differences
        .slice(0, 5)
        .map(({ packet, before, after }) => `${packet}: ${after}, expected: ${before}`);
      const more = differences.length > shown.length ? ` and ${differences.length - shown.length} more` : '';
      throw new NatError(
        'failed-precondition',
        `${ref} does not do what the plan asks: ${shown.join('; ')}${more}`,
        {
          remedy: 'look at the rules of the new gateway, then resume, or roll back',
        },
      );
    },
  });
}

export function handOver({ cutOver }: HandlerContext): OperationHandler {
  return typed<CutOver & { readonly bound: CutOver['addresses'] }, null>({
    async run({ source, changes, bound }) {
      await cutOver({ source, changes, addresses: bound });
      return null;
    },
  });
}

/** Rules first, then addresses, then the gateway: the order every cloud takes. Each part may be gone already. */
export function retireSource({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string }, null>({
    async run({ ref }, context) {
      const handle = nat.gateway(ref);
      const cloud = nat.cloud(handle.ref.cloud);
      const { signal } = context;
      const gateway = await handle.get({ signal }).catch(unlessGone);
      if (!gateway) return null;
      if (cloud.can('dnat.rules'))
        for await (const { id } of handle.dnat.list({ signal })) await handle.dnat.remove(id, { signal });
      if (cloud.can('snat.rules'))
        for await (const { id } of handle.snat.list({ signal })) await handle.snat.remove(id, { signal });
      await detachAll(handle, cloud.capabilities, signal);
      if (gateway.protected) await handle.protect(false, { signal });
      await handle.delete(options(context));
      return null;
    },
  });
}

type Handle = ReturnType<HandlerContext['nat']['gateway']>;

/** A cloud whose gateways always keep an address takes the last ones away with the gateway itself. */
async function detachAll(
  handle: Handle,
  capabilities: ReturnType<HandlerContext['nat']['cloud']>['capabilities'],
  signal: AbortSignal,
): Promise<void> {
  const fact = capabilities.features['addresses.attach'];
  const keep = fact.supported ? fact.minimum : 0;
  const attached = await handle.addresses.list({ signal }).toArray();
  for (const { ip } of attached.slice(keep)) await handle.addresses.detach(ip, { signal });
}

function unlessGone(thrown: unknown): undefined {
  if (NatError.is(thrown, 'not-found')) return undefined;
  throw thrown;
}
