import { paint, type Tone } from './paint.ts';

/** Text for people. Colours are decided when it is printed. */
export type Text = string | ((colour: boolean) => string);

export const render = (text: Text, colour: boolean): string =>
  typeof text === 'string' ? text : text(colour);

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string | number | undefined;
  readonly tone?: (row: T) => Tone | undefined;
}

interface Cell {
  readonly text: string;
  readonly tone: Tone | undefined;
}

/** Rows as aligned columns without empty columns. */
export const table =
  <T>(rows: readonly T[], columns: readonly Column<T>[], nothing: string) =>
  (colour: boolean): string => {
    if (rows.length === 0) return `${nothing}\n`;
    const filled = columns
      .map((column) => cellsOf(rows, column))
      .filter(([, ...cells]) => cells.some(({ text }) => text !== ''));
    const padded = filled.map((cells, index) => pad(cells, colour, index === filled.length - 1));
    const lines = [undefined, ...rows].map((_, line) => padded.map((cells) => cells[line]).join('  '));
    return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
  };

const cellsOf = <T>(rows: readonly T[], { title, of, tone }: Column<T>): readonly Cell[] => [
  { text: title.toUpperCase(), tone: 'strong' },
  ...rows.map((row) => ({ text: `${of(row) ?? ''}`, tone: tone?.(row) })),
];

function pad(cells: readonly Cell[], colour: boolean, last: boolean): readonly string[] {
  const widest = last ? 0 : Math.max(...cells.map(({ text }) => widthOf(text)));
  return cells.map(
    ({ text, tone }) => paint(text, tone, colour) + ' '.repeat(Math.max(0, widest - widthOf(text))),
  );
}

/** Names and values, one per line, without empty values. */
export const sheet =
  (facts: Readonly<Record<string, string | undefined>>) =>
  (colour: boolean): string => {
    const shown = Object.entries(facts).filter(([, value]) => value);
    const widest = Math.max(...shown.map(([name]) => name.length));
    return shown
      .map(([name, value]) => `${paint(name.padEnd(widest), 'faint', colour)}  ${value}\n`)
      .join('');
  };

/** Width in terminal columns: a Chinese character takes two. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
