import {
  changingSteps,
  type MigrationPlan,
  planChange,
  planCreation,
  planMigration,
  renderPlan,
} from '@polynat/migrate';
import type { Needs } from '../command-line/context.ts';
import { parseYaml, readText } from '../command-line/files.ts';
import { needed, type OptionValues } from '../command-line/options.ts';
import { isDocument } from '../command-line/scope.ts';
import { readDocumentFile } from '../documents/read-document.ts';

type Planning = Needs<'terminal' | 'clouds' | 'call'>;

/** Plans the change that makes a gateway match a document. */
export const planChangeOf = async (
  { terminal, clouds, call }: Planning,
  ref: string,
  file: string,
): Promise<MigrationPlan> => planChange(await clouds.all(), ref, readDocumentFile(terminal.io, file), call);

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
  const planning = isDocument(source)
    ? planCreation(nat, readDocumentFile(io, source), choices)
    : planMigration(nat, source, choices);
  return terminal.reading(`${source} and ${to}`, planning);
}

export function planText(plan: MigrationPlan): string {
  const idle = plan.kind === 'change' && changingSteps(plan).length === 0 && !plan.blocked;
  return idle ? 'No differences: the gateway matches the document.\n' : renderPlan(plan);
}
