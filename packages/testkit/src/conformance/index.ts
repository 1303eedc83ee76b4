import { describe, it } from 'vitest';
import type { MakeHarness } from './harness.ts';
import { play } from './scene.ts';
import { topics } from './topics.ts';

export type { Harness, MakeHarness } from './harness.ts';

/** Registers the whole suite for one driver with vitest. Call it once per driver, at the top level of a test file. */
export function runConformance(name: string, makeHarness: MakeHarness): void {
  describe(`${name} conforms`, () => {
    for (const { title, tests } of topics) {
      describe(title, () => tests((sentence, story) => it(sentence, () => play(makeHarness, story))));
    }
  });
}
