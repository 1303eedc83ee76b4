import { NatError } from '@polynat/core';
import type { JournalStore, Json, Segment } from '@polynat/engine';
import { MortalStore } from '@polynat/testkit/engine';

/** At which line a process dies or freezes, counted over all journals. A frozen one wakes up when another has done its work. */
export interface Fate {
  readonly at: number;
  readonly ending: 'before' | 'after' | 'freeze';
}

/** `struck` is false when the process ended before its fate; `wake` lets a frozen one go on, and waits until it has ended. */
export interface Life {
  readonly struck: boolean;
  readonly wake: () => Promise<void>;
}

/** A process with this fate: `begin` starts it on the store it is given, and resolves when it has ended. */
export async function liveOn(
  shared: JournalStore,
  fate: Fate,
  begin: (store: JournalStore) => Promise<unknown>,
): Promise<Life> {
  const mortal = new MortalStore(shared);
  const { thaw, store, isStruck } = doomed(mortal, fate);
  const ended = begin(store);
  await Promise.race([ended, mortal.died]);
  const struck = isStruck();
  const wake = async () => {
    if (!struck || fate.ending !== 'freeze') return;
    thaw();
    await ended;
  };
  return { struck, wake };
}

export function doomed(mortal: MortalStore, fate: Fate) {
  let written = 0;
  let thaw = (): void => undefined;
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  const strike = async (segment: Segment, line: Json): Promise<void> => {
    if (fate.ending === 'after') await segment.append(line);
    if (fate.ending !== 'freeze') return mortal.kill();
    await mortal.looksDead();
    return thawed;
  };
  const store = appending(mortal, async (segment, line) => {
    written += 1;
    if (written === fate.at) await strike(segment, line);
    await segment.append(line);
  });
  return { thaw, store, isStruck: () => written >= fate.at };
}

/** The same store, with something that happens around each line. */
export function appending(
  mortal: MortalStore,
  append: (segment: Segment, line: Json) => Promise<void>,
): JournalStore {
  return {
    connect: (clock) => {
      const session = mortal.connect(clock);
      return {
        list: (shelf) => session.list(shelf),
        read: (address) => session.read(address),
        close: () => session.close(),
        take: async (address, epoch, options) => {
          const segment = await session.take(address, epoch, options);
          return segment && { ...segment, append: (line) => append(segment, line) };
        },
      };
    },
  };
}

/** A process that was frozen before it had the run learns at its next line that another has it. */
export function unlessFenced(error: unknown): void {
  if (!NatError.is(error, 'conflict')) throw error;
}
