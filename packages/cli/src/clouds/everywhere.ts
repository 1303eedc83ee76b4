import type { Cloud } from '@polynat/core';
import { type OptionValues, several } from '../command-line/options.ts';
import type { Session } from '../command-line/session.ts';
import { type ExitCode, exitCodes, report } from '../terminal/failures.ts';

export interface Found<T> {
  readonly items: readonly T[];
  /** 1 when a cloud is missing from the answer. */
  readonly exit: ExitCode;
}

/**
 * Asks the clouds of `--cloud`, or all, side by side. One that does not answer hides nobody else: it is told on stderr, and the
 * command ends with 1. When none answers, the command fails as the first one did.
 */
export async function askEverywhere<T>(
  session: Session,
  options: OptionValues,
  ask: (cloud: Cloud) => Promise<readonly T[]>,
): Promise<Found<T>> {
  const clouds = await session.clouds();
  const aliases = several(options, 'cloud') ?? clouds.aliases;
  const asked = Promise.allSettled(aliases.map(async (alias) => ask(clouds.cloud(alias))));
  const answers = await session.reading(aliases.join(', '), asked);
  const failures = answers.flatMap((answer, index) =>
    answer.status === 'rejected' ? [{ alias: aliases[index], reason: answer.reason as unknown }] : [],
  );
  if (failures.length === answers.length && failures[0]) throw failures[0].reason;
  for (const { alias, reason } of failures) report(reason, session.io, session.options.json === true, alias);
  return {
    items: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
    exit: failures.length === 0 ? exitCodes.done : exitCodes.failed,
  };
}
