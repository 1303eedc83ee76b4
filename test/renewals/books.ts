import type { FaultInput } from '@polynat/emulator';
import { fleetPurchases } from '@polynat/fleet';
import { purchasesOf } from '@polynat/migrate';
import type { Fate } from '../migration/doomed.ts';
import { due, months, Renewals } from './renewals.ts';

export interface Mischance {
  readonly fate: Fate;
  /** What becomes of one answer to a renewal; the answers of strangers among them. */
  readonly answer?: FaultInput;
  /** Whether somebody else renews a gateway while nobody works on the run. */
  readonly stranger: boolean;
}

interface Ending {
  readonly struck: boolean;
  readonly contradictions: readonly string[];
}

const strangersChoice = 'green';

/**
 * Plays a renewal of several gateways through a mischance, and compares the cloud with the journal: each gateway was extended as often as
 * the run and the stranger say that they have paid. Where the run cannot know, it says so, and both are possible. Nothing else is extended.
 */
export async function playRenewal({ fate, answer, stranger }: Mischance): Promise<Ending> {
  const renewals = await Renewals.open();
  try {
    if (answer) renewals.emulator.faults.append(answer);
    const { struck, wake } = await renewals.live(fate);
    if (stranger) await renewals.payElsewhere(strangersChoice);
    await renewals.takeUp();
    await wake();
    return { struck, contradictions: await compare(renewals, stranger) };
  } finally {
    await renewals.close();
  }
}

async function compare(renewals: Renewals, stranger: boolean): Promise<readonly string[]> {
  const extended = await renewals.extended();
  const record = await renewals.record();
  const { bought, left } = purchasesOf(record ?? { steps: [], state: 'done' }, fleetPurchases);
  const named = [...bought, ...left].map((purchase) => ({ ...purchase, name: renewals.nameOf(purchase.id) }));
  const contradictions = Object.entries(extended).map(([name, times]) => {
    const own = named.filter((purchase) => purchase.name === name);
    const certain = own.some(({ outcome }) => outcome === undefined) ? months : 0;
    const possible = own.length > 0 ? months : 0;
    const others = stranger && name === strangersChoice ? months : 0;
    const isTold = times >= certain + others && times <= possible + others;
    const isDue = due.some((one) => one === name);
    if (isDue && times === 0) return `${name} was not renewed`;
    return isTold
      ? ''
      : `${name} was extended by ${times} months; paid: ${JSON.stringify(own)}, others ${others}`;
  });
  return [
    ...contradictions.filter((text) => text !== ''),
    ...(record?.state === 'done' ? [] : ['the run is not done']),
  ];
}
