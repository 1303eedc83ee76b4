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
  const widths = widthsOf(lines);
  return lines.map((line, index) =>
    typeof line === 'string'
      ? line
      : `${line.key}${' '.repeat((widths[index] ?? 0) - widthOf(line.key))} = ${line.value}`,
  );
}

/** For each line, the widest key of the assignments that surround it without a gap. */
function widthsOf(lines: readonly Line[]): readonly number[] {
  const widths = lines.map((line) => (typeof line === 'string' ? 0 : widthOf(line.key)));
  let start = 0;
  while (start < lines.length) {
    let end = start;
    while (typeof lines[end] === 'object') end += 1;
    widths.fill(Math.max(0, ...widths.slice(start, end)), start, end);
    start = end + 1;
  }
  return widths;
}
