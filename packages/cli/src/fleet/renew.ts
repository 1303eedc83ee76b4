import { describeTerm } from '@polynat/core';
import {
  type RenewalPlan,
  type RenewalSummary,
  readRenewalPolicy,
  resultsIn,
  summaryOf,
} from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { parseYaml, readText } from '../command-line/files.ts';
import type { OptionValues } from '../command-line/options.ts';
import { watchRun } from '../migrating/watch-run.ts';
import { expiryTable } from '../renewing/expiring.ts';
import { exitCodes } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { render } from '../terminal/table.ts';
import { exitOf, queuedAnswer } from './endings.ts';
import { describePlan, describeSummary } from './renewal-words.ts';

/** Renews by a policy: finishes what killed processes left, then plans, asks and renews. */
export async function renewFleet(
  { terminal, openMigrations, call }: Needs<'terminal' | 'openMigrations' | 'call'>,
  [file = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const policy = readPolicy(terminal.io, file);
  const now = terminal.io.now();
  const opened = await openMigrations();
  const { fleet } = opened;
  if (options.dryRun === true) return planned(await fleet.planRenewals(policy, { ...call, now }));
  const finished = (await fleet.finish(terminal.io.signal)).flatMap(resultsIn);
  const plan = await terminal.reading('the fleet', fleet.planRenewals(policy, { ...call, now }));
  if (plan.due.length === 0) return ended(summaryOf(plan, finished));
  const list = render(expiryTable(plan.due, now), { colour: terminal.io.colour.err });
  await terminal.confirm(
    `${list}\nRenew these gateways for ${describeTerm(plan.term)}. You pay immediately.`,
  );
  if (options.queue === true) {
    await fleet.enqueueRenewals(plan);
    return queuedAnswer(plan);
  }
  const started = await fleet.startRenewals(plan);
  const { run } = started;
  if (!run) return ended(summaryOf(started.plan, finished));
  return watchRun(terminal, opened, run, (output) => {
    const results = resultsIn({ run: run.id, kinds: ['fleet.renew'], state: 'done', output });
    return ended(summaryOf(started.plan, finished, ...results));
  });
}

const readPolicy = (io: Io, file: string) => readRenewalPolicy(parseYaml(readText(io, file, 'policy'), file));

function planned({ due, skipped, failed }: RenewalPlan): Answer {
  return {
    json: { dryRun: true, due, skipped, failed },
    ...describePlan({ due, skipped, failed }),
    exit: failed.length > 0 ? exitCodes.failed : exitCodes.done,
  };
}

const ended = (summary: RenewalSummary): Answer => ({
  json: summary,
  ...describeSummary(summary),
  exit: exitOf(summary),
});
