import { resolve } from 'node:path';
import { diffSnapshots, type NotCompared, Snapshot, type SnapshotDiff } from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { type ExitCode, exitCodes } from '../terminal/failures.ts';
import { differenceTable } from './difference-words.ts';

/** Compares two snapshot files. Asks no cloud. */
export async function diffFleet(
  { terminal: { io } }: Needs<'terminal'>,
  [old = '', now = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const before = await Snapshot.open(resolve(io.directory, old));
  try {
    const after = await Snapshot.open(resolve(io.directory, now));
    try {
      return answerOf(await diffSnapshots(before, after), optional(options, 'format') === 'ndjson');
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}

function answerOf(diff: SnapshotDiff, asLines: boolean): Answer {
  return {
    json: diff,
    text: asLines ? linesOf(diff) : differenceTable(diff.differences),
    notes: asLines ? '' : diff.notCompared.map(gapLine).join(''),
    exit: exitOf(diff),
  };
}

/** Each difference on a line of its own, then each gap. */
const linesOf = ({ differences, notCompared }: SnapshotDiff): string =>
  [...differences, ...notCompared.map((gap) => ({ type: 'not-compared', ...gap }))]
    .map((one) => `${JSON.stringify(one)}\n`)
    .join('');

const gapLine = ({ cloud, ref = cloud, part, why }: NotCompared): string =>
  `not compared: ${ref}${part === undefined ? '' : ` ${part.toUpperCase()}`}: ${why}\n`;

/** What differs comes first: a cloud that fails every night must not hide it. */
function exitOf({ differences, notCompared }: SnapshotDiff): ExitCode {
  if (differences.length > 0) return exitCodes.differs;
  return notCompared.some(({ failed }) => failed) ? exitCodes.failed : exitCodes.done;
}
