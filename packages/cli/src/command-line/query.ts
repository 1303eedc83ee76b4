import { type JSONValue, search } from '@jmespath-community/jmespath';
import { UsageError } from '../terminal/failures.ts';
import { sheet, type Text, table } from '../terminal/table.ts';

/** The part of a result that a JMESPath expression names. */
export function queried(data: JSONValue, expression: string): JSONValue {
  try {
    return search(data, expression);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UsageError(`--query: ${why}`, 'write a JMESPath expression; https://jmespath.org has examples');
  }
}

/** What a query finds, as a table where it is a list, as facts where it is an object, and else as it is. */
export function textOf(found: JSONValue): Text {
  if (Array.isArray(found)) return listed(found);
  if (isObject(found))
    return sheet(Object.fromEntries(Object.entries(found).map(([name, value]) => [name, plain(value)])));
  return found === null ? '' : `${plain(found)}\n`;
}

type Members = { readonly [name: string]: JSONValue };

const isObject = (value: JSONValue): value is { [name: string]: JSONValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects have their members as columns, in the order in which they first occur. Other values are one column. */
function listed(values: readonly JSONValue[]): Text {
  const objects = values.filter(isObject);
  if (objects.length < values.length) return lines(values);
  const names = [...new Set(objects.flatMap(Object.keys))];
  return table(
    objects,
    names.map((title) => ({ title, of: (row: Members) => plain(row[title] ?? null) })),
    '',
  );
}

const lines = (values: readonly JSONValue[]): string => values.map((value) => `${plain(value)}\n`).join('');

/** Lists of values separated by spaces; what lies deeper as JSON. */
function plain(value: JSONValue): string {
  if (value === null) return '';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}
