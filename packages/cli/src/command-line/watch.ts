import { type ExitCode, exitCodes, report } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import type { Answer } from './answer.ts';
import type { Output } from './output.ts';
import { printAnswer } from './print-answer.ts';

/** Milliseconds. */
const usualPause = 5_000;

/** Clears the terminal and goes to its first line. */
const clear = '\u001b[H\u001b[2J';

/**
 * Prints a list again whenever it has changed, until the user interrupts: on a terminal in place of the former one, elsewhere below it, as
 * JSON on one line each. A list that cannot be read after the first one is reported, and asked for again.
 */
export async function watch(
  read: () => Promise<Answer | undefined>,
  io: Io,
  output: Output,
  pause = usualPause,
): Promise<ExitCode> {
  let shown: string | undefined;
  for (let answer = await read(); ; answer = await readAgain(read, io, output)) {
    const text = answer && (await textOf(answer, io, output));
    if (text !== undefined && text !== shown) io.out(io.screen ? `${clear}${text}` : text);
    shown = text ?? shown;
    await io.pause(pause);
    if (io.signal.aborted) return exitCodes.done;
  }
}

async function readAgain(read: () => Promise<Answer | undefined>, io: Io, { format }: Output) {
  try {
    return await read();
  } catch (thrown) {
    if (!io.signal.aborted) await report(thrown, io, format === 'json');
    return undefined;
  }
}

/** As it would be printed once, without a pager. */
async function textOf(answer: Answer, io: Io, output: Output): Promise<string> {
  const printed: string[] = [];
  await printAnswer(answer, { ...io, interactive: false, out: (more) => void printed.push(more) }, output);
  const text = printed.join('');
  return output.format === 'json' ? `${JSON.stringify(JSON.parse(text))}\n` : text;
}
