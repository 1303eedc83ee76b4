import { Command, CommanderError } from 'commander';
import { addCommand, addCommonOptions, type Perform } from './command-line/add-command.ts';
import type { CommandSpec } from './command-line/command.ts';
import { completionCommand } from './command-line/completion.ts';
import { perform } from './command-line/perform.ts';
import { addressCommands } from './commands/addresses.ts';
import { auditCommands } from './commands/audit.ts';
import { bandwidthCommands } from './commands/bandwidth.ts';
import { billingCommands } from './commands/billing.ts';
import { cloudCommands } from './commands/clouds.ts';
import { errorCommands } from './commands/errors.ts';
import { fleetCommands } from './commands/fleet.ts';
import { gatewayCommands } from './commands/gateways.ts';
import { migrateCommands } from './commands/migrate.ts';
import { nativeCommands } from './commands/native.ts';
import { dnatCommands, snatCommands } from './commands/rules.ts';
import { sharedBandwidthCommands } from './commands/shared-bandwidth.ts';
import { toolCommands } from './commands/tools.ts';
import { type ExitCode, exitCodes, report, UsageError } from './terminal/failures.ts';
import { type Io, processIo } from './terminal/io.ts';
import { version } from './version.ts';

export const commands: readonly CommandSpec[] = [
  ...cloudCommands,
  ...gatewayCommands,
  ...snatCommands,
  ...dnatCommands,
  ...addressCommands,
  ...bandwidthCommands,
  ...sharedBandwidthCommands,
  ...billingCommands,
  ...fleetCommands,
  ...migrateCommands,
  ...nativeCommands,
  ...auditCommands,
  ...errorCommands,
  ...toolCommands,
];

/** Runs one command line, such as `['gateways', 'list', '--json']`, and returns its exit code. */
export async function main(args: readonly string[], io: Io = processIo()): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.done;
  const program = buildProgram(io, async (spec, parameters, options) => {
    exit = await perform(spec, parameters, options, io, main);
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (thrown) {
    return misuse(thrown, io, asksForJson(args));
  }
}

function buildProgram(io: Io, performing: Perform): Command {
  const program = new Command('polynat')
    .description('Manage NAT gateways on Alibaba Cloud, Baidu AI Cloud and Tencent Cloud.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError();
  addCommonOptions(program);
  for (const spec of commands) addCommand(program, spec, performing);
  addCommand(program, completionCommand(program), performing);
  return program;
}

/** For a mistake that keeps the options from being parsed. */
const asksForJson = (args: readonly string[]): boolean =>
  args.includes('--json') || /(^| )(-o|--format|--progress)[ =]?json( |$)/.test(args.join(' '));

/** Commander throws for help as well as for mistakes; only mistakes are failures. */
async function misuse(thrown: unknown, io: Io, json: boolean): Promise<ExitCode> {
  if (!(thrown instanceof CommanderError)) return report(thrown, io, json);
  if (thrown.exitCode === 0) return exitCodes.done;
  if (thrown.code === 'commander.help') return exitCodes.usage;
  return report(new UsageError(thrown.message.replace(/^error: /, ''), 'see `polynat --help`'), io, json);
}
