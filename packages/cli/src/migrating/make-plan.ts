import {
  changingSteps,
  type GatewayDocument,
  type MigrationPlan,
  planChange,
  planCreation,
  planMigration,
  renderPlan,
} from '@polynat/migrate';
import type { Needs } from '../command-line/context.ts';
import { parseYaml, readText } from '../command-line/files.ts';
import { needed, type OptionValues, optional } from '../command-line/options.ts';
import { isDocument } from '../command-line/scope.ts';
import { readDocumentFile } from '../documents/read-document.ts';
import type { Io } from '../terminal/io.ts';

type Planning = Needs<'terminal' | 'clouds' | 'call'>;

/** Plans the change that makes a gateway match a document. */
export async function planChangeOf(
  { terminal, clouds, call }: Planning,
  ref: string,
  source: string,
  options: OptionValues,
): Promise<MigrationPlan> {
  const document = await documentGiven(terminal.io, source, options);
  return planChange(await clouds.all(), ref, document ?? readDocumentFile(terminal.io, source), call);
}

/** The source of a plan where it is not a gateway: a document, or a gateway in a state of Terraform. */
async function documentGiven(
  io: Io,
  source: string,
  options: OptionValues,
): Promise<GatewayDocument | undefined> {
  const state = optional(options, 'fromTerraform');
  if (state !== undefined)
    return (await import('../terraform/state-file.ts')).stateDocument(io, state, source);
  return isDocument(source) ? readDocumentFile(io, source) : undefined;
}

/** Plans the migration of a gateway, or of a document, to another cloud. */
export async function planMove(
  { terminal, clouds, call }: Planning,
  source: string,
  options: OptionValues,
): Promise<MigrationPlan> {
  const { io } = terminal;
  const to = needed(options, 'to', 'the cloud to migrate to');
  const file = needed(options, 'mapping', 'a file with your decisions');
  const mapping = parseYaml(readText(io, file, 'mapping'), file);
  const choices = { ...call, clock: io, to, mapping };
  const nat = await clouds.all();
  const document = await documentGiven(io, source, options);
  const planning = document ? planCreation(nat, document, choices) : planMigration(nat, source, choices);
  return terminal.reading(`${source} and ${to}`, planning);
}

export function planText(plan: MigrationPlan): string {
  const idle = plan.kind === 'change' && changingSteps(plan).length === 0 && !plan.blocked;
  return idle ? 'No differences: the gateway matches the document.\n' : renderPlan(plan);
}
