import { type CallOptions, type Gateway, type GatewayHandle, NatError } from '@polynat/core';
import type { OperationContext, OperationHandler } from '@polynat/engine';
import { type CutOver, furtherOptions, type HandlerContext, options } from './context.ts';
import { typed } from './typed.ts';

type HandOver = Omit<CutOver, 'addresses' | 'target'> & { readonly bound: CutOver['addresses'] };

async function asked(
  { runSoFar }: HandlerContext,
  { bound, ...change }: HandOver,
  { run }: OperationContext,
): Promise<CutOver> {
  const { created: target = '' } = await runSoFar(run);
  return { ...change, target, addresses: bound };
}

/** Recorded before the hand-over begins, so that a rollback from then on has traffic brought back first. */
export function rememberWayBack(context: HandlerContext): OperationHandler {
  return typed<HandOver, null>({
    run: async () => null,
    probe: async () => null,
    undo: async (args, _result, operation) => context.cutBack(await asked(context, args, operation)),
  });
}

/** Asking again after a crash does no harm; taking a half-asked question for answered would. */
export function handOver(context: HandlerContext): OperationHandler {
  return typed<HandOver, null>({
    async run(args, operation) {
      await context.cutOver(await asked(context, args, operation));
      return null;
    },
  });
}

/**
 * Rules first, then addresses, then the gateway, unless it takes them along. Each part may be gone already. A gateway that the cloud
 * refuses to delete, such as one that route tables still point at, keeps its rules where that is possible.
 */
export function retireSource({ nat }: HandlerContext): OperationHandler {
  return typed<{ readonly ref: string }, null>({
    async run({ ref }, context) {
      const handle = nat.gateway(ref);
      const gateway = await handle.get({ signal: context.signal }).catch(unlessGone);
      if (!gateway) return null;
      requireUnpaid(gateway);
      try {
        if (!goesWithRules(nat, handle)) await strip(nat, handle, furtherOptions(context));
        if (gateway.protected) await handle.protect(false, furtherOptions(context));
        await handle.delete(options(context));
      } catch (thrown) {
        // Rules may be gone: a rollback must not take this for a source that is as it was.
        throw NatError.from(thrown).with({ outcome: 'unknown' });
      }
      return null;
    },
    /** The new gateway is all there is now, so a rollback stops here, before it takes anything away. */
    async undo({ ref }) {
      throw new NatError('failed-precondition', `${ref} has been deleted and cannot be brought back`, {
        remedy: 'keep the new gateway; to go back, migrate in the other direction',
      });
    },
  });
}

function requireUnpaid({ ref, billing }: Gateway): void {
  if (billing.mode !== 'prepaid' || billing.status === 'expired') return;
  const until = billing.expires ?? 'an unknown date';
  throw new NatError('failed-precondition', `${ref} is paid until ${until} and is not deleted`, {
    remedy: 'let it expire, or ask its provider for a refund, and resume',
  });
}

function goesWithRules(nat: HandlerContext['nat'], { ref }: GatewayHandle): boolean {
  const fact = nat.cloud(ref.cloud).capabilities.features['gateways.delete'];
  return fact.supported && fact.withRules === true;
}

async function strip(nat: HandlerContext['nat'], handle: GatewayHandle, call: CallOptions): Promise<void> {
  const cloud = nat.cloud(handle.ref.cloud);
  if (cloud.can('dnat.rules')) await removeAll(handle.dnat, call);
  if (cloud.can('snat.rules')) await removeAll(handle.snat, call);
  const fact = cloud.capabilities.features['addresses.attach'];
  const attached = await handle.addresses.list(call).toArray();
  // A cloud whose gateways always keep an address takes the last ones away with the gateway itself.
  const keep = fact.supported ? fact.minimum : 0;
  for (const { ip } of attached.slice(keep)) await handle.addresses.detach(ip, call);
}

/** The whole list first: pages would shift under what is removed meanwhile. */
async function removeAll(
  rules: GatewayHandle['snat'] | GatewayHandle['dnat'],
  call: CallOptions,
): Promise<void> {
  for (const { id } of await rules.list(call).toArray()) {
    await rules.remove(id, call).catch(unlessGone);
  }
}

function unlessGone(thrown: unknown): undefined {
  if (NatError.is(thrown, 'not-found')) return undefined;
  throw thrown;
}
