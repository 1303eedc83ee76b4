import { type Clock, hours, minutes, NatError, systemClock } from '@polynat/core';
import { createEngine, memoryStore } from '@polynat/engine';
import { expect, it, vi } from 'vitest';

/** Every pause is over at once, and noted. */
function hastyClock(): { readonly clock: Clock; readonly pauses: number[] } {
  const pauses: number[] = [];
  const sleep = async (milliseconds: number) => {
    pauses.push(milliseconds);
  };
  return { pauses, clock: { now: () => systemClock.now(), sleep } };
}

it('waits five minutes at most, whatever a cloud asks for', async () => {
  const { clock, pauses } = hastyClock();
  const engine = createEngine({ store: memoryStore(), clock, attempts: 2 });
  engine.operation('busy', {
    run: async () => {
      throw new NatError('unavailable', 'later', { retryable: true, retryAfter: hours(24 * 365 * 31) });
    },
  });
  engine.procedure('plan', 1, (run) => run.do({ name: 'a', kind: 'busy', args: null }));
  const outcome = await (await engine.start('plan', null, { id: 'r' })).wait();
  expect(outcome).toMatchObject({ state: 'failed', failure: { code: 'unavailable' } });
  expect(pauses).toEqual([minutes(5)]);
});

it('lets any number of operations wait for the end of the run without a warning', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const engine = createEngine({ store: memoryStore() });
  engine.operation('listen', {
    run: async (_args, { signal }) => {
      signal.addEventListener('abort', () => undefined);
      return null;
    },
  });
  engine.procedure('plan', 1, (run) =>
    run.all(
      Array.from({ length: 12 }, (_, index) => ({ name: `${index}`, kind: 'listen', args: null })),
      { concurrency: 12 },
    ),
  );
  const outcome = await (await engine.start('plan', null, { id: 'r' })).wait();
  expect(outcome).toMatchObject({ state: 'done' });
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
