import { systemClock } from '@polynat/core';
import {
  createEngine,
  type Engine,
  type JournalSession,
  type JournalStore,
  memoryStore,
} from '@polynat/engine';
import { expect, it } from 'vitest';

/** Lets something happen between the moment a run was looked at and the moment it is taken. */
function interrupted(store: JournalStore, before: () => Promise<unknown>): JournalStore {
  const connect = (): JournalSession => {
    const session = store.connect(systemClock);
    const take: JournalSession['take'] = async (...asked) => {
      await before();
      return session.take(...asked);
    };
    return {
      list: (kind) => session.list(kind),
      read: (address) => session.read(address),
      take,
      close: () => session.close(),
    };
  };
  return { connect };
}

function register(engine: Engine, work: () => Promise<null>, undone: string[]): void {
  engine.operation('work', {
    run: work,
    probe: async () => null,
    undo: async () => void undone.push('work'),
  });
  engine.procedure('plan', 1, async (run) => run.do({ name: 'work', kind: 'work', args: null }));
}

it('a run whose owner finished it at the last moment is not rolled back', async () => {
  const store = memoryStore();
  const undone: string[] = [];
  let finish = (_: null) => {};
  const sessions: JournalSession[] = [];
  const watched: JournalStore = {
    connect: (clock) => {
      const session = store.connect(clock);
      sessions.push(session);
      return session;
    },
  };
  const first = createEngine({ store: watched });
  register(
    first,
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
    undone,
  );
  const handle = await first.start('plan', null, { id: 'r' });
  await Promise.all(sessions.map((session) => session.close()));
  const end = async () => {
    finish(null);
    await handle.wait();
  };
  const second = createEngine({ store: interrupted(store, end) });
  register(second, async () => null, undone);
  const late = await second.rollBack('r');
  expect(await late.wait()).toEqual({ state: 'done', output: null });
  expect(undone).toEqual([]);
});
