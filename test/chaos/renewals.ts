import type { FaultInput } from '@polynat/emulator';
import { type Mischance, playRenewal } from '../renewals/books.ts';

/**
 * Kills and freezes the process of a fleet renewal at every line of its journals, with every answer to the renewals lost, garbled, or given by a
 * stranger, and with somebody else paying meanwhile; compares the cloud with the journal. The exit code is 1 if a gateway was
 * paid for twice, or the journal hides a payment.
 */
const endings = ['before', 'after', 'freeze'] as const;
const on = { cloud: 'baidu', operation: 'PurchaseReservedNat', count: 1 } as const;
const answers: readonly (FaultInput | undefined)[] = [
  undefined,
  { kind: 'reset-before', ...on },
  { kind: 'reset-after', ...on },
  { kind: 'truncate', ...on },
  { kind: 'throttle', ...on },
  { kind: 'server-error', ...on },
  { kind: 'server-error', committed: true, ...on },
  { kind: 'html', ...on },
  { kind: 'html', committed: true, ...on },
  { kind: 'html', committed: true, status: 200, ...on },
  { kind: 'slow', delay: 5, ...on },
];

let [held, broken] = [0, 0];
const began = Date.now();
for (const answer of answers) {
  for (const stranger of [false, true]) {
    let at = 1;
    while (await tryLine({ ...(answer && { answer }), stranger }, at)) at += 1;
    console.log(
      `${answer?.kind ?? 'no fault'}, stranger ${stranger}: ${at - 1} lines; ${held} held, ${broken} broken so far`,
    );
  }
}
console.log(`${held} held, ${broken} broken in ${Math.round((Date.now() - began) / 1_000)} s`);
process.exitCode = broken === 0 ? 0 : 1;

/** Whether the renewal was still under way at this line. */
async function tryLine(mischance: Omit<Mischance, 'fate'>, at: number): Promise<boolean> {
  const endings = await Promise.all(fates(at).map((fate) => playOne({ ...mischance, fate })));
  return endings.some((struck) => struck);
}

function fates(at: number): readonly Mischance['fate'][] {
  return endings.map((ending) => ({ at, ending }));
}

async function playOne(mischance: Mischance): Promise<boolean> {
  const { struck, contradictions } = await playRenewal(mischance);
  if (!struck) return false;
  if (contradictions.length === 0) held += 1;
  else {
    broken += 1;
    console.error(`${JSON.stringify(mischance)}: ${contradictions.join('; ')}`);
  }
  return true;
}
