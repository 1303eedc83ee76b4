import { resolve } from 'node:path';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { writeText } from '../command-line/files.ts';
import { needed, type OptionValues } from '../command-line/options.ts';
import { UsageError } from '../terminal/failures.ts';
import { Disguise } from './disguise.ts';
import { examined } from './doctor.ts';
import { Evidence } from './evidence.ts';

/** Writes what a cloud answers to the doctor's reads, with names and ids replaced, for tests to replay. */
export async function record(
  context: Needs<'clouds' | 'terminal' | 'call'>,
  [alias = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { io } = context.terminal;
  const file = needed(options, 'output', 'the file to write');
  const found = (await context.clouds.discovered()).clouds.find((one) => one.alias === alias);
  if (!found) throw new UsageError(`unknown alias "${alias}"`, 'see them with `polynat clouds`');
  const evidence = new Evidence(io.now);
  await context.terminal.reading(alias, examined(context, found, evidence));
  const disguise = new Disguise();
  const answers = evidence.heard.map(({ operation, status, answer }) => ({
    operation,
    status,
    answer: disguise.of(answer),
  }));
  const recording = { format: 1, cloud: found.cloud.kind, answers };
  writeText(io, file, `${JSON.stringify(recording, null, 2)}\n`);
  const path = resolve(io.directory, file);
  return {
    json: { written: path, answers: answers.length },
    text: `Wrote ${answers.length} answers to ${path}.\nNames and ids are replaced; read it before you publish it.\n`,
  };
}
