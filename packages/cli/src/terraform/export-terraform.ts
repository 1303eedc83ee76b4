import { exportHcl, type HclExport } from '@polynat/terraform';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { isDocument } from '../command-line/scope.ts';
import { UsageError } from '../terminal/failures.ts';
import { writeNewFiles } from './new-files.ts';

/** Writes a gateway as a configuration of Terraform that imports it. */
export async function exportTerraform(
  { terminal, clouds, call }: Needs<'terminal' | 'clouds' | 'call'>,
  [named = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  if (isDocument(named)) {
    throw new UsageError(
      `${named} is a document, and Terraform imports by ids that only the cloud tells`,
      'name the gateway, as in `polynat export alibaba:cn-hangzhou/ngw-1 --format terraform`',
    );
  }
  const { ref } = await clouds.gateway(named);
  const made = await terminal.reading(named, exportHcl(await clouds.all(), ref, call));
  const [file, folder] = [optional(options, 'output'), optional(options, 'outputDir')];
  if (file !== undefined) {
    const written = writeNewFiles(terminal.io, '.', [{ path: file, text: textOf(made) }]);
    return { json: { ...made, written }, text: `Wrote ${file}.\n`, notes: notesOn(made) };
  }
  if (folder === undefined) return { json: made, text: textOf(made) };
  const written = writeNewFiles(terminal.io, folder, made.files);
  return { json: { ...made, written }, text: `Wrote ${written.join(', ')}.\n`, notes: notesOn(made) };
}

/** All files as one, which Terraform reads as well. */
const textOf = ({ files }: HclExport): string => files.map(({ text }) => text).join('\n');

function notesOn({ imports, unsaid }: HclExport): string {
  const left = unsaid.map(({ what, why }) => `Not in Terraform: ${what}: ${why}\n`).join('');
  return `${left}\n\`terraform plan\` must say: ${imports} to import, 0 to add, 0 to change, 0 to destroy.\n`;
}
