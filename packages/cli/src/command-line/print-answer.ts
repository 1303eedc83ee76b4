import { csvOf, namesOf } from '../terminal/formats.ts';
import type { Io } from '../terminal/io.ts';
import { render, type Text } from '../terminal/table.ts';
import type { Answer } from './answer.ts';
import type { Output } from './output.ts';

export async function printAnswer(answer: Answer, io: Io, output: Output): Promise<void> {
  const text = await printed(await selected(answer, output), io, output);
  const fits = !io.screen || text.split('\n').length <= io.screen.rows;
  if (fits || !io.interactive) io.out(text);
  else await io.page(text);
}

/** The answer, or the part of it that the user asked for. */
async function selected(answer: Answer, { query, columns }: Output): Promise<Answer> {
  const asked = query === undefined ? answer : await part(answer, query);
  if (columns === undefined) return asked;
  const { chosen } = await import('../terminal/columns.ts');
  return { ...asked, text: chosen(asked.text, columns) };
}

async function part({ json, exit }: Answer, expression: string): Promise<Answer> {
  const { queried, textOf } = await import('./query.ts');
  const found = queried(plain(json), expression);
  return { json: found, text: textOf(found), ...(exit !== undefined && { exit }) };
}

async function printed({ json, text, notes = '' }: Answer, io: Io, output: Output): Promise<string> {
  switch (output.format) {
    case 'json':
      return `${JSON.stringify(json ?? null, null, 2)}\n`;
    case 'yaml':
      return (await import('yaml')).stringify(plain(json), { aliasDuplicateObjects: false });
    case 'csv':
      return csvOf(text);
    case 'name':
      return namesOf(text);
    default:
      return forPeople(text, io, output) + (output.progress === 'none' ? '' : notes);
  }
}

/** A table is fitted to the screen, unless the user asked for all of it. */
function forPeople(text: Text, { colour, screen }: Io, { format, columns }: Output): string {
  const wide = format === 'wide';
  return render(text, {
    colour: colour.out,
    wide: wide || columns !== undefined,
    ...(screen && !wide && { width: screen.columns }),
  });
}

/** The same values that JSON has: a reference prints as one string. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));
