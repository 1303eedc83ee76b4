import type { RunOutcome, Waiting } from '@polynat/engine';

/** How a run ended, and the commands that continue it. */
export function endingOf(run: string, outcome: RunOutcome): string {
  if (outcome.state === 'done') return `Done. (run ${run})\n`;
  if (outcome.state === 'rolled-back') return `Rolled back. (run ${run})\n`;
  if (outcome.state === 'waiting') return waitingFor(run, outcome);
  if (outcome.state === 'queued') return `Run ${run} is queued for a worker.\n`;
  const reason = outcome.state === 'suspended' ? outcome.reason : outcome.failure;
  const remedy = !reason.remedy || stoppedOnRequest(outcome) ? '' : `→ ${reason.remedy}\n`;
  const next = `Resume it with \`polynat resume ${run}\`, or undo it with \`polynat rollback ${run}\`.\n`;
  return `Run ${run} is ${outcome.state}: ${reason.message}\n${remedy}${next}`;
}

function waitingFor(run: string, { name, refused }: Waiting): string {
  const why = refused ? `The answer of ${refused.by} was refused: ${refused.failure.message}\n` : '';
  return `${why}Run ${run} is waiting for ${name}. Undo it with \`polynat rollback ${run}\`.\n`;
}

/** The last line has the commands already. */
const stoppedOnRequest = (outcome: RunOutcome): boolean =>
  outcome.state === 'suspended' && outcome.reason.code === 'aborted';
