import { csvOf, type Format, namesOf } from '../terminal/formats.ts';
import type { Io } from '../terminal/io.ts';
import { render } from '../terminal/table.ts';
import type { Answer } from './answer.ts';

export async function printAnswer(answer: Answer, io: Io, format: Format): Promise<void> {
  io.out(await printed(answer, io, format));
}

async function printed({ json, text, notes = '' }: Answer, { colour }: Io, format: Format): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(json ?? null, null, 2)}\n`;
    case 'yaml':
      return (await import('yaml')).stringify(plain(json), { aliasDuplicateObjects: false });
    case 'csv':
      return csvOf(text);
    case 'name':
      return namesOf(text);
    default:
      return render(text, { colour: colour.out, wide: format === 'wide' }) + notes;
  }
}

/** The same values that JSON has: a reference prints as one string. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
