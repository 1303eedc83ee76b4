import { type ExitCode, exitCodes, report } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import type { Answer } from './answer.ts';
import type { CommandSpec } from './command.ts';
import type { Shell } from './context.ts';
import type { DryRun } from './dry-run.ts';
import { type CommonOptions, type OpenedContext, openContext } from './open-context.ts';
import { type OptionValues, optional } from './options.ts';
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
    const debug = io.debug || options.debug === true;
    const own = { ...io, progress: common.output.progress, debug };
    context = openContext(own, common, shell, aliases);
    const opened = context;
    const run = () => spec.run(opened, parameters, options);
    if (options.watch !== undefined) return await watching(run, own, common, options);
    const answer = common.dryRun ? await rehearsed(run, common.dryRun) : await run();
    if (answer) await printAnswer(answer, own, common.output);
    return answer?.exit ?? exitCodes.done;
  } catch (thrown) {
    return await report(thrown, io, json);
  } finally {
    await context?.close();
  }
}

type Run = () => Promise<Answer | undefined>;

async function watching(run: Run, io: Io, { output }: CommonOptions, options: OptionValues) {
  const { watch } = await import('./watch.ts');
  const text = optional(options, 'watch');
  if (text === undefined) return watch(run, io, output);
  return watch(run, io, output, (await import('./parse.ts')).parseDuration(text, '--watch'));
}

/** A refusal by the facts of the cloud, and a plan that the command makes itself, are answers of a dry run too. */
async function rehearsed(run: Run, dryRun: DryRun): Promise<Answer | undefined> {
  try {
    const answer = await run();
    if (!dryRun.stopped) return answer;
  } catch (thrown) {
    if (!dryRun.stopped) throw thrown;
  }
  return dryRun.answer();
}

async function commonOptions(options: OptionValues, own?: readonly string[]): Promise<CommonOptions> {
  const { config, yes, switched, switchedBack, anyAccount, postgres, perSecond, timeout } = options;
  return {
    ...(typeof config === 'string' && { config }),
    output: await outputFrom(options, own),
    ...(yes === true && { yes }),
    ...(options.dryRun === true && { dryRun: new (await import('./dry-run.ts')).DryRun() }),
    ...(switched === true && { switched }),
    ...(switchedBack === true && { switchedBack }),
    ...(anyAccount === true && { anyAccount }),
    ...(typeof postgres === 'string' && { postgres }),
    ...(typeof perSecond === 'string' && {
      perSecond: (await import('./parse.ts')).countOf(perSecond, '--per-second'),
    }),
    ...(typeof timeout === 'string' && {
      timeout: (await import('./parse.ts')).parseDuration(timeout, '--timeout'),
    }),
  };
}
