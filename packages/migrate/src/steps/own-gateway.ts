import type { Clouds, GatewayHandle } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import type { StepContext } from './context.ts';

/** Whether the cloud deletes a gateway together with its rules, and its addresses become free, so that nothing has to be removed before. */
export function goesWithRules(nat: Clouds, { ref }: Pick<GatewayHandle, 'ref'>): boolean {
  const fact = nat.cloud(ref.cloud).capabilities.features['gateways.delete'];
  const takes = fact.supported ? (fact.takes ?? []) : [];
  return takes.includes('rules') && takes.includes('addresses');
}

/**
 * How such a gateway is deleted. A cloud that always takes rules along is not asked to: it would then delete a gateway that route tables
 * still point at.
 */
export function cascadeFor(nat: Clouds, handle: Pick<GatewayHandle, 'ref'>): { readonly cascade?: true } {
  const fact = nat.cloud(handle.ref.cloud).capabilities.features['gateways.delete'];
  return goesWithRules(nat, handle) && !(fact.supported && fact.withRules) ? { cascade: true } : {};
}

/** Whether a rollback leaves rules and addresses to the deletion of their gateway: one that the run itself has created. */
export async function goesWithGateway(
  { nat, runSoFar }: StepContext,
  ref: string,
  { run }: Pick<OperationContext, 'run'>,
): Promise<boolean> {
  return goesWithRules(nat, nat.gateway(ref)) && (await runSoFar(run)).created === ref;
}
