import type { NativeApi } from '@polynat/core';
import type { Answer } from '../command-line/answer.ts';
import type { CommandSpec } from '../command-line/command.ts';
import type { Needs } from '../command-line/context.ts';
import { suggestion } from '../terminal/closest.ts';
import { UsageError } from '../terminal/failures.ts';
import { table } from '../terminal/table.ts';

export const nativeCommands: readonly CommandSpec[] = [
  {
    usage: 'call <alias> [operation] [pairs...]',
    summary: "call an operation of a cloud's native API; without an operation, list them",
    changes: true,
    run: callNative,
  },
];

async function callNative(
  { clouds, terminal, call }: Needs<'clouds' | 'terminal' | 'call'>,
  [alias = '', operation, ...pairs]: readonly string[],
): Promise<Answer> {
  const { native } = await clouds.driver(alias);
  if (!native) throw new UsageError(`${alias} has no native API`);
  if (operation === undefined) return listOperations(native);
  const known = Object.hasOwn(native.operations, operation) ? native.operations[operation] : undefined;
  if (!known) throw unknownOperation(alias, operation, native);
  const { nativeInput } = await import('../native/native-input.ts');
  const input = nativeInput(pairs, known);
  if (known.writes) {
    await terminal.confirm(`Call ${operation} on ${alias}. It may change resources or cost money.`);
  }
  const answer = (await native.call(operation, input, call)) ?? {};
  return { json: answer, text: `${JSON.stringify(answer, null, 2)}\n` };
}

interface Row {
  readonly name: string;
  readonly summary: string;
}

function listOperations({ operations }: NativeApi): Answer {
  const rows: readonly Row[] = Object.values(operations).map(({ name, summary }) => ({ name, summary }));
  const columns = [
    { title: 'operation', of: ({ name }: Row) => name },
    { title: 'summary', of: ({ summary }: Row) => summary },
  ];
  return { json: rows, text: table(rows, columns, 'There are no operations.') };
}

function unknownOperation(alias: string, wanted: string, { operations }: NativeApi): UsageError {
  return new UsageError(
    `${alias} has no operation "${wanted}"`,
    `list them with \`polynat call ${alias}\`${suggestion(wanted, Object.keys(operations))}`,
  );
}
