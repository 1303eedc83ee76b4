import type { NativeDoor } from '@polynat/core';
import type { Answer, CommandSpec } from '../command.ts';
import { UsageError } from '../failures.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';

export const nativeCommands: readonly CommandSpec[] = [
  {
    usage: 'call <alias> [operation] [pairs...]',
    summary: "call any operation of a cloud's own API, with Name=value; without an operation, list them",
    changes: true,
    run: callNative,
  },
];

async function callNative(
  session: Session,
  [alias = '', operation, ...pairs]: readonly string[],
): Promise<Answer> {
  const { native } = await session.driver(alias);
  if (!native) throw new UsageError(`${alias} does not open its own API`);
  if (operation === undefined) return listOperations(native);
  if (!(operation in native.operations)) {
    throw new UsageError(
      `${alias} has no operation "${operation}"`,
      `list them with \`polynat call ${alias}\`${nearest(operation, native)}`,
    );
  }
  const { parsePairs } = await import('../parse.ts');
  const input = gather(parsePairs(pairs, operation));
  const answer = await native.call(operation, input, session.call);
  return { json: answer ?? {}, text: `${JSON.stringify(answer ?? {}, null, 2)}\n` };
}

function listOperations({ operations }: NativeDoor): Answer {
  const rows = Object.values(operations).map(({ name, summary }) => ({ name, summary }));
  const columns = [
    { title: 'operation', of: ({ name }: (typeof rows)[number]) => name },
    { title: 'what it does', of: ({ summary }: (typeof rows)[number]) => summary },
  ];
  return { json: rows, text: table(rows, columns, 'There are none.') };
}

/** `Tag.1.Key=a Tag.1.Value=b RemovedIpAddresses.1=…` as people know it from the documents becomes nested lists. */
export function gather(pairs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(pairs)) put(result, name.split('.'), value);
  return collapse(result) as Record<string, unknown>;
}

function put(
  target: Record<string, unknown>,
  [first = '', ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner: Record<string, unknown> = isRecord(target[first]) ? target[first] : {};
  target[first] = inner;
  put(inner, rest, value);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects whose members are all numbers are lists. */
function collapse(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, collapse(member)] as const);
  if (members.length > 0 && members.every(([name]) => /^\d+$/.test(name))) {
    return members.sort(([left], [right]) => Number(left) - Number(right)).map(([, member]) => member);
  }
  return Object.fromEntries(members);
}

function nearest(wanted: string, { operations }: NativeDoor): string {
  const same = Object.keys(operations).find((name) => name.toLowerCase() === wanted.toLowerCase());
  return same ? `; did you mean ${same}?` : '';
}
