import { mutations } from '@polynat/core';
import { seededRandom } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { variants } from './faults/acts.ts';
import { everyCase } from './faults/play.ts';
import { contradictionsOf, someFaultsOf } from './faults/single-fault.ts';

/** Every mutation that a driver can have is played on at least one cloud; `pnpm chaos` plays each with every fault. */
it('leaves no mutation out', () => {
  const played = new Set(everyCase.map(({ act }) => act));
  expect(played).toEqual(new Set([...mutations, ...Object.keys(variants)]));
});

const random = seededRandom(11);

describe('a single fault', () => {
  it.each(everyCase)('neither hides nor repeats a change, at any request: $wire, $act', async (scene) => {
    const found: Record<string, readonly string[]> = {};
    for (const fault of await someFaultsOf(scene, random)) {
      const { index, operation, kind, repeatedBy } = fault;
      const name = `${kind} at request ${index}, ${operation}, repeated by ${repeatedBy}`;
      const contradictions = await contradictionsOf(fault);
      if (contradictions.length > 0) found[name] = contradictions;
    }
    expect(found).toEqual({});
  });
});
