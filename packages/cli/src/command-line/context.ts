import type { CallOptions, Operation } from '@polynat/core';
import type { CloudAccess } from '../clouds/cloud-access.ts';
import type { OpenedMigrations } from '../migrating/open-migrations.ts';
import type { ExitCode } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Runs another command line, as the demo does. */
export type Shell = (args: readonly string[], io: Io) => Promise<ExitCode>;

/** Everything a command may use. Each one takes the members it needs. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly clouds: CloudAccess;
  /** Waits for a change and reports its progress on stderr. `title` says what happens, as in `resize ngw-1`. */
  readonly follow: <T>(title: string, operation: Operation<T>) => Promise<T>;
  readonly openMigrations: () => Promise<OpenedMigrations>;
  /** Options for each call of the command. */
  readonly call: CallOptions;
  readonly shell: Shell;
}

export type Needs<Member extends keyof CommandContext> = Pick<CommandContext, Member>;
