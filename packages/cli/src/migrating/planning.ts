import {
  changingSteps,
  type MigrationPlan,
  planChange,
  planCreation,
  planMigration,
  readPlan,
  renderPlan,
} from '@polynat/migrate';
import type { Answer } from '../command-line/command.ts';
import { parseYaml, readText, writeText } from '../command-line/files.ts';
import { needed, type OptionValues, optional } from '../command-line/options.ts';
import { isDocument } from '../command-line/scope.ts';
import type { Session } from '../command-line/session.ts';
import { readDocumentFile } from '../documents/documents.ts';
import { exitCodes } from '../terminal/failures.ts';
import { refuseUnfinished, watch } from './runs.ts';

export async function plan(
  session: Session,
  [source = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const on = optional(options, 'on');
  const made =
    on === undefined ? await planMove(session, source, options) : await planFor(session, on, source);
  const output = optional(options, 'output');
  if (output !== undefined) writeText(session.io, output, `${JSON.stringify(made, null, 2)}\n`);
  const next = output === undefined ? '' : `\nRun it with \`polynat apply ${output}\`.\n`;
  const exit = made.blocked ? exitCodes.blocked : exitCodes.done;
  return { json: made, exit, text: planText(made) + (made.blocked ? '' : next) };
}

/** How a gateway becomes what a document says. */
const planFor = async (session: Session, ref: string, file: string): Promise<MigrationPlan> =>
  planChange(await session.clouds(), ref, readDocumentFile(session.io, file), session.call);

/** How a gateway, or what a document says, comes to another cloud. */
async function planMove(session: Session, source: string, options: OptionValues): Promise<MigrationPlan> {
  const to = needed(options, 'to', 'a migration has a cloud to go to');
  const file = needed(options, 'mapping', 'you decide where the gateway goes and what is bought');
  const mapping = parseYaml(readText(session.io, file, 'mapping'), file);
  const choices = { ...session.call, clock: session.io, to, mapping };
  const clouds = await session.clouds();
  const planning = isDocument(source)
    ? planCreation(clouds, readDocumentFile(session.io, source), choices)
    : planMigration(clouds, source, choices);
  return session.reading(`${source} and ${to}`, planning);
}

function planText(made: MigrationPlan): string {
  const idle = made.kind === 'change' && changingSteps(made).length === 0 && !made.blocked;
  return idle ? 'Nothing to change: the gateway is as the document says.\n' : renderPlan(made);
}

export async function apply(session: Session, [file = '']: readonly string[]): Promise<Answer> {
  return carryOut(session, readPlan(parseYaml(readText(session.io, file, 'plan'), file)));
}

export async function migrate(
  session: Session,
  [source = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  if (!isDocument(source)) await refuseUnfinished(session, source);
  return carryOut(session, await planMove(session, source, options));
}

async function carryOut(session: Session, made: MigrationPlan): Promise<Answer> {
  session.io.err(`${planText(made)}\n`);
  if (made.blocked) return { json: made, text: '', exit: exitCodes.blocked };
  await session.confirm('Carry out the plan above.', ...consequences(made));
  const { engine, migrations } = await session.migrations();
  return watch(session, engine, await migrations.apply(made));
}

/** What of a plan costs money or cannot be undone, counted. */
function consequences({ stages }: MigrationPlan): readonly string[] {
  const kinds = stages.flatMap(({ steps }) => steps.map(({ kind }) => kind));
  return weighty.flatMap(({ kinds: weighed, words }) => {
    const count = kinds.filter((kind) => weighed.includes(kind)).length;
    return count === 0 ? [] : [`  ${words.replace('#', `${count}`)}`];
  });
}

const weighty: readonly { readonly kinds: readonly string[]; readonly words: string }[] = [
  { kinds: ['address.allocate'], words: 'buys # public address(es), which cost from then on' },
  { kinds: ['gateway.create'], words: 'orders # gateway, which costs from then on' },
  { kinds: ['gateway.resize'], words: 'resizes the gateway, which changes what it costs' },
  { kinds: ['snat.remove', 'dnat.remove'], words: 'removes # rule(s)' },
  { kinds: ['address.detach'], words: 'detaches # address(es), which go on costing' },
  { kinds: ['source.retire'], words: 'deletes the source at the end' },
];
