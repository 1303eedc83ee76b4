import { type Clock, NatError, seconds, systemClock } from '@polynat/core';
import type { JournalStore } from '@polynat/engine';
import type { RateLimiter } from '@polynat/transport';
import { Pool } from 'pg';
import { Announcements } from './announcements.ts';
import { Database } from './database.ts';
import { journalStore } from './journal-store.ts';
import type { Queries } from './queries.ts';
import { type SharedRateOptions, sharedRateLimiter } from './rate-limiter.ts';
import { createTables, quoted } from './tables.ts';

export interface PostgresOptions {
  /** Such as `postgresql://user@host/database`, or a pool of the application's own, which it closes itself. */
  readonly connection: string | Queries;
  /** Where the tables are; `polynat` by default. They are created when they are not there. */
  readonly schema?: string;
  /** Milliseconds after which a worker without a sign of life has lost its runs; 30 seconds by default, at least 3. */
  readonly staleAfter?: number;
  /** Times heartbeats and repetitions, so it is real time unless a test says otherwise. */
  readonly clock?: Clock;
}

export interface Postgres {
  /** For `createEngine`. */
  readonly store: JournalStore;
  /** One allowance per key for all workers on this database. */
  rateLimiter(options: SharedRateOptions): RateLimiter;
  /** Ends the connections. Close the engines first. */
  close(): Promise<void>;
}

/** Connections of one process; more callers than that queue for them. */
const connections = 10;

export async function openPostgres({
  connection,
  schema = 'polynat',
  staleAfter = seconds(30),
  clock = systemClock,
}: PostgresOptions): Promise<Postgres> {
  if (!(staleAfter >= seconds(3))) {
    throw new NatError('invalid-argument', 'needs at least 3000 milliseconds', { field: 'staleAfter' });
  }
  const { queries, close } = open(connection);
  const database = new Database(queries, clock);
  await createTables(database, schema);
  const tables = { database, schema: quoted(schema) };
  const announcements =
    typeof connection === 'string' ? new Announcements(connection, schema, clock) : undefined;
  return {
    store: journalStore({
      ...{ ...tables, heartbeatClock: clock, staleAfter, channel: schema },
      ...(announcements && { announcements }),
    }),
    rateLimiter: (options) => sharedRateLimiter(tables, options),
    close: async () => {
      announcements?.close();
      await close();
    },
  };
}

/** A pool without somebody to tell about broken idle connections ends the process. The next query finds out by itself. */
function open(connection: string | Queries): {
  readonly queries: Queries;
  readonly close: () => Promise<void>;
} {
  if (typeof connection !== 'string') return { queries: connection, close: async () => undefined };
  const pool = new Pool({ connectionString: connection, max: connections, application_name: 'polynat' });
  pool.on('error', () => undefined);
  return { queries: pool, close: () => pool.end() };
}
