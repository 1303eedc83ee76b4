import { type ExitCode, exitCodes, report } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { render } from '../terminal/table.ts';
import type { Answer } from './answer.ts';
import type { CommandSpec } from './command.ts';
import type { Shell } from './context.ts';
import { type CommonOptions, type OpenedContext, openContext } from './open-context.ts';
import type { OptionValues } from './options.ts';
import { aliasesNamed } from './scope.ts';

/** Runs a command and writes its answer, or why it failed. */
export async function perform(
  spec: CommandSpec,
  parameters: readonly string[],
  options: OptionValues,
  io: Io,
  shell: Shell,
): Promise<ExitCode> {
  const json = options.json === true;
  let context: OpenedContext | undefined;
  try {
    const aliases = aliasesNamed(spec.usage, parameters, options);
    context = openContext(io, await commonOptions(options), shell, aliases);
    const answer = await spec.run(context, parameters, options);
    if (answer) write(answer, io, json);
    return answer?.exit ?? exitCodes.done;
  } catch (thrown) {
    return await report(thrown, io, json);
  } finally {
    await context?.close();
  }
}

function write({ json: data, text }: Answer, io: Io, json: boolean): void {
  io.out(json ? `${JSON.stringify(data ?? null, null, 2)}\n` : render(text, io.colour.out));
}

async function commonOptions({
  config,
  json,
  yes,
  switched,
  switchedBack,
  timeout,
}: OptionValues): Promise<CommonOptions> {
  return {
    ...(typeof config === 'string' && { config }),
    ...(json === true && { json }),
    ...(yes === true && { yes }),
    ...(switched === true && { switched }),
    ...(switchedBack === true && { switchedBack }),
    ...(typeof timeout === 'string' && {
      timeout: (await import('./parse.ts')).parseDuration(timeout, '--timeout'),
    }),
  };
}
