import type { Clock } from '@polynat/core';
import type { JournalSession, JournalStore } from '@polynat/engine';
import type { Fate } from './task.ts';

/** A store that kills its own process, as by `kill -9`, at a chosen write: taking a journal is one, each line is one. */
export class MortalStore implements JournalStore {
  /** How many writes there were. */
  writes = 0;
  readonly #store: JournalStore;
  readonly #fate: Fate | undefined;

  constructor(store: JournalStore, fate: Fate | undefined) {
    this.#store = store;
    this.#fate = fate;
  }

  connect(clock: Clock): JournalSession {
    const session = this.#store.connect(clock);
    return {
      list: (kind) => session.list(kind),
      read: (address) => session.read(address),
      close: () => session.close(),
      take: async (address, epoch, options) => {
        const segment = await this.#write(() => session.take(address, epoch, options));
        return segment && { ...segment, append: (line) => this.#write(() => segment.append(line)) };
      },
    };
  }

  async #write<T>(work: () => Promise<T>): Promise<T> {
    this.writes += 1;
    if (this.writes !== this.#fate?.at) return work();
    if (this.#fate.ending === 'after') await work();
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  }
}
