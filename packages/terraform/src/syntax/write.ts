import type { Attribute, Item } from './body.ts';
import type { Expression } from './expression.ts';
import { commentLine, mapKey, quote, widthOf } from './text.ts';

/** A file of Terraform's language, laid out as `terraform fmt` leaves it. */
export const writeHcl = (items: readonly Item[]): string => `${linesOf(items).join('\n')}\n`;

/** Assignments on consecutive lines have their `=` in one column. */
interface Assignment {
  readonly key: string;
  readonly value: string;
}

type Line = string | Assignment;

const linesOf = (items: readonly Item[]): readonly string[] => aligned(items.flatMap(linesOfItem));

function linesOfItem(item: Item): readonly Line[] {
  if (item === 'blank line') return [''];
  if ('comment' in item) return [commentLine(item.comment)];
  if ('name' in item) return attributeLines(item);
  const head = [item.block, ...item.labels.map(quote)].join(' ');
  return item.body.length === 0 ? [`${head} {}`] : [`${head} {`, ...indented(linesOf(item.body)), '}'];
}

/** An attribute on several lines belongs to no column: its `=` follows its name. */
function attributeLines({ name, value }: Attribute): readonly Line[] {
  const [first = '', ...rest] = expressionLines(value, name.length);
  return rest.length === 0 ? [{ key: name, value: first }] : [`${name} = ${first}`, ...rest];
}

const longestLine = 100;

function expressionLines(value: Expression, before: number): readonly string[] {
  const inline = inlineOf(value);
  if (isList(value)) return before + inline.length <= longestLine ? [inline] : listLines(value);
  return typeof value === 'object' && 'map' in value ? mapLines(value.map) : [inline];
}

const listLines = (list: readonly Expression[]): readonly string[] => [
  '[',
  ...indented(list.map((item) => `${inlineOf(item)},`)),
  ']',
];

function mapLines(map: Readonly<Record<string, Expression>>): readonly string[] {
  const entries = Object.entries(map);
  if (entries.length === 0) return ['{}'];
  const lines = entries.flatMap(([key, value]) => attributeLines({ name: mapKey(key), value }));
  return ['{', ...indented(aligned(lines)), '}'];
}

function inlineOf(value: Expression): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(inlineOf).join(', ')}]`;
  if ('reference' in value) return value.reference;
  if ('join' in value) return `join(",", ${inlineOf(value.join)})`;
  const entries = Object.entries(value.map).map(([key, member]) => `${mapKey(key)} = ${inlineOf(member)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

const isList = (value: Expression): value is readonly Expression[] => Array.isArray(value);

const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `  ${line}`));

function aligned(lines: readonly Line[]): readonly string[] {
  return lines.map((line, index) => {
    if (typeof line === 'string') return line;
    const width = widthOfRun(lines, index);
    return `${line.key}${' '.repeat(width - widthOf(line.key))} = ${line.value}`;
  });
}

/** The widest key among the assignments that surround a line without a gap. */
function widthOfRun(lines: readonly Line[], index: number): number {
  let [first, last] = [index, index];
  while (typeof lines[first - 1] === 'object') first -= 1;
  while (typeof lines[last + 1] === 'object') last += 1;
  const run = lines.slice(first, last + 1);
  return Math.max(...run.map((line) => (typeof line === 'object' ? widthOf(line.key) : 0)));
}
