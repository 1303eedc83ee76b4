import { hostname } from 'node:os';
import { type Clock, systemRandom } from '@polynat/core';
import {
  type Journal,
  type JournalAddress,
  type JournalNames,
  type JournalSession,
  type JournalStore,
  type Json,
  json,
  type Segment,
} from '@polynat/engine';
import * as z from 'zod';
import type { Announcements } from './announcements.ts';
import type { Database } from './database.ts';
import { Heartbeat } from './heartbeat.ts';
import { PostgresSegment } from './segment.ts';

/** How long a journal without a line of its owner counts as just being taken. */
const settlingTime = '2 seconds';

export interface JournalTables {
  readonly database: Database;
  /** Quoted. */
  readonly schema: string;
  readonly heartbeatClock: Clock;
  readonly staleAfter: number;
  readonly channel: string;
  /** Absent on a pool of the application's own: workers then look every few seconds. */
  readonly announcements?: Announcements;
}

export function journalStore(tables: JournalTables): JournalStore {
  return { connect: (clock) => new PostgresSession(tables, clock) };
}

const journalSchema = z.object({
  epoch: z.int(),
  host: z.string(),
  pid: z.int(),
  since: z.number(),
  alive: z.boolean(),
  arriving: z.boolean(),
  lines: z.array(z.string()),
});

const takenSchema = z.object({ id: z.string(), lines: z.int(), void: z.int() });

class PostgresSession implements JournalSession {
  readonly #tables: JournalTables;
  readonly #clock: Clock;
  readonly #session = systemRandom.uuid();
  readonly #heartbeat: Heartbeat;

  constructor(tables: JournalTables, clock: Clock) {
    const { database, schema, staleAfter, heartbeatClock } = tables;
    this.#tables = tables;
    this.#clock = clock;
    const session = this.#session;
    this.#heartbeat = new Heartbeat({ database, schema, session, staleAfter, clock: heartbeatClock });
  }

  async list(kind: JournalAddress['kind']): Promise<JournalNames> {
    const { database, schema } = this.#tables;
    const text = `SELECT name FROM ${schema}.journal WHERE kind = $1`;
    const rows = await database.ask(z.object({ name: z.string() }), text, [kind]);
    return { names: rows.map(({ name }) => name), strange: [] };
  }

  async read({ kind, name }: JournalAddress): Promise<Journal | undefined> {
    const { database, schema, staleAfter } = this.#tables;
    const [found] = await database.ask(
      journalSchema,
      `SELECT epoch, host, pid, since, alive, alive AND NOT used AND settling AS arriving,
         ARRAY (SELECT text FROM ${schema}.line
                WHERE line.journal = journal.id AND line.number > journal.void ORDER BY number) AS lines
       FROM (
         SELECT *,
           open AND session <> $3 AND EXISTS (
             SELECT FROM ${schema}.session WHERE session.id = one.session
             AND beat > clock_timestamp() - make_interval(secs => $4)) AS alive,
           taken > clock_timestamp() - interval '${settlingTime}' AS settling
         FROM ${schema}.journal AS one WHERE kind = $1 AND name = $2
       ) AS journal`,
      [kind, name, this.#session, staleAfter / 1_000],
    );
    if (!found) return undefined;
    const { epoch, host, pid, since, alive, arriving, lines } = found;
    return { epoch, alive, arriving, lines: lines.map(parse), owner: { host, pid, since } };
  }

  async take(
    { kind, name }: JournalAddress,
    epoch: number,
    { carry }: { readonly carry: boolean },
  ): Promise<Segment | undefined> {
    await this.#heartbeat.start();
    const owner = { host: hostname(), pid: process.pid, since: this.#clock.now() };
    const grip = systemRandom.uuid();
    const taken = await this.#grasp({ kind, name }, epoch, grip, owner, carry);
    if (!taken) return undefined;
    const { database, schema } = this.#tables;
    return new PostgresSegment({
      ...{ database, schema, heartbeat: this.#heartbeat, name, grip, owner },
      epoch: epoch + 1,
      lines: taken.lines,
      carried: carry ? await this.#lines(taken.id, taken.void) : [],
    });
  }

  async announce(): Promise<void> {
    const { database, channel } = this.#tables;
    await database.askOnce(z.object({}), `SELECT pg_notify($1, '')`, [channel]);
  }

  listen(heard: () => void): () => void {
    return this.#tables.announcements?.listen(heard) ?? (() => {});
  }

  close(): Promise<void> {
    return this.#heartbeat.stop();
  }

  /** The row is locked while it changes hands, so every line of the former owner is either there by now or refused. */
  async #grasp(
    { kind, name }: JournalAddress,
    epoch: number,
    grip: string,
    owner: { readonly host: string; readonly pid: number; readonly since: number },
    carry: boolean,
  ): Promise<z.output<typeof takenSchema> | undefined> {
    const { database, schema } = this.#tables;
    const [taken] = await database.ask(
      takenSchema,
      `INSERT INTO ${schema}.journal AS present (kind, name, epoch, grip, session, host, pid, since)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (kind, name) DO UPDATE SET
         epoch = excluded.epoch, grip = excluded.grip, session = excluded.session, host = excluded.host,
         pid = excluded.pid, since = excluded.since, taken = clock_timestamp(), used = false, open = true,
         void = CASE WHEN $9 THEN present.void ELSE present.lines END
       WHERE present.epoch = excluded.epoch - 1
       RETURNING id::text, lines, void`,
      [kind, name, epoch + 1, grip, this.#session, owner.host, owner.pid, owner.since, carry],
    );
    return taken ?? this.#alreadyMine(grip);
  }

  /** When the answer to the first try was lost, its repetition finds its own work. */
  async #alreadyMine(grip: string): Promise<z.output<typeof takenSchema> | undefined> {
    const { database, schema } = this.#tables;
    const text = `SELECT id::text, lines, void FROM ${schema}.journal WHERE grip = $1`;
    const [taken] = await database.ask(takenSchema, text, [grip]);
    return taken;
  }

  async #lines(journal: string, after: number): Promise<readonly Json[]> {
    const { database, schema } = this.#tables;
    const text = `SELECT text FROM ${schema}.line WHERE journal = $1 AND number > $2 ORDER BY number`;
    const rows = await database.ask(z.object({ text: z.string() }), text, [journal, after]);
    return rows.map(({ text: line }) => parse(line));
  }
}

const parse = (text: string): Json => json(JSON.parse(text));
