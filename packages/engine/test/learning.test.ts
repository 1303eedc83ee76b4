import { NatError } from '@polynat/core';
import { createEngine, memoryStore, type OperationContext } from '@polynat/engine';
import { manualClock } from '@polynat/testkit';
import { expect, it } from 'vitest';

type Seen = Pick<OperationContext, 'token' | 'since' | 'undoing'>;

const seen = ({ token, since, undoing }: OperationContext): Seen => ({ token, since, undoing });

it('learns what to undo under the token of the order, and says how old that token may be', async () => {
  const clock = manualClock({ autoAdvance: true });
  const engine = createEngine({ store: memoryStore(), clock });
  const [ordered, learning, undoing]: Seen[][] = [[], [], []];
  engine.operation('order', {
    run: async (_args, context) => {
      ordered?.push(seen(context));
      throw new NatError('timeout', 'the answer is lost', { outcome: 'unknown' });
    },
    probe: async (_args, context) => {
      learning?.push(seen(context));
      return context.undoing ? { id: 'eip-1' } : undefined;
    },
    undo: async (_args, _result, context) => {
      undoing?.push(seen(context));
    },
  });
  engine.procedure('buy', 1, (run) => run.do({ name: 'order', kind: 'order', args: null }));

  const begun = clock.now();
  await (await engine.start('buy', null, { id: 'one' })).wait();
  await clock.sleep(3_600_000);
  expect(await (await engine.rollBack('one')).wait()).toMatchObject({ state: 'rolled-back' });

  const token = ordered?.[0]?.token;
  expect(ordered).toEqual([{ token, since: begun, undoing: false }]);
  expect(learning).toEqual([
    { token, since: begun, undoing: false },
    { token, since: begun, undoing: true },
  ]);
  expect(undoing).toEqual([{ token: expect.not.stringMatching(`^${token}$`), since: begun, undoing: true }]);
  await engine.close();
});
