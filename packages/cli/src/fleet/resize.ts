import { describeSize } from '@polynat/core';
import {
  type ResizePlan,
  type ResizeSummary,
  readResizePolicy,
  resizeSummaryOf,
  resultsOf,
} from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { parseYaml, readText } from '../command-line/files.ts';
import type { OptionValues } from '../command-line/options.ts';
import { watchRun } from '../migrating/watch-run.ts';
import { exitCodes } from '../terminal/failures.ts';
import { render } from '../terminal/table.ts';
import { exitOf, queuedAnswer } from './endings.ts';
import { describeChanged, type Row, remediesOf, rowOfFailed, rowOfSkipped, rowsTable } from './words.ts';

const kind = 'fleet.resize';

/** Resizes by a policy: finishes what killed processes left, then plans, asks and resizes. */
export async function resizeFleet(
  { terminal, openMigrations, call }: Needs<'terminal' | 'openMigrations' | 'call'>,
  [file = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { io } = terminal;
  const policy = readResizePolicy(parseYaml(readText(io, file, 'policy'), file));
  const opened = await openMigrations();
  const { fleet } = opened;
  const planning = () => fleet.planResizes(policy, { ...call, now: io.now() });
  if (options.dryRun === true) return planned(await planning());
  const finished = (await fleet.finish(io.signal)).flatMap((run) => resultsOf(kind, run));
  const plan = await terminal.reading('the fleet', planning());
  if (plan.due.length === 0) return ended(resizeSummaryOf(plan, finished));
  const list = render(rowsTable(dueRows(plan), ''), { colour: io.colour.err });
  await terminal.confirm(`${list}\nResize these gateways, which changes their price.`);
  if (options.queue === true) {
    await fleet.enqueueResizes(plan);
    return queuedAnswer(plan);
  }
  const run = await fleet.startResizes(plan);
  if (!run) return ended(resizeSummaryOf(plan, finished));
  return watchRun(terminal, opened, run, (output) => {
    const [current] = resultsOf(kind, { run: run.id, kinds: [kind], state: 'done', output });
    return ended(resizeSummaryOf(plan, finished, current));
  });
}

const reasons: Readonly<Record<ResizePlan['skipped'][number]['reason'], string>> = {
  excluded: 'excluded',
  'no-rule': 'no rule',
  'right-size': 'right size',
  'beyond-ceiling': 'beyond the ceiling',
  'resized-before': 'resized before',
};

const dueRows = ({ due }: Pick<ResizePlan, 'due'>): readonly Row[] =>
  due.map(({ gateway: { ref, name, size: from }, size }) => ({
    ...{ gateway: `${ref}`, name, result: 'to resize', tone: 'busy' },
    why: `${describeSize(from)} → ${describeSize(size)}`,
  }));

/** Every gateway, for a dry run. */
function planned({ due, skipped, failed }: ResizePlan): Answer {
  const rows = [
    ...dueRows({ due }),
    ...skipped.map((one) => rowOfSkipped(one, reasons)),
    ...failed.map((one) => rowOfFailed(one, 'cannot be resized')),
  ];
  const changes = due.map(({ gateway: { ref, name, size: from }, size }) => ({ ref, name, from, size }));
  return {
    json: { dryRun: true, due: changes, skipped, failed },
    text: rowsTable(rows, 'There are no gateways.'),
    notes: remediesOf(failed),
    exit: failed.length > 0 ? exitCodes.failed : exitCodes.done,
  };
}

function ended(summary: ResizeSummary): Answer {
  const { resized, skipped, failed } = summary;
  const words = { result: 'resized', reasons, none: 'No gateway is to be resized.' };
  return {
    json: summary,
    ...describeChanged({ changed: resized, skipped, failed }, words),
    exit: exitOf(summary),
  };
}
