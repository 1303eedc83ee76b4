import fc from 'fast-check';
import { expect, test } from 'vitest';
import { command } from './random/commands.ts';
import { runCommands } from './random/run.ts';

test('random signed requests are answered as the model says, keep every invariant and show no secret', () => {
  const sequences = fc.array(command, { minLength: 1, maxLength: 80, size: 'max' });

  fc.assert(
    fc.property(sequences, (commands) => {
      expect(runCommands(commands, { checkEvery: 10 })).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 60 },
  );
});
