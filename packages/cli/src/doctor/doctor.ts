import type { FoundCloud } from '../clouds/found-cloud.ts';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { exitCodes } from '../terminal/failures.ts';
import { type Column, render, table } from '../terminal/table.ts';
import type { Check } from './check.ts';
import { Evidence } from './evidence.ts';
import { type AnswerDifference, type Examined, examine } from './examine.ts';

type Doctoring = Needs<'clouds' | 'terminal' | 'call'>;

/** Finds out what stands between this machine and its clouds. Only reads; the report has no name, id or key of an account. */
export async function doctor(context: Doctoring, [alias]: readonly string[]): Promise<Answer> {
  const { clouds: found } = await context.clouds.discovered();
  if (alias !== undefined) await context.clouds.cloud(alias);
  const results: Examined[] = [];
  for (const cloud of found.filter((one) => alias === undefined || one.alias === alias))
    results.push(await context.terminal.reading(cloud.alias, examined(context, cloud)));
  const checks = results.flatMap((result) => result.checks);
  const differences = results.flatMap((result) => result.differences);
  return {
    json: { checks, differences },
    text: table(checks, checkColumns, 'No cloud is configured.'),
    notes: `\n${render(table(differences, differenceColumns, 'All answers are as documented.'), { colour: false })}`,
    exit: checks.some(({ state }) => state === 'failed') ? exitCodes.failed : exitCodes.done,
  };
}

export async function examined(
  { clouds, terminal: { io }, call }: Doctoring,
  found: FoundCloud,
  evidence = new Evidence(io.now),
): Promise<Examined> {
  const opened = await clouds.watched(found, evidence.trace);
  try {
    const { alias } = found;
    const [cloud, driver] = [opened.clouds.cloud(alias), opened.driver(alias)];
    return await examine({ found, cloud, driver, evidence, call });
  } finally {
    await opened.close();
  }
}

const tones = { ok: 'good', failed: 'bad', none: 'faint' } as const;

const checkColumns: readonly Column<Check>[] = [
  { title: 'cloud', of: ({ alias }) => alias },
  { title: 'check', of: ({ check }) => check },
  { title: 'state', of: ({ state }) => state, tone: ({ state }) => tones[state] },
  { title: 'detail', of: ({ detail }) => detail },
  { title: 'remedy', of: ({ remedy }) => remedy },
];

const differenceColumns: readonly Column<AnswerDifference>[] = [
  { title: 'cloud', of: ({ alias }) => alias },
  { title: 'operation', of: ({ operation }) => operation },
  { title: 'difference', of: ({ kind }) => kind },
  { title: 'at', of: ({ path }) => path },
  { title: 'documented', of: ({ documented }) => documented },
  { title: 'found', of: ({ found }) => found },
];
