import type { Clock } from '@polynat/core';
import { fenced } from './held.ts';
import type { Json } from './json.ts';
import type { Owner } from './port.ts';
import type {
  Journal,
  JournalAddress,
  JournalNames,
  JournalSession,
  JournalStore,
  Segment,
} from './store.ts';

interface StoredSegment {
  readonly session: MemorySession;
  readonly owner: Owner;
  readonly lines: Json[];
  /** Since it was created: a line was appended, or the segment was closed. */
  used: boolean;
}

/** Everything survives as long as the store object does: for tests, dry runs and read-only procedures. */
export function memoryStore(): JournalStore {
  const journals = new Map<string, StoredSegment[]>();
  const listeners = new Set<() => void>();
  return { connect: (clock) => new MemorySession(journals, listeners, clock) };
}

class MemorySession implements JournalSession {
  readonly #journals: Map<string, StoredSegment[]>;
  readonly #listeners: Set<() => void>;
  readonly #clock: Clock;
  #alive = true;

  constructor(journals: Map<string, StoredSegment[]>, listeners: Set<() => void>, clock: Clock) {
    this.#journals = journals;
    this.#listeners = listeners;
    this.#clock = clock;
  }

  async list(kind: JournalAddress['kind']): Promise<JournalNames> {
    const prefix = `${kind}:`;
    const keys = [...this.#journals.keys()].filter((key) => key.startsWith(prefix));
    return { names: keys.map((key) => key.slice(prefix.length)), strange: [] };
  }

  async read(address: JournalAddress): Promise<Journal | undefined> {
    const segments = this.#segments(address);
    const newest = segments.at(-1);
    if (!newest) return undefined;
    const alive = newest.session !== this && newest.session.#alive;
    const arriving = alive && !newest.used;
    return { epoch: segments.length, lines: [...newest.lines], owner: newest.owner, alive, arriving };
  }

  async take(
    address: JournalAddress,
    epoch: number,
    { carry }: { readonly carry: boolean },
  ): Promise<Segment | undefined> {
    const segments = this.#segments(address);
    if (segments.length !== epoch) return undefined;
    const carried = carry ? [...(segments.at(-1)?.lines ?? [])] : [];
    const owner = { host: 'memory', pid: process.pid, since: this.#clock.now() };
    const stored = { session: this, owner, lines: [...carried], used: false };
    this.#journals.set(key(address), [...segments, stored]);
    let closed = false;
    // Nothing may come between this look and the line that follows it.
    const requireNewest = () => {
      if (closed || this.#segments(address).length > epoch + 1) throw fenced(address.name);
    };
    const confirm = async () => requireNewest();
    const append = async (line: Json) => {
      requireNewest();
      stored.lines.push(line);
      stored.used = true;
    };
    const close = async () => {
      closed = true;
      stored.used = true;
    };
    return { epoch: epoch + 1, owner, carried, append, confirm, close };
  }

  async announce(): Promise<void> {
    for (const heard of this.#listeners) heard();
  }

  listen(heard: () => void): () => void {
    const listener = () => heard();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#alive = false;
  }

  #segments(address: JournalAddress): readonly StoredSegment[] {
    return this.#journals.get(key(address)) ?? [];
  }
}

const key = ({ kind, name }: JournalAddress): string => `${kind}:${name}`;
