import { NatError } from '@polynat/core';
import * as z from 'zod';
import type { Database } from './database.ts';

/** Raised when an older release could misread what a newer one writes. */
const format = 1;

/** Quoted, so that any name is one. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Two workers that start at once must not create the same table twice. Any number does; this one is "polynat" in hexadecimal. */
const lock = "x'706f6c796e6174'::bigint";

/**
 * Lines are kept as text: a journal compares records by the order of their members, which `jsonb` does not keep. `rate` is unlogged: a crash
 * of the server only forgets the last moment.
 */
const statements = (schema: string): string => `
  BEGIN;
  SELECT pg_advisory_xact_lock(${lock});
  CREATE SCHEMA IF NOT EXISTS ${schema};
  CREATE TABLE IF NOT EXISTS ${schema}.format (version int NOT NULL);
  INSERT INTO ${schema}.format SELECT ${format} WHERE NOT EXISTS (SELECT FROM ${schema}.format);
  CREATE TABLE IF NOT EXISTS ${schema}.session (id uuid PRIMARY KEY, beat timestamptz NOT NULL);
  CREATE TABLE IF NOT EXISTS ${schema}.journal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    name text NOT NULL,
    epoch int NOT NULL,
    grip uuid NOT NULL UNIQUE,
    session uuid NOT NULL,
    host text NOT NULL,
    pid int NOT NULL,
    since double precision NOT NULL,
    taken timestamptz NOT NULL DEFAULT clock_timestamp(),
    used boolean NOT NULL DEFAULT false,
    open boolean NOT NULL DEFAULT true,
    void int NOT NULL DEFAULT 0,
    lines int NOT NULL DEFAULT 0,
    UNIQUE (kind, name)
  );
  CREATE TABLE IF NOT EXISTS ${schema}.line (
    journal bigint NOT NULL REFERENCES ${schema}.journal,
    number int NOT NULL,
    epoch int NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    text text NOT NULL,
    PRIMARY KEY (journal, number)
  );
  CREATE UNLOGGED TABLE IF NOT EXISTS ${schema}.rate (
    key text PRIMARY KEY,
    due timestamptz NOT NULL,
    slower double precision NOT NULL DEFAULT 1,
    slowed timestamptz NOT NULL DEFAULT '-infinity'
  );
  COMMIT;
`;

export async function createTables(database: Database, schema: string): Promise<void> {
  await database.tell(statements(quoted(schema)));
  const rowSchema = z.object({ version: z.int() });
  const [found] = await database.ask(rowSchema, `SELECT version FROM ${quoted(schema)}.format`);
  if (!found || found.version <= format) return;
  const what = `the tables in schema ${schema} have format ${found.version}, this release reads ${format}`;
  throw new NatError('failed-precondition', what, {
    remedy: 'go on with the release that wrote it, or a newer one',
  });
}
