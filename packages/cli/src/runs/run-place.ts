import { NatError } from '@polynat/core';
import { fileStore, type JournalStore } from '@polynat/engine';
import type { RateLimiter } from '@polynat/transport';
import { optionalPackage } from '../command-line/optional-package.ts';
import type { Io } from '../terminal/io.ts';

/** Where the journals of runs are: the state folder of this machine, or a database that several machines share. */
export interface RunPlace {
  readonly store: JournalStore;
  /** Whether workers on other machines see the runs. */
  readonly shared: boolean;
  /** One allowance for all workers of the database. */
  rateLimiter?(perSecond: number): RateLimiter;
  close(): Promise<void>;
}

/** The database that the user named, on the command line or, where a password is no business of a list of processes, in the environment. */
export const databaseOf = ({ environment }: Io, named: string | undefined): string | undefined =>
  named ?? (environment.POLYNAT_DATABASE || undefined);

export async function openRunPlace(database: string | undefined, folder: string): Promise<RunPlace> {
  if (database === undefined)
    return { store: fileStore(folder), shared: false, close: async () => undefined };
  requireUrl(database);
  const { openPostgres } = await optionalPackage(
    ['@polynat/engine-postgres', 'pg'],
    () => import('@polynat/engine-postgres'),
  );
  const { store, rateLimiter, close } = await openPostgres({ connection: database });
  return { store, shared: true, close, rateLimiter: (perSecond) => rateLimiter({ perSecond }) };
}

function requireUrl(database: string): void {
  if (/^postgres(?:ql)?:\/\//.test(database)) return;
  throw new NatError('invalid-argument', 'must be the URL of a database', {
    field: '--postgres',
    remedy: 'write postgresql://user@host/database, or set POLYNAT_DATABASE to it',
  });
}
