import { paint, type Tone } from './paint.ts';

/** What a command shows to people: plain text, a table, or the facts of one thing. */
export type Text = string | Table | Sheet;

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string | number | undefined;
  readonly tone?: (row: T) => Tone | undefined;
  /** The column that names a row, for `--format name`. The first one if no column says so. */
  readonly names?: true;
}

interface Cell {
  readonly text: string;
  readonly tone: Tone | undefined;
}

export interface Table {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Index of the column that names a row. */
  readonly naming: number;
  /** What to say when there are no rows. */
  readonly nothing: string;
}

/** Names and values of one thing, the identifying one first. */
export interface Sheet {
  readonly facts: Readonly<Record<string, string | undefined>>;
}

export interface Look {
  readonly colour: boolean;
  /** Whether empty columns and facts are shown too. */
  readonly wide?: boolean;
  /** Columns of the screen; longer cells are cut to fit, but for those that name a row. */
  readonly width?: number;
}

export const table = <T>(rows: readonly T[], columns: readonly Column<T>[], nothing: string): Table => ({
  titles: columns.map(({ title }) => title),
  rows: rows.map((row) => columns.map(({ of, tone }) => ({ text: `${of(row) ?? ''}`, tone: tone?.(row) }))),
  naming: Math.max(
    0,
    columns.findIndex(({ names }) => names),
  ),
  nothing,
});

export const sheet = (facts: Sheet['facts']): Sheet => ({ facts });

export const isTable = (text: Text): text is Table => typeof text === 'object' && 'rows' in text;

export function render(text: Text, look: Look): string {
  if (typeof text === 'string') return text;
  return isTable(text) ? tableText(text, look) : sheetText(text, look);
}

/** Rows as aligned columns. */
function tableText({ titles, rows, nothing, naming }: Table, { colour, wide = false, width }: Look): string {
  if (rows.length === 0) return nothing === '' ? '' : `${nothing}\n`;
  const full = titles
    .map((title, index) => ({
      cells: [heading(title), ...rows.flatMap((row) => row[index] ?? [])],
      whole: index === naming,
    }))
    .filter(({ cells: [, ...cells] }) => wide || cells.some(({ text }) => text !== ''));
  const shown = width === undefined ? full.map(({ cells }) => cells) : fitted(full, width);
  const padded = shown.map((cells, index) => pad(cells, colour, index === shown.length - 1));
  const lines = [undefined, ...rows].map((_, line) => padded.map((cells) => cells[line]).join('  '));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

interface FullColumn {
  readonly cells: readonly Cell[];
  /** Whether it is never cut: people copy what names a row. */
  readonly whole: boolean;
}

/** Characters that a cut column keeps at least, and those between two columns. */
const narrowest = 8;
const between = 2;

/** Takes one character after another from the widest column until the row fits, as far as that goes. */
function fitted(columns: readonly FullColumn[], width: number): readonly (readonly Cell[])[] {
  const widths = columns.map(({ cells }) => Math.max(...cells.map(({ text }) => widthOf(text))));
  const total = () => widths.reduce((sum, one) => sum + one + between, -between);
  while (total() > width) {
    const cuttable = widths.map((one, index) => (columns[index]?.whole || one <= narrowest ? 0 : one));
    const widest = cuttable.indexOf(Math.max(...cuttable));
    if (!cuttable[widest]) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return columns.map(({ cells }, index) => cells.map((cell) => cut(cell, widths[index] ?? 0)));
}

function cut({ text, tone }: Cell, width: number): Cell {
  if (widthOf(text) <= width) return { text, tone };
  const kept = [...text];
  while (widthOf(kept.join('')) >= width) kept.pop();
  return { text: `${kept.join('')}…`, tone };
}

const heading = (title: string): Cell => ({ text: title.toUpperCase(), tone: 'strong' });

function pad(cells: readonly Cell[], colour: boolean, last: boolean): readonly string[] {
  const widest = last ? 0 : Math.max(...cells.map(({ text }) => widthOf(text)));
  return cells.map(
    ({ text, tone }) => paint(text, tone, colour) + ' '.repeat(Math.max(0, widest - widthOf(text))),
  );
}

/** One fact per line. */
function sheetText({ facts }: Sheet, { colour, wide = false }: Look): string {
  const shown = Object.entries(facts).filter(([, value]) => wide || value);
  const widest = Math.max(...shown.map(([name]) => name.length));
  return shown
    .map(([name, value = '']) => `${paint(name.padEnd(widest), 'faint', colour)}  ${value}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

/** Width in terminal columns: a Chinese character takes two. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
