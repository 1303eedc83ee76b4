import { type ExitCode, exitCodes, report } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import type { CommandSpec } from './command.ts';
import type { Shell } from './context.ts';
import { type CommonOptions, type OpenedContext, openContext } from './open-context.ts';
import type { OptionValues } from './options.ts';
import { outputFrom } from './output.ts';
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
  const json = options.json === true || options.format === 'json' || options.progress === 'json';
  let context: OpenedContext | undefined;
  try {
    const aliases = aliasesNamed(spec.usage, parameters, options);
    const common = await commonOptions(options, spec.formats);
    const own = { ...io, progress: common.output.progress };
    context = openContext(own, common, shell, aliases);
    const answer = await spec.run(context, parameters, options);
    if (answer) await printAnswer(answer, own, common.output);
    return answer?.exit ?? exitCodes.done;
  } catch (thrown) {
    return await report(thrown, io, json);
  } finally {
    await context?.close();
  }
}

async function commonOptions(options: OptionValues, own?: readonly string[]): Promise<CommonOptions> {
  const { config, yes, switched, switchedBack, anyAccount, timeout } = options;
  return {
    ...(typeof config === 'string' && { config }),
    output: await outputFrom(options, own),
    ...(yes === true && { yes }),
    ...(switched === true && { switched }),
    ...(switchedBack === true && { switchedBack }),
    ...(anyAccount === true && { anyAccount }),
    ...(typeof timeout === 'string' && {
      timeout: (await import('./parse.ts')).parseDuration(timeout, '--timeout'),
    }),
  };
}
