import type { FailedGateway, Skipped } from '@polynat/fleet';
import type { Answer } from '../command-line/answer.ts';
import { endingOf } from '../migrating/run-ending.ts';
import { type ExitCode, exitCodes } from '../terminal/failures.ts';

interface Left {
  readonly skipped: readonly Skipped<string>[];
  readonly failed: readonly FailedGateway[];
}

/** 1 while a gateway that the job is for was left as it is. */
export const exitOf = ({ skipped, failed }: Left): ExitCode =>
  failed.length > 0 || skipped.some(({ reason }) => reason === 'beyond-ceiling')
    ? exitCodes.failed
    : exitCodes.done;

/** For a job that is left to the workers. */
export const queuedAnswer = ({ id, ...left }: Left & { readonly id: string }): Answer => ({
  json: { run: id, state: 'queued', skipped: left.skipped, failed: left.failed },
  text: endingOf(id, { state: 'queued' }),
  exit: exitOf(left),
});
