import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyStep, take } from './random-calls.ts';
import { createStage } from './stage.ts';

test('random signed calls are always answered, break no rule of the state and tell no secret', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 20, maxLength: 60 }), (steps) => {
      const bench = createStage();
      const secret = bench.cloud.credentials.accessKeySecret ?? '';
      for (const step of steps) {
        const { status, body } = take(bench, step);
        expect([200, 400, 404]).toContain(status);
        expect(JSON.stringify(body.value)).not.toContain(secret);
        bench.cloud.checkInvariants();
      }
      bench.pass(3600);
      bench.cloud.checkInvariants();
      expect(JSON.stringify(bench.cloud.world())).not.toContain(secret);
    }),
    { numRuns: 60 },
  );
});
