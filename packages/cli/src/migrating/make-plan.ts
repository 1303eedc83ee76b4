import {
  changingSteps,
  exportGateway,
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

/** A plan, and what its source does now. */
export interface Planned {
  readonly plan: MigrationPlan;
  before(): Promise<GatewayDocument>;
}

/** Plans the change that makes a gateway match a document. */
export async function planChangeOf(
  { terminal, clouds, call }: Planning,
  ref: string,
  source: string,
  options: OptionValues,
): Promise<Planned> {
  const document = await documentGiven(terminal.io, source, options);
  const nat = await clouds.all();
  const plan = await planChange(nat, ref, document ?? readDocumentFile(terminal.io, source), call);
  return { plan, before: () => exportGateway(nat, ref, { ...call, clock: terminal.io }) };
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
): Promise<Planned> {
  const { io } = terminal;
  const to = needed(options, 'to', 'the cloud to migrate to');
  const file = needed(options, 'mapping', 'a file with your decisions');
  const mapping = parseYaml(readText(io, file, 'mapping'), file);
  const choices = { ...call, clock: io, to, mapping };
  const nat = await clouds.all();
  const given = await documentGiven(io, source, options);
  const planning = async (): Promise<Planned> => {
    const document = given ?? (await exportGateway(nat, source, { ...call, clock: io }));
    const plan = await (given
      ? planCreation(nat, given, choices)
      : planMigration(nat, source, { ...choices, document }));
    return { plan, before: async () => document };
  };
  return terminal.reading(`${source} and ${to}`, planning());
}

export function planText(plan: MigrationPlan): string {
  const idle = plan.kind === 'change' && changingSteps(plan).length === 0 && !plan.blocked;
  return idle ? 'No differences: the gateway matches the document.\n' : renderPlan(plan);
}
