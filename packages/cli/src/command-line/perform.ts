import { type ExitCode, exitCodes, report } from '../terminal/failures.ts';
import { type Format, formats } from '../terminal/formats.ts';
import type { Io } from '../terminal/io.ts';
import type { CommandSpec } from './command.ts';
import type { Shell } from './context.ts';
import { type CommonOptions, type OpenedContext, openContext } from './open-context.ts';
import { type OptionValues, optional } from './options.ts';
import { printAnswer } from './print-answer.ts';
import { aliasesNamed } from './scope.ts';

/** Runs a command and writes its answer, or why it failed. */
export async function perform(
  spec: CommandSpec,
  parameters: readonly string[],
  options: OptionValues,
  io: Io,
  shell: Shell,
): Promise<ExitCode> {
  const json = options.json === true || options.format === 'json';
  let context: OpenedContext | undefined;
  try {
    const aliases = aliasesNamed(spec.usage, parameters, options);
    const common = await commonOptions(options);
    context = openContext(io, common, shell, aliases);
    const answer = await spec.run(context, parameters, options);
    if (answer) await printAnswer(answer, io, common.format);
    return answer?.exit ?? exitCodes.done;
  } catch (thrown) {
    return await report(thrown, io, json);
  } finally {
    await context?.close();
  }
}

async function commonOptions(options: OptionValues): Promise<CommonOptions> {
  const { config, yes, switched, switchedBack, anyAccount, timeout } = options;
  return {
    ...(typeof config === 'string' && { config }),
    format: await formatIn(options),
    ...(yes === true && { yes }),
    ...(switched === true && { switched }),
    ...(switchedBack === true && { switchedBack }),
    ...(anyAccount === true && { anyAccount }),
    ...(typeof timeout === 'string' && {
      timeout: (await import('./parse.ts')).parseDuration(timeout, '--timeout'),
    }),
  };
}

async function formatIn(options: OptionValues): Promise<Format> {
  if (options.json === true) return 'json';
  const text = optional(options, 'format');
  return text === undefined ? 'table' : (await import('./parse.ts')).oneOf(formats, text, '--format');
}
