import { describeTerm, type Gateway, NatError } from '@polynat/core';
import type { Engine, RunRecord } from '@polynat/engine';
import { expiringWithin, expiryOf } from '@polynat/fleet';
import * as z from 'zod';
import { type Found, listAll } from '../clouds/list-all.ts';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { parseDuration, parseTerm } from '../command-line/parse.ts';
import type { OpenedMigrations } from '../migrating/open-migrations.ts';
import { watchRun } from '../migrating/watch-run.ts';
import { type ExitCode, exitCodes } from '../terminal/failures.ts';
import { render, table } from '../terminal/table.ts';

const day = 86_400_000;

type Listing = Needs<'clouds' | 'terminal' | 'call'>;

export async function expiring(context: Listing, options: OptionValues): Promise<Answer> {
  const { items, exit } = await expiringSoon(context, options);
  return { json: items, text: expiryTable(items, context.terminal.io.now()), exit };
}

async function expiringSoon(context: Listing, options: OptionValues): Promise<Found<Gateway>> {
  const within = parseDuration(optional(options, 'within') ?? '30d', '--within');
  const { items, exit } = await listAll(context, options, ({ gateways }) => gateways.list({}, context.call));
  return { items: expiringWithin(items, within, context.terminal.io.now()), exit };
}

function expiryTable(gateways: readonly Gateway[], now: number) {
  const left = (gateway: Gateway): number => Math.floor(((expiryOf(gateway) ?? now) - now) / day);
  const columns = [
    { title: 'gateway', of: ({ ref }: Gateway) => `${ref}` },
    { title: 'name', of: ({ name }: Gateway) => name },
    { title: 'expires', of: (gateway: Gateway) => dayOf(expiryOf(gateway) ?? now) },
    {
      title: 'days',
      of: left,
      tone: (gateway: Gateway) => (left(gateway) < 7 ? ('bad' as const) : ('busy' as const)),
    },
  ];
  return table(gateways, columns, 'No gateway expires within that time.');
}

/** Renews each gateway once a day: renewals that a killed process left are finished first, and renewed gateways are left out. */
export async function renewExpiring(
  context: Listing & Needs<'openMigrations'>,
  [text = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { terminal, openMigrations } = context;
  const term = parseTerm(text);
  const opened = await openMigrations();
  const { engine, fleet } = opened;
  const finished = await finishRenewals(opened);
  const today = dayOf(terminal.io.now());
  const earlier = await renewalsOf(engine, today);
  const renewed = new Set(
    earlier.flatMap(({ steps }) => steps.filter(({ state }) => state === 'done')).map(({ name }) => name),
  );
  const { items, exit } = await expiringSoon(context, options);
  const soon = items.filter(({ ref }) => !renewed.has(`${ref}`));
  if (soon.length === 0 && Object.keys(finished).length > 0) return renewalAnswer(finished, exit);
  if (soon.length === 0) return nothingToRenew(items.length, exit);
  const list = render(expiryTable(soon, terminal.io.now()), { colour: terminal.io.colour.err });
  await terminal.confirm(`${list}\nRenew these gateways for ${describeTerm(term)}. You pay immediately.`);
  const run = await fleet.renew(soon, term, { id: `renew-${today}-${numberAfter(earlier)}` });
  return watchRun(terminal, opened, run, (output) =>
    renewalAnswer({ ...finished, ...resultSchema.parse(output) }, exit),
  );
}

/** The day's renewals so far. One that cannot be read may have paid for any gateway. */
async function renewalsOf(engine: Engine, today: string): Promise<readonly RunRecord[]> {
  const isToday = ({ id }: { readonly id: string }) => id.startsWith(`renew-${today}-`);
  const { runs, unreadable } = await engine.list();
  const hidden = unreadable.find(isToday);
  if (!hidden) return runs.filter(isToday);
  const { message, remedy } = hidden.reason;
  throw new NatError('failed-precondition', `run ${hidden.id} may have renewed gateways and cannot be read`, {
    remedy: `${remedy ?? message}; until then, see \`polynat billing expiring\` and renew one gateway at a time with \`polynat billing renew\``,
  });
}

/** One more than the highest number of the day, so that ids stay unique. */
const numberAfter = (earlier: readonly RunRecord[]): number =>
  1 + Math.max(0, ...earlier.map(({ id }) => Number(id.split('-').at(-1)) || 0));

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

const nothingToRenew = (renewedToday: number, exit: ExitCode): Answer => ({
  json: {},
  text:
    renewedToday === 0
      ? 'No gateway expires within that time.\n'
      : 'All gateways that expire within that time have been renewed today.\n',
  exit,
});

/** Finishes renewals of earlier processes and returns their results. */
async function finishRenewals({ engine, fleet }: OpenedMigrations): Promise<Results> {
  const left = (await engine.list({ state: 'suspended' })).runs.map(({ id }) => id);
  await fleet.finish();
  const ended = await Promise.all(left.filter((id) => id.startsWith('renew-')).map((id) => engine.get(id)));
  const outputs = ended.flatMap((run) => (run?.outcome?.state === 'done' ? [run.outcome.output] : []));
  return Object.assign({}, ...outputs.map((output) => resultSchema.parse(output)));
}

const resultSchema = z.record(
  z.string(),
  z.union([z.object({ done: z.json() }), z.object({ failed: z.string() })]),
);
type Results = z.output<typeof resultSchema>;
type Result = [ref: string, outcome: Results[string]];

function renewalAnswer(results: Results, exit: ExitCode): Answer {
  const rows: readonly Result[] = Object.entries(results);
  const columns = [
    { title: 'gateway', of: ([ref]: Result) => ref },
    {
      title: 'result',
      of: ([, outcome]: Result) => ('failed' in outcome ? outcome.failed : 'renewed'),
      tone: ([, outcome]: Result) => ('failed' in outcome ? ('bad' as const) : ('good' as const)),
    },
  ];
  const failed = rows.some(([, outcome]) => 'failed' in outcome);
  return { json: results, text: table(rows, columns, ''), exit: failed ? exitCodes.failed : exit };
}
