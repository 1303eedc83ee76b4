import type { Command } from 'commander';
import { type ExitCode, exitCodes, report } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import { render, type Text } from '../terminal/table.ts';
import type { OptionValues } from './options.ts';
import { aliasesNamed } from './scope.ts';
import { type CommonOptions, Session } from './session.ts';

/** What a command answers: data for machines, text for people. */
export interface Answer {
  readonly json: unknown;
  readonly text: Text;
  readonly exit?: ExitCode;
}

export type Action = (
  session: Session,
  parameters: readonly string[],
  options: OptionValues,
) => Promise<Answer | undefined>;

/** One command as data. */
export interface CommandSpec {
  /** Words after `polynat`, with arguments as commander writes them: `gateways resize <ref> <size>`. */
  readonly usage: string;
  readonly summary: string;
  /** Flags beside those every command has: `['--force', 'take rules and addresses off too']`. */
  readonly options?: readonly (readonly [flags: string, words: string])[];
  /** Whether it changes something, and so takes --yes. */
  readonly changes?: boolean;
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
  const path = words.filter((word) => !/^[<[]/.test(word));
  const group = path.slice(0, -1).reduce(groupOf, program);
  const command = group.command(words.slice(path.length - 1).join(' ')).description(spec.summary);
  for (const [flags, text] of spec.options ?? []) command.option(flags, text);
  addCommonOptions(command, spec.changes ?? false);
  command.action(async () => {
    stage.exit = await perform(spec, command.args, command.opts<OptionValues>(), stage);
  });
}

const groupOf = (parent: Command, word: string): Command =>
  parent.commands.find((command) => command.name() === word) ??
  parent.command(word).description(groupWords[word] ?? '');

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
    .option('--timeout <duration>', 'how long to wait altogether, such as 90s, 10min or 2h');
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
    session = new Session(io, await commonOptions(options), shell, aliasesNamed(spec, parameters, options));
    const answer = await spec.run(session, parameters, options);
    if (answer) tell(answer, io, json);
    return answer?.exit ?? exitCodes.done;
  } catch (thrown) {
    return report(thrown, io, json);
  } finally {
    await session?.close();
  }
}

function tell({ json: data, text }: Answer, io: Io, json: boolean): void {
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
