import { changingSteps, planFile, readPlanFile } from '@polynat/migrate';
import type { Answer } from '../command-line/answer.ts';
import type { Needs } from '../command-line/context.ts';
import { parseYaml, readText, writeText } from '../command-line/files.ts';
import { type OptionValues, optional } from '../command-line/options.ts';
import { exitCodes } from '../terminal/failures.ts';
import { planChangeOf, planMove, planText } from './make-plan.ts';

/** Prints a plan. Only reads. */
export async function plan(
  context: Needs<'terminal' | 'clouds' | 'call'>,
  [source = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const on = optional(options, 'on');
  const { plan: made, before } =
    on === undefined
      ? await planMove(context, source, options)
      : await planChangeOf(context, on, source, options);
  const output = optional(options, 'output');
  const report = optional(options, 'report');
  const { io } = context.terminal;
  const read = output === undefined && report === undefined ? undefined : await before();
  if (output !== undefined) {
    const kept = planFile({ plan: made, ...(read && { before: read }) });
    writeText(io, output, `${JSON.stringify(kept, null, 2)}\n`);
  }
  if (report !== undefined) (await import('../pictures/plan-report.ts')).writeReport(io, report, made, read);
  const next = output === undefined ? '' : `\nApply it with \`polynat apply ${output}\`.\n`;
  const differs = options.exitCode === true && changingSteps(made).length > 0;
  const exit = made.blocked ? exitCodes.blocked : differs ? exitCodes.differs : exitCodes.done;
  return { json: made, exit, text: planText(made) + (made.blocked ? '' : next) };
}

/** Prints a plan from a file. */
export async function showPlan(
  { terminal: { io } }: Needs<'terminal'>,
  [file = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const { plan: stored, before } = readPlanFile(parseYaml(readText(io, file, 'plan'), file));
  const report = optional(options, 'report');
  if (report === undefined) return { json: stored, text: planText(stored) };
  (await import('../pictures/plan-report.ts')).writeReport(io, report, stored, before);
  const note = before
    ? ''
    : `${file} does not tell what the source did: the report has no picture of before. Make it with \`polynat plan --output\`.\n`;
  return { json: stored, text: planText(stored) + note };
}
