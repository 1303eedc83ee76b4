import type { Command } from 'commander';
import type { CommandSpec } from './command.ts';
import type { OptionValues } from './options.ts';

export type Perform = (
  spec: CommandSpec,
  parameters: readonly string[],
  options: OptionValues,
) => Promise<void>;

/** Adds a command, making the groups its words name. */
export function addCommand(program: Command, spec: CommandSpec, perform: Perform): void {
  const words = spec.usage.split(' ');
  const path = words.filter((word) => !/^[<[]/.test(word));
  const group = path.slice(0, -1).reduce(groupOf, program);
  const command = group.command(words.slice(path.length - 1).join(' ')).description(spec.summary);
  for (const [flags, text] of spec.options ?? []) command.option(flags, text);
  addCommonOptions(command, spec.changes ?? false);
  command.action(() => perform(spec, command.args, command.opts<OptionValues>()));
}

const groupOf = (parent: Command, word: string): Command =>
  parent.commands.find((command) => command.name() === word) ??
  parent.command(word).description(groupSummaries[word] ?? '');

const groupSummaries: Readonly<Record<string, string>> = {
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
