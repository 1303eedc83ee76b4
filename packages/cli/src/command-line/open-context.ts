import { CloudAccess } from '../clouds/cloud-access.ts';
import { auditOperation } from '../operations/audit-operation.ts';
import { follow } from '../operations/follow.ts';
import { OpenRuns } from '../runs/open-runs.ts';
import type { Io } from '../terminal/io.ts';
import { Terminal } from '../terminal/terminal.ts';
import type { CommandContext, Shell } from './context.ts';
import type { DryRun } from './dry-run.ts';
import type { Output } from './output.ts';

/** Options with the same meaning in every command. */
export interface CommonOptions {
  readonly config?: string;
  readonly output: Output;
  readonly yes?: boolean;
  readonly dryRun?: DryRun;
  /** The user has switched traffic to the new gateway. */
  readonly switched?: boolean;
  /** The user has switched traffic back to the source. */
  readonly switchedBack?: boolean;
  /** Do not compare the accounts of a run with those of its aliases. */
  readonly anyAccount?: boolean;
  /** URL of the database that holds the journals of runs. */
  readonly postgres?: string;
  /** Calls per second that all workers of the database may make for one account, where they share an allowance. */
  readonly perSecond?: number;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Aliases on the command line; only their adapters are loaded. All clouds when the command line names none. */
type Aliases = readonly string[] | undefined;

export interface OpenedContext extends CommandContext {
  close(): Promise<void>;
}

/** Opens nothing yet: clouds and migrations are loaded when a command first uses them, so that help and mistakes are quick. */
export function openContext(io: Io, options: CommonOptions, shell: Shell, aliases: Aliases): OpenedContext {
  const { config, timeout, switched, switchedBack, anyAccount, output, dryRun } = options;
  const terminal = new Terminal(io, { json: output.format === 'json', yes: options.yes === true, dryRun });
  const clouds: CloudAccess = new CloudAccess(io, config, aliases, () => runs.rateLimiter());
  const runs = new OpenRuns(io, options, () => clouds.stateFolder());
  return {
    terminal,
    clouds,
    shell,
    call: {
      signal: io.signal,
      ...(timeout !== undefined && { within: timeout }),
      ...(dryRun && { beforeSend: dryRun.beforeSend }),
    },
    follow: async (title, operation) => {
      const folder = () => clouds.stateFolder();
      const audited = dryRun ? undefined : auditOperation(io, folder, operation);
      try {
        return await follow(terminal, folder, title, operation);
      } finally {
        await audited;
      }
    },
    openMigrations: async () => {
      const { openMigrations } = await import('../migrating/open-migrations.ts');
      const [nat, folder, { store, shared }] = await Promise.all([
        clouds.all(),
        clouds.stateFolder(),
        runs.place(),
      ]);
      const stated = { switched, switchedBack };
      return runs.opened(openMigrations({ nat, store, shared, folder, terminal, stated, anyAccount }));
    },
    async close() {
      await runs.closeEngines();
      await clouds.close();
      await runs.close();
    },
  };
}
