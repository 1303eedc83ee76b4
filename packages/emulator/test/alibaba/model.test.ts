import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Picks, SideBySide } from './model-steps.ts';
import { createStage } from './stage.ts';

const step = fc.tuple(fc.nat(15), fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)));

function compare(steps: readonly (readonly [number, Picks])[]): void {
  const stage = createStage();
  const both = new SideBySide(stage);
  for (const [kind, picks] of steps) {
    const { predicted, answered } = both.take(kind, picks);
    expect(answered).toBe(predicted);
  }
  expect(both.listed()).toEqual(both.expected());
  stage.cloud.checkInvariants();
}

test('the emulator answers random calls as a small model of its rules predicts', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), compare), {
    numRuns: 60,
  });
});
