import { type Clock, NatError } from '@polynat/core';
import type { JournalAddress, JournalSession, JournalStore, Json, Segment } from '@polynat/engine';

/** `before`: the line is not written. `after`: it is written, but nobody is told. `trouble`: it is refused, as by a full disk. */
export type Ending = 'before' | 'after' | 'trouble';

export interface Fate {
  /** Counts durable writes of this life: taking a journal is one, each appended line is one. */
  readonly at: number;
  readonly ending: Ending;
}

/** A store whose process dies at a chosen write: from then on nothing it asked for comes back, and others find it dead. */
export class MortalStore implements JournalStore {
  readonly died: Promise<void>;
  readonly #store: JournalStore;
  readonly #die: () => void;
  readonly #fate: Fate | undefined;
  #session: JournalSession | undefined;
  readonly #segments: Segment[] = [];
  #tellDeath: () => void = () => {};
  #writes = 0;
  #dead = false;

  /** `die` may end the real process; without it, this object only behaves as if it had. */
  constructor(store: JournalStore, fate?: Fate, die: () => void = () => {}) {
    this.#store = store;
    this.#die = die;
    this.#fate = fate;
    this.died = new Promise((resolve) => {
      this.#tellDeath = resolve;
    });
  }

  get writes(): number {
    return this.#writes;
  }

  connect(clock: Clock): JournalSession {
    const session = this.#store.connect(clock);
    this.#session = session;
    return {
      list: (kind) => this.#read(() => session.list(kind)),
      read: (address) => this.#read(() => session.read(address)),
      take: (address, epoch, options) => this.#take(session, address, epoch, options),
      announce: () => this.#read(async () => session.announce?.()),
      listen: (heard) => session.listen?.(heard) ?? (() => {}),
      close: () => session.close(),
    };
  }

  /** Dies at once, as by `kill -9`. */
  async kill(): Promise<void> {
    this.#dead = true;
    this.#die();
    await Promise.all(this.#segments.map((segment) => segment.close().catch(() => undefined)));
    await this.looksDead();
  }

  /** Others take it for dead, but it goes on: a frozen process that will wake up. */
  async looksDead(): Promise<void> {
    await this.#session?.close();
    this.#tellDeath();
  }

  async #take(
    session: JournalSession,
    address: JournalAddress,
    epoch: number,
    options: { readonly carry: boolean },
  ): Promise<Segment | undefined> {
    const segment = await this.#write(() => this.#open(session.take(address, epoch, options)));
    return (
      segment && {
        ...segment,
        append: (line: Json) => this.#write(() => segment.append(line)),
        confirm: () => this.#read(() => segment.confirm()),
      }
    );
  }

  async #open(taken: Promise<Segment | undefined>): Promise<Segment | undefined> {
    const segment = await taken;
    if (segment) this.#segments.push(segment);
    return segment;
  }

  #read<T>(work: () => Promise<T>): Promise<T> {
    return this.#dead ? never() : work();
  }

  async #write<T>(work: () => Promise<T>): Promise<T> {
    if (this.#dead) return never();
    this.#writes += 1;
    if (this.#writes !== this.#fate?.at) return work();
    if (this.#fate.ending === 'trouble') throw new NatError('unavailable', 'no space left on the device');
    if (this.#fate.ending === 'after') await work();
    await this.kill();
    return never();
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
