import type { RunOutcome } from './port.ts';
import type { RunHistory } from './run-history.ts';
import type { JournalSession } from './store.ts';

/** Workers that hear nothing look by themselves, so trouble with telling them changes nothing. */
export async function announce(session: JournalSession): Promise<void> {
  await session.announce?.().catch(() => undefined);
}

/** Whether others can go on with it, or with what waits for its locks. */
export function concernsOthers(outcome: RunOutcome, { begun, ended }: RunHistory): boolean {
  if (outcome.state === 'suspended') return outcome.takeOver === true;
  return ended && (begun?.locks.length ?? 0) > 0;
}
