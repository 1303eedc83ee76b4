import { type Command, Option } from 'commander';
import { type ExitCode, exitCodes, report, UsageError } from './failures.ts';
import type { Io } from './io.ts';
import { type CommonOptions, Session } from './session.ts';

/** What a command answers: data for machines, text for people. */
export interface Answer {
  readonly json: unknown;
  readonly text: string | (() => string);
  readonly exit?: ExitCode;
}

export type Action = (
  session: Session,
  parameters: readonly string[],
  options: OptionValues,
) => Promise<Answer | undefined>;

export type OptionValues = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** One command as data. */
export interface CommandSpec {
  /** Words after `polynat`, with arguments as commander writes them: `gateways resize <ref> <size>`. */
  readonly usage: string;
  readonly summary: string;
  /** Flags beside those every command has: `['--force', 'take rules and addresses off too']`. */
  readonly options?: readonly (readonly [flags: string, words: string])[];
  /** Whether it changes something, and so takes --yes. */
  readonly changes?: boolean;
  readonly hidden?: boolean;
  readonly run: Action;
}

/** Where commands run: the world around them, how the last one ended, and the command line itself, for commands that type others. */
export interface Stage {
  readonly io: Io;
  readonly shell: Shell;
  exit: ExitCode;
}

export type Shell = (args: readonly string[], io: Io) => Promise<ExitCode>;

/** Adds a command, making the groups its words name. */
export function addCommand(program: Command, spec: CommandSpec, stage: Stage): void {
  const words = spec.usage.split(' ');
  const firstArgument = words.findIndex((word) => /^[<[]/.test(word));
  const path = firstArgument < 0 ? words : words.slice(0, firstArgument);
  const group = path.slice(0, -1).reduce(groupOf, program);
  const command = group
    .command([path.at(-1), ...words.slice(path.length)].join(' '), { hidden: spec.hidden ?? false })
    .description(spec.summary);
  for (const [flags, text] of spec.options ?? []) command.option(flags, text);
  addCommonOptions(command, spec.changes ?? false);
  command.action(async (...given: unknown[]) => {
    const options = command.opts<OptionValues>();
    const parameters = given
      .slice(0, -2)
      .flatMap((value) => (value === undefined ? [] : (value as string | string[])));
    stage.exit = await perform(spec, parameters, options, stage);
  });
}

function groupOf(parent: Command, word: string): Command {
  return (
    parent.commands.find((command) => command.name() === word) ??
    parent.command(word).description(groupWords[word] ?? '')
  );
}

const groupWords: Readonly<Record<string, string>> = {
  gateways: 'list, create and change NAT gateways',
  snat: 'rules for traffic that leaves',
  dnat: 'rules for traffic that arrives',
  addresses: 'public addresses',
  bandwidth: 'bandwidth packages',
  billing: 'what is paid, until when, and renewal',
  networks: 'networks gateways can stand in',
  errors: 'what error codes mean',
  runs: 'migrations under way and done',
};

function addCommonOptions(command: Command, changes: boolean): void {
  command
    .option('--json', 'answer with JSON')
    .option('--config <file>', 'configuration file (default: polynat.yaml here or in ~/.config/polynat)')
    .addOption(new Option('--timeout <duration>', 'how long to wait altogether, such as 90s, 10min or 2h'));
  if (changes) command.option('-y, --yes', 'do not ask for confirmation');
}

async function perform(
  spec: CommandSpec,
  parameters: readonly string[],
  options: OptionValues,
  { io, shell }: Stage,
): Promise<ExitCode> {
  const json = options.json === true;
  let session: Session | undefined;
  try {
    session = new Session(io, await commonOptions(options), shell);
    const answer = await spec.run(session, parameters, options);
    if (answer) io.out(json ? `${JSON.stringify(answer.json ?? null, null, 2)}\n` : textOf(answer));
    return answer?.exit ?? exitCodes.done;
  } catch (thrown) {
    return report(thrown, io, json);
  } finally {
    await session?.close();
  }
}

const textOf = ({ text }: Answer): string => (typeof text === 'function' ? text() : text);

async function commonOptions(options: OptionValues): Promise<CommonOptions> {
  const { config, json, yes, timeout } = options;
  const { parseDuration } = await import('./parse.ts');
  return {
    ...(typeof config === 'string' && { config }),
    ...(json === true && { json }),
    ...(yes === true && { yes }),
    ...(typeof timeout === 'string' && { timeout: parseDuration(timeout, '--timeout') }),
  };
}

/** An option that must be there. */
export function needed(options: OptionValues, name: string, why: string): string {
  const value = options[name];
  if (typeof value === 'string') return value;
  throw new UsageError(`--${name} is needed: ${why}`);
}

export const optional = (options: OptionValues, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

/** A repeatable option, each value of which may itself hold several, separated by commas. */
export const several = (options: OptionValues, name: string): readonly string[] | undefined => {
  const value = options[name];
  if (typeof value === 'string') return value.split(',');
  return Array.isArray(value) ? value.flatMap((one: string) => one.split(',')) : undefined;
};
