import type { ErrorCode } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { meanings } from '../errors/meanings.ts';
import { UsageError } from '../terminal/failures.ts';
import { sheet, table } from '../terminal/table.ts';

export const errorCommands: readonly CommandSpec[] = [
  {
    usage: 'errors explain [code]',
    summary: 'what an error code means and what to do; codes of the clouds work too',
    options: [['--cloud <alias>', 'look the code up for this cloud only']],
    run: async (context, [code]) => {
      if (code === undefined) return everyCode();
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

const rows: readonly Row[] = Object.entries(meanings).map(([code, [meaning, remedy]]) => ({
  code,
  meaning,
  remedy,
}));

const columns = [
  { title: 'code', of: ({ code }: Row) => code },
  { title: 'meaning', of: ({ meaning }: Row) => meaning },
  { title: 'remedy', of: ({ remedy }: Row) => remedy },
];

const everyCode = (): Answer => ({ json: rows, text: table(rows, columns, '') });

async function explainNative({ clouds }: Needs<'clouds'>, code: string): Promise<Answer> {
  for (const alias of (await clouds.all()).aliases) {
    const known = (await clouds.driver(alias)).explainError?.(code);
    if (known) return explained({ code, cloud: alias, ...factsOf(known) });
  }
  throw new UsageError(`nobody knows the code "${code}"`, 'see all codes with `polynat errors explain`');
}

function factsOf({ code, retryable }: { readonly code: ErrorCode; readonly retryable: boolean }) {
  const [meaning, remedy] = meanings[code];
  const again = retryable ? 'Polynat tries it again by itself' : 'trying again as it is does not help';
  return { means: code, meaning, remedy: `${remedy}; ${again}` };
}

const explained = (facts: Readonly<Record<string, string>>): Answer => ({ json: facts, text: sheet(facts) });
