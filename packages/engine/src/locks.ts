import { NatError } from '@polynat/core';
import { RunHeld } from './held.ts';
import type { LiveRun } from './live-run.ts';
import { type Claim, readClaim } from './records.ts';
import type { FoundRun, RunStore } from './run-store.ts';
import type { Journal, JournalSession, Segment } from './store.ts';

/**
 * Claims every lock of the run, in sorted order so that two runs which want the same two never block each other. A claim names the
 * run: it outlives the process and is void as soon as that run has ended or given its locks up.
 */
export async function takeLocks(run: LiveRun, session: JournalSession, runs: RunStore): Promise<void> {
  const keys = [...new Set(run.history.begun?.locks)].sort();
  for (const key of keys) await claim(key, run, session, runs);
}

/** A look without a claim: whether another run has one of them at this moment. */
export async function canHaveLocks(
  { id, history }: FoundRun,
  session: JournalSession,
  runs: RunStore,
): Promise<boolean> {
  if (history.locked) return true;
  for (const key of history.begun?.locks ?? []) {
    const journal = await session.read({ kind: 'lock', name: key });
    const held = readClaim(journal?.lines.at(-1));
    if (held && held.run !== id && (await isHeld(key, held, runs))) return false;
  }
  return true;
}

async function isHeld(key: string, held: Claim, runs: RunStore): Promise<boolean> {
  try {
    await refuseIfHeld(key, held, runs);
    return false;
  } catch (error) {
    if (NatError.is(error, 'conflict')) return true;
    throw error;
  }
}

async function claim(key: string, run: LiveRun, session: JournalSession, runs: RunStore): Promise<void> {
  const address = { kind: 'lock', name: key } as const;
  const journal = await session.read(address);
  const own = { run: run.id, term: run.history.term };
  const held = journal && readClaim(journal.lines.at(-1));
  if (held && held.run === own.run && held.term === own.term) return;
  if (held) await refuseIfHeld(key, held, runs);
  if (!held && journal?.alive) throw beingTaken(key, journal);
  const segment = await session.take(address, journal?.epoch ?? 0, { carry: false });
  // Whoever was faster is found, and named, by looking again.
  if (!segment || !(await write(segment, own))) return claim(key, run, session, runs);
}

/** False when somebody else took the lock between its creation and this line. */
async function write(segment: Segment, own: Claim): Promise<boolean> {
  try {
    await segment.append(own);
    return true;
  } catch (error) {
    if (NatError.is(error, 'conflict')) return false;
    throw error;
  } finally {
    await segment.close();
  }
}

async function refuseIfHeld(lock: string, { run, term }: Claim, runs: RunStore): Promise<void> {
  const { history, owner, alive } = await runs.find(run).catch((error: unknown) => {
    throw unreadableHolder(lock, run, error);
  });
  if (history.status === 'absent' || history.ended || history.term !== term) return;
  const waiting = history.outcome?.state === 'waiting' && history.waits.describe(history.outcome.name);
  throw new RunHeld({
    ...{ run, lock, working: alive && history.status === 'working' },
    ...(owner && { owner }),
    ...(waiting && { waiting }),
  });
}

/** Nobody can tell whether that run has ended, so its claim counts. */
function unreadableHolder(lock: string, run: string, cause: unknown): NatError {
  const { plain, remedy } = NatError.from(cause);
  return new NatError('conflict', `${lock} is locked by run ${run}, which cannot be read: ${plain}`, {
    ...(remedy !== undefined && { remedy }),
    cause,
  });
}

function beingTaken(lock: string, { owner }: Journal): RunHeld {
  return new RunHeld({ run: '(starting)', lock, working: true, ...(owner && { owner }) });
}
