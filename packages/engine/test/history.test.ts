import { manualClock } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { createEngine, fileStore, memoryStore, type Procedure } from '../src/index.ts';
import { inDirectory } from './directory.ts';

const procedure: Procedure = async (run) => {
  const made = await run.do({ name: 'make', kind: 'make', args: null });
  await run.do({ name: 'finish', kind: 'finish', args: null });
  return made;
};

describe.each([
  ['memory', (_folder: string) => memoryStore()],
  ['files', (folder: string) => fileStore(folder)],
])('the history of a run in %s', (_kind, storeIn) => {
  it('keeps its positions when another process goes on', () =>
    inDirectory(async (folder) => {
      const store = storeIn(folder);
      const boot = (finish: () => Promise<null>) => {
        const engine = createEngine({ store, clock: manualClock({ autoAdvance: true }) });
        engine.operation('make', { run: async () => 'made' });
        engine.operation('finish', { run: finish });
        engine.procedure('work', 1, procedure);
        return engine;
      };
      const first = boot(() => Promise.reject(new Error('no')));
      await (await first.start('work', null, { id: 'r' })).wait();
      const before = await first.history('r');
      await first.close();
      const second = boot(async () => null);
      await (await second.resume('r')).wait();
      const after = await second.history('r');
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.map(({ position }) => position)).toEqual([...after.keys()]);
      expect(before).toContainEqual(expect.objectContaining({ type: 'done', name: 'make', result: 'made' }));
      expect(before.at(-1)).toMatchObject({ type: 'halted', failure: { outcome: 'unknown' } });
      expect(after.at(-1)?.type).toBe('finished');
      expect(await second.history('none')).toEqual([]);
      await second.close();
    }));
});
