import type { Clock } from '@polynat/core';
import type { Json } from './json.ts';
import type { Owner } from './port.ts';

/** A journal holds the life of a run, the claims on a lock, one answer to a run, or the beginning of a schedule. */
export interface JournalAddress {
  readonly kind: 'run' | 'lock' | 'answer' | 'schedule';
  readonly name: string;
}

export interface Journal {
  /** Number of the newest segment; the next owner creates the one after it. */
  readonly epoch: number;
  readonly lines: readonly Json[];
  /** Who created the newest segment; absent when it died before it could write its name. */
  readonly owner?: Owner;
  /** Whether that owner may still be at work. Never true for the session that asks: it knows what it is doing. */
  readonly alive: boolean;
  /** Whether that owner took the journal a moment ago and is about to append its first line. Never true for the session that asks. */
  readonly arriving: boolean;
}

/** The right to append to a journal, until somebody creates a later segment. */
export interface Segment {
  readonly epoch: number;
  readonly owner: Owner;
  /** What the journal held when this segment was created, if that was asked for. */
  readonly carried: readonly Json[];
  /**
   * Resolves once the line is durable and still counts. Rejects with `conflict` when a later segment exists, with `unavailable`
   * when the line could not be stored; after either, every further append rejects.
   */
  append(line: Json): Promise<void>;
  /**
   * Resolves when this process still has the right to append, and others have known for a while longer that it lives. Rejects with
   * `conflict` when a later segment exists.
   */
  confirm(): Promise<void>;
  close(): Promise<void>;
}

export interface JournalNames {
  readonly names: readonly string[];
  /** What stands among the journals and has a name that this store never gives, such as `100%` for a folder. */
  readonly strange: readonly string[];
}

/** One process (or one engine within it) at a store. */
export interface JournalSession {
  /** In no particular order. */
  list(kind: JournalAddress['kind']): Promise<JournalNames>;
  read(address: JournalAddress): Promise<Journal | undefined>;
  /**
   * Creates the segment after `epoch`, which nobody else can then create, and which makes every append to earlier segments fail.
   * With `carry` the new segment begins with the lines of the journal. Resolves to `undefined` when somebody else was faster.
   */
  take(
    address: JournalAddress,
    epoch: number,
    options: { readonly carry: boolean },
  ): Promise<Segment | undefined>;
  /**
   * Tells the sessions that listen, in all processes, that there may be something to take up. It may get lost: they look by themselves every
   * few seconds. A store that has no quick way to tell leaves both out.
   */
  announce?(): Promise<void>;
  /** Calls back after announcements; several may come as one. The function that is returned ends it. */
  listen?(heard: () => void): () => void;
  /** Stops telling others that this session lives. */
  close(): Promise<void>;
}

export interface JournalStore {
  connect(clock: Clock): JournalSession;
}
