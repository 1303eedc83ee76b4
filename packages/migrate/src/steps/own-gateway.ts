import type { Clouds, GatewayHandle } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import type { StepContext } from './context.ts';

/** Whether a gateway goes with its rules, and its addresses become free, so that nothing has to be removed before. */
export function goesWithRules(nat: Clouds, { ref }: Pick<GatewayHandle, 'ref'>): boolean {
  const fact = nat.cloud(ref.cloud).capabilities.features['gateways.delete'];
  return fact.supported && fact.withRules === true;
}

/** Whether a rollback leaves rules and addresses to the deletion of their gateway: one that the run itself has created. */
export async function goesWithGateway(
  { nat, runSoFar }: StepContext,
  ref: string,
  { run }: Pick<OperationContext, 'run'>,
): Promise<boolean> {
  return goesWithRules(nat, nat.gateway(ref)) && (await runSoFar(run)).created === ref;
}
