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

/** How a gateway becomes what a document says. */
export const planChangeOf = async (
  { terminal, clouds, call }: Planning,
  ref: string,
  file: string,
): Promise<MigrationPlan> => planChange(await clouds.all(), ref, readDocumentFile(terminal.io, file), call);

/** How a gateway, or what a document says, moves to another cloud. */
export async function planMove(
  { terminal, clouds, call }: Planning,
  source: string,
  options: OptionValues,
): Promise<MigrationPlan> {
  const { io } = terminal;
  const to = needed(options, 'to', 'a migration has a cloud to go to');
  const file = needed(options, 'mapping', 'you decide where the gateway goes and what is bought');
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
  return idle ? 'Nothing to change: the gateway is as the document says.\n' : renderPlan(plan);
}
