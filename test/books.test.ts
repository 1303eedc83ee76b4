import { describe, expect, it } from 'vitest';
import { playMischance } from './migration/books.ts';
import { crossings } from './migration/crossings.ts';
import { orderedPairs } from './migration/drivers.ts';

/** A few of the fates that `pnpm chaos` tries at every line of the journal. */
const fates = [
  { fate: { at: 8, ending: 'after' }, next: 'roll-back' },
  { fate: { at: 10, ending: 'before' }, next: 'resume' },
  { fate: { at: 13, ending: 'freeze' }, next: 'roll-back' },
] as const;

it('is tried over each ordered pair of clouds', () => {
  expect(crossings.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual([...orderedPairs].sort());
});

describe.each(crossings)('a migration from $from to $to beside strangers who buy the same', (crossing) => {
  it.each(fates)('names what it leaves: $fate.ending line $fate.at, then $next', async (mischance) => {
    expect(await playMischance({ ...crossing, ...mischance })).toEqual({ struck: true, contradictions: [] });
  });
});
