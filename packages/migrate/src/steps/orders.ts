import { type Clock, type Cloud, hours, NatError, seconds } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';
import type { StepContext } from './context.ts';

/**
 * Baidu remembers a token for 24 hours after it last saw it (https://cloud.baidu.com/doc/VPC/s/gjwvyu77i); Alibaba does not say. The
 * difference is for clocks that disagree.
 */
const tokenLife = hours(20);

/** Whether the cloud answers a repeated order with what the first one made, so that repeating it makes nothing twice. */
export function recognisesOrder(
  { nat, clock }: Pick<StepContext, 'nat' | 'clock'>,
  cloud: string,
  { since }: Pick<OperationContext, 'since'>,
): boolean {
  return nat.cloud(cloud).can('writes.token') && clock.now() - since < tokenLife;
}

/** The same for the order of an address, which some clouds recognise alone. */
export const recognisesAllocation = (
  { nat, clock }: Pick<StepContext, 'nat' | 'clock'>,
  cloud: string,
  { since }: Pick<OperationContext, 'since'>,
): boolean => allocatesOnce(nat.cloud(cloud)) && clock.now() - since < tokenLife;

export function allocatesOnce({ capabilities: { features } }: Pick<Cloud, 'capabilities'>): boolean {
  const allocating = features['addresses.allocate'];
  return features['writes.token'].supported || (allocating.supported && allocating.token === true);
}

const polls = 6;
const pause = seconds(5);

/** Lists again while there is nothing, for as long as a list may lag behind an order: half a minute. */
export async function whenListed<T>(
  clock: Clock,
  { signal }: Pick<OperationContext, 'signal'>,
  list: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  for (let poll = 1; ; poll++) {
    const found = await list();
    if (found.length > 0 || poll === polls) return found;
    await clock.sleep(pause, signal);
  }
}

/** What cannot be known is neither adopted nor undone: a person decides. */
export const cannotTell = (what: string, remedy: string): NatError =>
  new NatError('conflict', `cannot tell whether ${what}`, { outcome: 'unknown', remedy });

/** How a person who has found it out tells the run. */
export const tellIt = (
  { run, operation, undoing }: Pick<OperationContext, 'run' | 'operation' | 'undoing'>,
  what: string,
): string =>
  `say which with \`polynat ${undoing ? 'rollback' : 'resume'} ${run} --left ${operation}=${what} --by <your name>\`, or \`${operation}=none\` if this run left none`;
