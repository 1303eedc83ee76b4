import { exportHcl, exportMigration, type HclExport } from '@polynat/terraform';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { isDocument } from '../command-line/scope.ts';
import { requireRun } from '../migrating/find-run.ts';
import { UsageError } from '../terminal/failures.ts';
import { endedMigration } from './ended-migration.ts';
import { writeNewFiles } from './new-files.ts';
import { readStateFile } from './state-file.ts';

type Exporting = Needs<'terminal' | 'clouds' | 'call' | 'openMigrations'>;

/** Writes a gateway, or what a migration has made of one, as a configuration of Terraform that imports it. */
export async function exportTerraform(
  context: Exporting,
  [named = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { io } = context.terminal;
  refuseDocument(named);
  const made = await madeFrom(context, named, optional(options, 'fromTerraform'));
  const [file, folder] = [optional(options, 'output'), optional(options, 'outputDir')];
  if (file === undefined && folder === undefined) return { json: made, text: textOf(made) };
  const written =
    folder === undefined
      ? writeNewFiles(io, '.', [{ path: file ?? '', text: textOf(made) }])
      : writeNewFiles(io, folder, made.files);
  return { json: { ...made, written }, text: `Wrote ${written.join(', ')}.\n`, notes: notesOn(made) };
}

/** A run has a plain id, a gateway a ref. */
async function madeFrom(
  { terminal, clouds, call, openMigrations }: Exporting,
  named: string,
  file: string | undefined,
): Promise<HclExport> {
  if (named.includes(':')) {
    if (file !== undefined)
      throw new UsageError('--from-terraform needs a run', 'name a run: `polynat runs list` shows them');
    const { ref } = await clouds.gateway(named);
    return terminal.reading(named, exportHcl(await clouds.all(), ref, call));
  }
  const { engine } = await openMigrations();
  const migration = endedMigration(await requireRun(engine, named));
  const state = file === undefined ? {} : { state: readStateFile(terminal.io, file) };
  return terminal.reading(
    migration.target,
    exportMigration(await clouds.all(), migration, { ...call, ...state }),
  );
}

function refuseDocument(named: string): void {
  if (!isDocument(named)) return;
  throw new UsageError(
    `${named} is a document, and Terraform imports by ids that only the cloud tells`,
    'name the gateway, as in `polynat export alibaba:cn-hangzhou/ngw-1 --format terraform`',
  );
}

/** All files as one, which Terraform reads as well. */
const textOf = ({ files }: HclExport): string => files.map(({ text }) => text).join('\n');

function notesOn({ imports, unsaid }: HclExport): string {
  const left = unsaid.map(({ what, why }) => `Not in Terraform: ${what}: ${why}\n`).join('');
  return `${left}\n\`terraform plan\` must say: ${imports} to import, 0 to add, 0 to change, 0 to destroy.\n`;
}
