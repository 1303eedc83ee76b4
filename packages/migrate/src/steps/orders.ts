import { type Clock, hours, NatError, seconds } from '@polynat/core';
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

/** How a rollback goes on after a person has undone a step by hand. */
export const afterwards = ({ operation }: Pick<OperationContext, 'operation'>): string =>
  `roll back with handled: ['${operation}']`;
