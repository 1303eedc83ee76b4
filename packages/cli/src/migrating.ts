import { readFileSync, writeFileSync } from 'node:fs';
import { type Clouds, NatError } from '@polynat/core';
import type { RunEvent, RunHandle, RunOutcome, RunRecord } from '@polynat/engine';
import {
  changingSteps,
  compareDocuments,
  exportGateway,
  formatDocument,
  type GatewayDocument,
  type MigrationPlan,
  parseDocument,
  planChange,
  planMigration,
  readPlan,
  renderDifferences,
  renderPlan,
} from '@polynat/migrate';
import { parse } from 'yaml';
import { type Answer, needed, type OptionValues, optional, several } from './command.ts';
import { exitCodes, UsageError } from './failures.ts';
import { parsePairs } from './parse.ts';
import type { Session } from './session.ts';
import { table } from './table.ts';

export async function exportDocument(
  session: Session,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const document = await exportGateway(await session.clouds(), ref, session.call);
  const format = optional(options, 'format') ?? 'yaml';
  if (format !== 'yaml' && format !== 'json')
    throw new UsageError(`--format: "${format}" is neither yaml nor json`);
  const text = formatDocument(document, format);
  const output = optional(options, 'output');
  if (output === undefined) return { json: document, text };
  writeFileSync(output, text);
  return { json: { written: output }, text: `Wrote ${output}.\n` };
}

