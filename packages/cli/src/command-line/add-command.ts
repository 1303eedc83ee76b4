import type { Command } from 'commander';
import { formats, progressForms } from '../terminal/formats.ts';
import type { CommandSpec } from './command.ts';
import type { OptionValues } from './options.ts';

export type Perform = (
  spec: CommandSpec,
  parameters: readonly string[],
  options: OptionValues,
) => Promise<void>;

/** Adds a command and the groups that it belongs to. */
export function addCommand(program: Command, spec: CommandSpec, perform: Perform): void {
  const words = spec.usage.split(' ');
  const path = words.filter((word) => !/^[<[]/.test(word));
  const group = path.slice(0, -1).reduce(groupOf, program);
  const command = group.command(words.slice(path.length - 1).join(' ')).description(spec.summary);
  for (const [flags, text] of spec.options ?? []) command.option(flags, text);
  if (spec.changes) command.option('-y, --yes', 'do not ask for confirmation');
  if (spec.changes && ofClouds.has(path[0] ?? ''))
    command.option('--dry-run', 'show the first request that would be sent, and send none');
  if (listings.has(path.at(-1) ?? ''))
    command.option('--watch [duration]', 'print again when something has changed (default: each 5s)');
  command.action(() => perform(spec, command.args, command.optsWithGlobals<OptionValues>()));
}

/** Groups whose changes are requests of a cloud's API. */
const ofClouds: ReadonlySet<string> = new Set([
  'gateways',
  'snat',
  'dnat',
  'addresses',
  'bandwidth',
  'billing',
  'call',
]);

const listings: ReadonlySet<string> = new Set(['list', 'expiring']);

const groupOf = (parent: Command, word: string): Command =>
  parent.commands.find((command) => command.name() === word) ??
  parent.command(word).description(groupSummaries[word] ?? '');

const groupSummaries: Readonly<Record<string, string>> = {
  gateways: 'list, create and change NAT gateways',
  snat: 'SNAT rules (outbound)',
  dnat: 'DNAT rules (inbound)',
  addresses: 'public IPs',
  bandwidth: 'bandwidth packages and shared bandwidth',
  shared: 'bandwidth that public IPs of several gateways draw from',
  billing: 'billing, expiry and renewal',
  networks: 'VPCs and subnets',
  audit: 'the log of who changed what',
  errors: 'meanings of error codes',
  runs: 'migrations and renewals',
  fleet: 'many gateways at once',
};

/** Options of every command, before or after its words. */
export function addCommonOptions(program: Command): void {
  program
    .option('-o, --format <format>', `print as ${formats.join(', ')} (default: table)`)
    .option('--json', 'print JSON')
    .option('--query <expression>', 'print a part of the result: a JMESPath expression, https://jmespath.org')
    .option('--columns <titles>', 'print these columns, as state,"public ips"')
    .option(
      '--debug',
      'report each request and answer on standard error, without secrets; POLYNAT_LOG=http does the same',
    )
    .option('-q, --quiet', 'print no progress and no notes')
    .option('--progress <form>', `report progress on standard error as ${progressForms.join(', ')}`)
    .option('--config <file>', 'configuration file (default: polynat.yaml here or in ~/.config/polynat)')
    .option(
      '--postgres <url>',
      'database of the runs, shared by several machines (default: POLYNAT_DATABASE, else the state folder)',
    )
    .option('--timeout <duration>', 'how long to wait in total, such as 90s, 10min or 2h');
}
