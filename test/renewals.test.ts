import { describe, expect, it } from 'vitest';
import { playRenewal } from './renewals/books.ts';

/** A few of the fates that `pnpm chaos` tries at every line of the journal. */
const fates = [
  { at: 5, ending: 'after' },
  { at: 6, ending: 'after' },
  { at: 7, ending: 'before' },
  { at: 9, ending: 'freeze' },
] as const;

const answers = {
  'every answer comes': undefined,
  'an answer is lost': { kind: 'reset-after', cloud: 'baidu', operation: 'PurchaseReservedNat', count: 1 },
  'a proxy answers for the cloud': {
    kind: 'html',
    cloud: 'baidu',
    operation: 'PurchaseReservedNat',
    committed: true,
    count: 1,
  },
} as const;

describe.each(Object.entries(answers))('a renewal of several gateways, while %s,', (_, answer) => {
  it.each(fates)('pays for each once: $ending line $at', async (fate) => {
    const given = answer ? { answer } : {};
    expect(await playRenewal({ fate, ...given, stranger: false })).toEqual({
      struck: true,
      contradictions: [],
    });
  });

  it.each(fates)('tells what somebody else may have paid: $ending line $at', async (fate) => {
    const given = answer ? { answer } : {};
    expect(await playRenewal({ fate, ...given, stranger: true })).toEqual({
      struck: true,
      contradictions: [],
    });
  });
});
