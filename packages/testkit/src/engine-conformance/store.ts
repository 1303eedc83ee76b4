import { type Clock, systemClock } from '@polynat/core';
import type { JournalAddress, JournalSession, JournalStore, Json, Segment } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import type { EngineHarness } from './bench.ts';

/** Fresh data for each test. */
export type StoreHarness = Pick<EngineHarness, 'openStore'>;

const run: JournalAddress = { kind: 'run', name: 'r' };

async function onStore<T>(harness: StoreHarness, test: (store: JournalStore) => Promise<T>): Promise<T> {
  const { store, dispose } = await harness.openStore();
  const opened: { close(): Promise<void> }[] = [];
  const watched: JournalStore = {
    connect: (clock: Clock) => {
      const session = store.connect(clock);
      opened.push(session);
      const taking: JournalSession['take'] = async (...asked) => {
        const segment = await session.take(...asked);
        if (segment) opened.push(segment);
        return segment;
      };
      return {
        list: (kind) => session.list(kind),
        read: (address) => session.read(address),
        take: taking,
        close: () => session.close(),
      };
    },
  };
  return test(watched).finally(async () => {
    for (const one of opened.toReversed()) await one.close();
    await dispose();
  });
}

async function take(
  session: JournalSession,
  epoch: number,
  { address = run, carry = true }: { address?: JournalAddress; carry?: boolean } = {},
): Promise<Segment> {
  const segment = await session.take(address, epoch, { carry });
  if (!segment) throw new Error(`somebody else has taken epoch ${epoch + 1}`);
  return segment;
}

const conflict = { code: 'conflict', outcome: 'none' };

