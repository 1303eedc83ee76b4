import { mermaidOf, svgOf, textOf } from '@polynat/pictures';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { writeText } from '../command-line/files.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { documentOf } from '../documents/export-document.ts';

const drawers = { svg: svgOf, mermaid: mermaidOf, text: textOf } as const;
type PictureFormat = keyof typeof drawers;

const pictureFormats: readonly PictureFormat[] = ['svg', 'mermaid', 'text'];

/** Draws a gateway, or a document, with its rules. Only reads. */
export async function graph(
  context: Needs<'terminal' | 'clouds' | 'call'>,
  [named = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const document = await documentOf(context, named);
  const output = optional(options, 'output');
  const text = drawers[formatOf(options, output)](document);
  if (output === undefined) return { json: document, text };
  writeText(context.terminal.io, output, text);
  return { json: { written: output }, text: `Wrote ${output}.\n` };
}

/** As asked for, or as the name of the file ends. */
function formatOf(options: OptionValues, output = ''): PictureFormat {
  const asked = pictureFormats.find((format) => format === options.format);
  if (asked) return asked;
  if (output.endsWith('.svg')) return 'svg';
  return output.endsWith('.mmd') ? 'mermaid' : 'text';
}