export async function plan(
  session: Session,
  [source = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const clouds = await session.clouds();
  const on = optional(options, 'on');
  const made =
    on === undefined
      ? await planFromOptions(clouds, source, session, options)
      : await planChange(clouds, on, parseDocument(readText(source, 'document')), session.call);
  const output = optional(options, 'output');
  if (output !== undefined) writeFileSync(output, `${JSON.stringify(made, null, 2)}\n`);
  const exit = made.blocked ? exitCodes.blocked : exitCodes.done;
  return {
    json: made,
    exit,
    text: () => planText(made) + (output === undefined ? '' : `\nRun it with \`polynat apply ${output}\`.\n`),
  };
}

function planFromOptions(
  clouds: Clouds,
  ref: string,
  session: Session,
  options: OptionValues,
): Promise<MigrationPlan> {
  const to = needed(options, 'to', 'a migration has a cloud to go to');
  const mapping: unknown = parse(
    readText(needed(options, 'mapping', 'you decide where the gateway goes and what is bought'), 'mapping'),
  );
  return planMigration(clouds, ref, { ...session.call, to, mapping });
}

function planText(made: MigrationPlan): string {
  if (made.kind === 'change' && changingSteps(made).length === 0 && !made.blocked)
    return 'Nothing to change: the gateway is as the document says.\n';
  return renderPlan(made);
}

export async function apply(session: Session, [file = '']: readonly string[]): Promise<Answer> {
  return runPlan(session, readPlan(parse(readText(file, 'plan'))));
}

export async function migrate(
  session: Session,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  return runPlan(session, await planFromOptions(await session.clouds(), ref, session, options));
}

async function runPlan(session: Session, made: MigrationPlan): Promise<Answer> {
  session.io.err(`${renderPlan(made)}\n`);
  if (made.blocked) return { json: made, text: '', exit: exitCodes.blocked };
  await session.confirm(['The plan above will be carried out. What it buys costs from then on.']);
  const { migrations } = await session.migrations();
  return watch(
    session,
    await migrations.apply(made),
    made.stages.reduce((count, { steps }) => count + steps.length, 0),
  );
}

export async function resume(session: Session, [run = '']: readonly string[]): Promise<Answer> {
  const { migrations } = await session.migrations();
  return watch(session, await migrations.resume(run));
}

export async function rollBack(session: Session, [run = '']: readonly string[]): Promise<Answer> {
  await session.confirm([`Undo everything run ${run} has done, in reverse order.`]);
  const { migrations } = await session.migrations();
  return watch(session, await migrations.rollBack(run));
}

/** Tells each step as it ends, and at the end what can be done next. */
async function watch(session: Session, run: RunHandle, total?: number): Promise<Answer> {
  let ended = 0;
  const { engine } = await session.migrations();
  session.io.signal.addEventListener('abort', () => void engine.stop(run.id), { once: true });
  for await (const event of run.events()) {
    if (event.type === 'done') ended += 1;
    const line = lineOf(event, total === undefined ? '' : `[${ended}/${total}] `);
    if (line !== undefined) session.io.err(`${line}\n`);
  }
  const outcome = await run.wait();
  return {
    json: { run: run.id, ...outcome },
    text: ending(run.id, outcome),
    exit: good(outcome) ? exitCodes.done : exitCodes.failed,
  };
}

const good = ({ state }: RunOutcome): boolean => state === 'done' || state === 'rolled-back';

function lineOf(event: RunEvent, count: string): string | undefined {
  switch (event.type) {
    case 'done':
      return event.replayed ? undefined : `${count}done     ${event.name}`;
    case 'failed':
      return `${count}failed   ${event.name}: ${event.failure.message}`;
    case 'not-run':
      return `${count}not run  ${event.name}`;
    case 'retrying':
      return `${count}waiting  ${event.name}: ${event.failure.message}`;
    case 'undone':
      return `undone   ${event.name}`;
    case 'undo-failed':
      return `stuck    ${event.name}: ${event.failure.message}`;
    default:
      return undefined;
  }
}

function ending(run: string, outcome: RunOutcome): string {
  if (outcome.state === 'done') return `Done. (run ${run})\n`;
  if (outcome.state === 'rolled-back') return `Everything is undone. (run ${run})\n`;
  const why = 'failure' in outcome && outcome.failure ? outcome.failure.message : 'it was stopped';
  return `Run ${run} is ${outcome.state}: ${why}\nGo on with \`polynat resume ${run}\`, or undo it with \`polynat rollback ${run}\`.\n`;
}

export async function listRuns(session: Session): Promise<Answer> {
  const { engine } = await session.migrations();
  const runs = await engine.list();
  const columns = [
    { title: 'run', of: ({ id }: RunRecord) => id },
    { title: 'state', of: ({ state }: RunRecord) => state },
    {
      title: 'begun',
      of: ({ created }: RunRecord) => new Date(created).toISOString().slice(0, 16).replace('T', ' '),
    },
    {
      title: 'steps done',
      of: ({ steps }: RunRecord) => steps.filter(({ state }) => state === 'done').length,
    },
    {
      title: 'held by',
      of: ({ owner, state }: RunRecord) =>
        state === 'running' && owner ? `${owner.host} pid ${owner.pid}` : undefined,
    },
    { title: 'locks', of: ({ locks }: RunRecord) => locks.join(' ') },
  ];
  return { json: runs, text: table(runs, columns, 'There are no runs.') };
}

export async function unlockRun(
  session: Session,
  [run = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  await session.confirm([`Free everything run ${run} holds. It cannot go on afterwards.`]);
  const { engine } = await session.migrations();
  await engine.unlock(run, { force: options.force === true });
  return { json: { unlocked: run }, text: `Unlocked ${run}.\n` };
}

export async function verify(
  session: Session,
  [before = '', after = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const stands = parsePairs(several(options, 'address') ?? [], '--address');
  const [left, right] = await Promise.all([documentOf(session, before), documentOf(session, after)]);
  const differences = compareDocuments(left, right, (ip) => String(stands[ip] ?? ip));
  return {
    json: differences,
    text: renderDifferences(differences),
    exit: differences.length === 0 ? exitCodes.done : exitCodes.failed,
  };
}

/** A gateway by its reference, or a document in a file. */
async function documentOf(session: Session, named: string): Promise<GatewayDocument> {
  if (/\.(ya?ml|json)$/.test(named)) return parseDocument(readText(named, 'document'));
  return exportGateway(await session.clouds(), named, session.call);
}

function readText(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new NatError('invalid-argument', `cannot read ${path}`, {
      field,
      remedy: 'name a file that exists',
      cause,
    });
  }
}