/** What an engine relies on in the place where it keeps its journals. */
export function runStoreConformance(name: string, harness: StoreHarness): void {
  describe(`journals in ${name}`, { timeout: 60_000 }, () => {
    describe('a journal', () => {
      it('that nobody has begun is not there', async () => {
        await onStore(harness, async (store) => {
          const session = store.connect(systemClock);
          expect(await session.read(run)).toBeUndefined();
          expect(await session.list('run')).toEqual({ names: [], strange: [] });
        });
      });

      it('holds what was appended, in that order, for every session', async () => {
        await onStore(harness, async (store) => {
          const segment = await take(store.connect(systemClock), 0);
          const lines: Json[] = [{ type: 'a', deep: [1, null, { x: 'ü"\n\\' }] }, 'b', 3, [], null, false];
          for (const line of lines) await segment.append(line);
          expect(segment).toMatchObject({ epoch: 1, carried: [] });
          const found = await store.connect(systemClock).read(run);
          expect(found).toMatchObject({ epoch: 1, lines, owner: segment.owner, alive: true });
        });
      });

      it('keeps the order of lines that are appended at the same time', async () => {
        await onStore(harness, async (store) => {
          const segment = await take(store.connect(systemClock), 0);
          const lines = Array.from({ length: 50 }, (_, index) => ({ index }));
          await Promise.all(lines.map((line) => segment.append(line)));
          expect((await store.connect(systemClock).read(run))?.lines).toEqual(lines);
        });
      });

      it('keeps the order of members, by which a record is compared', async () => {
        await onStore(harness, async (store) => {
          const segment = await take(store.connect(systemClock), 0);
          await segment.append({ zebra: 1, ant: 2, 10: 3 });
          const [line] = (await store.connect(systemClock).read(run))?.lines ?? [];
          expect(JSON.stringify(line)).toBe('{"10":3,"zebra":1,"ant":2}');
        });
      });

      it.each(['Ünï/código', 'a b', '100%', 'con', '../x', "o'neil; --", 'Shop', 'shop'])(
        'may be called %s',
        async (name) => {
          await onStore(harness, async (store) => {
            const session = store.connect(systemClock);
            const segment = await take(session, 0, { address: { kind: 'run', name } });
            await segment.append(name);
            expect(await session.list('run')).toEqual({ names: [name], strange: [] });
            expect((await session.read({ kind: 'run', name }))?.lines).toEqual([name]);
          });
        },
      );

      it('is told from one of another kind or name', async () => {
        await onStore(harness, async (store) => {
          const session = store.connect(systemClock);
          const addresses = (['run', 'lock', 'answer', 'schedule'] as const).flatMap((kind) =>
            ['r', 'R'].map((name): JournalAddress => ({ kind, name })),
          );
          for (const address of addresses) await (await take(session, 0, { address })).append({ ...address });
          for (const address of addresses)
            expect((await session.read(address))?.lines).toEqual([{ ...address }]);
          for (const kind of ['run', 'lock'] as const)
            expect((await session.list(kind)).names.toSorted()).toEqual(['R', 'r']);
        });
      });
    });

    describe('taking a journal', () => {
      it('carries its lines over where that is asked for', async () => {
        await onStore(harness, async (store) => {
          const first = await take(store.connect(systemClock), 0);
          for (const line of ['a', 'b']) await first.append(line);
          await first.close();
          const session = store.connect(systemClock);
          const second = await take(session, 1);
          expect(second).toMatchObject({ epoch: 2, carried: ['a', 'b'] });
          await second.append('c');
          expect(await session.read(run)).toMatchObject({ epoch: 2, lines: ['a', 'b', 'c'] });
          const third = await take(session, 2, { carry: false });
          expect(third.carried).toEqual([]);
          await third.append('d');
          expect((await session.read(run))?.lines).toEqual(['d']);
        });
      });

      it('is for one of many, whoever they are', async () => {
        await onStore(harness, async (store) => {
          const sessions = [1, 2, 3, 4].map(() => store.connect(systemClock));
          for (let epoch = 0; epoch < 3; epoch++) {
            const taken = await Promise.all(
              [...sessions, ...sessions].map((session) => session.take(run, epoch, { carry: true })),
            );
            expect(taken.filter((segment) => segment !== undefined)).toHaveLength(1);
            await Promise.all(taken.map((segment) => segment?.append(epoch)));
          }
          expect((await sessions[0]?.read(run))?.lines).toEqual([0, 1, 2]);
        });
      });

      it('is refused by an epoch that is not the newest', async () => {
        await onStore(harness, async (store) => {
          const session = store.connect(systemClock);
          for (const epoch of [0, 1]) await (await take(session, epoch)).append(epoch);
          for (const epoch of [0, 1]) expect(await session.take(run, epoch, { carry: true })).toBeUndefined();
        });
      });

      it('fences off whoever had it: nothing more counts, and nothing more is let through', async () => {
        await onStore(harness, async (store) => {
          const first = await take(store.connect(systemClock), 0);
          await first.append('a');
          await first.confirm();
          const session = store.connect(systemClock);
          const second = await take(session, 1);
          await expect(first.append('late')).rejects.toMatchObject(conflict);
          await expect(first.confirm()).rejects.toMatchObject(conflict);
          await expect(first.append('later')).rejects.toMatchObject(conflict);
          await second.append('b');
          expect((await session.read(run))?.lines).toEqual(['a', 'b']);
        });
      });

      it('loses no line that was acknowledged, whenever it comes', async () => {
        await onStore(harness, async (store) => {
          for (let attempt = 0; attempt < 10; attempt++) {
            const address: JournalAddress = { kind: 'run', name: `race-${attempt}` };
            const first = await take(store.connect(systemClock), 0, { address });
            const lines = Array.from({ length: 20 }, (_, index) => index);
            const appending = Promise.allSettled(lines.map((line) => first.append(line)));
            const second = await take(store.connect(systemClock), 1, { address });
            const acknowledged = (await appending).filter(({ status }) => status === 'fulfilled').length;
            const carried = second.carried.length;
            expect(carried, `attempt ${attempt}`).toBeGreaterThanOrEqual(acknowledged);
            expect(second.carried).toEqual(lines.slice(0, carried));
          }
        });
      });
    });

    describe('the owner of a journal', () => {
      it('is alive to others, never to itself, and about to write until it has written', async () => {
        await onStore(harness, async (store) => {
          const [session, other] = [store.connect(systemClock), store.connect(systemClock)];
          const segment = await take(session, 0);
          expect(await other.read(run)).toMatchObject({ alive: true, arriving: true });
          expect(await session.read(run)).toMatchObject({ alive: false, arriving: false });
          await segment.append('a');
          expect(await other.read(run)).toMatchObject({ alive: true, arriving: false });
          expect(await session.read(run)).toMatchObject({ alive: false, owner: segment.owner });
        });
      });

      it('is gone when its session was closed', async () => {
        await onStore(harness, async (store) => {
          const session = store.connect(systemClock);
          await (await take(session, 0)).append('a');
          await session.close();
          const found = await store.connect(systemClock).read(run);
          expect(found).toMatchObject({ alive: false, arriving: false, lines: ['a'] });
        });
      });

      it('is named with host, process and time', async () => {
        await onStore(harness, async (store) => {
          const session = store.connect({ ...systemClock, now: () => 1_700_000_000_000 });
          const { owner } = await take(session, 0);
          expect(owner).toEqual({ host: expect.any(String), pid: process.pid, since: 1_700_000_000_000 });
        });
      });

      it('may close its part, and then appends nothing more', async () => {
        await onStore(harness, async (store) => {
          const session = store.connect(systemClock);
          const segment = await take(session, 0);
          await segment.append('a');
          await segment.close();
          await segment.close();
          await expect(segment.append('late')).rejects.toMatchObject({ code: 'conflict' });
          expect((await session.read(run))?.lines).toEqual(['a']);
        });
      });
    });
  });
}
