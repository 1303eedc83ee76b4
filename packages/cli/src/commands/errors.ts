import type { ErrorCode } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { suggestion } from '../terminal/closest.ts';
import { UsageError } from '../terminal/failures.ts';
import { sheet, table } from '../terminal/table.ts';

export const errorCommands: readonly CommandSpec[] = [
  {
    usage: 'errors explain [code]',
    summary: 'explain an error code of Polynat or of a cloud, and what to do',
    options: [['--cloud <alias>', 'look the code up for this cloud only']],
    run: async (context, [code]) => {
      const rows = await everyMeaning();
      if (code === undefined) return { json: rows, text: table(rows, columns, '') };
      const own = rows.find((row) => row.code === code);
      return own ? explained({ ...own }) : explainNative(context, code);
    },
  },
];

interface Row {
  readonly code: string;
  readonly meaning: string;
  readonly remedy: string;
}

const columns = [
  { title: 'code', of: ({ code }: Row) => code },
  { title: 'meaning', of: ({ meaning }: Row) => meaning },
  { title: 'remedy', of: ({ remedy }: Row) => remedy },
];

async function everyMeaning(): Promise<readonly Row[]> {
  const { errorCodes, errorMeanings } = await import('@polynat/core');
  return errorCodes.map((code) => ({ code, ...errorMeanings[code] }));
}

async function explainNative({ clouds }: Needs<'clouds'>, code: string): Promise<Answer> {
  for (const [alias, { explainError }] of await clouds.drivers()) {
    const known = explainError?.(code);
    if (known) return explained({ code, cloud: alias, ...(await factsOf(known)) });
  }
  const { errorCodes } = await import('@polynat/core');
  const near = suggestion(code, errorCodes);
  throw new UsageError(
    `unknown error code "${code}"`,
    `see all codes with \`polynat errors explain\`${near}`,
  );
}

async function factsOf({ code, retryable }: { readonly code: ErrorCode; readonly retryable: boolean }) {
  const { errorMeanings } = await import('@polynat/core');
  const { meaning, remedy } = errorMeanings[code];
  const retries = retryable ? 'Polynat retries it' : 'Polynat does not retry it';
  return { means: code, meaning, remedy, retries };
}

const explained = (facts: Readonly<Record<string, string>>): Answer => ({ json: facts, text: sheet(facts) });
