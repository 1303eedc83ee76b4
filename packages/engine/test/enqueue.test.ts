import {
  createEngine,
  type Engine,
  type JournalSession,
  type JournalStore,
  memoryStore,
} from '@polynat/engine';
import { expect, it } from 'vitest';

/** As the file store does: the line is there for others before the process that wrote it knows so, and it then looks once more. */
function lateToKnow(store: JournalStore, meanwhile: () => Promise<unknown>): JournalStore {
  const connected = (session: JournalSession): JournalSession => ({
    list: (kind) => session.list(kind),
    read: (address) => session.read(address),
    close: () => session.close(),
    take: async (address, epoch, options) => {
      const segment = await session.take(address, epoch, options);
      return (
        segment && {
          ...segment,
          append: async (line) => {
            await segment.append(line);
            await meanwhile();
            await segment.confirm();
          },
        }
      );
    },
  });
  return { connect: (clock) => connected(store.connect(clock)) };
}

function engineOn(store: JournalStore): Engine {
  const engine = createEngine({ store });
  engine.procedure('plan', 1, async () => 'ended');
  return engine;
}

it('a run that a worker takes up at the very moment it is queued is queued', async () => {
  const store = memoryStore();
  const worker = engineOn(store);
  const takeUp = async () => {
    for (const run of (await worker.catchUp()).runs) await run.wait();
  };
  const queuer = engineOn(lateToKnow(store, takeUp));
  await queuer.enqueue('plan', null, { id: 'r' });
  expect(await queuer.get('r')).toMatchObject({ state: 'done' });
  await expect(queuer.enqueue('plan', 'other', { id: 'r' })).rejects.toMatchObject({
    code: 'already-exists',
  });
});
