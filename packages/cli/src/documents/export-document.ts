import { exportGateway, formatDocument, type GatewayDocument } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { writeText } from '../command-line/files.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { isDocument } from '../command-line/scope.ts';
import { readDocumentFile } from './read-document.ts';

type Exporting = Needs<'terminal' | 'clouds' | 'call'>;

export async function exportDocument(
  context: Exporting,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const document = await documentOf(context, ref);
  const output = optional(options, 'output');
  if (output === undefined) return { json: document, text: formatDocument(document, 'yaml') };
  const format = output.endsWith('.json') ? 'json' : 'yaml';
  writeText(context.terminal.io, output, formatDocument(document, format));
  return { json: { written: output }, text: `Wrote ${output}.\n` };
}

/** Reads a document from a gateway, or from a file. */
export async function documentOf(
  { terminal, clouds, call }: Exporting,
  named: string,
): Promise<GatewayDocument> {
  if (isDocument(named)) return readDocumentFile(terminal.io, named);
  const { ref } = await clouds.gateway(named);
  return terminal.reading(named, exportGateway(await clouds.all(), ref, { ...call, clock: terminal.io }));
}
