import { createHash } from 'node:crypto';
import type { Clouds, Gateway, Term } from '@polynat/core';
import { expiringWithin, expiryOf, type FleetResult, type FleetRuns, inventory } from '@polynat/fleet';

export interface Renewals {
  /** Prepaid gateways that end within the given time, soonest first. */
  readonly due: readonly Gateway[];
  readonly result: FleetResult;
  /** Clouds that did not answer: what expires there is not known. */
  readonly silent: readonly string[];
}

export interface RenewalOrder {
  readonly term: Term;
  /** Milliseconds. */
  readonly within: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Renews what ends soon, each gateway once. Runs that an earlier process left are finished first; the new one is named after what is
 * due and until when, so that a job that fires twice, or is killed half-way, pays for nothing twice.
 */
export async function renewWhatExpires(
  nat: Clouds,
  runs: FleetRuns,
  { term, within, now }: RenewalOrder,
): Promise<Renewals> {
  await runs.finish();
  const { gateways, failures } = await inventory(nat);
  const silent = failures.map(({ cloud }) => cloud);
  const due = expiringWithin(gateways, within, now);
  if (due.length === 0) return { due, result: {}, silent };
  const run = await runs.renew(due, term, { id: nameOf(due, term) });
  const outcome = await run.wait();
  if (outcome.state !== 'done') throw new Error(`run ${run.id} is ${outcome.state}: start the job again`);
  return { due, result: outcome.output as unknown as FleetResult, silent };
}

const nameOf = (due: readonly Gateway[], term: Term): string => {
  const what = JSON.stringify([term, due.map((gateway) => [gateway.ref, expiryOf(gateway)])]);
  return `renew-${createHash('sha256').update(what).digest('hex').slice(0, 16)}`;
};
