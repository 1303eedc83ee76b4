import { createEngine, memoryStore } from '@polynat/engine';
import * as z from 'zod';

const day = 86_400_000;
const engine = createEngine({ store: memoryStore() });
engine.operation('gateway.build', { run: async () => ({ id: 'ngw-1' }) });
engine.procedure('move', 1, async (run) => {
  await run.do({ name: 'build', kind: 'gateway.build', args: null });
  const { value, by } = await run.waitFor('cut-over', { schema: z.strictObject({ pairs: z.int() }) });
  const finalize = await run.waitFor('finalize', { schema: z.literal(true), within: day });
  return { pairs: value.pairs, by, finalized: finalize !== undefined };
});

const first = await engine.start('move', null, { id: 'move-1', locks: ['source', 'target'] });
console.log(await first.wait()); // waiting for cut-over, with its locks; no process needs to live
await engine.signal('move-1', 'cut-over', { pairs: 2 }, 'jane@example.com');
const second = await engine.resume('move-1');
console.log(await second.wait()); // waiting for finalize, until a day from now
await engine.signal('move-1', 'finalize', true, 'joe@example.com');
const third = await engine.resume('move-1');
console.log(await third.wait()); // done
await engine.close();

export {};
