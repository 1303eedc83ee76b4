import { type Clock, NatError } from '@polynat/core';
import type { Json } from './json.ts';
import type { JournalAddress, JournalSession, Segment } from './store.ts';

/** Milliseconds between two looks at what another process is about to write, and how often to look: longer than it counts as arriving. */
const pause = 10;
const mostTries = 500;

/** The first line of a journal of which nothing but the first line counts. */
export async function readFirstLine(
  session: JournalSession,
  address: JournalAddress,
): Promise<Json | undefined> {
  return (await session.read(address))?.lines[0];
}

/**
 * What counts from now on: this line, or the one that came before it. A process that has created the journal long ago and has not written
 * its line yet is fenced off, whether it lives or not; it then finds the line that is there.
 */
export async function writeFirstLine(
  session: JournalSession,
  clock: Clock,
  address: JournalAddress,
  line: Json,
): Promise<Json> {
  for (let tries = 0; tries < mostTries; tries++) {
    const journal = await session.read(address);
    const [first] = journal?.lines ?? [];
    if (first !== undefined) return first;
    if (journal?.arriving) {
      await clock.sleep(pause);
      continue;
    }
    const segment = await session.take(address, journal?.epoch ?? 0, { carry: true });
    const counts = segment && (await write(segment, line));
    if (counts !== undefined) return counts;
  }
  throw new NatError('conflict', `other processes are writing the ${address.kind} at this moment`, {
    remedy: 'try again',
  });
}

/** `undefined` when another process took the journal before this line was in it. */
async function write(segment: Segment, line: Json): Promise<Json | undefined> {
  try {
    const [first] = segment.carried;
    if (first !== undefined) return first;
    await segment.append(line);
    return line;
  } catch (error) {
    if (NatError.is(error, 'conflict')) return undefined;
    throw error;
  } finally {
    await segment.close();
  }
}
