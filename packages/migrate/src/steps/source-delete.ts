import { type CallOptions, type Gateway, type GatewayHandle, NatError } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import * as z from 'zod';
import { completed, furtherOptions, options, type StepContext } from './context.ts';
import { defineStep } from './define-step.ts';
import { cascadeFor, goesWithRules } from './own-gateway.ts';
import { nothing, text } from './shapes.ts';
import { checkSource } from './source-check.ts';

export interface DeleteSource {
  readonly ref: string;
}

const args: z.core.$ZodType<DeleteSource> = z.object({ ref: text });

/**
 * The gateway with its rules, and its addresses become free. Where the cloud does not take them along, rules first, then addresses, then
 * the gateway; each part may be gone already.
 */
export const deleteSource = defineStep({
  kind: 'source.delete',
  args,
  bound: args,
  result: nothing,
  bind: (plan) => plan,
  async run({ nat }, { ref }, operation) {
    const handle = nat.gateway(ref);
    const gateway = await handle.get({ signal: operation.signal }).catch(ignoreNotFound);
    if (!gateway) return null;
    requireUnpaid(gateway);
    try {
      const isWhole = goesWithRules(nat, handle) && !(await hasPackages(nat, handle, operation));
      if (!isWhole) await strip(nat, handle, furtherOptions(operation));
      const how = isWhole ? cascadeFor(nat, handle) : {};
      if (gateway.protected) await handle.protect(false, furtherOptions(operation));
      await completed(handle.delete({ ...options(operation), ...how }), operation);
    } catch (thrown) {
      // Rules may be gone: a rollback must not take this for a source that is as it was.
      throw NatError.from(thrown).with({ outcome: 'unknown' });
    }
    return null;
  },
  /** The new gateway is all there is now, so a rollback stops here, before it deletes anything. */
  async undo(_context, { ref }) {
    throw new NatError('failed-precondition', `${ref} has been deleted and cannot be restored`, {
      remedy: 'keep the new gateway; to go back, migrate in the other direction',
    });
  },
});

function requireUnpaid({ ref, billing }: Gateway): void {
  if (billing.mode !== 'prepaid' || billing.status === 'expired') return;
  const until = billing.expires ?? 'an unknown date';
  throw new NatError('failed-precondition', `${ref} is prepaid until ${until} and is not deleted`, {
    remedy: 'let it expire, or ask its provider for a refund, and resume',
  });
}

/** The addresses of a package would end with it, and the plan says that addresses are kept. */
async function hasPackages(
  nat: StepContext['nat'],
  handle: GatewayHandle,
  { signal }: Pick<OperationContext, 'signal'>,
): Promise<boolean> {
  if (!nat.cloud(handle.ref.cloud).can('bandwidth.packages')) return false;
  return (await handle.bandwidth.list({ signal }).toArray()).length > 0;
}

async function strip(nat: StepContext['nat'], handle: GatewayHandle, call: CallOptions): Promise<void> {
  const cloud = nat.cloud(handle.ref.cloud);
  if (cloud.can('dnat.rules')) await removeAll(handle.dnat, call);
  if (cloud.can('snat.rules')) await removeAll(handle.snat, call);
  const fact = cloud.capabilities.features['addresses.attach'];
  const attached = await handle.addresses.list({}, call).toArray();
  // A cloud whose gateways always keep an address takes the last ones away with the gateway itself.
  const keep = fact.supported ? fact.minimum : 0;
  for (const { ip } of attached.slice(keep)) await handle.addresses.detach(ip, call);
}

/** The whole list first: pages would shift under what is removed meanwhile. */
async function removeAll(
  rules: GatewayHandle['snat'] | GatewayHandle['dnat'],
  call: CallOptions,
): Promise<void> {
  for (const { id } of await rules.list({}, call).toArray()) {
    await rules.remove(id, call).catch(ignoreNotFound);
  }
}

function ignoreNotFound(thrown: unknown): undefined {
  if (NatError.is(thrown, 'not-found')) return undefined;
  throw thrown;
}

/** Checked once more: a rule added to the source while traffic moved would be lost with it. */
export const deletion = (ref: string, digest: string) => [
  checkSource('check-source-again', ref, digest),
  deleteSource.step(
    'delete-source',
    { ref },
    `delete source ${ref}: remove rules, detach public IPs (kept, still billed)`,
  ),
];
