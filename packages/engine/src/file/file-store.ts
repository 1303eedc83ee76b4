import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Clock, NatError, seconds, systemClock, systemRandom } from '@polynat/core';
import { fenced } from '../held.ts';
import type { Json } from '../json.ts';
import type { Owner } from '../port.ts';
import type {
  Journal,
  JournalAddress,
  JournalNames,
  JournalSession,
  JournalStore,
  Segment,
} from '../store.ts';
import { announce, listen } from './announcements.ts';
import { carriedLine, headerLine, readSegment, type SegmentContent, type SegmentOwner } from './header.ts';
import { Heartbeat, staleAfter } from './heartbeat.ts';
import { decodeName, encodedName, journalDirectory, segmentEpoch, segmentFile } from './layout.ts';
import { isCertainlyDead, ownMark } from './presence.ts';
import { LineWriter } from './segment.ts';
import { storageTrouble, systemCode } from './trouble.ts';

/** How long a segment without a line of its owner counts as just being created. */
const settlingTime = seconds(2);

export interface FileStoreOptions {
  /** Times the heartbeat that other machines go by, so it is real time unless a test says otherwise. */
  readonly heartbeatClock?: Clock;
}

/**
 * Keeps journals as `<directory>/<run or lock>/<epoch>.jsonl`. Creating the next file exclusively is both the lease and the fence,
 * also between machines that share the directory. Nothing is ever deleted; remove the directory when no run in it matters.
 */
export function fileStore(
  directory: string,
  { heartbeatClock = systemClock }: FileStoreOptions = {},
): JournalStore {
  return { connect: (clock) => new FileSession(resolve(directory), clock, heartbeatClock) };
}

class FileSession implements JournalSession {
  readonly #state: string;
  readonly #clock: Clock;
  readonly #session = systemRandom.uuid();
  readonly #heartbeat: Heartbeat;

  constructor(state: string, clock: Clock, heartbeatClock: Clock) {
    this.#state = state;
    this.#clock = clock;
    this.#heartbeat = new Heartbeat(state, this.#session, heartbeatClock);
  }

  async list(kind: JournalAddress['kind']): Promise<JournalNames> {
    const directories = await entries(this.#state);
    const encoded = directories.flatMap((directory) => encodedName(directory, kind) ?? []);
    return {
      names: encoded.flatMap((name) => decodeName(name) ?? []),
      strange: encoded.filter((name) => decodeName(name) === undefined),
    };
  }

  async read(address: JournalAddress): Promise<Journal | undefined> {
    const directory = journalDirectory(this.#state, address);
    const [epoch] = await epochs(directory);
    if (epoch === undefined) return undefined;
    const { owner, used } = await content(directory, epoch);
    const lines = await readable(directory, epoch);
    const isSettling = () => this.#isSettling(join(directory, segmentFile(epoch)));
    const alive = owner ? await this.#isAlive(owner) : await isSettling();
    return {
      ...{ epoch, lines, alive },
      arriving: alive && !used && (await isSettling()),
      ...(owner && { owner: named(owner) }),
    };
  }

  async take(
    address: JournalAddress,
    epoch: number,
    { carry }: { readonly carry: boolean },
  ): Promise<Segment | undefined> {
    const directory = journalDirectory(this.#state, address);
    try {
      await this.#heartbeat.hold();
      await makeDurable(directory);
      return await this.#create(directory, epoch + 1, address.name, carry);
    } catch (error) {
      await this.#heartbeat.release();
      if (systemCode(error) === 'EEXIST' || NatError.is(error, 'conflict')) return undefined;
      throw storageTrouble(error, directory);
    }
  }

  announce(): Promise<void> {
    return announce(this.#state);
  }

  listen(heard: () => void): () => void {
    return listen(this.#state, heard);
  }

  close(): Promise<void> {
    return this.#heartbeat.stop();
  }

  /** Once the file exists, earlier segments are frozen: only now may they be read. */
  async #create(directory: string, epoch: number, name: string, carry: boolean): Promise<Segment> {
    const path = join(directory, segmentFile(epoch));
    const successor = join(directory, segmentFile(epoch + 1));
    const owner = { ...ownMark(), session: this.#session, since: this.#clock.now() };
    const handle = await open(path, 'ax');
    const writer = new LineWriter({ handle, path, successor, fenced: () => fenced(name) });
    try {
      await writer.append(headerLine(epoch, owner));
      const carried = carry ? await readable(directory, epoch - 1) : [];
      await writer.append(carriedLine(carried));
      await synchroniseDirectory(directory);
      const append = (line: Json) => writer.append(line);
      const confirm = () => this.#confirm(writer, path);
      const close = () => writer.close().finally(() => this.#heartbeat.release());
      return { append, confirm, epoch, owner: named(owner), carried, close };
    } catch (error) {
      await writer.close();
      throw error;
    }
  }

  /** Beats first when the last beat is old: whoever found it stale has created the next segment by then, or finds it fresh. */
  async #confirm(writer: LineWriter, path: string): Promise<void> {
    writer.confirm();
    await this.#heartbeat.refresh().catch((error: unknown) => {
      throw storageTrouble(error, path);
    });
    writer.confirm();
  }

  async #isAlive(owner: SegmentOwner): Promise<boolean> {
    if (owner.session === this.#session) return false;
    if (isCertainlyDead(owner)) {
      await this.#heartbeat.forget(owner.session);
      return false;
    }
    const age = await this.#heartbeat.age(owner.session);
    return age !== undefined && age < staleAfter;
  }

  /** Nothing of its owner is in it: either it was created this moment, or its owner died in that moment. */
  async #isSettling(path: string): Promise<boolean> {
    const { mtimeMs } = await stat(path);
    return (await this.#heartbeat.serverTime().catch(() => mtimeMs)) - mtimeMs < settlingTime;
  }
}

/** What people are told about an owner. */
function named({ host, pid, since }: SegmentOwner): Owner {
  return { host, pid, since };
}

/** The lines of the newest segment that stands alone. */
async function readable(directory: string, newest: number): Promise<readonly Json[]> {
  for (const epoch of await epochs(directory)) {
    if (epoch > newest) continue;
    const { lines } = await content(directory, epoch);
    if (lines) return lines;
  }
  return [];
}

async function content(directory: string, epoch: number): Promise<SegmentContent> {
  const path = join(directory, segmentFile(epoch));
  try {
    return readSegment(epoch, await readFile(path, 'utf8'), path);
  } catch (error) {
    throw storageTrouble(error, path);
  }
}

/** Newest first. */
async function epochs(directory: string): Promise<readonly number[]> {
  const files = await entries(directory);
  return files.flatMap((file) => segmentEpoch(file) ?? []).sort((left, right) => right - left);
}

async function entries(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw storageTrouble(error, directory);
  }
}

/** A new directory is only safe from power loss once its parent has been synchronised. */
async function makeDurable(directory: string): Promise<void> {
  const created = await mkdir(directory, { recursive: true });
  if (created !== undefined) await synchroniseDirectory(dirname(created));
  if (created !== undefined) await synchroniseDirectory(dirname(directory));
}

/** Windows cannot synchronise a directory and does not need it. */
async function synchroniseDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}
